"""How complete a register is and what it still lacks, as its page says it to this person. Reads only."""

from django.utils.translation import ngettext

from projects import permissions as of_projects
from pvehub.access import Blocker
from pvehub.people.models import User
from risks import guards
from risks.models import Register


def quotes_the_record(register: Register, user: User) -> bool:
    """Whether this person reads the working copy of the project, so that what stands in it may be quoted to them."""
    project = register.project
    if project is None:
        return False
    reads = of_projects.reads(user, project)
    return reads == "working" or (reads == "whole" and not project.is_published)


def missing(register: Register, user: User) -> list[Blocker] | None:
    """What is missing before submission; None where it is not for this person, since it quotes the working copy."""
    if register.project is not None and not quotes_the_record(register, user):
        return None
    return guards.register_blockers(register, reader=user)


def copied_words(number: int, unread: int) -> str:
    """What a copy brought along, and how much of it stayed behind unread."""
    said = ngettext("%(n)d risk came along as a draft.", "%(n)d risks came along as drafts.", number) % {"n": number}
    if not unread:
        return said
    left = ngettext(
        "%(n)d more did not: you may not read it.", "%(n)d more did not: you may not read them.", unread
    ) % {"n": unread}
    return f"{said} {left}"

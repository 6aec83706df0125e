"""How complete a register is and what it still lacks, as its page says it to this person. Reads only."""

from typing import Any

from django.utils.translation import ngettext

from projects import permissions as of_projects
from pvehub import access
from pvehub.access import Blocker
from pvehub.people.models import Office, User
from risks import guards, meter, permissions
from risks.covering import today_of
from risks.models import Escalation, Register
from risks.workflow import LIVE, EscalationState, RegisterKind


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


def completeness(register: Register, user: User) -> meter.Meter:
    """The meter of the risks this person reads."""
    risks = register.risks.visible_to(user).live().with_treatments().select_related("owner", "assessment")
    return meter.measure(risks)


def followed(register: Register, user: User) -> dict[str, Any]:
    """What was passed upwards and is followed in this register: what this person may read, and how many more there are."""
    rows = Escalation.objects.filter(watched_in=register, state=EscalationState.CONFIRMED, risk__state__in=LIVE)
    seen = list(rows.visible_to(user).with_risk().order_by("-answered_at", "-pk"))
    return {"rows": seen, "hidden": rows.count() - len(seen)}


def own_page(register: Register, user: User) -> dict[str, Any]:
    """What the page of a register has beside its risks, by whose it is."""
    if register.project is not None:
        return {}
    found: dict[str, Any] = {"followed": followed(register, user)}
    if register.kind == RegisterKind.STREAM:
        assumed = register.assumptions.select_related("by", "on_behalf_of", "snapshot")
        found["assumption"] = assumed.order_by("-valid_until_on", "-pk").first()
        found["why_not_assume"] = permissions.why_not_assume(user, register)
        found["today"] = today_of(register)
    return found


def to_open(user: User) -> dict[str, Any]:
    """The offices of this person whose register they may open, and whether that of the stream waits to be opened."""
    offices = Office.objects.filter(pk__in=access.standing(user).office_ids, register=None).order_by("code")
    mine = [office for office in offices if permissions.why_not_open_office(user, office) is None]
    may_stream = permissions.why_not_open_stream(user) is None
    is_there = may_stream and Register.objects.filter(kind=RegisterKind.STREAM).exists()
    return {"offices": mine, "stream": may_stream and not is_there}


def copied_words(number: int, unread: int) -> str:
    """What a copy brought along, and how much of it stayed behind unread."""
    said = ngettext("%(n)d risk came along as a draft.", "%(n)d risks came along as drafts.", number) % {"n": number}
    if not unread:
        return said
    left = ngettext(
        "%(n)d more did not: you may not read it.", "%(n)d more did not: you may not read them.", unread
    ) % {"n": unread}
    return f"{said} {left}"

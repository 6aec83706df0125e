"""Who may keep words, judge them, and say what is a red line, as the sentence that greys out the button and explains the 403."""

from __future__ import annotations

from django.utils.translation import gettext as _

from knowledge.models import RedLine, Resource
from knowledge.permissions.resources import why_not_decide, why_not_edit
from pvehub import access
from pvehub.people.models import User


def why_not_keep_word(user: User, resource: Resource) -> str | None:
    """Whoever may change the text says why its words stay."""
    return why_not_edit(user, resource)


def why_not_judge_word(user: User, resource: Resource) -> str | None:
    """The curator who has the text in hand."""
    return why_not_decide(user, resource)


def why_not_propose_red_line(user: User) -> str | None:
    """Curators of headquarters: what the organization will not do is the same everywhere."""
    if access.standing(user).offices("curate_resources") is None:
        return None
    return _("Only curators of headquarters keep the register of red lines.")


def why_not_agree_red_line(user: User, line: RedLine) -> str | None:
    """A second curator of headquarters, never who proposed it."""
    if sentence := why_not_propose_red_line(user):
        return sentence
    if not line.proposed:
        return _("Nothing is proposed of this red line.")
    if line.proposed_by_id == user.pk:
        return _("You proposed it: a second curator has to agree.")
    return None

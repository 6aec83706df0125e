"""Who keeps the list of words that could harm, as the sentence that greys out the button and explains the 403."""

from __future__ import annotations

from django.utils.translation import gettext as _

from knowledge.models import WordProposal
from pvehub import access
from pvehub.people.models import User


def why_not_write_word(user: User) -> str | None:
    """Curators of headquarters: the list is one for the whole organization."""
    if access.standing(user).offices("curate_resources") is None:
        return None
    return _("Only curators of headquarters keep the list of words that could harm.")


def why_not_agree_word(user: User, proposal: WordProposal) -> str | None:
    """A second curator of headquarters, never who proposed it."""
    if sentence := why_not_write_word(user):
        return sentence
    if proposal.proposed_by_id == user.pk:
        return _("You proposed it: a second curator has to agree.")
    return None

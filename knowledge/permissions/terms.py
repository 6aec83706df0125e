"""Who may change the vocabularies, as the sentence that greys out the button and explains the 403."""

from __future__ import annotations

from django.utils.translation import gettext as _

from pvehub import access
from pvehub.people.models import User
from pvehub.vocabulary.models import Term


def why_not_read_terms(user: User) -> str | None:
    """Everybody who serves somewhere reads them."""
    if not (user.is_active and access.standing(user).office_ids):
        return _("Only people who serve at an office read the vocabularies.")
    return None


def why_not_edit_terms(user: User) -> str | None:
    """They are one for the whole organization: curators of headquarters, and administrators."""
    standing = access.standing(user)
    if standing.offices("curate_resources") is None or standing.anywhere("administer"):
        return None
    return _("Only curators of headquarters and administrators change the vocabularies.")


def why_not_merge(user: User, term: Term, into: Term) -> str | None:
    """Two living terms of one list, the one that goes not above the one that stays."""
    if sentence := why_not_edit_terms(user):
        return sentence
    if term.merged_into_id or into.merged_into_id or into.is_retired:
        return _("Only terms that are in use can be merged into one another.")
    if term.pk == into.pk or term.list != into.list:
        return _("A term is merged into another one of the same list.")
    above = into.parent
    while above is not None:
        if above.pk == term.pk:
            return _("“%(into)s” stands beneath “%(term)s”. Move it out first.") % {"into": into, "term": term}
        above = above.parent
    return None


def why_not_review_term(user: User, term: Term, translator: object) -> str | None:
    """Somebody else than who wrote the names; `translator` is the uid of the last who changed them."""
    if sentence := why_not_edit_terms(user):
        return sentence
    if translator == user.uid:
        return _("You wrote these names: somebody else has to read them.")
    return None

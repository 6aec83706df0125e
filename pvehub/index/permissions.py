"""Who may change the synonyms, as the sentence that greys out the button and explains the 403."""

from django.utils.translation import gettext as _

from pvehub import access
from pvehub.people.models import User


def why_not_edit_synonyms(user: User) -> str | None:
    """They change what everybody finds: curators of headquarters, and administrators."""
    standing = access.standing(user)
    if standing.offices("curate_resources") is None or standing.anywhere("administer"):
        return None
    return _("Only curators of headquarters and administrators change the synonyms.")

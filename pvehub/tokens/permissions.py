"""Who may make and revoke tokens: one sentence each."""

from django.utils.translation import gettext as _

from pvehub import access
from pvehub.people.models import User

from .models import Token

AT_MOST = 5  # of one person at a time
MOST = {Token.Scope.API: AT_MOST, Token.Scope.FEEDS: 20, Token.Scope.DATES: AT_MOST}


def why_not_make(user: User, scope: str = Token.Scope.API) -> str | None:
    if not (user.is_active and access.standing(user).office_ids):
        return _("You have no posting today, so a token would open nothing.")
    most = MOST[Token.Scope(scope)]
    if Token.objects.alive().filter(owner=user, scope=scope).count() >= most:
        return _("You have %(count)s tokens already: revoke one that you no longer use.") % {"count": most}
    return None


def why_not_revoke(user: User, token: Token) -> str | None:
    if token.owner_id != user.pk and not access.standing(user).anywhere("administer"):
        return _("Only its owner and administrators revoke a token.")
    return None

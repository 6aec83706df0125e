"""How the API knows who asks: `Authorization: Bearer …` and nothing else; and how often they may ask."""

from typing import Any

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.throttling import BaseThrottle

from . import actions


class BearerAuthentication(BaseAuthentication):
    """A live token is its owner; a session, a cookie or another scheme is nobody. Answers are in the owner's language."""

    def authenticate(self, request: Any) -> tuple[Any, Any] | None:
        words = get_authorization_header(request).decode("ascii", "replace").split()
        if not words or words[0].lower() != "bearer":
            return None
        token = actions.find_token(words[1]) if len(words) == 2 else None
        if token is None:
            raise AuthenticationFailed(_("This token is not known, has ended, or was revoked."))
        translation.activate(token.owner.language)
        return token.owner, token

    def authenticate_header(self, request: Any) -> str:
        return "Bearer"


class TokenThrottle(BaseThrottle):
    """So many requests a minute with one token, whichever process answers them."""

    def allow_request(self, request: Any, view: Any) -> bool:
        return actions.count_use(request.auth) <= settings.API_REQUESTS_PER_MINUTE

    def wait(self) -> float:
        return 60 - timezone.now().second

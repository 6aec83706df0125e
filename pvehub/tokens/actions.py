"""Tokens are made, used, counted and revoked."""

import hashlib
import re
import secrets
from datetime import timedelta

from django.db import transaction
from django.db.models import Case, F, When
from django.utils import timezone

from pvehub import access
from pvehub.audit import trail
from pvehub.notifications import notify
from pvehub.people.models import User

from . import permissions
from .models import Token

LIFE = timedelta(days=90)
#: A feed is read for as long as somebody works on something; what it opens is open to all staff. So is a calendar, which says
#: nothing but that something is due.
LIVES = {Token.Scope.API: LIFE, Token.Scope.FEEDS: timedelta(days=365), Token.Scope.DATES: timedelta(days=365)}
_SHAPE = re.compile(r"pvehub_([A-Za-z0-9]{8})_[A-Za-z0-9_-]{43}")
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


@transaction.atomic
def make_token(*, by: User, name: str, scope: str = Token.Scope.API) -> tuple[Token, str]:
    """A token for the person themselves. The text is returned this once and kept nowhere; they hear of it by mail."""
    access.require(permissions.why_not_make(by, scope))
    prefix = "".join(secrets.choice(_LETTERS) for _ in range(8))
    text = f"pvehub_{prefix}_{secrets.token_urlsafe(32)}"
    now = timezone.now()
    ends = now + LIVES[Token.Scope(scope)]
    token = Token.objects.create(
        owner=by, name=name, scope=scope, prefix=prefix, digest=_digest(text), created_at=now, expires_at=ends
    )
    trail.record(token, "tokens.made", by=by)
    # Told although they made it: whoever sits at somebody else's screen should not go unnoticed.
    notify([by], "tokens.made", about=token, token_name=name, expires_on=token.expires_at.date())
    return token, text


@transaction.atomic
def revoke_token(token: Token, *, by: User) -> Token:
    """From this second on the token opens nothing; a second time changes nothing. Where somebody else revokes it, its owner
    hears."""
    token = Token.objects.select_for_update(of=("self",)).get(pk=token.pk)
    access.require(permissions.why_not_revoke(by, token))
    if token.revoked_at:
        return token
    token.revoked_at, token.revoked_by = timezone.now(), by
    token.save(update_fields=["revoked_at", "revoked_by"])
    trail.record(token, "tokens.revoked", by=by)
    notify([token.owner], "tokens.revoked", about=token, by=by, token_name=token.name)
    return token


def find_token(text: str, scope: str = Token.Scope.API) -> Token | None:
    """The live token of this scope whose text this is; None for whatever else, without saying why."""
    shape = _SHAPE.fullmatch(text)
    alive = Token.objects.alive().filter(scope=scope).select_related("owner")
    token = alive.filter(prefix=shape[1]).first() if shape else None
    if token is None or not secrets.compare_digest(token.digest, _digest(text)):
        return None
    return token


def count_use(token: Token) -> int:
    """One more request: how many it is in this minute, counted by the database for all processes together."""
    now = timezone.now()
    minute = now.replace(second=0, microsecond=0)
    used = Case(When(minute_at=minute, then=F("used") + 1), default=1)
    row = Token.objects.filter(pk=token.pk)
    row.update(used=used, minute_at=minute, last_used_at=now)
    return row.values_list("used", flat=True).get()

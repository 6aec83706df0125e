"""The token as it is kept: its fingerprint, never itself."""

from datetime import datetime
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pvehub import access
from pvehub.people.models import Posting, User


class TokenQuerySet(models.QuerySet[Any]):
    """Tokens by whose they are, and by whether they open anything."""

    def visible_to(self, user: User) -> Self:
        """One's own; administrators see everybody's, since they may revoke them."""
        standing = access.standing(user)
        if not (user.is_active and standing.office_ids):
            return self.none()
        return self if standing.anywhere("administer") else self.filter(owner=user)

    def alive(self, now: datetime | None = None) -> Self:
        """Neither revoked nor expired, the owner's account open, and a posting they had when they made it still live: a
        token dies with the posting and does not wake with the next one."""
        now = now or timezone.now()
        posting = Posting.objects.live(now).filter(user=OuterRef("owner"), starts_at__lte=OuterRef("created_at"))
        return self.filter(Exists(posting), revoked_at__isnull=True, expires_at__gt=now, owner__is_active=True)

    def newest(self) -> Self:
        return self.order_by("-created_at", "-pk")


class Token(models.Model):
    """A key that a person made for a program: read-only, for a time, shown once, revocable at any time. One for feeds stands
    in an address, which others may come to see: it opens feeds, of tier 0, and nothing else. So does one for a calendar, which
    opens days with neutral sentences.

    `digest` is the SHA-256 of the whole token, which has 256 random bits, so that nothing slower is needed. `minute_at`
    and `used` count its requests within one minute, for all web processes together.
    """

    class Scope(models.TextChoices):
        API = "api", _("Programs")
        FEEDS = "feeds", _("Feeds")
        DATES = "dates", _("Calendar")

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="tokens")
    scope = models.CharField(max_length=5, choices=Scope.choices, default=Scope.API)
    name = models.CharField(_("name"), max_length=80)
    prefix = models.CharField(max_length=8, unique=True)
    digest = models.CharField(max_length=64)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, blank=True)
    minute_at = models.DateTimeField(null=True, blank=True)
    used = models.PositiveIntegerField(default=0)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True)

    objects = TokenQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(digest__regex="^[0-9a-f]{64}$"), name="token_digest_is_hex"),
            models.CheckConstraint(condition=Q(expires_at__gt=F("created_at")), name="token_ends_after_it_starts"),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True, revoked_by__isnull=True)
                | Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="token_revoked_by_and_at",
            ),
            models.CheckConstraint(condition=Q(scope__in=["api", "feeds", "dates"]), name="token_scope"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("tokens:token-list")

    def notice_title(self) -> str:
        return gettext("Token “%(name)s”") % {"name": self.name}

"""Grants as guardian keeps them, with a foreign key to the object (rows die with it) and an end; one-time keys."""

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from guardian.models import GroupObjectPermissionBase, UserObjectPermissionBase

from pvehub.people.models import Office, User


class AccessRequestQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User) -> Self:
        """One's own, and those to an office where one is its head."""
        from .standings import standing  # the standing reads tables of this module

        return self.filter(Q(asked_by=user) | Q(office__isnull=False) & standing(user).within("lower_tier", "office"))

    def to_answer(self, user: User) -> Self:
        from .standings import standing

        waiting = self.filter(answered_at__isnull=True, office__isnull=False).exclude(asked_by=user)
        return waiting.filter(standing(user).within("lower_tier", "office"))


class GrantQuerySet(models.QuerySet[Any]):
    def live(self) -> Self:
        return self.filter(Q(until_at__isnull=True) | Q(until_at__gt=timezone.now()))


class UserGrant(UserObjectPermissionBase):
    """What one person may do on one object, until a day. Subclasses add `content_object`."""

    until_at = models.DateTimeField(null=True, blank=True)
    given_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    rows = GrantQuerySet.as_manager()

    class Meta(UserObjectPermissionBase.Meta):
        abstract = True


class GroupGrant(GroupObjectPermissionBase):
    """What everyone behind an address (NE:project-officer) may do on one object. Subclasses add `content_object`."""

    until_at = models.DateTimeField(null=True, blank=True)
    given_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    rows = GrantQuerySet.as_manager()

    class Meta(GroupObjectPermissionBase.Meta):
        abstract = True


class OfficeGroupGrant(GroupGrant):
    """What an address may do at an office: filled for every role when an office opens."""

    content_object = models.ForeignKey(Office, models.CASCADE)

    class Meta(GroupGrant.Meta):
        abstract = False


class OnceKey(models.Model):
    """A creating POST carries a key; the same key again is answered with the first result."""

    key = models.UUIDField()
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    path = models.CharField(max_length=300)
    location = models.CharField(max_length=1000, blank=True)
    created_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="once_key_once")]

    def __str__(self) -> str:
        return str(self.key)


class AccessRequest(models.Model):
    """Somebody asks to see an address. The answer is always the same; the owner office hears of it if there is one.

    `kind` and `thing_id` name what stands at the address, `office` whose it is; both are empty where nothing does.
    """

    asked_by = models.ForeignKey(User, models.CASCADE, related_name="access_requests")
    address = models.CharField(max_length=300)
    reason = models.TextField(max_length=1000)
    office = models.ForeignKey(Office, models.PROTECT, related_name="access_requests", null=True)
    kind = models.CharField(max_length=60, blank=True)
    thing_id = models.BigIntegerField(null=True)
    created_at = models.DateTimeField(default=timezone.now)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True)
    is_granted = models.BooleanField(null=True)
    until_on = models.DateField(null=True)

    objects = AccessRequestQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answered_by__isnull=True, is_granted__isnull=True)
                | Q(answered_at__isnull=False, answered_by__isnull=False, is_granted__isnull=False),
                name="access_request_answered_by_and_at",
            )
        ]

    def __str__(self) -> str:
        return self.address

    def get_absolute_url(self) -> str:
        return reverse("access:request-list")

    def notice_title(self) -> str:
        """The address itself is left out: whoever may not see it may not learn it from a mail either."""
        return gettext("Request for access")

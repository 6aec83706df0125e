"""Grants as guardian keeps them, with a foreign key to the object (rows die with it) and an end; one-time keys."""

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from guardian.models import GroupObjectPermissionBase, UserObjectPermissionBase

from pvehub.people.models import Office, User


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
    """Somebody asks to see an address. The answer is always the same; the owner office hears of it if there is one."""

    asked_by = models.ForeignKey(User, models.CASCADE, related_name="access_requests")
    address = models.CharField(max_length=300)
    reason = models.TextField(max_length=1000)
    created_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.address

"""Resources put together by somebody for somebody: collections, and reading lists that are assigned."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from knowledge import querysets


class Collection(models.Model):
    """Resources in an order, with a line why. It opens nothing: of its items everyone sees those they may read. Its owner
    sees it alone until it is shared with all staff."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    title = models.CharField(max_length=160)
    about = models.CharField(max_length=600, blank=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    office = models.ForeignKey("people.Office", models.PROTECT, related_name="+")
    is_shared = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = querysets.CollectionQuerySet.as_manager()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.title

    @property
    def tier(self) -> int:
        """What only some people see is named in no mail."""
        return 0 if self.is_shared else 2

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("knowledge:collection-detail", args=[self.uid])

    def notice_title(self) -> str:
        """What a notice calls it."""
        return self.title


class CollectionItem(models.Model):
    """One resource at its place in a collection."""

    collection = models.ForeignKey("knowledge.Collection", models.CASCADE, related_name="items")
    resource = models.ForeignKey("knowledge.Resource", models.CASCADE, related_name="+")
    position = models.PositiveIntegerField()
    note = models.CharField(max_length=300, blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    objects = querysets.ItemQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["collection", "resource"], name="collection_item_once")]

    def __str__(self) -> str:
        return f"{self.collection_id}.{self.position}"


class ReadingAssignment(models.Model):
    """Somebody asks a colleague to read a collection, by a day or without one."""

    collection = models.ForeignKey("knowledge.Collection", models.CASCADE, related_name="assignments")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    due_on = models.DateField(null=True, blank=True)
    note = models.CharField(max_length=300, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = querysets.AssignmentQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["collection", "person"], condition=Q(ended_at=None), name="reading_assigned_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.collection_id} → {self.person_id}"


class ReadingDone(models.Model):
    """The person has read this item of what was assigned to them."""

    assignment = models.ForeignKey("knowledge.ReadingAssignment", models.CASCADE, related_name="done")
    item = models.ForeignKey("knowledge.CollectionItem", models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["assignment", "item"], name="reading_done_once")]

    def __str__(self) -> str:
        return f"{self.assignment_id}: {self.item_id}"

"""Who approved which words of a message line, for how long, and which lines say the same in other languages."""

from __future__ import annotations

import hashlib
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from knowledge import querysets


class Approval(models.Model):
    """The word of a seat that these very words may be used outside, until a day. It holds for the words, by their hash: the
    version that is edited has none until somebody approves it anew, and the other version keeps its own. What was only
    written down before there was an act is kept in `said`."""

    class Version(models.TextChoices):
        PUBLIC = "public", _("For donors, government and the public")
        COMMUNITY = "community", _("For participants and communities")

    resource = models.ForeignKey("knowledge.Resource", models.CASCADE, related_name="approvals")
    revision = models.ForeignKey("knowledge.Revision", models.PROTECT, related_name="+")
    version = models.CharField(max_length=10, choices=Version.choices)
    sha256 = models.CharField(max_length=64)
    valid_until_on = models.DateField()
    said = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_why = models.CharField(max_length=300, blank=True)

    objects = querysets.ApprovalQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(by=None, said__gt="") | Q(by__isnull=False, said=""), name="approval_by_somebody"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None, withdrawn_why="")
                | (Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawn_why="")),
                name="approval_withdrawn_whole",
            ),
            models.CheckConstraint(condition=Q(version__in=["public", "community"]), name="approval_version"),
        ]

    def __str__(self) -> str:
        return f"{self.resource_id} {self.version}"


class MessageLanguage(models.Model):
    """One message line says in its language what another says in its own. Each is a text by itself: written, curated,
    read by its tier and approved on its own. `first` is the line it was begun from; all of one `first` stand side by side."""

    resource = models.OneToOneField("knowledge.Resource", models.CASCADE, related_name="language_of")
    first = models.ForeignKey("knowledge.Resource", models.CASCADE, related_name="languages")

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=~Q(resource=models.F("first")), name="messagelanguage_of_another")
        ]

    def __str__(self) -> str:
        return f"{self.resource_id} as {self.first_id}"


def words_hash(language: str, words: str) -> str:
    """What an approval is bound to: the words of one version, in their language, however their lines are broken."""
    return hashlib.sha256(f"{language}\n{' '.join(words.split())}".encode()).hexdigest()


def words_to_approve(resource: Any) -> dict[str, str]:
    """The versions of the published text of a resource that need an approval, each by the hash of its words."""
    text = resource.published_revision
    if text is None:
        return {}
    asked = [field.name for field in resource.shape.fields if field.needs_approval and text.fields.get(field.name)]
    return {name: words_hash(text.language, text.fields[name]) for name in asked}

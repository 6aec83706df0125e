"""The words of a resource, frozen once they are sent, and the files that come with them."""

from __future__ import annotations

import hashlib
import json

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from knowledge import kinds, querysets, workflow

#: The content of a revision: nothing of it changes once it was sent.
_SAME = "OLD.{0} IS DISTINCT FROM NEW.{0}"
_CONTENT = (
    "resource_id",
    "number",
    "title",
    "summary",
    "language",
    "fields",
    "attached",
    "sha256",
    "submitted_at",
    "submitted_by_id",
    "is_typo",
)
_CHANGED = " OR ".join(_SAME.format(column) for column in _CONTENT)


class Revision(models.Model):
    """One text of a resource. A draft is its author's to change; from the moment it is sent it is the text that was judged,
    known by its hash: the next change is the next revision."""

    resource = models.ForeignKey("knowledge.Resource", models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    status = models.CharField(max_length=20, choices=workflow.Status.choices, default=workflow.Status.DRAFT)
    title = models.CharField(max_length=200)
    summary = models.CharField(max_length=300)
    language = models.CharField(max_length=8)
    fields = models.JSONField(default=dict)
    attachments = models.ManyToManyField("knowledge.Attachment", blank=True, related_name="revisions")
    #: The files as they were when it was sent: [{"id", "name", "sha256", "tier", "language"}].
    attached = models.JSONField(default=list)
    sha256 = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    #: Its author says that nothing but spelling changed; whether that is so, the curator says with the decision.
    is_typo = models.BooleanField(default=False)

    objects = querysets.RevisionQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["resource", "number"], name="revision_number"),
            models.UniqueConstraint(fields=["resource"], condition=Q(status="draft"), name="revision_one_draft"),
            models.UniqueConstraint(
                fields=["resource"], condition=Q(status__in=["submitted", "in_curation"]), name="revision_one_waiting"
            ),
            models.CheckConstraint(
                condition=Q(status="draft", sha256="", submitted_at=None, submitted_by=None)
                | (~Q(status="draft") & ~Q(sha256="") & Q(submitted_at__isnull=False, submitted_by__isnull=False)),
                name="revision_sent_pair",
            ),
        ]
        triggers = [
            pgtrigger.FSM(
                name="revision_status",
                field="status",
                transitions=[(old, new) for old, nexts in workflow.NEXT.items() for new in sorted(nexts)],
            ),
            pgtrigger.Protect(
                name="revision_born_draft", operation=pgtrigger.Insert, condition=pgtrigger.Q(new__status__df="draft")
            ),
            pgtrigger.Protect(
                name="revision_frozen",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(f"OLD.status <> 'draft' AND ({_CHANGED})"),
            ),
            pgtrigger.Protect(
                name="revision_kept", operation=pgtrigger.Delete, condition=pgtrigger.Q(old__status__df="draft")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.number})"

    def content(self, kind: str, attached: list[dict[str, object]]) -> dict[str, object]:
        """What the hash is taken of: the words, and the files by their own hash."""
        return {
            "kind": kind,
            "title": self.title,
            "summary": self.summary,
            "language": self.language,
            "fields": self.fields,
            "attached": attached,
        }

    def digest(self, kind: str, attached: list[dict[str, object]]) -> str:
        """sha256 of the content in one canonical writing."""
        text = json.dumps(self.content(kind, attached), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()

    def texts(self, kind: str) -> dict[str, str]:
        """Every text by the label it stands under: what is shown, kept and compared."""
        return {field.name: str(field.label_of(value)) for field, value in kinds.ordered(kind, self.fields)}


class Attachment(models.Model):
    """A file of a resource with a tier of its own, never wider than the resource's. Which text it belongs to stands in the
    revisions, so that a file added later reaches readers only with the text that a curator has read."""

    resource = models.ForeignKey("knowledge.Resource", models.CASCADE, related_name="attachments")
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    tier = models.PositiveSmallIntegerField(default=0)
    language = models.CharField(max_length=8)
    text = models.JSONField(null=True, blank=True)
    text_error = models.CharField(max_length=200, blank=True)
    #: What readers of a masked origin get in its place, without the properties of the document; or why they get nothing.
    clean_file = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+")
    kept_why = models.CharField(max_length=300, blank=True)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = querysets.AttachmentQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [models.CheckConstraint(condition=Q(tier__lte=3), name="attachment_tier")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Where it is downloaded."""
        return reverse("knowledge:attachment-download", args=[self.resource.uid, self.pk])

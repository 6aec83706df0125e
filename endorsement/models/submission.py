"""The frozen version a case is judged on."""

from django.db import models
from django.utils.translation import gettext as _

from endorsement import querysets
from endorsement.models.case import Case
from pvehub.audit.appendonly import append_only
from risks.models import RegisterSnapshot


class Submission(models.Model):
    """Project, register and attachments as they stood, hashed. Never updated, never deleted: trigger and privilege refuse.

    `content` is {"project": {...}, "sections": [{slug, title, fields: [{name, label, value}]}], "register": {...},
    "attachments": [{document, sha256, tier}], "answers": {...}, "versions": {...}}; `sha256` is that of its canonical JSON.
    People stand in it as uids. `worst_residual` repeats the band in it, "" where nothing was rated.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="submissions")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    register_snapshot = models.ForeignKey(RegisterSnapshot, on_delete=models.PROTECT, null=True, related_name="+")
    worst_residual = models.TextField(blank=True, default="")
    author_uid = models.CharField(max_length=36)
    frozen_at = models.DateTimeField()

    objects = querysets.SubmissionQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="submission_number_once")]
        triggers = append_only()

    def __str__(self) -> str:
        return _("version %(number)s") % {"number": self.number}

    @property
    def short_hash(self) -> str:
        """The first twelve digits, for the eye; decisions use all sixty-four."""
        return self.sha256[:12]

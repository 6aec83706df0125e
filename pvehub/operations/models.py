"""When the portal last did for itself what nobody asks for by hand, and how it went."""

from django.db import models
from django.utils import timezone


class Mark(models.Model):
    """The latest outcome of one of the portal's own works: one row each, written over. It names no person and no thing."""

    class Work(models.TextChoices):
        BEAT = "beat"
        BACKUP = "backup"
        TRIAL = "trial"
        SWEEP = "sweep"

    work = models.CharField(max_length=12, choices=Work.choices, unique=True)
    tried_at = models.DateTimeField(default=timezone.now)
    went_well_at = models.DateTimeField(null=True, blank=True, help_text="of the last time without an error")
    said = models.CharField(max_length=500, blank=True, help_text="figures, or the sentence of what went wrong")

    def __str__(self) -> str:
        return self.work

    @property
    def is_well(self) -> bool:
        """Whether the latest try is the one that went well."""
        return self.went_well_at == self.tried_at

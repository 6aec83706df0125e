"""What the store knows about a content. Names, tiers and owners stand with whoever attaches it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class StoredFile(models.Model):
    """One content, kept once however often it is attached; the row never changes and holds no file name."""

    sha256 = models.CharField(_("SHA-256"), max_length=64, unique=True)
    media_type = models.CharField(_("media type"), max_length=100)
    extension = models.CharField(_("extension"), max_length=10)
    size = models.PositiveIntegerField(_("size in bytes"))
    created_at = models.DateTimeField(_("stored at"))
    uploaded_by_uid = models.UUIDField(_("first uploaded by"), null=True, blank=True)

    class Meta:
        verbose_name = _("stored file")
        verbose_name_plural = _("stored files")
        constraints = [
            models.CheckConstraint(condition=models.Q(sha256__regex="^[0-9a-f]{64}$"), name="files_sha256_is_hex"),
            models.CheckConstraint(condition=models.Q(size__gt=0), name="files_size_above_zero"),
        ]

    def __str__(self) -> str:
        return f"{self.sha256[:12]}.{self.extension}"

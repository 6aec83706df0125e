"""Documents over many resources, made in the background for one person."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from knowledge import querysets
from pvehub.people.models import LANGUAGES


class Compendium(models.Model):
    """A document over the resources of a filter or a collection. Its owner alone reads it, until `expires_at`, and only
    while the owner still reads each of them as it was written: `parts` holds (resource, tier, whether masked).

    `asked` is what was found; what of it may stand in the document is asked again as it is written and handed out.
    """

    class Purpose(models.TextChoices):
        INSIDE = "inside", _("For colleagues: everything you may read of it, as every reader gets it")
        OUTSIDE = "outside", _("For outside: only what all staff may read and somebody vouches for, without its origin")

    class Form(models.TextChoices):
        PDF = "pdf", _("PDF")
        DOCX = "docx", _("Word document")
        HTML = "html", _("Pages to read and to print")

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    purpose = models.CharField(max_length=7, choices=Purpose.choices)
    form = models.CharField(max_length=4, choices=Form.choices)
    language = models.CharField(max_length=2, choices=LANGUAGES)
    #: Where it was asked for, to ask again: the words and filters of an address, or a collection.
    query = models.TextField(blank=True)
    #: What was asked for, as [words, whether they say where or anything at all].
    filter_words = models.JSONField(default=list, blank=True)
    asked = models.JSONField()
    #: The order of `asked` is the order of the document, without groups: a reading list.
    is_ordered = models.BooleanField(default=False)
    parts = models.JSONField(null=True, blank=True)
    tier = models.PositiveSmallIntegerField(null=True, blank=True)
    size = models.PositiveIntegerField(default=0)
    #: The volumes of a file, or all that is told as compressed JSON for the pages. Never read by lists.
    content = ArrayField(models.BinaryField(), default=list)
    job = models.ForeignKey("jobs.Job", models.SET_NULL, related_name="+", null=True, blank=True)
    asked_at = models.DateTimeField()
    written_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField()

    objects = querysets.CompendiumQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["expires_at"], name="practices_expire")]
        constraints = [
            models.CheckConstraint(condition=Q(purpose__in=["inside", "outside"]), name="practices_purpose_is_known"),
            models.CheckConstraint(condition=Q(form__in=["pdf", "docx", "html"]), name="practices_form_is_known"),
            models.CheckConstraint(
                condition=Q(written_at__isnull=True, parts__isnull=True, tier__isnull=True)
                | Q(written_at__isnull=False, parts__isnull=False, tier__isnull=False),
                name="practices_written_with_parts",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """The number each page of it bears, under which the history knows it."""
        return f"K{self.pk:06d}"

    @property
    def is_pages(self) -> bool:
        """Read in the browser rather than taken along as a file."""
        return self.form == self.Form.HTML

    @property
    def is_outside(self) -> bool:
        """Meant for readers who do not work here."""
        return self.purpose == self.Purpose.OUTSIDE

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("knowledge:compendium-detail", args=[self.pk])

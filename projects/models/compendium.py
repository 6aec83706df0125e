"""Documents over many projects, made in the background for one person."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pvehub import access
from pvehub.jobs.models import Job
from pvehub.people.models import LANGUAGES, User

from ..workflow import Tier


class CompendiumQuerySet(models.QuerySet[Any]):
    """Documents over many projects: each its owner's alone, for some days."""

    def visible_to(self, user: User) -> Self:
        """One's own, while there is a live posting and its days are not over."""
        is_somebody = user.is_active and access.standing(user).office_ids
        return self.filter(owner=user).live() if is_somebody else self.none()

    def live(self) -> Self:
        return self.filter(expires_at__gt=timezone.now())

    def expired(self) -> Self:
        return self.filter(expires_at__lte=timezone.now())

    def newest(self) -> Self:
        return self.order_by("-asked_at", "-pk")


class Compendium(models.Model):
    """A document over the projects of a filter. Its owner alone reads it, until `expires_at`, and only while the owner
    still reads every part of it as it was written: `parts` holds (project, tier, how it was read) of that moment.

    `asked` is what the filter found; what of it the owner may read is asked again when it is written and handed out.
    """

    class What(models.TextChoices):
        SUMMARY = "summary", _("A summary of each project, one page each")
        OPEN = "open", _("The open sections of each project")
        WHOLE = "whole", _("The whole record where you read it, else its open sections")

    class Form(models.TextChoices):
        PDF = "pdf", _("PDF")
        DOCX = "docx", _("Word document")
        HTML = "html", _("Pages to read and to print")

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="compendia")
    what = models.CharField(_("what"), max_length=7, choices=What.choices)
    form = models.CharField(_("form"), max_length=4, choices=Form.choices)
    language = models.CharField(_("language"), max_length=2, choices=LANGUAGES)
    is_redacted = models.BooleanField(_("redacted copy"), default=False)
    query = models.TextField(blank=True)
    filter_words = models.JSONField(default=list, blank=True)  # [[label, value, kind it gives away or ""]]
    asked = models.JSONField()
    parts = models.JSONField(null=True, blank=True)
    tier = models.SmallIntegerField(choices=Tier.choices, null=True, blank=True)
    size = models.PositiveIntegerField(default=0)
    job = models.ForeignKey(Job, models.SET_NULL, related_name="+", null=True, blank=True)
    asked_at = models.DateTimeField(default=timezone.now)
    written_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField()

    objects = CompendiumQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["expires_at"], name="compendium_expires")]
        constraints = [
            models.CheckConstraint(condition=Q(what__in=["summary", "open", "whole"]), name="compendium_what_is_known"),
            models.CheckConstraint(condition=Q(form__in=["pdf", "docx", "html"]), name="compendium_form_is_known"),
            models.CheckConstraint(
                condition=Q(written_at__isnull=True, parts__isnull=True, tier__isnull=True)
                | Q(written_at__isnull=False, parts__isnull=False, tier__isnull=False),
                name="compendium_written_with_its_parts",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """The number each page of it bears, under which the history knows it."""
        return f"C{self.pk:06d}"

    @property
    def is_pdf(self) -> bool:
        return self.form == self.Form.PDF

    @property
    def is_file(self) -> bool:
        """Taken along rather than read in the browser."""
        return self.form != self.Form.HTML

    def read_as(self) -> dict[int, tuple[int, str]]:
        """project -> the tier it had and how its owner read it, when this was written."""
        rows: list[Any] = self.parts or []
        return {project: (tier, reads) for project, tier, reads in rows}

    def get_absolute_url(self) -> str:
        return reverse("projects:compendium-detail", args=[self.pk])


class CompendiumVolume(models.Model):
    """What was written: a volume of the PDF, or all that is told as compressed JSON for the pages.

    Apart, so that lists of compendia never load it; in the database and not in the store of files, because the store
    forgets nothing and this has to go after some days.
    """

    compendium = models.ForeignKey(Compendium, models.CASCADE, related_name="volumes")
    number = models.PositiveSmallIntegerField()
    content = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["compendium", "number"], name="compendium_volume_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="compendium_volume_counts_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.compendium_id}.{self.number}"

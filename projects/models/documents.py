"""The papers of a project: files, typed, with a confidentiality of their own."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pvehub.people.models import LANGUAGES
from pvehub.vocabulary.models import Term

from ..monitored import DocumentQuerySet
from ..workflow import Tier
from .project import Project


class Document(models.Model):
    """A file that supports a section of the record, read by the people of the project and its reviewers.

    Its tier may be stricter than the project's and is never wider: what counts is the stricter of the two. A tier of its
    own holds the project back: the project is not lowered below it.
    """

    project = models.ForeignKey(Project, models.CASCADE, related_name="documents")
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+")
    name = models.CharField(_("file name"), max_length=200)
    title = models.CharField(_("title"), max_length=300)
    kind = models.ForeignKey(Term, models.PROTECT, related_name="+", verbose_name=_("kind of document"))
    language = models.CharField(_("language"), max_length=2, choices=[*LANGUAGES, ("ar", _("Arabic"))], default="en")
    tier = models.SmallIntegerField(_("confidentiality"), choices=Tier.choices, default=Tier.ALL_STAFF)
    section = models.SlugField(_("section it supports"), max_length=40, blank=True)
    dated_on = models.DateField(_("date of the document"), null=True, blank=True)
    supersedes = models.ForeignKey(
        "self", models.SET_NULL, related_name="newer", null=True, blank=True, verbose_name=_("replaces")
    )
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)
    revision = models.PositiveIntegerField(default=1)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(tier__in=Tier.values), name="document_tier")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Where it is downloaded."""
        return reverse("projects:document-download", args=[self.project.ref, self.pk])

    @property
    def tier_now(self) -> int:
        """The stricter of its own tier and the project's."""
        return max(self.tier, self.project.tier)

    @property
    def is_stricter(self) -> bool:
        """Whether fewer people read it than read the project; then the record does not even name it."""
        return self.tier > self.project.tier

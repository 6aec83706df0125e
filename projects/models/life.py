"""What happens to a project while it lives: updates, visits, who follows what, and the book from which codes are given."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pvehub.people.models import Country
from pvehub.vocabulary.models import Term, TermQuerySet

from ..updates import FollowQuerySet, UpdateQuerySet, VisitQuerySet
from .project import Project


class CodeBook(models.Model):
    """The last number given out as a project code; its one row is locked while the next is taken: no gap, no double."""

    number = models.PositiveSmallIntegerField(primary_key=True, default=1)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(number=1), name="code_book_is_one")]

    def __str__(self) -> str:
        return str(self.last)


class Update(models.Model):
    """A dated word of the team on how the project goes: to colleagues, to donors, on the host government.

    Read by the people and reviewers of the project; by readers of its open sections only where the team says so.
    """

    class Kind(models.TextChoices):
        PROGRAMMATIC = "programmatic", _("Programmatic")
        DONOR = "donor", _("Donor")
        GOVERNMENT = "government", _("Host government")

    project = models.ForeignKey(Project, models.CASCADE, related_name="updates")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    text = models.TextField(_("text"))
    language = models.CharField(max_length=2, default="en")
    happened_on = models.DateField(_("date"))
    is_open = models.BooleanField(default=False)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=timezone.now)

    objects = UpdateQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["-happened_on", "-id"], name="update_newest")]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=["programmatic", "donor", "government"]), name="update_kind")
        ]

    def __str__(self) -> str:
        return f"{self.project_id} {self.kind} {self.happened_on}"

    def get_absolute_url(self) -> str:
        return reverse("projects:project-updates", args=[self.project.ref])

    def notice_title(self) -> str:
        """Reference and kind: the title of a working copy is not for every reader of an update."""
        return gettext("%(ref)s: %(kind)s") % {"ref": self.project.ref, "kind": self.get_kind_display()}

    @property
    def tier(self) -> int:
        """An update is as confidential as its project."""
        return self.project.tier


class Visit(models.Model):
    """Somebody went and looked: when, where, why, and what they found. For the people and reviewers of the project."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="visits")
    happened_on = models.DateField(_("date"))
    place = models.CharField(_("place"), max_length=200)
    purpose = models.TextField(_("purpose"))
    findings = models.TextField(_("findings"), blank=True)
    language = models.CharField(max_length=2, default="en")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=timezone.now)

    objects = VisitQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.project_id} {self.happened_on}"


class Follow(models.Model):
    """A person wants to hear what is new in a country or on a theme. It gives no right: each word is checked again."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    country = models.ForeignKey(Country, models.CASCADE, related_name="+", null=True, blank=True)
    theme = models.ForeignKey(Term, models.CASCADE, related_name="+", null=True, blank=True)
    followed_at = models.DateTimeField(default=timezone.now)

    objects = FollowQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "country", "theme"], name="project_follow_once", nulls_distinct=False
            ),
            models.CheckConstraint(
                condition=Q(country__isnull=True, theme__isnull=False) | Q(country__isnull=False, theme__isnull=True),
                name="project_follow_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return str(self.what)

    @staticmethod
    def themes() -> Any:
        """The themes that can be followed."""
        return Term.objects.of("themes")

    @staticmethod
    def themes_holding(codes: Iterable[str]) -> TermQuerySet:
        """The themes whose followers something with these codes concerns: also what these were merged into or stand under."""
        found: TermQuerySet = Term.objects.holding("themes", codes)
        return found

    @property
    def what(self) -> Any:
        """The country or the theme."""
        return self.country or self.theme

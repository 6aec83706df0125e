"""The project itself, who works on it, and who else was given it to read."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pvehub.access.models import GroupGrant, UserGrant
from pvehub.people.models import LANGUAGES, Country, Office
from pvehub.vocabulary.models import Term

from ..querysets import ProjectQuerySet
from ..sections import Class
from ..workflow import BEFORE_SUBMISSION, PUBLISHED, Status, Tier, who_sees
from . import told


class RefCounter(models.Model):
    """The last number given out in a year; its row is locked while the next is taken, so refs neither repeat nor skip."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"


class Project(models.Model):
    """A PVE-specific project, or one with a PVE-relevant component.

    Fields that lists filter by or other rooms join are columns here; the others are Answers. `ref` never changes; `code`
    comes with activation. `status`, `open_sections`, `endorsed_content`, `code` and what belongs to the life of the project
    (`override_until_at`, `held_from`, `activated_at`, `ended_at`) are written by `actions.follow` alone.
    """

    ref = models.CharField(_("reference"), max_length=20, unique=True)
    code = models.CharField(_("code"), max_length=20, unique=True, null=True, blank=True)
    title = models.CharField(_("title"), max_length=300)
    public_title = models.CharField(_("public title"), max_length=300, blank=True)
    summary = models.TextField(_("summary"), blank=True)
    language = models.CharField(_("language"), max_length=2, choices=[*LANGUAGES, ("ar", _("Arabic"))], default="en")
    lead_office = models.ForeignKey(Office, models.PROTECT, related_name="projects", verbose_name=_("lead office"))
    partner_offices = models.ManyToManyField(Office, related_name="partner_projects", blank=True)
    manager = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="managed_projects", null=True, blank=True
    )
    countries = models.ManyToManyField(Country, related_name="projects", blank=True)
    themes = models.ManyToManyField(Term, related_name="projects_by_theme", blank=True)
    target_groups = models.ManyToManyField(Term, related_name="projects_by_target_group", blank=True)
    forms_of_ve = models.ManyToManyField(Term, related_name="projects_by_form", blank=True)
    drivers = models.ManyToManyField(Term, through="projects.Driver", related_name="projects_by_driver")
    start_on = models.DateField(_("starts on"), null=True, blank=True)
    end_on = models.DateField(_("ends on"), null=True, blank=True)
    budget = models.DecimalField(
        _("budget"), max_digits=15, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(Decimal(0))]
    )
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    tier = models.SmallIntegerField(_("confidentiality"), choices=Tier.choices, default=Tier.REGION)
    status = models.CharField(_("status"), max_length=16, choices=Status.choices, default=Status.DRAFT)
    classification = models.CharField(_("classification"), max_length=8, choices=Class.choices, blank=True)
    classification_reason = models.TextField(_("reason"), blank=True)
    # null: every section may be edited; a list: only these; empty: locked.
    open_sections = models.JSONField(null=True, blank=True)
    endorsed_content = models.JSONField(null=True, blank=True)
    # Exactly what was endorsed last: changes are measured against it, added up; `endorsed_content` also holds what was
    # published since without another endorsement.
    endorsed_baseline = models.JSONField(null=True, blank=True)
    # What of the working copy waits for an amendment, with the reasons, as the last save found it: [[field, [[code, what]]]].
    # Pages say it without reading the record; null: not measured since the endorsement.
    uncovered = models.JSONField(null=True, blank=True)
    # Active without an endorsement, until then: ordered by the DOE director, carried out by an administrator.
    override_until_at = models.DateTimeField(null=True, blank=True)
    held_from = models.CharField(max_length=16, choices=Status.choices, blank=True)  # what a suspension interrupted
    activated_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    replicated_from = models.ForeignKey(
        "self", models.SET_NULL, related_name="replications", null=True, blank=True, editable=False
    )
    submitted_once_at = models.DateTimeField(null=True, blank=True)
    external_id = models.CharField(_("identifier in its list"), max_length=120, blank=True)
    imported = models.JSONField(
        null=True, blank=True
    )  # what its list said last; tells a change there from an edit here
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    own_words = told.own_words()
    endorsed_words = told.endorsed_words()
    endorsed_facts = told.endorsed_facts()
    endorsed_countries = told.endorsed_countries()
    endorsed_start_on = told.endorsed_day("start_on")
    endorsed_end_on = told.endorsed_day("end_on")
    has_endorsed = told.has_endorsed()

    objects = ProjectQuerySet.as_manager()

    class Meta:
        permissions = [("see_project", "Can read the whole project")]
        indexes = [
            models.Index(fields=["lead_office", "status"]),
            models.Index(fields=["-changed_at", "-id"], name="project_newest"),
            # All that decides who sees a project, and the countries it is told of in: counts and the map read this alone.
            models.Index(
                fields=["lead_office", "id"],
                include=["manager", "tier", "status", "submitted_once_at", "has_endorsed", "endorsed_countries"],
                name="project_seen",
            ),
            GinIndex(fields=["own_words"], name="project_own_words", opclasses=["gin_trgm_ops"]),
            GinIndex(fields=["endorsed_words"], name="project_endorsed_words", opclasses=["gin_trgm_ops"]),
            GinIndex(fields=["endorsed_facts"], name="project_endorsed_facts", opclasses=["jsonb_path_ops"]),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=Status.values), name="project_status_is_known"),
            models.CheckConstraint(condition=Q(tier__in=Tier.values), name="project_tier_is_known"),
            models.CheckConstraint(condition=Q(classification__in=["", *Class.values]), name="project_class_is_known"),
            models.CheckConstraint(
                condition=Q(budget__isnull=True) | Q(budget__gte=0), name="project_budget_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(start_on__isnull=True) | Q(end_on__isnull=True) | Q(end_on__gte=F("start_on")),
                name="project_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(status__in=[*sorted(BEFORE_SUBMISSION), Status.CANCELLED])
                | Q(submitted_once_at__isnull=False),
                name="project_submitted_has_its_moment",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=[Status.ENDORSED, Status.ACTIVE, Status.CLOSING, Status.CLOSED])
                | Q(endorsed_content__isnull=False)
                | Q(status=Status.ACTIVE, override_until_at__isnull=False),
                name="project_endorsed_has_its_content",
            ),
            # With the one above: what is refused, cancelled or a draft is never active by an override.
            models.CheckConstraint(
                condition=Q(override_until_at__isnull=True) | Q(status=Status.ACTIVE),
                name="project_override_only_while_active",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=[Status.ACTIVE, Status.CLOSING, Status.CLOSED]) | Q(code__isnull=False),
                name="project_active_has_its_code",
            ),
            models.CheckConstraint(
                condition=Q(replicated_from__isnull=True) | ~Q(replicated_from=F("pk")),
                name="project_replicates_another",
            ),
            models.UniqueConstraint(
                fields=["external_id"], condition=~Q(external_id=""), name="project_external_id_once"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("projects:project-detail", args=[self.ref])

    def notice_title(self) -> str:
        return f"{self.ref} {self.title}"

    @property
    def region(self) -> Office | None:
        """The regional office of the lead office."""
        return self.lead_office.region

    @property
    def is_published(self) -> bool:
        """Whether its open sections are read by people who do not work on it, as its tier allows."""
        return self.status in PUBLISHED and self.endorsed_content is not None

    @property
    def endorsed_title(self) -> str:
        """The title that was endorsed, for whoever does not work on the project; its reference where none was."""
        told = {item["name"]: item.get("value") for item in self.endorsed_facts or []}
        return str(told.get("title") or self.ref)

    @property
    def shown_title(self) -> str:
        """The title as this row's reader reads it; of a row that was asked for with `marked_working_for`."""
        is_working = getattr(self, "is_working", False)
        return self.endorsed_title if self.is_published and not is_working else self.title

    def is_open(self, section: str) -> bool:
        """Whether this section of the working copy may be edited now, whoever asks."""
        return self.open_sections is None or section in self.open_sections

    def who_sees(self) -> list[str]:
        """Who reads this project, in sentences, before anything sensitive is typed; asks nothing of the database."""
        return who_sees(Tier(self.tier), self.submitted_once_at is not None, self.is_published)

    def office_ids(self) -> set[int]:
        """The lead office and the partner offices: one query, unless prefetched or read with the row (`with_partners`)."""
        read: list[int] | None = self.__dict__.get("partners_read")
        return {self.lead_office_id, *([office.pk for office in self.partner_offices.all()] if read is None else read)}

    def has_member(self, user: Any, now: datetime | None = None) -> bool:
        """Whether this person belongs to the team today: the manager, or a member whose time has not run out."""
        if user.pk is None or self.manager_id == user.pk:
            return user.pk is not None
        read = self.__dict__.get("team_read") if now is None else None
        if read is not None:
            return any(row.user_id == user.pk for row in read)
        return bool(self.members.live(now).filter(user=user).exists())

    def read_team(self) -> "list[ProjectMember]":
        """The members, read once for a page that names them and asks many times who belongs; no action keeps such a row."""
        if "team_read" not in self.__dict__:
            rows = self.members.live().select_related("user").order_by("user__sort_key", "pk")
            self.__dict__["team_read"] = list(rows)
        found: list[ProjectMember] = self.__dict__["team_read"]
        return found


class MemberQuerySet(models.QuerySet[Any]):
    def live(self, now: datetime | None = None) -> "MemberQuerySet":
        return self.filter(Q(until_at__isnull=True) | Q(until_at__gt=now or timezone.now()))


class ProjectMember(models.Model):
    """A person of the team beside the manager: reads and edits the project, whatever its tier, until `until_at`."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="members")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="project_memberships")
    since_at = models.DateTimeField(default=timezone.now)
    until_at = models.DateTimeField(null=True, blank=True)

    objects = MemberQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project", "user"], name="project_member_once"),
            models.CheckConstraint(
                condition=Q(until_at__isnull=True) | Q(until_at__gte=F("since_at")),
                name="project_member_until_after_since",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project_id}: {self.user}"


class ProjectUserGrant(UserGrant):
    """A person who was given this project to read; the row dies with the project."""

    content_object = models.ForeignKey(Project, models.CASCADE)


class ProjectGroupGrant(GroupGrant):
    """An address, that is an office and a role, that was given this project to read."""

    content_object = models.ForeignKey(Project, models.CASCADE)

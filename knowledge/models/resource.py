"""The resource: what is known, who answers for it, who may read it. Its words stand in its revisions."""

from __future__ import annotations

import uuid
from datetime import date
from typing import TYPE_CHECKING

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from knowledge import kinds, querysets, workflow

if TYPE_CHECKING:
    from pvehub.people.models import Office


class Resource(models.Model):
    """One item of the repository under a permanent address. Title, summary and language are those of the published
    text, or of the newest one while nothing is published; tags and tier are curated beside the text."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=20, choices=kinds.CHOICES)
    title = models.CharField(max_length=200)
    summary = models.CharField(max_length=300)
    language = models.CharField(max_length=8)
    state = models.CharField(max_length=12, choices=workflow.State.choices, default=workflow.State.DRAFT)
    tier = models.PositiveSmallIntegerField(default=0)
    owner_office = models.ForeignKey("people.Office", models.PROTECT, related_name="+")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    authors = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+")
    focal_point = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    origin_project = models.ForeignKey("projects.Project", models.PROTECT, null=True, blank=True, related_name="+")
    themes = models.ManyToManyField("vocabulary.Term", blank=True, related_name="+")
    target_groups = models.ManyToManyField("vocabulary.Term", blank=True, related_name="+")
    drivers = models.ManyToManyField("vocabulary.Term", blank=True, related_name="+")
    countries = models.ManyToManyField("people.Country", blank=True, related_name="+")
    stages = models.ManyToManyField("vocabulary.Term", blank=True, related_name="+")
    audiences = models.ManyToManyField("vocabulary.Term", blank=True, related_name="+")
    risk_categories = models.ManyToManyField("vocabulary.Term", blank=True, related_name="+")
    # One switch over project, office, people, places and files: readers see the region and no more.
    is_masked = models.BooleanField(default=False)
    credit = models.CharField(max_length=8, choices=workflow.Credit.choices, default=workflow.Credit.NAMED)
    # What took its place; one text may take the place of several.
    superseded_by = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="supersedes")
    # What its published text names by the permanent address; kept by publishing. Every reader sees of it what they may.
    refers_to = models.ManyToManyField("self", symmetrical=False, blank=True, related_name="referred_to_by")
    evidence_strength = models.PositiveSmallIntegerField(choices=workflow.Evidence.choices, null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    published_revision = models.ForeignKey(
        "knowledge.Revision", models.PROTECT, null=True, blank=True, related_name="+"
    )
    published_at = models.DateTimeField(null=True, blank=True)
    verified_revision = models.ForeignKey("knowledge.Revision", models.PROTECT, null=True, blank=True, related_name="+")
    verified_at = models.DateTimeField(null=True, blank=True)
    verified_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    verify_by_on = models.DateField(null=True, blank=True)
    # Since when a reader's word that it no longer holds waits for an answer; kept by the actions of contests.
    contested_at = models.DateTimeField(null=True, blank=True)
    # The person who answers for it, and the role at an office that does when that person is gone.
    verifier = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    verifier_role = models.CharField(max_length=40)
    verifier_office = models.ForeignKey("people.Office", models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    ended_reason = models.CharField(max_length=300, blank=True)

    objects = querysets.ResourceQuerySet.as_manager()

    class Meta:
        permissions = [("see_resource", _("Read this resource"))]
        default_permissions = ()
        indexes = [
            models.Index(fields=["state", "-published_at"], name="resource_newest"),
            models.Index(fields=["verify_by_on"], name="resource_due", condition=Q(state="published")),
            models.Index(fields=["origin_project"], name="resource_origin"),
            models.Index(fields=["owner_office", "state"], name="resource_owner"),
            # Who may read it, without a look at the row: a question asks this of each restricted thing it found.
            models.Index(
                fields=["id"],
                include=["state", "tier", "owner_office", "created_by", "focal_point", "origin_project"],
                name="resource_gate",
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(tier__lte=3), name="resource_tier"),
            models.CheckConstraint(
                condition=Q(evidence_strength=None) | Q(evidence_strength__lte=4), name="resource_evidence"
            ),
            models.CheckConstraint(
                condition=Q(is_masked=False) | ~Q(credit="named"), name="resource_masked_names_nobody"
            ),
            models.CheckConstraint(
                condition=Q(state="superseded", superseded_by__isnull=False)
                | (~Q(state="superseded") & Q(superseded_by=None)),
                name="resource_superseded_by_one",
            ),
            models.CheckConstraint(condition=~Q(superseded_by=F("pk")), name="resource_superseded_by_another"),
            models.CheckConstraint(condition=Q(kind__in=list(kinds.BY_SLUG)), name="resource_kind"),
            models.CheckConstraint(
                condition=Q(state="draft")
                | Q(state="withdrawn")
                | Q(published_at__isnull=False, published_revision__isnull=False),
                name="resource_published_has_text",
            ),
            models.CheckConstraint(
                condition=Q(verified_at=None, verified_by=None, verified_revision=None)
                | Q(verified_at__isnull=False, verified_by__isnull=False, verified_revision__isnull=False),
                name="resource_verified_pair",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None) | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="resource_ended_pair",
            ),
        ]
        triggers = [
            pgtrigger.FSM(
                name="resource_state",
                field="state",
                transitions=[(old, new) for old, nexts in workflow.NEXT_STATE.items() for new in sorted(nexts)],
            ),
            pgtrigger.Protect(
                name="resource_born_draft", operation=pgtrigger.Insert, condition=pgtrigger.Q(new__state__df="draft")
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The permanent address."""
        return reverse("knowledge:resource-detail", args=[self.uid])

    def notice_title(self) -> str:
        """What a notice calls it."""
        return self.title

    @property
    def told_office(self) -> Office | None:
        """The office readers are told of: where the origin is masked its region, none at headquarters. The offices have to
        be loaded beside it."""
        office: Office = self.owner_office
        return office.region if self.is_masked else office

    @property
    def shape(self) -> kinds.Kind:
        """The questions and intervals of its kind."""
        return kinds.BY_SLUG[self.kind]

    @property
    def ends_on(self) -> date | None:
        """The day on which the published text itself says that it ends: a period of validity, an agreement."""
        text = self.published_revision
        said = text.fields.get(self.shape.ends_on, "") if text is not None and self.shape.ends_on else ""
        try:
            return date.fromisoformat(said)
        except ValueError:  # not said, or not as a day
            return None

    def trust_on(self, today: date) -> workflow.Trust:
        """How far a reader may rely on it that day; bound to the text that was verified."""
        return workflow.trust(
            self.verify_by_on,
            is_verified=self.verified_revision_id is not None
            and self.verified_revision_id == self.published_revision_id,
            is_dated=self.shape.verify_months is None,
            is_contested=self.contested_at is not None,
            today=today,
        )

    @property
    def why_unverified(self) -> str:
        """Why nobody vouches for the published text today."""
        if self.verified_revision_id is None:
            return gettext("Nobody has said yet that it holds.")
        return gettext("The text was changed since somebody last said that it holds.")

    def who_sees(self) -> list[str]:
        """Who can open it, one sentence each, for the panel beside it."""
        if self.state in workflow.GONE:
            return [
                gettext("Its authors and the curators."),
                gettext("Everybody else who could read it sees that it was here."),
            ]
        people = [gettext("Its authors and its contact person.")]
        if self.submitted_at:
            people.append(gettext("The curators of the region and of headquarters, and TRD."))
        if self.state == workflow.State.PUBLISHED:
            people.append(
                {
                    0: gettext("All staff."),
                    1: gettext("Colleagues of the region and of headquarters."),
                    2: gettext(
                        "The project officers and heads of the owner and partner offices, and people named by them."
                    ),
                    3: gettext("Named persons only."),
                }[self.tier]
            )
        if self.is_masked:
            people.append(gettext("Where it comes from: only its authors and the curators of its region."))
        return people

"""The method as data: matrix, categories with their appetite, who may assume what, the library of known risks."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from risks import scoring
from risks.querysets import CategoryQuerySet, LibraryQuerySet, MatrixQuerySet
from risks.workflow import WORKS_ON, MatrixState, Seat, Works


class MatrixVersion(models.Model):
    """One version of the matrix, cell by cell. A draft may change; an active or retired one never does.

    `cells[likelihood - 1][impact - 1]` is a band; `appetites` has the appetite of each category by code; `scales` has the
    words of the scales where they differ from the built-in ones, by language. Ratings keep the version they were made with.
    """

    number = models.PositiveSmallIntegerField(_("number"), unique=True)
    cells = models.JSONField(_("cells"))
    appetites = models.JSONField(_("appetites"), default=dict, blank=True)
    scales = models.JSONField(_("scales"), default=dict, blank=True)
    why = models.TextField(_("why it was changed"), blank=True)
    state = models.CharField(max_length=8, choices=MatrixState.choices, default=MatrixState.DRAFT)
    activated_at = models.DateTimeField(null=True, blank=True)
    activated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="matrices_activated"
    )

    objects = MatrixQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["state"], condition=Q(state="active"), name="matrix_one_is_active"),
            models.UniqueConstraint(fields=["state"], condition=Q(state="draft"), name="matrix_one_is_draft"),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(activated_at__isnull=False), name="matrix_active_has_its_moment"
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="active_matrix_is_frozen",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__state__in=["active", "retired"]),
                func="""
                    IF TG_OP = 'DELETE' OR NEW.number <> OLD.number OR NEW.cells <> OLD.cells
                        OR NEW.appetites <> OLD.appetites OR NEW.scales <> OLD.scales OR NEW.why <> OLD.why
                        OR NEW.activated_at IS DISTINCT FROM OLD.activated_at
                        OR NEW.activated_by_id IS DISTINCT FROM OLD.activated_by_id
                        OR (NEW.state <> OLD.state AND NEW.state <> 'retired') THEN
                        RAISE EXCEPTION 'an active matrix is frozen: make a new version';
                    END IF;
                    RETURN NEW;
                """,
            )
        ]

    def __str__(self) -> str:
        return f"v{self.number}"

    def get_absolute_url(self) -> str:
        return reverse("risks:version-detail", args=[self.number])

    @property
    def is_draft(self) -> bool:
        return self.state == MatrixState.DRAFT

    def appetite_for(self, category: "Category", *, is_direct: bool) -> str:
        """The appetite that counts in this version for a risk of that category."""
        return scoring.effective_appetite(self.appetite_of(category.code), is_direct=is_direct)

    def appetite_of(self, code: str) -> str:
        """The appetite of a category; one that came after the version is averse in it for good, so that none changes."""
        return str(self.appetites.get(code, scoring.Appetite.AVERSE))


class Category(models.Model):
    """A kind of risk. Mandatory ones are answered in every register.

    `appetite` is that of the active version of the method, and written together with it.
    """

    code = models.CharField(_("code"), max_length=8, unique=True)
    name_en = models.CharField(max_length=200)
    name_fr = models.CharField(max_length=200, blank=True)
    name_es = models.CharField(max_length=200, blank=True)
    appetite = models.CharField(_("appetite"), max_length=8, choices=scoring.Appetite.choices)
    source = models.TextField(_("where it comes from"), blank=True)
    is_mandatory = models.BooleanField(default=True)
    is_reviewed = models.BooleanField(default=False, help_text="somebody other than the translator has read it")
    position = models.PositiveSmallIntegerField(default=0)
    changed_at = models.DateTimeField(
        null=True, blank=True, help_text="by the risk officer; the files no longer touch it"
    )
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = CategoryQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    @property
    def name(self) -> str:
        """In the reader's language, English where there is none."""
        return getattr(self, f"name_{(get_language() or 'en')[:2]}", "") or self.name_en


class AssumptionRule(models.Model):
    """One row of who may assume what: the seat that decides at a level, who concurs first, and for how long."""

    matrix = models.ForeignKey(MatrixVersion, models.PROTECT, related_name="rules")
    level = models.CharField(max_length=9, choices=[c for c in scoring.Level.choices if c[0] != "nobody"])
    decides = models.CharField(_("decides"), max_length=20, choices=Seat.choices)
    concurs = models.JSONField(_("concurs first"), default=list, blank=True)
    lasts_days = models.PositiveSmallIntegerField(_("lasts at most, days"))
    review_days = models.PositiveSmallIntegerField(_("review every, days"))
    answer_days = models.PositiveSmallIntegerField(_("escalation answered within, days"))
    grace_days = models.PositiveSmallIntegerField(_("grace after endorsement, days"), default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["matrix", "level"], name="rule_one_per_level")]
        triggers = [
            pgtrigger.Trigger(
                name="rule_is_frozen_with_its_matrix",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                declare=[("_from", "bigint"), ("_to", "bigint")],
                func="""
                    IF TG_OP <> 'INSERT' THEN _from := OLD.matrix_id; END IF;
                    IF TG_OP <> 'DELETE' THEN _to := NEW.matrix_id; END IF;
                    IF EXISTS (SELECT 1 FROM risks_matrixversion m
                               WHERE m.id IN (_from, _to) AND m.state <> 'draft') THEN
                        RAISE EXCEPTION 'the rules of an active matrix are frozen: make a new version';
                    END IF;
                    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
                    RETURN NEW;
                """,
            )
        ]

    def __str__(self) -> str:
        return f"{self.level}: {self.decides}"


class LibraryRisk(models.Model):
    """A known risk to pick from. A register takes a copy: editing the copy never changes the library, nor the reverse.

    `mitigations` are of the shape {"text": what is done, "works": prevent | contain}.
    """

    code = models.CharField(_("code"), max_length=12, unique=True)
    category = models.ForeignKey(Category, models.PROTECT, related_name="library_risks")
    cause = models.TextField(_("cause"))
    event = models.TextField(_("event"))
    consequence = models.TextField(_("consequence"))
    mitigations = models.JSONField(_("mitigations"), default=list)
    language = models.CharField(max_length=2, default="en")
    is_retired = models.BooleanField(default=False)
    changed_at = models.DateTimeField(
        null=True, blank=True, help_text="by the risk officer; the files no longer touch it"
    )
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = LibraryQuerySet.as_manager()

    def __str__(self) -> str:
        return self.code

    @property
    def ways(self) -> list[dict[str, str]]:
        """Its mitigations in words: the text, how it works, and the axis on which a measure made of it works."""
        return [
            {"text": way["text"], "works": str(Works(way["works"]).label), "lowers": WORKS_ON[Works(way["works"])]}
            for way in self.mitigations
        ]

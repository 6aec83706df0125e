"""Past decisions that are like a case: the same country, theme, target group or worst band."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db.models import Case, Exists, IntegerField, OuterRef, Q, Value, When

from endorsement import workflow
from endorsement.workflow import Status

from .cases import OfCaseQuerySet

if TYPE_CHECKING:
    from projects.models import Project

ENDORSING = tuple(status.value for status in (*workflow.IN_GOOD_STANDING, Status.NOT_REQUIRED))
WEIGHTS = {"countries": 3, "themes": 2, "target_groups": 2}


class DecisionQuerySet(OfCaseQuerySet):
    """Decisions, as visible as their case."""

    def standing(self) -> Self:
        """Neither recalled nor reopened."""
        return self.filter(reversal=None)

    def of_page(self, project: Any, case: Any) -> Self:
        """What the page of a project says of its endorsement, the newest first: the decision it stands on; of this case
        the last one, and the last that was not taken back."""
        of_case = self.filter(case=case).newest_first()
        told = [self.endorsing(project), of_case, of_case.standing()]
        which = Q(*(Q(pk__in=rows.values("pk")[:1]) for rows in told), _connector=Q.OR)
        return self.filter(which).select_related("case", "submission__register_snapshot", "reversal").newest_first()

    def endorsing(self, project: Any) -> Self:
        """Those that endorsed the project, or found that it needs no endorsement, and were not taken back."""
        rows = self.filter(case__project=project, outcome__in=ENDORSING).standing()
        return rows.newest_first()

    def newest_first(self) -> Self:
        """The last word stands first."""
        return self.order_by("-decided_at", "-pk")

    def like(self, project: Project, band: str) -> Self:
        """Decisions on other projects that share a country, theme or target group with this one; the likest first, then
        the newest. The same worst band counts, but is not enough."""
        shared = [self._shares(project, name, weight) for name, weight in WEIGHTS.items()]
        same = Case(When(residual_level=band, then=1), default=0, output_field=IntegerField())
        rows = self.exclude(case__project=project).annotate(shared=shared[0] + shared[1] + shared[2], same_band=same)
        return rows.filter(shared__gt=0).order_by("-shared", "-same_band", "-decided_at", "-pk")

    @staticmethod
    def _shares(project: Any, name: str, weight: int) -> Case:
        through = getattr(type(project), name).through
        column = "country_id" if name == "countries" else "term_id"
        mine = through.objects.filter(project_id=project.pk).values(column)
        same = through.objects.filter(project_id=OuterRef("case__project_id"), **{f"{column}__in": mine})
        return Case(When(Exists(same), then=Value(weight)), default=Value(0), output_field=IntegerField())

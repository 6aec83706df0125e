"""Past decisions that are like a case: the same country, theme, target group or worst band."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db.models import Case, Exists, IntegerField, OuterRef, Value, When

from .cases import OfCaseQuerySet

if TYPE_CHECKING:
    from projects.models import Project

WEIGHTS = {"countries": 3, "themes": 2, "target_groups": 2}


class DecisionQuerySet(OfCaseQuerySet):
    """Decisions, as visible as their case."""

    def standing(self) -> Self:
        """Neither recalled nor reopened."""
        return self.filter(reversal=None)

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

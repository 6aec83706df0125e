"""Past decisions that are like a case: the same country, theme, target group or worst band."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db.models import Case, Exists, F, Func, IntegerField, OuterRef, Prefetch, Q, TextField, Value, When

from endorsement import workflow
from endorsement.workflow import Status

from .cases import OfCaseQuerySet

if TYPE_CHECKING:
    from projects.models import Project
    from pvehub.people.models import User

ENDORSING = tuple(status.value for status in (*workflow.IN_GOOD_STANDING, Status.NOT_REQUIRED))
# What was answered in the frozen version, without the names of its fields.
VALUES = "jsonb_path_query_array(%(expressions)s, '$.sections[*].fields[*].value')::text"
WEIGHTS = {"countries": 3, "themes": 2, "target_groups": 2}


class DecisionQuerySet(OfCaseQuerySet):
    """Decisions, as visible as their case."""

    def standing(self) -> Self:
        """Neither recalled nor reopened."""
        return self.filter(reversal=None)

    def latest_of_cases(self) -> Self:
        """Of each case the last of them."""
        return self.filter(pk__in=self.order_by("case", "-decided_at", "-pk").distinct("case").values("pk"))

    def declined_for(self, user: User) -> Self:
        """Ideas that were not endorsed, of the cases this person reads; none that is decided anew."""
        return self.visible_to(user).filter(outcome=Status.NOT_ENDORSED.value).standing()

    def with_words(self, words: str) -> Self:
        """Every word stands in the version that was judged, its title or ref, the reasons, what would change the answer, or
        a red line it names."""
        judged = Func(F("submission__content"), template=VALUES, output_field=TextField())
        places = ("case__ref", "case__project__title", "rationale", "what_would_change", "judged_words")
        lines = apps.get_model("endorsement", "RedLineNamed").objects.filter(decision=OuterRef("pk"))
        found = self.annotate(judged_words=judged) if words.split() else self
        for word in words.split()[:8]:
            said = Q(*(Q(**{f"{place}__icontains": word}) for place in places), _connector=Q.OR)
            found = found.filter(said | Q(Exists(lines.filter(statement__icontains=word))))
        return found

    def on_red_line(self, number: str) -> Self:
        """Resting on this red line of the register."""
        return self.filter(red_lines__red_line__number=number) if number.isascii() and number.isdigit() else self.none()

    def for_declined_list(self) -> Self:
        """With what a row of declined ideas shows, the latest first."""
        rows, named = self.select_related("case__project__lead_office"), apps.get_model("endorsement", "RedLineNamed")
        lines = Prefetch("red_lines", named.objects.select_related("red_line").order_by("red_line__number", "pk"))
        return rows.prefetch_related(lines, "case__project__countries").newest_first()

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

"""Which resources belong together: those that share what they are about."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import Case, Count, F, IntegerField, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce, Least

from knowledge import workflow

#: What counts how much: the same theme or driver says more than the same country.
WEIGHTS = {"themes": 3, "drivers": 3, "target_groups": 2, "risk_categories": 2, "countries": 1}


#: What counts how much for the people who write a project: what speaks of their place, their people and what drives them.
FOR_PROJECT = {"countries": 4, "drivers": 3, "target_groups": 3, "themes": 3, "risk_categories": 2, "stages": 1}
#: Beyond this many in common a text is no nearer: one that is tagged with everything is about nothing.
ENOUGH = 2
#: Less than one country, driver, group or theme in common is a coincidence.
NEAR = 3
#: The stage whose texts help, by the status of a project; in every other status it is being drafted.
STAGES = {"active": "implementation", "closing": "final", "closed": "closure", "endorsed": "startup"}


def meant_today(tags: QuerySet[Any]) -> QuerySet[Any]:
    """Tags with `today`, the term that each stands for since terms were merged; places have no such thing."""
    is_term = any(field.name == "term" for field in tags.model._meta.get_fields())
    return tags.annotate(today=Coalesce("term__merged_into_id", "term_id")) if is_term else tags


class RelatedReads(models.QuerySet[Any]):
    """The reads of related items; part of the resources' own queryset."""

    def related_to(self, resource: Any) -> Self:
        """What shares most of what it is about with the resource, the best first. A country of a masked origin brings
        nothing together: that would tell it. One query."""

        def shared(field: str) -> Any:
            tags = getattr(self.model, field).through.objects
            column = "country_id" if field == "countries" else "today"
            mine, same = meant_today(tags.filter(resource_id=resource.pk)), tags.filter(resource_id=OuterRef("pk"))
            same = meant_today(same)
            if field == "countries":
                mine, same = mine.filter(resource__is_masked=False), same.filter(resource__is_masked=False)
            count = same.filter(**{f"{column}__in": mine.values(column)}).order_by().values("resource_id")
            number = Subquery(count.annotate(n=Count(column, distinct=True)).values("n"), output_field=IntegerField())
            return Coalesce(number, Value(0)) * WEIGHTS[field]

        first, *others = [shared(field) for field in WEIGHTS]
        nearness = sum(others, first)
        rows = self.filter(state=workflow.State.PUBLISHED).exclude(pk=resource.pk).annotate(nearness=nearness)
        alike = Case(When(kind=resource.kind, then=1), default=0)
        return rows.filter(nearness__gte=2).order_by("-nearness", -alike, F("published_at").desc(), "-pk")

    def useful_for(self, project: Any, *, risks: Any = ()) -> Self:
        """What helps to write the project, the nearest first: what shares its country, drivers, target groups, themes, the
        categories of its risks (codes, handed in) and its stage; of equals the one with the stronger evidence, then the
        newer. Not what came from it. One query. Asked for the people of the project only: it tells its tags."""
        first, *others = [_in_common(self.model, field, project, risks) for field in FOR_PROJECT]
        rows = self.annotate(nearness=sum(others, first)).filter(nearness__gte=NEAR)
        # A masked origin is left in: its absence would tell the people of the project that it is theirs.
        rows = rows.exclude(origin_project=project, is_masked=False)
        strength = F("evidence_strength").desc(nulls_last=True)
        return rows.order_by("-nearness", strength, F("published_at").desc(), "-pk")


def _in_common(model: Any, field: str, project: Any, risks: Any) -> Any:
    """How much of one kind a text and the project have in common, weighed."""
    column = "country_id" if field == "countries" else "today"
    tags = meant_today(getattr(model, field).through.objects.filter(resource_id=OuterRef("pk")))
    if field == "countries":  # a country of a masked origin brings nothing together: that would tell it
        tags = tags.filter(resource__is_masked=False)
    if field == "stages":
        tags = tags.filter(term__code=STAGES.get(project.status, "design"))
    elif field == "risk_categories":
        tags = tags.filter(term__code__in=list(risks))
    else:
        mine = meant_today(getattr(type(project), field).through.objects.filter(project_id=project.pk))
        tags = tags.filter(**{f"{column}__in": mine.values(column)})
    count = tags.order_by().values("resource_id").annotate(n=Count(column, distinct=True)).values("n")
    number = Subquery(count, output_field=IntegerField())
    return Least(Coalesce(number, Value(0)), Value(ENOUGH)) * FOR_PROJECT[field]

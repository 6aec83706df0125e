"""Which resources belong together: those that share what they are about."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import Case, Count, F, IntegerField, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from knowledge import workflow

#: What counts how much: the same theme or driver says more than the same country.
WEIGHTS = {"themes": 3, "drivers": 3, "target_groups": 2, "risk_categories": 2, "countries": 1}


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

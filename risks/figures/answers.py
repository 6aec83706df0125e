"""What each register says of one category: not answered, does not apply because, applies with how many open risks."""

from typing import Any

from django.db.models import Count, F, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce

from risks.models import CategoryScreening

from .asking import Asked


def answers(asked: Asked) -> Any:
    """The registers counted, those that have not answered first; one query a page."""
    given = CategoryScreening.objects.filter(register=OuterRef("pk"), category__code=asked.category)
    live = asked.risks.live().filter(register=OuterRef("pk")).order_by().values("register").annotate(n=Count("pk"))
    rows = asked.registers.with_places().annotate(
        answer=Subquery(given.filter(is_stale=False).values("answer")[:1]),
        stale=Subquery(given.filter(is_stale=True).values("answer")[:1]),
        because=Subquery(given.values("because")[:1]),
        open=Coalesce(Subquery(live.values("n"), output_field=IntegerField()), 0),
    )
    return rows.order_by(F("answer").asc(nulls_first=True), "code", "pk")

"""A thing's weight counts beside its relevance among the first, never instead of it, and the order stays one over all pages."""

from typing import Any

import pytest
from django.db.models import Case, FloatField, Value, When

from pvehub import index
from pvehub.index import ranking
from pvehub.index.models import SearchDoc

pytestmark = pytest.mark.django_db


def weigh(**weights: float) -> dict[str, Any]:
    """(id, weight), as an app would give; keywords are ids behind an n."""
    each = [When(thing_id=int(name[1:]), then=Value(weight)) for name, weight in weights.items()]
    known = SearchDoc.objects.filter(kind="resource", part=0, chunk=0, thing_id__in=[int(name[1:]) for name in weights])
    return {"resource": known.annotate(w=Case(*each, output_field=FloatField())).values_list("thing_id", "w")}


def order(words: str, allowed: Any, **more: Any) -> list[int]:
    return [hit.id for hit in index.ask(words, allowed=allowed, **more).rows]


def test_of_two_that_answer_alike_the_weightier_stands_first(put: Any, everything: Any) -> None:
    for pk in (1, 2, 3):
        put(pk, "youth radio")
    put(1, "youth radio", kind="project")

    assert order("radio", everything, weights=weigh(n1=0.8, n3=1.1)) == [3, 2, 1, 1]
    assert order("radio", everything) == [1, 2, 3, 1]


def test_a_mild_weight_lifts_nothing_over_what_answers_much_better(put: Any, everything: Any) -> None:
    put(1, "radio " * 5, "Radio")
    put(2, "once a radio among many other words that were written about the market and its traders")

    assert order("radio", everything, weights=weigh(n1=0.85, n2=1.12)) == [1, 2]


def test_pages_of_a_weighed_answer_are_pieces_of_one_order_also_past_what_is_weighed(
    put: Any, everything: Any, monkeypatch: Any
) -> None:
    monkeypatch.setattr(ranking, "WEIGHED", 4)
    for pk in range(1, 9):
        put(pk, "radio " * (9 - pk))
    weights = weigh(n1=0.1, n8=50.0)

    pages = [pk for offset in (0, 3, 6) for pk in order("radio", everything, weights=weights, offset=offset, limit=3)]

    assert pages == [pk for _, pk in index.ask("radio", allowed=everything, weights=weights).top]
    assert pages == [2, 3, 4, 1, 5, 6, 7, 8]

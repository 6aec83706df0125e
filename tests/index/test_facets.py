"""What an answer counts beside its page: kinds, regions, the order of the first thousand, and why a hit is there."""

from typing import Any

import pytest

from pvehub import index
from pvehub.index.models import SearchDoc, Synonym

pytestmark = pytest.mark.django_db


def test_kinds_and_regions_count_every_thing_once_and_exactly(put: Any, everything: Any) -> None:
    put(1, "radio " * 1500, region=7)
    put(2, "radio", region=7)
    put(2, "radio in an annex", region=7, part=5)
    put(3, "radio", region=9)
    put(4, "radio", kind="project")
    put(5, "cattle", region=11)
    parts = {"resource": SearchDoc.objects.filter(part__gt=0).values("part")}

    answer = index.ask("radio", allowed=everything, parts_allowed=parts, limit=1)

    assert (answer.total, len(answer.rows)) == (4, 1)
    assert answer.kinds == {"project": 1, "resource": 3}
    assert answer.regions == {7: 2, 9: 1}


def test_a_value_of_what_one_may_not_see_is_absent_rather_than_zero(put: Any, seen: Any) -> None:
    put(1, "radio", region=7)
    put(2, "radio", region=9, tier=2)
    put(3, "radio", kind="project", region=11)

    answer = index.ask("radio", allowed=seen([1]))

    assert (answer.total, answer.kinds, answer.regions, answer.top) == (1, {"resource": 1}, {7: 1}, [("resource", 1)])


def test_the_order_beyond_the_page_is_that_of_the_pages(put: Any, everything: Any) -> None:
    for pk in range(1, 30):
        put(pk, "radio " * (pk % 5 + 1) + "and other words")
    pages = [
        hit.id
        for offset in range(0, 30, 10)
        for hit in index.ask("radio", allowed=everything, offset=offset, limit=10).rows
    ]

    assert [pk for _, pk in index.ask("radio", allowed=everything, limit=0).top] == pages


def test_every_word_wants_all_of_them_as_they_are_in_one_thing(put: Any, everything: Any) -> None:
    Synonym.objects.create(term="prison", key="prison", expansion="jail", weight=0.8)
    put(1, "mothers in prison")
    put(2, "mothers in jail")
    put(3, "mothers of the market")
    put(4, "mothers " + "market " * 1500 + "prison")

    assert sorted(hit.id for hit in index.ask("the mothers, prisons", allowed=everything).rows) == [1, 2, 3, 4]
    strict = index.ask("the mothers, prisons", allowed=everything, every_word=True)
    assert sorted(hit.id for hit in strict.rows) == [1, 4]
    assert strict.kinds == {"resource": 2}
    assert index.ask("mothers prison mothers", allowed=everything, every_word=True).total == 2


def test_a_hit_says_which_words_where_and_through_what(put: Any, everything: Any) -> None:
    Synonym.objects.create(term="FTF", key="ftf", expansion="foreign terrorist fighter", weight=0.8)
    put(1, "what foreign terrorist fighters left behind", "Radio for mothers")

    hit = index.ask("FTF mothers zebra", allowed=everything).rows[0]

    assert hit.words == ["ftf", "mothers"]
    assert hit.in_title == ["mothers"]
    assert hit.through == {"ftf": ["foreign terrorist fighter"]}


def test_what_is_taken_unasked_is_of_the_kinds_named_only_open_and_no_attachment_unless_asked_for(
    put: Any, seen: Any
) -> None:
    put(1, "radio")
    put(2, "radio", tier=2)
    put(3, "radio", kind="project")
    put(4, "cattle")
    put(4, "radio", part=7)
    allowed = seen([2]) | seen([], kind="project")

    assert sorted(pk for _, pk in index.ask("radio", allowed=allowed).top) == [2]
    assert sorted(pk for _, pk in index.ask("radio", allowed=allowed, open_kinds=["resource"]).top) == [1, 2]
    parts = {"resource": SearchDoc.objects.filter(part=7).values("part")}
    answer = index.ask("radio", allowed=allowed, parts_allowed=parts, open_kinds=["resource", "term"])
    assert sorted(pk for _, pk in answer.top) == [1, 2, 4]
    assert index.ask("radio", allowed={"resource": SearchDoc.objects.none()}, open_kinds=["resource"]).total == 0

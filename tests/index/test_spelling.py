"""Slips of the finger: what nobody wrote is read as what all staff may read, and tells nothing of the rest."""

from typing import Any

import pytest

from pvehub import index
from pvehub.index import spelling
from pvehub.index.models import Vocab

pytestmark = pytest.mark.django_db


@pytest.fixture
def library(put: Any) -> None:
    put(1, "La réintégration des familles à Diffa", "Réintégration", language="fr")
    put(2, "The reintegration of returning families", "Reintegration")
    put(3, "A market and a radio for mothers")
    index.refresh()


def found(words: str, allowed: Any, **more: Any) -> list[int]:
    return sorted(hit.id for hit in index.ask(words, allowed=allowed, **more).rows)


def test_a_slip_finds_what_was_meant_and_says_so(library: None, everything: Any) -> None:
    answer = index.ask("reintegraton of mothrs", allowed=everything)

    assert sorted(hit.id for hit in answer.rows) == [1, 2, 3]
    assert set(answer.corrected) == {"reintegraton", "mothrs"}
    assert answer.corrected["mothrs"] == "mothers"
    assert answer.corrected["mothrs"] in answer.matched_words


def test_one_may_search_for_what_one_typed_instead(library: None, everything: Any) -> None:
    answer = index.ask("mothrs", allowed=everything, correct=False)

    assert answer == index.Answer([], 0, [])


@pytest.mark.parametrize("words", ["mothers", "mother", "radio", "zzzzqqqq", "FTF", "mo", "PVE-2026-0042"])
def test_a_word_that_stands_somewhere_or_resembles_none_is_left_alone(
    library: None, everything: Any, words: str
) -> None:
    assert index.ask(words, allowed=everything).corrected == {}


def test_a_word_one_finds_something_by_is_no_slip_though_others_see_nothing_of_it(
    library: None, put: Any, seen: Any
) -> None:
    put(9, "the mothrs committee", tier=2)
    index.refresh()

    insider = index.ask("mothrs", allowed=seen([1, 2, 3, 9]))
    outsider = index.ask("mothrs", allowed=seen([1, 2, 3]))

    assert ([hit.id for hit in insider.rows], insider.corrected) == ([9], {})
    assert ([hit.id for hit in outsider.rows], outsider.corrected) == ([3], {"mothrs": "mothers"})


def test_what_is_not_for_all_is_never_suggested_not_even_before_the_night(library: None, put: Any, seen: Any) -> None:
    put(9, "zebrafish plan")
    put(8, "kangaroos plan", tier=2)
    index.refresh()
    assert index.ask("zebrafsh", allowed=seen([9])).corrected == {"zebrafsh": "zebrafish"}
    assert not Vocab.objects.filter(word="kangaroos").exists()

    put(9, "zebrafish plan", tier=2)

    assert index.ask("zebrafsh", allowed=seen([1, 8, 9])) == index.Answer([], 0, [])
    assert index.ask("kangaros", allowed=seen([1, 8, 9])) == index.Answer([], 0, [])


def test_a_spelling_that_is_no_longer_for_all_is_not_suggested_though_its_stem_is(put: Any, seen: Any) -> None:
    put(1, "kangaroos plan")
    put(2, "a kangaroo")
    index.refresh()
    assert index.ask("kangaroosz", allowed=seen([1, 2])).corrected == {"kangaroosz": "kangaroos"}

    put(1, "kangaroos plan", tier=2)

    assert index.ask("kangaroosz", allowed=seen([2])).corrected == {"kangaroosz": "kangaroo"}
    assert index.suggest("kangaroos", allowed=seen([2])).words == []


def test_a_word_that_stands_outside_the_filter_is_no_slip(library: None, put: Any, seen: Any) -> None:
    put(9, "the mothrs committee", tier=2)
    index.refresh()

    narrowed = index.ask("mothrs", allowed=seen([1, 3]), slips_among=(seen([1, 3, 9]), {}))

    assert (narrowed.rows, narrowed.corrected) == ([], {})


def test_quotation_marks_and_every_word_are_asked_of_what_was_meant(library: None, everything: Any) -> None:
    assert found('"radio for mothrs"', everything) == [3]
    assert found("radio mothrs", everything, every_word=True) == [3]


@pytest.mark.parametrize(
    ("one", "other", "slips"),
    [("market", "market", 0), ("markt", "market", 1), ("makret", "market", 1), ("merkat", "market", 2), ("", "ab", 2)],
)
def test_a_swap_is_one_slip(one: str, other: str, slips: int) -> None:
    assert spelling.distance(one, other) == spelling.distance(other, one) == slips


@pytest.mark.scenario("knowledge-19")
@pytest.mark.parametrize("asked", ["réintégration", "reintegration", "reintegraton"])
def test_accents_language_and_a_slip_all_find_the_french_and_the_english(
    library: None, everything: Any, asked: str
) -> None:
    assert found(asked, everything) == [1, 2]

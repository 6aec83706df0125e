"""What is offered while somebody types: words all staff may read, titles the asker may see, nothing else."""

from typing import Any

import pytest

from pvehub import index

pytestmark = pytest.mark.django_db


@pytest.fixture
def library(put: Any) -> None:
    put(1, "for mothers, with mothers", "Radio for mothers")
    put(2, "pour les mères", "Réintégration des familles", language="fr")
    put(3, "motherly words", "The monitoring of radios")
    put(4, "mothballs", "Mothballs at the market", tier=2)
    index.refresh()


def test_the_last_word_goes_on_as_words_of_all_staff_do(library: None, everything: Any) -> None:
    assert index.suggest("radio moth", allowed=everything).words == ["motherly", "mothers"]
    assert index.suggest("MÈR", allowed=everything).words == ["mères"]
    assert index.suggest("mothb", allowed=everything).words == []


def test_a_word_that_is_no_longer_for_all_is_not_offered_before_the_night(
    library: None, put: Any, everything: Any
) -> None:
    assert index.suggest("monito", allowed=everything).words == ["monitoring"]

    put(3, "motherly words", "The monitoring of radios", tier=2)

    assert index.suggest("monito", allowed=everything).words == []


def test_titles_hold_every_word_and_are_those_the_asker_may_see(library: None, seen: Any) -> None:
    assert index.suggest("mothers rad", allowed=seen([1, 2, 3])).titles == [("resource", 1, "Radio for mothers")]
    assert [pk for _, pk, _ in index.suggest("radi", allowed=seen([1, 2, 3])).titles] == [1, 3]
    assert index.suggest("reinteg", allowed=seen([2])).titles == [("resource", 2, "Réintégration des familles")]
    assert index.suggest("mothb", allowed=seen([4])).titles == [("resource", 4, "Mothballs at the market")]
    assert index.suggest("mothb", allowed=seen([1, 2, 3])) == index.suggest("qqqq", allowed=seen([1, 2, 3]))
    assert index.suggest("radi", allowed={}).titles == []


@pytest.mark.parametrize(
    "typed", ["", " ", "a", "%", "_%", "\\", "'", "':*", "a & b | !c:*", "\0", "the", "%s %(x)s", "(("]
)
def test_whatever_is_typed_has_an_answer(library: None, everything: Any, typed: str) -> None:
    assert len(index.suggest(typed, allowed=everything).words) <= 6


def test_it_takes_three_queries(library: None, everything: Any, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(3):
        index.suggest("radi", allowed=everything)

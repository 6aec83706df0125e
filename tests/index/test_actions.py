"""Synonyms are added, changed and ended by those who may; each change counts at once and is on record."""

from typing import Any

import pytest

from pvehub import access, index
from pvehub.audit import trail
from pvehub.index import actions, loading, permissions
from pvehub.index.models import Synonym
from tests import make

pytestmark = pytest.mark.django_db


def found(words: str, allowed: Any) -> list[int]:
    return [hit.id for hit in index.ask(words, allowed=allowed).rows]


def verbs_of(synonym: Synonym) -> list[str]:
    return [event.verb for event in trail.of(synonym)]


def test_a_synonym_counts_from_its_adding_to_its_end(put: Any, everything: Any) -> None:
    put(1, "the wadi of the herders")
    curator = make.curator()

    synonym = actions.add_synonym(" riverbed ", "wadi", by=curator, weight=0.7)
    assert found("Riverbeds", everything) == [1]
    put(2, "riverbed")
    heavy = index.ask("riverbed", allowed=everything).rows[1].score
    actions.change_synonym(synonym, by=curator, language="en", weight=0.2)
    assert index.ask("riverbed", allowed=everything).rows[1].score < heavy
    actions.end_synonym(synonym, by=curator)

    assert found("riverbed", everything) == [2]
    assert sorted(verbs_of(synonym)) == ["index.synonym_added", "index.synonym_changed", "index.synonym_ended"]


def test_an_ended_one_comes_back_and_one_in_use_is_not_added_twice() -> None:
    curator = make.curator()
    synonym = actions.end_synonym(actions.add_synonym("riverbed", "wadi", by=curator), by=curator)

    again = actions.add_synonym("riverbed", "wadi", by=curator, language="en", weight=0.5)

    assert (again.pk, again.is_active, again.language, again.weight) == (synonym.pk, True, "en", 0.5)
    with pytest.raises(access.Unmet, match="already means"):
        actions.add_synonym("riverbed", "wadi", by=curator)


def test_what_somebody_ended_is_not_brought_back_by_the_files_and_not_ended_twice() -> None:
    loading.load_reference()
    synonym = Synonym.objects.filter(term="FTF").order_by("pk")[0]
    actions.end_synonym(synonym, by=make.administrator())

    loading.load_reference()

    synonym.refresh_from_db()
    assert not synonym.is_active
    with pytest.raises(access.Moved):
        actions.end_synonym(synonym, by=make.administrator())


def test_a_change_that_changes_nothing_is_not_on_record() -> None:
    curator = make.curator()
    synonym = actions.add_synonym("riverbed", "wadi", by=curator, weight=0.5)

    actions.change_synonym(synonym, by=curator, language="", weight=0.5)

    assert verbs_of(synonym) == ["index.synonym_added"]


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"term": " "}, "is not a term of one to six words"),
        ({"expansion": "one two three four five six seven"}, "is not a term of one to six words"),
        ({"term": "x" * 201}, "is not a term of one to six words"),
        ({"expansion": "Rivér-beds"}, "say it in another way"),
        ({"language": "de"}, "not one the search knows"),
        ({"weight": 0}, "from 0.1 to 1"),
        ({"weight": 1.5}, "from 0.1 to 1"),
        ({"weight": float("nan")}, "from 0.1 to 1"),
    ],
)
def test_what_makes_no_sense_is_refused_in_a_sentence(facts: dict[str, Any], sentence: str) -> None:
    with pytest.raises(access.Unmet, match=sentence):
        actions.add_synonym(**({"term": "river bed", "expansion": "wadi"} | facts), by=make.curator())
    assert not Synonym.objects.exists()


@pytest.mark.parametrize("role", ["curator of a region", "officer", "nobody's"])
def test_only_headquarters_changes_what_everybody_finds(role: str) -> None:
    person = {
        "curator of a region": lambda: make.curator("NBO"),
        "officer": lambda: make.officer("UG"),
        "nobody's": lambda: make.curator(is_active=False),
    }[role]()
    synonym = Synonym.objects.create(term="riverbed", key="riverbed", expansion="wadi")

    assert permissions.why_not_edit_synonyms(person)
    for act in (
        lambda: actions.add_synonym("a", "b", by=person),
        lambda: actions.change_synonym(synonym, by=person, language="", weight=0.5),
        lambda: actions.end_synonym(synonym, by=person),
    ):
        with pytest.raises(access.Refused, match="Only curators of headquarters"):
            act()
    assert permissions.why_not_edit_synonyms(make.curator()) is None
    assert permissions.why_not_edit_synonyms(make.administrator()) is None

"""What else means the same: acronyms and other languages, effective at once, never louder than the words themselves."""

from typing import Any

import pytest

from pvehub import index
from pvehub.index import loading, words
from pvehub.index.models import Synonym
from pvehub.vocabulary.models import Term

pytestmark = pytest.mark.django_db


def say(term: str, expansion: str, language: str = "", weight: float = 0.8) -> Synonym:
    return Synonym.objects.create(term=term, key=words.key(term), expansion=expansion, language=language, weight=weight)


def found(text: str, allowed: Any) -> list[int]:
    return [hit.id for hit in index.ask(text, allowed=allowed).rows]


@pytest.fixture
def reference() -> None:
    Term.objects.create(
        list="themes", code="SOCOH", name_en="Social cohesion", name_fr="Cohésion sociale", name_es="Cohesión social"
    )
    Term.objects.create(
        list="glossary",
        code="resilience",
        name_en="resilience (to violent extremism)",
        name_fr="résilience (face à l'extrémisme violent)",
        name_es="resiliencia (ante el extremismo violento)",
    )
    loading.load_reference()


@pytest.mark.parametrize("asked", ["social cohesion", "cohésion sociale", "cohesion social", "التماسك الاجتماعي"])
def test_a_theme_is_found_in_every_language(reference: None, put: Any, everything: Any, asked: str) -> None:
    put(1, "Building social cohesion in town", language="en")
    put(2, "Bâtir la cohésion sociale en ville", language="fr")
    put(3, "Construir la cohesión social", language="es")
    put(4, "برامج التماسك الاجتماعي", language="ar")
    put(5, "A market and a radio", language="en")

    assert sorted(found(asked, everything)) == [1, 2, 3, 4]


@pytest.mark.parametrize(
    ("asked", "text", "language"),
    [
        ("FTF", "foreign terrorist fighters and their families", "en"),
        ("foreign terrorist fighters", "FTF returning", "en"),
        ("FTF", "les combattants terroristes étrangers", "fr"),
        ("DDR", "desarme, desmovilización y reintegración", "es"),
        ("M&E", "le suivi et l'évaluation du projet", "fr"),
        ("suivi et évaluation", "the M&E plan", "en"),
        ("ToC", "a theory of change that can be tested", "en"),
        ("PEV", "preventing violent extremism with youth", "en"),
        ("PVE", "prévention de l'extrémisme violent", "fr"),
        ("P/CVE", "countering violent extremism", "en"),
        ("moyens de subsistance", "livelihoods for returnees", "en"),
        ("reintegration", "La reintegración de familias", "es"),
    ],
)
def test_an_acronym_and_its_words_find_each_other(
    reference: None, put: Any, everything: Any, asked: str, text: str, language: str
) -> None:
    put(1, text, language=language)
    put(2, "cattle market radio", language=language)

    assert found(asked, everything) == [1]


def test_a_synonym_of_several_words_wants_them_all(put: Any, everything: Any) -> None:
    say("FTF", "foreign terrorist fighter", "en")
    put(1, "fire fighters of the town")
    put(2, "foreign terrorist fighters")

    assert found("FTF", everything) == [2]


def test_saying_it_in_both_ways_counts_once(put: Any, everything: Any) -> None:
    say("youth", "young people", "en")
    put(1, "youth and young people")
    put(2, "nobody and young people")
    put(3, "youth and old humans")

    score = {hit.id: hit.score for hit in index.ask("youth", allowed=everything).rows}

    assert score[1] == max(score[2], score[3])


def test_the_word_itself_comes_before_its_synonym(put: Any, everything: Any) -> None:
    say("livelihoods", "income", "en")
    put(1, "income for women")
    put(2, "livelihoods for women")

    assert found("livelihoods", everything) == [2, 1]


def test_a_word_nobody_wrote_lets_its_synonym_count_in_full(put: Any, everything: Any) -> None:
    say("gagne-pain", "income", "en", weight=0.5)
    put(1, "income for women")
    in_full = index.ask("gagne-pain", allowed=everything).rows[0].score

    assert in_full == pytest.approx(index.ask("income", allowed=everything).rows[0].score * 2**0.5)


def test_a_change_is_effective_at_once_and_switched_off_means_off(put: Any, everything: Any) -> None:
    put(1, "wadi")
    assert found("riverbed", everything) == []

    row = say("riverbed", "wadi")
    assert found("riverbed", everything) == [1]

    Synonym.objects.filter(pk=row.pk).update(is_active=False)
    assert found("riverbed", everything) == []


def test_loading_twice_changes_nothing_and_keeps_what_people_changed(reference: None) -> None:
    count = Synonym.objects.count()
    Synonym.objects.filter(term="FTF").update(is_active=False)

    assert loading.load_reference() == 0

    assert Synonym.objects.count() == count > 500
    assert not Synonym.objects.filter(term="FTF", is_active=True).exists()


def test_expand_prefers_the_longest_known_term(reference: None) -> None:
    spans = index.expand("resilience and social cohesion in towns")

    assert [span.words for span in spans] == [["resilience"], ["and"], ["social", "cohesion"], ["in"], ["towns"]]
    assert ("resiliencia", "es") in {(other.text, other.language) for other in spans[0].expansions}
    assert spans[1].expansions == []

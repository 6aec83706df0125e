"""Sensitive terms are found as whole words, in three languages, and left alone in quotations."""

import pytest

from projects.watchwords import Watchlist
from pvehub.vocabulary.loading import rows, sensitive_ways
from pvehub.vocabulary.models import Term

WAYS = sensitive_ways()
LIST = Watchlist(
    Term(
        list="sensitive-terms",
        code=row["term_en"][:40],
        name_en=row["term_en"],
        attributes={"severity": row["severity"], **WAYS[row["term_en"]]},
    )
    for row in rows("sensitive_terms.csv")
)


def found(text, **how):
    return [(hit.term, hit.quoted) for hit in LIST.find(text, **how)]


@pytest.mark.parametrize(
    ("text", "term", "quoted"),
    [
        ("We plan a counter-narrative for the lake.", "counter-narrative", "counter-narrative"),
        ("Several Counter Narratives are drafted", "counter-narrative", "Counter Narratives"),
        ("two counter‑narratives", "counter-narrative", "counter‑narratives"),
        ("Un CONTRE-RECIT local", "counter-narrative", "CONTRE-RECIT"),
        ("des contre-récits locaux", "counter-narrative", "contre-récits"),
        ("una contranarrativa", "counter-narrative", "contranarrativa"),
        ("the police fight extremism here", "combat / fight extremism", "fight extremism"),
        ("lutter contre l’extrémisme", "combat / fight extremism", "lutter contre l’extrémisme"),
        ("Islamist terrorism is named", "Islamist extremism / terrorism", "Islamist terrorism"),
        ("a flood of migrants", "flood / wave / influx of migrants", "flood of migrants"),
        ("les jeunes radicalisés", "radicalized youth / radical youth", "jeunes radicalisés"),
        ("communities at risk", "at-risk community", "communities at risk"),
        ("they call them illegals", "illegal migrant / illegals", "illegals"),
        ("detección de radicales", "early detection of radicals", "detección de radicales"),
    ],
)
def test_a_term_is_found_whatever_its_case_accents_number_and_language(text, term, quoted):
    assert found(text) == [(term, quoted)]


@pytest.mark.parametrize(
    "text",
    [
        "Encounter-narratives of travellers",
        "We met at the counter. Narrative reports follow.",
        "a counter, narrative reports",
        "illegal arms trade",
        "des renseignements pratiques",
        "The wave of the lake",
        "Une réponse vague",
    ],
)
def test_parts_of_words_and_words_that_only_stand_near_are_no_hit(text):
    assert found(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Their leaflet says “our enemy is the town”.",
        'Their leaflet says "our enemy is the town".',
        "Leur tract dit « notre ennemi est la ville ».",
        "Their leaflet says ‘our enemy is the town’.",
    ],
)
def test_what_somebody_else_says_is_left_alone(text):
    assert found(text) == []


def test_a_quotation_that_is_never_closed_hides_nothing_and_one_word_outside_is_found():
    assert found("They say “our enemy is the town.\nAnd the enemy waits.") == [("enemy", "enemy")]
    assert found("“enemy”, they say; we do not say Enemy.") == [("enemy", "Enemy")]
    assert found("the traders’ enemy and the herders’ enemy") == [("enemy", "enemy")]


def test_a_text_with_loose_accents_is_quoted_as_it_stands():
    loose = "re\u0301cit et contre-re\u0301cit final"
    assert found(loose) == [("counter-narrative", "contre-re\u0301cit")]
    assert found("musulmans mode\u0301re\u0301s") == [
        ("moderate Muslims / moderate voices", "musulmans mode\u0301re\u0301s")
    ]


def test_a_title_is_read_more_strictly():
    advice = LIST.find("A tribal council")[0]
    assert advice.severity == "advisory"
    assert [hit.severity for hit in LIST.find("A tribal council", is_title=True)] == ["strong"]
    # Since 2016 our label is PVE, in texts too: there it is advice.
    assert found("P/CVE in the north") == [("CVE (as our label)", "CVE")]
    assert LIST.find("The CVE database")[0].severity == "advisory"
    assert found("P/CVE in the north", is_title=True) == [("CVE / P/CVE (in project title)", "CVE")]
    assert found("“Counter-narratives” of the lake", is_title=True) == [("counter-narrative", "Counter-narratives")]


def test_each_term_is_found_in_each_of_its_ways_and_says_how_weighty_it_is():
    severities = {row["term_en"][:40]: row["severity"] for row in rows("sensitive_terms.csv")}
    for name, said in WAYS.items():
        for language in ("en", "fr", "es"):
            for way in said[f"ways_{language}"].split(", "):
                hits = LIST.find(f"Before, {way.lstrip('=')} after.", is_title="only_in" in said)
                assert (name[:40], severities[name[:40]]) in [(hit.term, hit.severity) for hit in hits], way


def test_a_term_that_a_curator_adds_is_found_by_its_name_and_variants():
    added = Term(code="X", name_en="no-go area", attributes={"severity": "strong", "variants_fr": "zone interdite"})
    assert [hit.term for hit in Watchlist([added]).find("A no-go area, une zone interdite")] == ["X"]

"""The language check on sentences written for it: every hit that is wanted, and nothing else.

Half of the sentences are traps: quotations, names, addresses, words that only look or sound like a term.
"""

import random
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import pytest

from knowledge import language
from projects import watchwords
from projects.watchwords import Watchlist
from pvehub.vocabulary.loading import rows, sensitive_ways
from pvehub.vocabulary.models import Term

WAYS = sensitive_ways()
TERMS = [
    Term(
        list="sensitive-terms",
        code=row["term_en"][:40],
        name_en=row["term_en"],
        attributes={key: row[key] for key in ("severity", "why", "preferred")} | WAYS[row["term_en"]],
    )
    for row in rows("sensitive_terms.csv")
]
LIST = Watchlist(TERMS)
LANGUAGES = ("en", "fr", "es")
# What is known to be wrong: “the monitoring of communities’ wells”, where the term ends in somebody's possession.
KNOWN_ALARMS = {"en": 1, "fr": 0, "es": 0}
# Variants of the list that say the term only in company: what they stand with here.
IN_COMPANY = {
    "lutter contre l'extrémisme": "lutter contre l'extrémisme",
    "combattre": "combattre l'extrémisme",
    "cible": "population cible",
    "vivier": "vivier de terroristes",
    "lionceaux": "lionceaux du califat",
    "cachorros": "cachorros del califato",
    "rendu": "combattant rendu",
    "clandestin": "un clandestin",
    "vague": "vague de migrants",
    "oleada": "oleada de migrantes",
}
ONLY_IN_TITLES = {"LEV", "P/LEV", "CVE"}


class Sentence(NamedTuple):
    """A line of the file: in a title or not, (beginning of the term, words as they stand) of each hit, and the text."""

    language: str
    is_title: bool
    wanted: list[tuple[str, str]]
    text: str


def sentences():
    lines = Path(__file__).with_name("language_sentences.tsv").read_text(encoding="utf-8").splitlines()
    for line in lines:
        if not line.startswith("#"):
            where, wanted, text = line.split("\t")
            told, _, kind = where.partition("/")
            pairs = [] if wanted == "-" else [tuple(each.split(":", 1)) for each in wanted.split("; ")]
            yield Sentence(told, kind == "title", pairs, text.replace("\\n", "\n"))


SENTENCES = list(sentences())


def judged(sentence):
    """What was wanted and not found, what was found and not wanted, and the terms that were rightly found."""
    found = [(hit.term, hit.quoted) for hit in LIST.hits(sentence.text, is_title=sentence.is_title)]
    missed, right = [], []
    for term, quoted in sentence.wanted:
        same = [hit for hit in found if hit[0].startswith(term) and hit[1] == quoted]
        if same:
            found.remove(same[0])
            right.append(same[0][0])
        else:
            missed.append((term, quoted, sentence.text))
    return missed, [(*hit, sentence.text) for hit in found], right


@pytest.mark.parametrize("tongue", LANGUAGES)
def test_every_hit_that_is_wanted_is_found_and_nothing_else_but_what_is_known(tongue):
    mine = [sentence for sentence in SENTENCES if sentence.language == tongue]
    missed, alarms, right = [], [], Counter()
    for sentence in mine:
        some, false, found = judged(sentence)
        missed += some
        alarms += false
        right.update(found)
    traps = sum(not sentence.wanted for sentence in mine)
    print(f"{tongue}: {len(mine)} sentences, {traps} traps, {right.total()} hits, ", end="")
    print(f"{len(missed)} misses, {len(alarms)} false alarms")
    assert missed == []
    assert len(alarms) <= KNOWN_ALARMS[tongue], alarms
    assert {term.code for term in TERMS} - set(right) == set(), "each term stands in a sentence of each language"


def test_the_sentences_are_enough_and_half_of_them_are_traps():
    traps = sum(not sentence.wanted for sentence in SENTENCES)
    assert len(SENTENCES) >= 200 and traps >= len(SENTENCES) / 2
    assert len({sentence.text for sentence in SENTENCES}) == len(SENTENCES)


def test_every_variant_of_the_list_is_found_in_a_sentence():
    for row in rows("sensitive_terms.csv"):
        for tongue in ("fr", "es"):
            for variant in row[f"variants_{tongue}"].split(", "):
                said = IN_COMPANY.get(variant, variant)
                is_title = variant in ONLY_IN_TITLES and row["term_en"].startswith("CVE / P/CVE")
                hits = LIST.find(f"1, {said}, 2", is_title=is_title)
                assert row["term_en"][:40] in [hit.term for hit in hits], variant


def test_a_hit_says_where_it_stands_how_weighty_it_is_why_and_what_is_better():
    text = "Été 👩‍🌾: une contre\u2011re\u0301cit\u00a0! And a “counter-narrative”, a counter\u00adnarrative."
    first, second = LIST.hits(text)
    assert (text[first.start : first.end], first.severity) == ("contre\u2011re\u0301cit", "red-line")
    assert text[second.start : second.end] == second.quoted == "counter\u00adnarrative"
    assert first.why.startswith("Sets the organization against") and first.instead.startswith("alternative narrative")


def test_the_record_and_a_resource_are_told_the_same_of_a_hit():
    fields = [{"name": "summary", "kind": "longtext", "data": "Here an enemy."}]
    (found,) = language.check([{"slug": "overview", "fields": fields}], LIST)
    assert language.in_texts({"summary": "Here an enemy."}, LIST)[0].start == found.start == 8
    assert (found.end, found.why, found.instead) == (13, "Takes sides in conflict", TERMS[10].attributes["preferred"])


def test_of_hits_that_overlap_the_longest_counts_and_all_places_are_told():
    hits = LIST.hits("A jihadi bride and a jihadi; the jihadi brides.")
    assert [hit.quoted for hit in hits] == ["jihadi bride", "jihadi", "jihadi brides"]
    assert [hit.quoted for hit in LIST.find("A jihadi bride and a jihadi; the jihadi brides.")] == [
        "jihadi bride",
        "jihadi",
    ]


def test_in_a_text_of_any_signs_places_are_exact_and_no_hit_lies_over_another():
    some, signs = random.Random(7), "“ ” \" ' ’ ‘ « » „ ‚ \n . - @ :// \u0301 \u00ad 👩‍🌾 ﬁ İ ß é 1".split(" ")
    pieces = [
        *signs,
        " ",
        "enemy",
        "Enemy",
        "counter",
        "narrative",
        "the",
        "Act",
        "l’",
        "ennemi",
        "Comité",
        "de",
        "contre",
    ]
    for _ in range(500):
        text, end = "".join(some.choices(pieces, k=30)), 0
        for hit in LIST.hits(text, is_title=some.random() < 0.5):
            assert hit.start >= end and text[hit.start : hit.end] == hit.quoted
            end = hit.end


def test_one_list_is_made_ready_once_and_a_changed_one_anew(monkeypatch):
    made = []
    ready = watchwords._Lexicon.__init__
    monkeypatch.setattr(watchwords._Lexicon, "__init__", lambda self, listed: made.append(1) or ready(self, listed))
    watchwords._lexicon.cache_clear()
    term = Term(code="x", name_en="no-go area", attributes={"severity": "strong"})
    Watchlist([term]), Watchlist([term])
    assert len(made) == 1
    term.attributes = {"severity": "red-line"}
    assert Watchlist([term]).find("no-go area")[0].severity == "red-line" and len(made) == 2


@pytest.mark.parametrize(
    "text",
    ["counter ", "counter the the ", "lutter contre l'", "“enemy ", "Enemy ", "enemy/", "hotspot of the violent "],
)
def test_twice_the_text_takes_twice_the_steps(text, monkeypatch):
    steps, step = [], watchwords._Lexicon._step
    monkeypatch.setattr(watchwords._Lexicon, "_step", lambda *args: steps.append(1) or step(*args))
    LIST.hits(text * 300)
    once = len(steps)
    LIST.hits(text * 600)
    assert once and len(steps) - once <= 2 * once + 5

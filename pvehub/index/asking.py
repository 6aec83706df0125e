"""The question: every word counts, none is required, and nothing is ranked or counted that the asker may not see."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from pvehub.index import gates, highlights, query, ranking, spelling
from pvehub.index.gates import Allowed
from pvehub.index.items import KINDS, SPOKEN

MOST = 2000  # characters of a question that are read
NAMES = {number: kind for kind, number in KINDS.items()}


@dataclass(frozen=True)
class Hit:
    """One thing, by its best chunk; part says which attachment that stands in, 0 for the thing itself.

    `highlight` is a list of (text, matched) pairs: the text is as written, to be escaped by whoever shows it. `words`
    are those of the question that stand in the thing, `in_title` those that stand in the title of what is shown, and
    `through` says for a word that is there only by a synonym, by which.
    """

    kind: str
    id: int
    part: int
    score: float
    highlight: list[tuple[str, bool]]
    words: list[str] = field(default_factory=list)
    in_title: list[str] = field(default_factory=list)
    through: dict[str, list[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Answer:
    """A page of hits, the number of things found, and the words of the question that found any of them.

    `kinds` and `regions` (an office id) count all things found, exactly; `top` are the first thousand as (kind, id), best
    first, for counts that only the caller can make. `corrected` says for a word that nothing was found by which one was
    searched instead.
    """

    rows: list[Hit]
    total: int
    matched_words: list[str]
    kinds: dict[str, int] = field(default_factory=dict)
    regions: dict[int, int] = field(default_factory=dict)
    top: list[tuple[str, int]] = field(default_factory=list)
    corrected: dict[str, str] = field(default_factory=dict)


def ask(
    words: str,
    *,
    allowed: Allowed,
    parts_allowed: Allowed | None = None,
    language: str = "en",
    offset: int = 0,
    limit: int = 20,
    every_word: bool = False,
    correct: bool = True,
    open_kinds: Collection[str] = (),
    weights: Allowed | None = None,
    slips_among: tuple[Allowed, Allowed] | None = None,
) -> Answer:
    """What the words find among the things `allowed` gives (kind → queryset of those the asker may see).

    Attachments are searched where `parts_allowed` gives a queryset of the part numbers the asker may see, and only
    with their thing. A kind that is not named is not searched. Every chunk's permission is asked inside the one
    statement that ranks, counts and shows. Text in quotation marks must stand so; with `every_word` a thing must hold
    all words, as they are and not by a synonym. A word that nobody wrote where the asker may look is read as the nearest
    one that stands where all staff may read, unless `correct` is False. Of equal hits those in the asker's language come
    first. Nothing asked finds nothing. Of `open_kinds` what all staff may read is taken unasked, which is faster: only
    for kinds of which `allowed` and `parts_allowed` give all that the asker may see, with no filter on them. `weights` gives
    by kind (id, weight) of things, which counts beside their relevance among the first. `slips_among` is what the asker may
    see without the filters, things and parts: by it a word is judged to be a slip.
    """
    doors, permissions = gates.of(allowed, parts_allowed or {})
    question = query.read(words[:MOST], every_word=every_word) if doors else query.Question()
    corrected = {}
    if correct and question.unknown:
        corrected = spelling.nearest(
            question.unknown, *(gates.of(*slips_among) if slips_among else (doors, permissions))
        )
        if corrected:
            question = query.read(words[:MOST], every_word=every_word, corrected=corrected)
    if not question.groups:
        return Answer([], 0, [])
    phrases, texts = _phrases(question.phrases)
    unasked = [gate for gate in doors if gate.kind in open_kinds and not phrases]
    weighed = {
        kind: sql for kind, rows in (weights or {}).items() if (sql := gates.subquery(rows, f"{kind}_w", permissions))
    }
    statement, facts = ranking.statement(
        question,
        doors=doors,
        phrases=phrases,
        unasked=unasked,
        weights=weighed,
        every_word=every_word,
        deep=offset + limit,
    )
    facts |= permissions | texts | {"language": SPOKEN.get(language, 0), "offset": offset, "limit": limit}
    facts["tsquery"] = question.tsquery()
    with connection.cursor() as cursor:
        cursor.execute(statement, facts)
        return _answer(question, cursor.fetchall(), corrected)


def _answer(question: query.Question, found: list[Any], corrected: dict[str, str]) -> Answer:
    mask, facets, top = found[0][:3]
    rows = [
        Hit(
            *_told(thing),
            part,
            score / query.SCALE,
            highlights.pieces(text, language, question.lexemes),
            question.matched(mask),
            question.standing_in(in_title),
            question.through(lexemes),
        )
        for _, _, _, thing, part, score, mask, language, lexemes, in_title, text in found
        if thing is not None
    ]
    kinds: dict[str, int] = {}
    regions: dict[int, int] = {}
    for kind, region, count in facets or []:
        kinds[NAMES[kind]] = kinds.get(NAMES[kind], 0) + count
        if region:
            regions[region] = regions.get(region, 0) + count
    ordered = [_told(thing) for thing in top or []]
    return Answer(
        rows,
        sum(kinds.values()),
        question.matched(mask or 0),
        dict(sorted(kinds.items())),
        dict(sorted(regions.items())),
        ordered,
        corrected,
    )


def _told(thing: int) -> tuple[str, int]:
    """Kind and number out of the one number that the statement knows a thing by."""
    return NAMES[thing >> ranking.THING], thing & (1 << ranking.THING) - 1


def _phrases(phrases: list[str]) -> tuple[str, dict[str, Any]]:
    """What quotation marks ask for: each phrase as it stands, in whatever language the document has."""
    conditions: list[str] = []
    facts: dict[str, Any] = {}
    for number, phrase in enumerate(phrases):
        facts[f"phrase{number}"] = phrase
        either = " or ".join(
            f"(d.language {languages} and d.tsv @@ phraseto_tsquery('{name}', %(phrase{number})s))"
            for name, languages in query.CONFIGURATIONS.items()
        )
        conditions.append(f"and ({either})")
    return " ".join(conditions), facts

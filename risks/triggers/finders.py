"""How a rule finds in a record what it looks for. Pure: a record and a day in, (key, what stands there, its stamp) out."""

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any

from projects.content import Record
from projects.gathering import terms_of
from projects.sections import FIELDS

SHOWN = 160  # signs of a quoted text
WORKING_LEVEL = 3  # a capacity below it is a risk of its own

Found = tuple[str, str, str]  # key, what stands there in the reader's language, and what of it must not change unseen
Finder = Callable[[Record, date], Iterable[Found]]


def digest(text: str) -> str:
    """A short fingerprint."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= SHOWN else f"{line[: SHOWN - 1]}…"


MESSAGES = re.compile(
    r"\b(?:radio|television|televisi[oó]n|t[ée]l[ée]vision|tv\b|films?\b|v[ií]d[ée]o|podcast|social media|media\b(?! de vida)"
    r"|m[ée]dias\b|medios\b(?! de vida)|campaign|campagne|campaña|messag|mensaje|narrativ|r[ée]cits?\b|communicat|comunicaci"
    r"|journalis|periodis|posters?\b|affiche)",
    re.I,
)
RETURN = re.compile(
    r"\b(?:reintegr|r[ée]int[ée]gr|r[ée]insert|reinser|rehabilit|r[ée]habilit|returnee|retornad|former (?:fighter|combatant)"
    r"|ex-?combat|anciens? combattant|defector|prisoner|detainee|d[ée]tenu|detenid)",
    re.I,
)
DATA = re.compile(
    r"\b(?:survey|interview|questionnaire|database|base de donn|base de datos|biometr|biom[ée]tr|data collection|enqu[êe]te"
    r"|entretien|encuesta|entrevista|profil|register of|registration|enregistrement|registro)",
    re.I,
)


def activities(words: re.Pattern[str] | None = None, *tags: str) -> Finder:
    """Activities with one of the tags, or whose text speaks of it."""

    def find(record: Record, today: date) -> Iterator[Found]:
        for row in record.rows["activities"]:
            tagged = {term.code for term in terms_of(row, "interventions")} & set(tags)
            if tagged or (words and words.search(row.text)):
                yield str(row.pk), _short(row.text), f"{row.text}|{sorted(tagged)}"

    return find


def terms(name: str, *codes: str) -> Finder:
    """Terms with one of the codes in a list of the project."""

    def find(record: Record, today: date) -> Iterator[Found]:
        names = dict(zip(record.data[name], record.words[name].split("\n"), strict=False))
        return ((code, names[code], code) for code in codes if code in names)

    return find


def chosen(name: str, *codes: str) -> Finder:
    """One of these answers to a question with choices."""

    def find(record: Record, today: date) -> Iterator[Found]:
        given = record.data[name]
        labels = {code: str(label) for code, label in FIELDS[name].choices}
        return ((code, labels[code], code) for code in codes if code == given or code in list(given))

    return find


def written(name: str) -> Finder:
    """The field says something."""

    def find(record: Record, today: date) -> Iterator[Found]:
        if record.data[name]:
            yield name, _short(record.words[name]), str(record.data[name])

    return find


def rows(name: str, main: str, **wanted: tuple[str, ...]) -> Finder:
    """Rows of a small table in which each named column has one of the values."""

    def find(record: Record, today: date) -> Iterator[Found]:
        said: Any = record.data[name]
        for cells in said:
            if all(cells.get(column) in values for column, values in wanted.items()):
                yield digest(cells[main]), _short(cells[main]), "|".join(cells.values())

    return find


def _partners(record: Record) -> Iterator[Any]:
    return (row for row in record.rows["participations"] if row.role == "partner")


def undiligent(record: Record, today: date) -> Iterator[Found]:
    """Partners whose due diligence is missing, has ended, or found something."""
    for row in _partners(record):
        is_over = row.diligence_until_on is not None and row.diligence_until_on < today
        is_missing = row.diligence_until_on is None and row.diligence_on is None
        if is_over or is_missing or row.diligence in ("refused", "measures"):
            state = "missing" if is_missing else "over" if is_over else row.diligence
            yield str(row.pk), row.organization.name, f"{row.organization.name}|{state}"


def partners(*kinds: str) -> Finder:
    """Partners of one of these kinds."""

    def find(record: Record, today: date) -> Iterator[Found]:
        for row in _partners(record):
            if row.organization.kind in kinds:
                yield str(row.pk), row.organization.name, f"{row.organization.name}|{row.organization.kind}"

    return find


def donors(*arms: str) -> Finder:
    """Donors that pay through one of these arms."""

    def find(record: Record, today: date) -> Iterator[Found]:
        for row in record.rows["participations"]:
            if row.role == "donor" and row.arm in arms:
                yield str(row.pk), row.organization.name, f"{row.organization.name}|{row.arm}"

    return find


def unmeasured(record: Record, today: date) -> Iterator[Found]:
    """No indicator at all, or none that can be measured."""
    if not any(row.is_measurable for row in record.rows["indicators"]):
        yield "indicators", str(len(record.rows["indicators"])), "none can be measured"


def nothing_for_research(record: Record, today: date) -> Iterator[Found]:
    if re.fullmatch(r"0+(?:\.0+)?", str(record.data["research_share"])):
        yield "research_share", "0", "0"


def weak(name: str) -> Finder:
    """A capacity below the level at which work can begin."""

    def find(record: Record, today: date) -> Iterator[Found]:
        if record.data[name] in [str(n) for n in range(1, WORKING_LEVEL)]:
            yield name, str(record.data[name]), str(record.data[name])

    return find


def old_analysis(record: Record, today: date) -> Iterator[Found]:
    """The newest analysis was to be looked at again by now."""
    newest = next(iter(record.rows["analyses"]), None)
    if newest is not None and newest.review_on is not None and newest.review_on < today:
        yield str(newest.pk), _short(newest.text), newest.review_on.isoformat()

"""The rating that a row of a sheet states: level words read, what is missing said, the words themselves kept. No queries.

A rating that is not understood whole is none: the risk stays a draft. A position that the sheet does not rate is copied,
from now to before and after, from before to now; confidence is never invented, it is low where nobody stated it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from risks import levels
from risks.levels import IMPACT, LIKELIHOOD
from risks.scales import Scales
from risks.scoring import Confidence, Dimension, Rating
from risks.workflow import POSITIONS, Speed

from .cells import Vocabulary
from .columns import AXES, RATING, label

Told = Mapping[str, str]


@dataclass(frozen=True)
class Reading:
    """A level word of a sheet and how it was read; `is_read` is False where it was not understood."""

    column: str
    word: str
    sentence: str
    is_read: bool


@dataclass
class Stated:
    """`said` is in the shape of telling.rated, empty for no rating. `kept` holds the words that go into the reason."""

    said: dict[str, str] = field(default_factory=dict)
    readings: list[Reading] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    problems: list[tuple[str, str]] = field(default_factory=list)

    def step(self, column: str, text: str, axis: str, scales: Scales) -> str:
        """The step a text names, as text; empty where it names none, which is noted."""
        if not text:
            return ""
        found = levels.read(text, axis)
        if found is None or not found.is_plain:
            self.kept.append(_("%(column)s “%(word)s”") % {"column": column, "word": text[:80]})
        if found is None:
            sentence = _("not understood: without a rating the risk stays a draft")
            self.readings.append(Reading(column, text[:80], sentence, False))
            return ""
        if not found.is_plain:
            self.readings.append(Reading(column, text[:80], _read_as(found, axis, scales), True))
        return str(found.step)


def _read_as(found: levels.Level, axis: str, scales: Scales) -> str:
    names = scales.likelihoods if axis == LIKELIHOOD else scales.impacts
    said = {"n": found.step, "name": names[found.step], "low": found.low, "high": found.high}
    if found.is_range:
        return _("between %(low)s and %(high)s; the worse counts: %(n)s %(name)s") % said
    return _("%(n)s %(name)s") % said


def own(told: Told, before: Mapping[str, str], words: Vocabulary) -> Stated:
    """What a row of one of our sheets states, over what the risk has; a column that is left out leaves it as it is."""
    stated = Stated()
    cells = {name: told.get(name, before.get(name, "")) for name in RATING}
    positions = {}
    for position in POSITIONS:
        found = {}
        for axis in AXES:
            name = f"{position}_{axis}"
            of = LIKELIHOOD if axis == LIKELIHOOD else IMPACT
            found[axis] = stated.step(label(name), cells[name], of, words.scales)
        positions[position] = found
    _settle(stated, positions, cells, words)
    return stated


def foreign(told: Told, dimension: str, words: Vocabulary) -> Stated:
    """What a row of a sheet from elsewhere states; its one impact falls on the dimension that was chosen."""
    stated, positions = Stated(), {}
    for position in POSITIONS:
        steps = {
            axis: stated.step(label(f"{position}_{axis}"), told.get(f"{position}_{axis}", ""), axis, words.scales)
            for axis in (LIKELIHOOD, IMPACT)
        }
        positions[position] = {LIKELIHOOD: steps[LIKELIHOOD], dimension: steps[IMPACT]}
    _settle(stated, positions, {name: told.get(name, "") for name in ("confidence", "rationale")}, words, stated.kept)
    return stated


def _settle(
    stated: Stated,
    positions: dict[str, dict[str, str]],
    cells: Told,
    words: Vocabulary,
    said: list[str] | None = None,
) -> None:
    """Put the rating together, or leave it out with a note. `said` takes what the page says of the sheet as a whole."""
    given = {name: found for name, found in positions.items() if any(found.values())}
    whole = {name: found for name, found in given.items() if _is_whole(found)}
    if not given and not stated.kept:
        return
    if len(whole) < len(given) or not (whole.get("current") or whole.get("inherent")):
        stated.notes.append(_("No rating was taken: a position needs a likelihood and an impact that are understood."))
        return
    now = whole.get("current") or whole["inherent"]
    filled = {"inherent": whole.get("inherent") or now, "current": now, "target": whole.get("target") or now}
    for position in POSITIONS:
        stated.said |= {f"{position}_{axis}": filled[position].get(axis, "") for axis in AXES}
    stated.said["rationale"] = cells.get("rationale", "")
    _rest(stated, cells, words, stated.notes if said is None else said)


def _is_whole(found: Told) -> bool:
    return bool(found[LIKELIHOOD]) and any(found.get(name) for name in Dimension.values)


def _rest(stated: Stated, cells: Told, words: Vocabulary, said: list[str]) -> None:
    """How sure, how fast, who bears it: as stated; else low, the fastest, nobody named, and said so."""
    texts = {name: cells.get(name, "") for name in ("confidence", "speed", "bearers")}
    found = {name: words.choice(name, texts[name]) if texts[name] else None for name in ("confidence", "speed")}
    for name, text in texts.items():
        wrong = text and (words.bearers(text) if name == "bearers" else found[name]) is None
        if wrong:
            stated.kept.append(_("%(column)s “%(word)s”") % {"column": label(name), "word": text[:80]})
            stated.readings.append(Reading(label(name), text[:80], _("not understood"), False))
    if found["confidence"] is None:
        said.append(_("Imported without confidence: taken as low."))
    if found["speed"] is None:
        said.append(_("Imported without a speed: taken as the fastest."))
    stated.said["confidence"] = found["confidence"] or Confidence.LOW.value
    stated.said["speed"] = found["speed"] or Speed.HOURS.value
    stated.said["bearers"] = "; ".join(words.bearers(texts["bearers"]) or [])


def ratings(said: Told) -> dict[str, Rating]:
    """The three positions as the action takes them."""
    return {
        position: Rating(
            int(said[f"{position}_likelihood"]),
            {n: int(said[f"{position}_{n}"]) for n in Dimension.values if said[f"{position}_{n}"]},
        )
        for position in POSITIONS
    }

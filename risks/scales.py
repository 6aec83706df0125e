"""The words of the scales: the built-in ones, or those a version of the method has of its own. Pure.

A version's own words are {language: {"likelihood": {"1": word}, "chance": {"1": word}, "people": {"5": word}}}:
what is not in it is built in. A word of one's own stands in every language, so that all read the same scale.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language, get_language_info, gettext

from risks.scoring import IMPACT_MEANS, IMPACTS, LIKELIHOODS, Dimension

LANGUAGES = ("en", "fr", "es")
STEPS = range(1, 6)
Own = Mapping[str, Mapping[str, Mapping[str, Any]]]


@dataclass(frozen=True)
class Scales:
    """The words of one version in one language. Steps run from 1 to 5."""

    likelihoods: Mapping[int, str]
    chances: Mapping[int, str]
    impacts: Mapping[int, str]
    means: Mapping[str, Mapping[int, str]]


def names() -> Iterator[str]:
    """Every word of the scales by name: likelihood-1, chance-1, impact-1, people-1 and so on."""
    for kind in ("likelihood", "chance", "impact", *Dimension.values):
        for step in STEPS:
            yield f"{kind}-{step}"


def built_in(name: str) -> str:
    """The built-in word of that name, in the active language."""
    kind, _dash, number = name.partition("-")
    step = int(number)
    if kind in ("likelihood", "chance"):
        return str(LIKELIHOODS[step][kind == "chance"])
    return str(IMPACTS[step]) if kind == "impact" else str(IMPACT_MEANS[Dimension(kind)][step - 1])


def place(name: str) -> str:
    """Where a word of that name stands, for people."""
    kind, _dash, step = name.partition("-")
    said = {
        "likelihood": gettext("Likelihood %(step)s, the word"),
        "chance": gettext("Likelihood %(step)s, what it means"),
        "impact": gettext("Impact %(step)s, the word"),
    }
    if kind in said:
        return said[kind] % {"step": step}
    return gettext("Impact %(step)s on %(dimension)s") % {"step": step, "dimension": Dimension(kind).label}


def of(own: Own, language: str = "") -> Scales:
    """The words of a version in the reader's language, or in the one named."""
    mine = own.get((language or get_language() or "en")[:2], {})

    def word(kind: str, step: int) -> str:
        return str(mine.get(kind, {}).get(str(step)) or built_in(f"{kind}-{step}"))

    return Scales(
        {step: word("likelihood", step) for step in STEPS},
        {step: word("chance", step) for step in STEPS},
        {step: word("impact", step) for step in STEPS},
        {kind: {step: word(kind, step) for step in STEPS} for kind in Dimension.values},
    )


def flat(own: Own, language: str) -> dict[str, str]:
    """A version's own words in one language by name."""
    mine = own.get(language, {})
    return {f"{kind}-{step}": str(word) for kind, steps in mine.items() for step, word in steps.items()}


def nested(words: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """The same the other way round; what is empty is built in and stays out."""
    found: dict[str, dict[str, str]] = {}
    for name in names():
        if text := words.get(name, "").strip():
            kind, _dash, step = name.partition("-")
            found.setdefault(kind, {})[step] = text
    return found


def problems(own: Own) -> list[str]:
    """Words that stand in one language and are missing in another, one sentence each."""
    given = {language: set(flat(own, language)) for language in LANGUAGES}
    sentence = gettext("%(word)s: changed in one language, but not in these: %(languages)s.")
    found = []
    for name in names():
        missing = [str(get_language_info(x)["name_translated"]) for x in LANGUAGES if name not in given[x]]
        if 0 < len(missing) < len(LANGUAGES):
            found.append(sentence % {"word": place(name), "languages": ", ".join(missing)})
    return found

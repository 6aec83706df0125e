"""What the draft of a reference says: what the entry says, under the questions where it belongs, and nothing made up."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from knowledge import checks, citing, kinds
from knowledge.importing.entries import Entry
from pvehub.people.models import Country
from pvehub.vocabulary.models import Term

#: Where an abstract that is longer than a summary stands whole, by kind.
WHOLE: Final = {
    "lesson": "happened",
    "practice": "approach",
    "tool": "purpose",
    "evaluation": "findings",
    "assessment": "drivers_found",
    "research": "finding",
    "policy": "requires",
    "guidance": "scope",
    "message": "",
    "legal-note": "effect",
    "donor-profile": "priorities",
}
_LANGUAGES: Final = {"eng": "en", "fre": "fr", "fra": "fr", "spa": "es", "ara": "ar", "por": "pt"} | {
    name: code
    for code, names in {
        "en": ("english", "anglais", "ingles"),
        "fr": ("french", "francais", "frances"),
        "es": ("spanish", "espanol", "espagnol"),
        "ar": ("arabic", "arabe"),
        "pt": ("portuguese", "portugues", "portugais"),
    }.items()
    for name in names
}


@dataclass(frozen=True)
class Draft:
    """Title, summary, language and answers, as a contribution wants them, and the tags its keywords name."""

    title: str
    summary: str
    language: str
    fields: dict[str, str]
    themes: list[Term] = field(default_factory=list)
    drivers: list[Term] = field(default_factory=list)
    countries: list[Country] = field(default_factory=list)


class Tagging:
    """Keywords that are names of our own themes, drivers and countries, in any of their languages; read once."""

    def __init__(self) -> None:
        terms = [(name, term) for name in ("themes", "drivers") for term in Term.objects.of(name)]
        self.terms = {(name, key): term for name, term in terms for key in _names(term)}
        self.countries = {key: country for country in Country.objects.order_by("pk") for key in _names(country)}

    def of(self, name: str, keywords: list[str]) -> list[Term]:
        """The terms of a list that the keywords name."""
        found = (self.terms.get((name, citing.folded(word))) for word in keywords)
        return list(dict.fromkeys(term for term in found if term))

    def lands(self, keywords: list[str]) -> list[Country]:
        """The countries that the keywords name."""
        found = (self.countries.get(citing.folded(word)) for word in keywords)
        return list(dict.fromkeys(country for country in found if country))


def _names(thing: Term | Country) -> list[str]:
    return [key for key in map(citing.folded, (thing.name_en, thing.name_fr, thing.name_es)) if key]


def draft_of(entry: Entry, kind: str, language: str, tagging: Tagging) -> Draft:
    """The draft of an entry; `language` is that of the file, where the entry does not say its own."""
    summary = citing.shortened(entry.abstract, checks.SUMMARY_MOST)
    return Draft(
        citing.shortened(entry.title, citing.TITLE_MOST),
        summary,
        language_of(entry.language) or language,
        _answers(entry, kind, is_cut=summary.endswith("…")),
        tagging.of("themes", entry.keywords),
        tagging.of("drivers", entry.keywords),
        tagging.lands(entry.keywords),
    )


def language_of(said: str) -> str:
    """The code of a language somebody wrote down, empty if it is none of ours."""
    word = citing.folded(said)
    return _LANGUAGES.get(word) or (word[:2] if word[:2] in dict(checks.LANGUAGES) and len(said) in (2, 5) else "")


def _answers(entry: Entry, kind: str, *, is_cut: bool) -> dict[str, str]:
    asked, found = kinds.BY_SLUG[kind].by_name, {}
    if "year" in asked and "1950" <= entry.year <= "2100":
        found["year"] = entry.year
    if "link" in asked:
        found["link"] = (entry.doi or entry.address())[:300]
    parts = [entry.abstract] if is_cut else []
    if "citation" in asked:
        found["citation"] = entry.citation()
    else:
        parts.append(entry.citation())
    place = WHOLE.get(kind, "")
    if place and parts:
        found[place] = "\n\n".join(parts)
    return {name: answer for name, answer in found.items() if answer}

"""One cell of a sheet: a choice by its code or its words, a category, a person. Nothing is guessed from half a word. Pure."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils import translation

from projects.importing.mapping import folded
from risks.scales import Scales
from risks.scoring import Confidence
from risks.workflow import Bearer, Speed, Strategy, Visibility

LANGUAGES = ("en", "fr", "es")
# What others call it, folded.
ALSO: dict[str, dict[str, str]] = {
    "strategy": {
        "avoid": "avoid", "terminate": "avoid", "eliminate": "avoid", "eviter": "avoid", "evitar": "avoid",
        "reduce": "reduce", "mitigate": "reduce", "treat": "reduce", "control": "reduce", "reduire": "reduce",
        "attenuer": "reduce", "reducir": "reduce", "mitigar": "reduce", "mitigation": "reduce",
        "share": "share", "transfer": "share", "partager": "share", "transferer": "share", "compartir": "share",
        "transferir": "share",
        "accept": "accept", "tolerate": "accept", "retain": "accept", "accepter": "accept", "aceptar": "accept",
    },
    "confidence": {
        "l": "low", "m": "medium", "h": "high", "faible": "low", "moyenne": "medium", "moyen": "medium", "eleve": "high",
        "elevee": "high", "baja": "low", "media": "medium", "alta": "high",
    },
}  # fmt: skip
_CHOICES: dict[str, Any] = {
    "strategy": Strategy,
    "confidence": Confidence,
    "speed": Speed,
    "visibility": Visibility,
    "bearers": Bearer,
}
YES, NO = {"1", "yes", "y", "true", "oui", "si", "x"}, {"0", "no", "n", "false", "non", ""}


def _words(choices: Iterable[tuple[str, Any]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for language in LANGUAGES:
        with translation.override(language):
            found |= {folded(str(label)): str(value) for value, label in choices}
    return found


class Vocabulary:
    """The words of all choices, categories, scales and people of one register; asked once for a sheet."""

    def __init__(self, categories: Iterable[Any], people: Iterable[Any], words: Scales) -> None:
        self.scales = words
        self.choices: dict[str, dict[str, str]] = {}
        for name, choices in _CHOICES.items():
            codes = {folded(value): value for value in choices.values}
            self.choices[name] = {**ALSO.get(name, {}), **_words(choices.choices), **codes}
        self.categories: dict[str, Any] = {}
        self.by_code: dict[str, Any] = {}
        for category in categories:
            self.by_code[category.code] = category
            names = (category.code, category.name_en, category.name_fr, category.name_es)
            self.categories |= {folded(name): category for name in names if name}
        self.people: dict[str, Any] = {}
        self.by_name: dict[str, list[Any]] = {}
        for person in people:
            self.people[person.email] = person
            self.by_name.setdefault(folded(str(person)), []).append(person)

    def choice(self, name: str, text: str) -> str | None:
        """The code that a text means; None where it means none."""
        return self.choices[name].get(folded(text))

    def category(self, text: str) -> str:
        """The code of the category a text names; empty where it names none."""
        found = self.categories.get(folded(text)) if text else None
        return found.code if found else ""

    def person(self, text: str) -> Any:
        """The one person a text names, by e-mail or by a name that only one of them has."""
        named = self.by_name.get(folded(text), [])
        return self.people.get(text.strip().lower()) or (named[0] if len(named) == 1 else None)

    def bearers(self, text: str) -> list[str] | None:
        """The codes that a text apart by semicolons names, in order; None where one of them is unknown."""
        found = [self.choice("bearers", part) for part in text.split(";") if part.strip()]
        return None if None in found else sorted({code for code in found if code})


def flag(text: str) -> str | None:
    """Yes or no as 1 or 0; None where it is neither."""
    plain = text.strip().lower()
    return "1" if plain in YES else "0" if plain in NO else None


def named(name: str, text: str, words: Mapping[str, Any]) -> str:
    """A value as a page shows it: the words of a code, the name of a category; else the text."""
    if name == "category" and text in words:
        return str(words[text])
    if name in _CHOICES and name != "bearers" and text in _CHOICES[name].values:
        return str(_CHOICES[name](text).label)
    return text

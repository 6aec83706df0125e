"""The list of words that could harm as curators write it: what is said of a word, and how it is kept as a term. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from projects.watchwords import ADVISORY, LANGUAGES, RED_LINE, STRONG

LIST: Final = "sensitive-terms"
SEVERITIES: Final = {ADVISORY: _("Advice"), STRONG: _("Strong advice"), RED_LINE: _("Red line")}
CATEGORIES: Final = {
    "confrontational": _("Confronts or takes sides"),
    "securitized": _("Speaks the language of security"),
    "stigmatizing": _("Stigmatizes people, places or a faith"),
    "migration-link": _("Links migrants with a danger"),
    "overclaim": _("Claims more than can be shown"),
    "legal": _("A term of law"),
}
#: What may be said of one word: so many ways in a language, each so long.
MOST_WAYS, LONGEST_WAY = 40, 80
#: A figure of fewer texts than this could tell whose words they were.
LEAST: Final = 3
_TONGUES: Final = ("", "_fr", "_es")


@dataclass(frozen=True)
class WordSaid:
    """What a curator says of a word. `ways`: by language, how it is said, "=" before one without other forms, "~" between two
    words that stand near each other; `spared`: phrases that only look like it; `why` and `preferred` in English, French and
    Spanish; `practice`: the words under which good practices are found."""

    name: str
    ways: Mapping[str, tuple[str, ...]]
    spared: tuple[str, ...]
    category: str
    severity: str
    why: tuple[str, str, str]
    preferred: tuple[str, str, str]
    practice: str = ""
    since: str = ""
    is_for_titles: bool = False
    is_retired: bool = False

    @property
    def answers(self) -> dict[str, str]:
        """Everything that is said, by name, as text."""
        told = {"name": self.name, "severity": self.severity, "category": self.category}
        told |= {f"ways_{language}": ", ".join(self.ways.get(language, ())) for language in LANGUAGES}
        told |= {f"why{tongue}": text for tongue, text in zip(_TONGUES, self.why, strict=True)}
        told |= {f"preferred{tongue}": text for tongue, text in zip(_TONGUES, self.preferred, strict=True)}
        told |= {"spared": ", ".join(self.spared), "practice": self.practice, "since": self.since}
        told["only_in"] = "title" if self.is_for_titles else ""
        return told | {"is_retired": "yes" if self.is_retired else ""}

    @property
    def attributes(self) -> dict[str, str]:
        """What a term keeps of it; what is empty is left out."""
        return {name: text for name, text in self.answers.items() if text and name not in ("name", "is_retired")}

    def as_kept(self) -> dict[str, Any]:
        """Itself as a proposal keeps it."""
        return asdict(self)


def read(kept: Mapping[str, Any]) -> WordSaid:
    """What a proposal keeps, as it was said."""
    told = dict(kept)
    told["ways"] = {language: tuple(ways) for language, ways in kept["ways"].items()}
    return WordSaid(**told | {name: tuple(kept[name]) for name in ("spared", "why", "preferred")})


def as_it_stands(term: Any) -> WordSaid:
    """What the list says of a term today; one without ways is said as its name and its variants."""
    told = term.attributes
    ways = {language: parts(told.get(f"ways_{language}", "")) for language in LANGUAGES}
    if not any(ways.values()):
        ways = {"en": parts(term.name_en)} | {
            language: parts(told.get(f"variants_{language}", "")) for language in ("fr", "es")
        }
    return WordSaid(
        name=term.name_en,
        ways=ways,
        spared=parts(told.get("spared", "")),
        category=told.get("category", ""),
        severity=told.get("severity", ADVISORY),
        why=(told.get("why", ""), told.get("why_fr", ""), told.get("why_es", "")),
        preferred=(told.get("preferred", ""), told.get("preferred_fr", ""), told.get("preferred_es", "")),
        practice=told.get("practice", ""),
        since=told.get("since", ""),
        is_for_titles=told.get("only_in") == "title",
        is_retired=term.is_retired,
    )


def parts(text: str) -> tuple[str, ...]:
    """The ways in a text that holds one a line, or several by comma; each once."""
    found = (" ".join(part.split()) for line in text.splitlines() for part in line.split(","))
    return tuple(dict.fromkeys(part for part in found if part))


def changed(was: WordSaid | None, now: WordSaid) -> dict[str, list[str]]:
    """Name of an answer -> [as it was, as it is], where the two differ, as the history keeps it."""
    old, new = was.answers if was else {}, now.answers
    return {name: [old.get(name, ""), text] for name, text in new.items() if text != old.get(name, "")}


def differences(was: WordSaid | None, now: WordSaid) -> list[tuple[str, str, str]]:
    """(what, as it was, as it would be) for everything that differs; of a new word, everything that is said."""
    labels = _labels()
    return [(labels[name], _told(name, old), _told(name, new)) for name, (old, new) in changed(was, now).items()]


def _told(name: str, text: str) -> str:
    if name == "severity":
        return str(SEVERITIES.get(text, text))
    if name == "category":
        return str(CATEGORIES.get(text, text))
    return str(_("yes")) if name in ("only_in", "is_retired") and text else text


def _labels() -> dict[str, str]:
    labels: dict[str, Any] = {"name": _("Word"), "severity": _("Weight"), "category": _("Kind"), "since": _("Since")}
    labels |= {"spared": _("Phrases that only look like it"), "only_in": _("Only in titles")}
    labels |= {"practice": _("Good practices are found under")}
    labels |= {"is_retired": _("No longer looked for")}
    for language, label in zip(LANGUAGES, (_("English"), _("French"), _("Spanish")), strict=True):
        tongue = "" if language == "en" else f"_{language}"
        labels[f"ways_{language}"] = _("How it is said: %(language)s") % {"language": label}
        labels[f"why{tongue}"] = _("Why: %(language)s") % {"language": label}
        labels[f"preferred{tongue}"] = _("Better: %(language)s") % {"language": label}
    return {name: str(label) for name, label in labels.items()}


def takes_two(was: WordSaid | None, now: WordSaid) -> bool:
    """Whether a second curator has to agree: where a word is on a red line, or would be."""
    return RED_LINE in {now.severity, *({was.severity} if was else ())}


@dataclass
class Tally:
    """How the hints on one word were taken, in how many texts. A figure under three is never read from it."""

    term: Any
    shown: int = 0
    taken: int = 0
    kept: int = 0
    stays: int = 0
    goes: int = 0

    @property
    def figures(self) -> list[str]:
        """Shown, replaced, kept with a reason, let stand, refused; empty where a figure could tell whose words they were."""
        counts = (self.shown, self.taken, self.kept, self.stays, self.goes)
        return [str(number) if number >= LEAST else "" for number in counts]

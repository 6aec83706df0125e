"""The choices of a person by subject: what each kind is, what it does now, and whether it can be chosen."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from .kinds import CADENCES, Kind, registry
from .models import Preference

WORDS = dict(CADENCES)


@dataclass(frozen=True)
class Choice:
    """One kind as its reader meets it: `cadence` is what holds for them now."""

    kind: Kind
    cadence: str

    @property
    def word(self) -> Any:
        return WORDS[self.cadence]

    @property
    def is_own(self) -> bool:
        """Chosen by the person, and other than is usual."""
        return not self.kind.always and self.cadence != self.kind.cadence


@dataclass
class Group:
    """The kinds of one subject."""

    heading: Any
    choices: list[Choice] = field(default_factory=list)

    @property
    def leaves_a_choice(self) -> bool:
        return any(not choice.kind.always for choice in self.choices)


def groups(user: Any, words: str = "") -> list[Group]:
    """The kinds by subject, in the order of the apps; with words, only those in whose text each of them stands."""
    chosen = dict(Preference.objects.filter(user=user).values_list("kind", "cadence"))
    found: dict[str, Group] = {}
    for kind in _matching(words):
        group = found.setdefault(str(kind.heading), Group(kind.heading))
        group.choices.append(Choice(kind, "now" if kind.always else chosen.get(kind.slug, kind.cadence)))
    return list(found.values())


def _matching(words: str) -> Iterator[Kind]:
    wanted = words.casefold().split()
    for kind in registry().values():
        text = f"{kind.label} {kind.why} {kind.heading}".casefold()
        if all(word in text for word in wanted):
            yield kind

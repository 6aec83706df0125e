"""How a rule says no: Refused (403), Moved (409), Unmet (what is still missing)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied


class Refused(PermissionDenied):
    """Visible, but the act is not yours; carries the sentence."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class Moved(Exception):
    """It moved on meanwhile; carries the sentence, what the person had typed (label -> text) and where to go on."""

    def __init__(self, sentence: str, *, kept: Mapping[str, str] | None = None, url: str = "") -> None:
        super().__init__(sentence)
        self.sentence, self.kept, self.url = str(sentence), dict(kept or {}), url


@dataclass(frozen=True)
class Blocker:
    """One thing that is missing, and where to mend it."""

    sentence: str
    url: str = ""

    def __str__(self) -> str:
        return self.sentence


class Unmet(Exception):
    """A guard did not let the act pass; carries every blocker, so that one visit mends all."""

    def __init__(self, blockers: Iterable[Blocker | str]) -> None:
        self.blockers = [item if isinstance(item, Blocker) else Blocker(str(item)) for item in blockers]
        super().__init__(" ".join(item.sentence for item in self.blockers))


def require(sentence: str | None) -> None:
    """Raise Refused when a `why_not_` gave a sentence."""
    if sentence:
        raise Refused(str(sentence))

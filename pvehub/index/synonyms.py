"""Other ways to say what somebody asked for: acronyms, and the same term in another language."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from pvehub.index import words
from pvehub.index.models import Synonym

LONGEST = 6  # words of a term


@dataclass(frozen=True)
class Expansion:
    """Another way to say a span of the question; its language is empty where it holds in all."""

    text: str
    language: str
    weight: float


@dataclass
class Span:
    """Neighbouring words of a question that are asked for together, and what else means the same."""

    words: list[str]
    expansions: list[Expansion] = field(default_factory=list)


def expand(asked: str | list[str]) -> list[Span]:
    """The question cut into spans, longest known terms first from the left; one query. Unknown words stand alone."""
    tokens = words.split(asked) if isinstance(asked, str) else asked
    return cut(tokens, _known(tokens))


def cut(tokens: list[str], known: Mapping[str, list[Expansion]]) -> list[Span]:
    """The same, where what the runs of words mean is known."""
    spans, start = [], 0
    while start < len(tokens):
        for size in range(min(LONGEST, len(tokens) - start), 0, -1):
            here = tokens[start : start + size]
            found = known.get(words.key(" ".join(here)), [])
            if found or size == 1:
                spans.append(Span(here, found))
                start += size
                break
    return spans


def runs(tokens: list[str]) -> set[str]:
    """The keys of all runs of words that could be a term."""
    return {
        words.key(" ".join(tokens[start : start + size]))
        for size in range(1, LONGEST + 1)
        for start in range(len(tokens) - size + 1)
    }


def _known(tokens: list[str]) -> dict[str, list[Expansion]]:
    """Every expansion of every run of words in the question, by the key of its term."""
    known: dict[str, list[Expansion]] = {}
    rows = Synonym.objects.filter(is_active=True, key__in=runs(tokens)).order_by("pk")
    for term, text, language, weight in rows.values_list("key", "expansion", "language", "weight"):
        known.setdefault(term, []).append(Expansion(text, language, weight))
    return known

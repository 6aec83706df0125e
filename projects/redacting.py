"""A redacted copy: fields that hold a partner, place, person or amount are left out, and their names masked elsewhere.

Pure: sections in the frozen shape go in, sections come out. What nobody wrote down as a name cannot be found in a text;
the copy says so.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.functional import cached_property

from . import money
from .sections import FIELDS, Kind

MARK = "[…]"  # in the middle of a text; the same for all kinds, so that it does not say what stood there
_CONTACT = re.compile(r"(?:https?://|www\.)[^\s<>]+|[^\s@<>()]+@[^\s@<>()]+\.\w+|\+\d[\d ()/.-]{6,}\d")
# Codes of currencies that are words of a language, too: these count in capitals only.
_CODE = r"\b(?:ALL|BAM|CUP|ERN|ILS|MAD|PEN|RUB|SOS|TOP|TRY)\b"
_SUM = re.compile(rf"{_CODE}\s*\d[\d .,']*|\d[\d .,']*\s*{_CODE}")
_APART = re.compile(r"[,;:|()·/–—\n]| - ")
# Words of the language that some organizations bear as their name: these count only as it is written, in capitals.
_ORDINARY = frozenset({"who", "care", "act", "aid", "hope", "war", "one", "plan", "unite", "un", "us", "pve", "ong"})
_GENERIC = frozenset(
    "district region province commune town city village county area camp north south east west central northern "
    "southern eastern western centre office mission regional national country bureau oficina région nord sud ouest est "
    "ville département cercle oficina región norte este oeste ciudad provincia departamento municipio headquarters "
    "republic république república democratic démocratique democrática island islands îles islas state states united "
    "the and des les las los del для lake river saint".split()
)
_POSTS = frozenset("project officer chief head mission manager director specialist adviser reviewer deputy".split())
_PLAIN = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "ð": "d", "ћ": "h", "ـ": ""})


def folded(text: str) -> tuple[str, list[int]]:
    """The text without case, accents and invisible signs, and for each sign of it where it stood in the text."""
    signs, places = [], []
    for place, sign in enumerate(text):
        for one in unicodedata.normalize("NFKD", sign).casefold().translate(_PLAIN):
            if unicodedata.category(one) in {"Mn", "Me", "Cf"}:
                continue
            digit = unicodedata.decimal(one, None)
            signs.append(one if digit is None else str(digit))
            places.append(place)
    return "".join(signs), places


def _words(name: str) -> list[str]:
    return re.findall(r"[^\W_]+", folded(name)[0])


def _pattern(words: tuple[str, ...]) -> str:
    """These words, also written together or with other signs between them; in Arabic also behind a prefix."""
    body = r"[\W_]{0,3}".join(map(re.escape, words))
    prefix = r"[وفبكل]{0,2}(?:ال)?" if "\u0600" <= words[0][0] <= "\u06ff" else ""
    return rf"(?<![^\W_]){prefix}{body}(?![^\W_])"


def _is_capital(text: str) -> bool:
    return text[:1].upper() == text[:1]


@dataclass(frozen=True)
class Names:
    """What a copy of one project must not hold. `whole` is found however it is written, `written` only with a capital."""

    whole: frozenset[tuple[str, ...]] = frozenset()
    written: frozenset[tuple[str, ...]] = frozenset()
    amounts: frozenset[Decimal] = frozenset()

    def __or__(self, other: "Names") -> "Names":
        return Names(self.whole | other.whole, self.written | other.written, self.amounts | other.amounts)

    @cached_property
    def _any(self) -> re.Pattern[str] | None:
        longest = sorted(self.whole | self.written, key=lambda words: (-sum(map(len, words)), words))
        return re.compile("|".join(map(_pattern, longest))) if longest else None

    @cached_property
    def _each(self) -> list[tuple[re.Pattern[str], bool]]:
        found = [(re.compile(f"(?=({_pattern(words)}))"), False) for words in self.whole]
        return found + [(re.compile(f"(?=({_pattern(words)}))"), True) for words in self.written - self.whole]

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Where names, contacts and sums stand in the text; they may overlap."""
        plain, places = folded(text)
        found = [match.span() for shape in (_CONTACT, _SUM) for match in shape.finditer(text)]
        found += [_back(span, places) for span in money.spans(plain, self.amounts)]
        if self._any and self._any.search(plain):
            for pattern, only_written in self._each:
                spans = (_back(match.span(1), places) for match in pattern.finditer(plain))
                found += [span for span in spans if not only_written or _is_capital(text[span[0] : span[1]])]
        return sorted(found)

    def mask(self, text: str) -> str:
        """The text with the mark in place of what must not stand in it."""
        pieces, end = [], 0
        for start, stop in self.spans(text):
            if start >= end:
                pieces += [text[end:start], MARK]
            end = max(end, stop)
        return "".join([*pieces, text[end:]])


def _back(span: tuple[int, int], places: list[int]) -> tuple[int, int]:
    return places[span[0]], places[span[1] - 1] + 1


def _names(whole: Iterable[str] = (), written: Iterable[str] = ()) -> Names:
    """Names by their words; a name that is an ordinary word, too, counts only with its capital."""
    told: dict[bool, set[tuple[str, ...]]] = {False: set(), True: set()}
    for only_written, texts in ((False, whole), (True, written)):
        for text in texts:
            words = tuple(_words(text))
            if len("".join(words)) > 1 and not all(word.isdigit() for word in words):
                told[only_written or "".join(words) in _ORDINARY].add(words)
    return Names(frozenset(told[False]), frozenset(told[True]))


def organization(name: str) -> Names:
    """A partner or donor: its name, what stands in brackets, its name without them, its initials."""
    bare = re.sub(r"\([^)]*\)", " ", name)
    inside = re.findall(r"\(([^)]*)\)", name)
    initials = "".join(word[0] for word in re.findall(r"\w+", bare) if word[0].isupper())
    parts = [part for part in _APART.split(bare) if len(_words(part)) > 1]
    short = [initials] if len(initials) > 2 and initials.casefold() not in _ORDINARY else []
    return _names([name, bare, *inside, *parts], short)


def person(name: str) -> Names:
    """A person: the name in either order, and each part of it where it is written with a capital."""
    words = re.findall(r"[^\W_]+", name)
    parts = [word for word in words if len(word) > 2 and word.casefold() not in _POSTS]
    return _names([name, " ".join(reversed(words))], parts)


def place(name: str) -> Names:
    """A place: its name, and its own words where they are written with a capital (not "district" and the like)."""
    parts = [part.strip() for part in _APART.split(name) if part.strip()]
    words = [word for part in parts for word in re.findall(r"[^\W\d_]+", part)]
    own = [word for word in words if len(word) > 3 and _is_capital(word) and word.casefold() not in _GENERIC]
    return _names([name, *(part for part in parts if part.casefold() not in _GENERIC)], own)


def amount(value: Any) -> Names:
    """A sum of the record, as the record holds it."""
    return Names(amounts=frozenset(money.numbers(folded(str(value))[0])))


def together(found: Iterable[Names]) -> Names:
    """All of these."""
    every = [Names(), *found]
    none: frozenset[Any] = frozenset()
    return Names(
        none.union(*(each.whole for each in every)),
        none.union(*(each.written for each in every)),
        none.union(*(each.amounts for each in every)),
    )


def _places_in(text: str) -> list[str]:
    """The places at the head of each line; what follows in lower case, or in a sentence, is the note on them."""
    found = []
    for line in text.split("\n"):
        for part in filter(None, (part.strip() for part in _APART.split(line))):
            if not _is_capital(part) or len(part.split()) > 5:
                break
            found += [part] if not any(sign.isdigit() for sign in part) else []
    return found


def _proper_names(text: str) -> list[str]:
    """The name at the head of each line, if it is one: two words or more with a capital."""
    heads = [_APART.split(line)[0].strip() for line in text.split("\n")]
    return [head for head in heads if len([word for word in head.split() if word[0].isupper()]) > 1]


def _named_in(text: str) -> Names:
    return together(map(organization, _proper_names(text)))


_OF_ROW = {"organization": organization, "amount": amount, "admin1": place, "admin2": place, "place": place}
_OF_ROW |= {"name": organization, "who": _named_in}
_OF_TEXT: dict[str, Any] = {
    "place": lambda text: together(map(place, _places_in(text))),
    "person": _named_in,
    "partner": _named_in,
    "amount": amount,
}


def names_in(sections: Iterable[dict[str, Any]]) -> Names:
    """The names that the fields to be left out hold; of all sections of a project, read by the copy's reader or not."""
    found = []
    for item in (item for section in sections for item in section["fields"]):
        field = FIELDS.get(item["name"])
        if field is None or not field.redact:
            continue
        if field.kind == Kind.PEOPLE:
            continue  # frozen as uid; whoever asks adds the person's name
        if field.kind in (Kind.COUNTRIES, Kind.OFFICES):
            found += [place(line) for line in item["value"].split("\n") if line]
        elif isinstance(item["data"], list):
            rows = [row for row in item["data"] if isinstance(row, dict)]
            found += [_OF_ROW[key](row[key]) for row in rows for key in row if key in _OF_ROW and row[key]]
        else:
            found.append(_OF_TEXT[field.redact](item["value"]))
    return together(found)


def redacted(sections: Iterable[dict[str, Any]], names: Names) -> list[dict[str, Any]]:
    """The sections as a redacted copy holds them: `left_out` says of which kind a field was; its value is gone.

    A field this table does not know (of an older version) may hold anything, so it is left out, too.
    """
    return [{**section, "fields": [_redacted_field(item, names) for item in section["fields"]]} for section in sections]


def _redacted_field(item: dict[str, Any], names: Names) -> dict[str, Any]:
    field = FIELDS.get(item["name"])
    kind = field.redact if field else "unknown"
    kept = {key: value for key, value in item.items() if key != "data"}
    if kind:
        return kept | {"value": "", "left_out": kind if item["value"] else ""}
    return kept | {"value": names.mask(str(item["value"]))}

"""What a machine can see before a person reads: missing answers, a missing recommendation, personal data. No database."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from knowledge import kinds

#: Languages a text can be in; Arabic before the interface speaks it.
LANGUAGES: Final = (
    ("en", gettext_lazy("English")),
    ("fr", gettext_lazy("French")),
    ("es", gettext_lazy("Spanish")),
    ("ar", gettext_lazy("Arabic")),
    ("pt", gettext_lazy("Portuguese")),
)
SUMMARY_MOST: Final = 300

_LABEL: Final = r"(?:tel|tél|phone|telephone|téléphone|teléfono|mobile|móvil|cell|celular|whatsapp|هاتف|جوال)"
_LABELLED: Final = re.compile(
    rf"{_LABEL}\w*\s*(?:n[o°º]\.?|number|numéro|número)?\s*[.:=]?\s*\(?\+?\d[\d ().\-/]{{5,18}}\d", re.IGNORECASE
)
# International, or national: grouped by one kind of sign and beginning with 0. Nine digits at least: dates have eight,
# and sums of money do not begin with 0.
_NUMBERS: Final = (
    re.compile(r"(?<![\w.])(?:\+|00)\d[\d ().\-/]{6,18}\d"),
    re.compile(r"(?<![\w.,/\-])0\d{1,3}(?:([ .\-])\d{2,4}(?:\1\d{2,4}){0,3}|\d{5,9})(?![\w/]|[.,\-]\d)"),
)
_PHONE_DIGITS: Final = 9
# The number in a permanent address: made of digits and hyphens, and nobody's.
_ADDRESSES: Final = re.compile(r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b", re.IGNORECASE)
_ID_LABEL: Final = (
    r"(?:passport|passeport|pasaporte|national id|identity card|id card|id n[o°º]\.?|id number"
    r"|carte d['’]identité|cédula|dni|cni|nin"
    r"|جواز سفر|رقم الهوية)"
)
_IDS: Final = (
    re.compile(
        rf"\b{_ID_LABEL}\s*(?:n[o°º]\.?|number|numéro|número)?\s*[.:=#]?\s*(?=[\w\-/]*\d{{4}})[A-Z0-9][\w\-/]{{4,20}}",
        re.IGNORECASE,
    ),
)
_PLACES: Final = (
    re.compile(r"(?<![\w.])[-+]?\d{1,2}[.]\d{3,}\s*°?\s*[NS]?\s*[,;/ ]\s*[-+]?\d{1,3}[.]\d{3,}\s*°?\s*[EWO]?"),
    re.compile(r"\d{1,2}\s*°\s*\d{1,2}\s*['′’]\s*(?:\d{1,2}(?:[.,]\d+)?\s*[\"″”])?\s*[NSEWO]\b"),
)


@dataclass(frozen=True)
class Finding:
    """One thing a check saw: which, where (the name of a field), in a sentence; whether it holds the text back, and the
    page it speaks of, if any."""

    check: str
    place: str
    sentence: str
    holds_back: bool = True
    url: str = ""


@dataclass(frozen=True)
class Passed:
    """A check that found nothing, named so that the author sees what was looked at."""

    check: str
    sentence: str


def run(kind: str, title: str, summary: str, language: str, fields: dict[str, str]) -> list[Finding]:
    """Everything the machine finds in one text, in the order of the form."""
    shape = kinds.BY_SLUG[kind]
    labels = {"title": _("Title"), "summary": _("Summary")} | {field.name: str(field.label) for field in shape.fields}
    texts = {"title": title, "summary": summary} | {field.name: fields.get(field.name, "") for field in shape.fields}
    found = list(_missing(shape, texts, labels))
    if language not in dict(LANGUAGES):
        found.append(Finding("language", "language", _("Say which language it is written in.")))
    for name, text in texts.items():
        found += personal(name, labels[name], text)
    return found


def _missing(shape: kinds.Kind, texts: dict[str, str], labels: dict[str, str]) -> Iterator[Finding]:
    required = ["title", "summary", *(field.name for field in shape.fields if field.required)]
    for name in required:
        if texts[name].strip():
            continue
        if name == "recommendation":
            yield Finding("recommendation", name, _("A lesson needs a recommendation: what should the next team do?"))
        else:
            yield Finding("required", name, _("“%(field)s” is still empty.") % {"field": labels[name]})


def personal(name: str, label: str, text: str) -> Iterator[Finding]:
    """Phone numbers, identity numbers and coordinates. The finding names the place and never repeats the data."""
    where, text = {"field": label}, _ADDRESSES.sub(" ", text)
    if _phone(text):
        yield Finding(
            "personal",
            name,
            _("“%(field)s” holds a phone number. Take it out: a reader can ask the owner office.") % where,
        )
    if any(pattern.search(text) for pattern in _IDS):
        yield Finding(
            "personal", name, _("“%(field)s” holds an identity number. Take it out: nobody may be identified.") % where
        )
    if any(pattern.search(text) for pattern in _PLACES):
        yield Finding("personal", name, _("“%(field)s” holds coordinates. Name the district instead.") % where)


def _phone(text: str) -> bool:
    found = (match.group() for pattern in _NUMBERS for match in pattern.finditer(text))
    return bool(_LABELLED.search(text)) or any(
        sum(sign.isdigit() for sign in number) >= _PHONE_DIGITS for number in found
    )


def passed(kind: str, found: list[Finding]) -> list[Passed]:
    """The checks that found nothing."""
    looked = {
        "required": _("Every required answer is there."),
        "recommendation": _("There is a recommendation."),
        "language": _("The language is set."),
        "personal": _("No phone numbers, identity numbers or coordinates."),
    }
    if kind != "lesson":
        del looked["recommendation"]
    hit = {finding.check for finding in found}
    if "recommendation" in hit:  # it is one of the required answers
        hit.add("required")
    return [Passed(check, sentence) for check, sentence in looked.items() if check not in hit]

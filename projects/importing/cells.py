"""Reading one cell: amounts, dates, countries. A cell that could mean two things is refused with the reason, never guessed."""

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from pvehub.people.models import Country

from .mapping import folded

LARGEST_AMOUNT = Decimal("9999999999999.99")
# Names that lists use and the reference does not.
ALSO_CALLED = {
    "CD": ("Democratic Republic of the Congo", "DR Congo", "DRC", "RDC", "Congo, Democratic Republic of the"),
    "CG": ("Congo", "Republic of the Congo", "Congo, Republic of"),
    "CI": ("Ivory Coast",),
    "CV": ("Cabo Verde",),
    "GM": ("The Gambia", "Gambia, The"),
    "TZ": ("United Republic of Tanzania", "Tanzania, United Republic of"),
    "SY": ("Syrian Arab Republic",),
    "LA": ("Lao PDR",),
    "MM": ("Burma",),
    "SZ": ("Swaziland",),
    "PS": ("Palestine", "State of Palestine"),
    "BO": ("Bolivia, Plurinational State of",),
    "VE": ("Venezuela, Bolivarian Republic of",),
    "MD": ("Republic of Moldova",),
    "RU": ("Russian Federation",),
    "XK": ("Kosovo",),
}


_SHARE = re.compile(r"\s*\(?\d{1,3}([.,]\d+)?\s*%\)?\s*$")  # "Mali (60 %)": which part of it is spent there


class Doubtful(ValueError):
    """The cell could mean two things; a person has to say which."""


def amount(text: str) -> Decimal | None:
    """An amount: plain, scientific ("2.4e+07"), with separators of thousands. ValueError with the reason."""
    if re.search(r"\d.* \+ .*\d", text):
        raise Doubtful(_("“%(text)s” is more than one amount; write their sum.") % {"text": text[:60]})
    plain = re.sub(r"[\s\u00a0\u202f'’]", "", text)
    plain = re.sub(r"^(EUR|USD|GBP|CHF|€|\$|£)|(EUR|USD|GBP|CHF|€|\$|£)$", "", plain, flags=re.IGNORECASE)
    if not plain:
        return None
    try:
        value = Decimal(_without_separators(plain))
    except InvalidOperation:
        raise ValueError(_("“%(text)s” is not an amount.") % {"text": text[:60]}) from None
    if not value.is_finite() or value < 0 or value > LARGEST_AMOUNT:
        raise ValueError(_("“%(text)s” is not an amount between 0 and ten billion.") % {"text": text[:60]})
    return value.quantize(Decimal("0.01"))


def _without_separators(text: str) -> str:
    """1,234,567.89 and 1.234.567,89 and 1,234 → 1234567.89, 1234567.89, 1234; 12,5 → 12.5."""
    comma, dot = text.rfind(","), text.rfind(".")
    if comma >= 0 and dot >= 0:
        thousands = "," if dot > comma else "."
        return text.replace(thousands, "").replace(",", ".")
    for sign in ",.":
        groups = text.split(sign)
        if len(groups) > 2 or (sign == "," and len(groups) == 2 and len(groups[1]) == 3):
            if all(len(group) == 3 for group in groups[1:]) and all(group.isdigit() for group in groups):
                return "".join(groups)
            raise InvalidOperation
    return text.replace(",", ".")


def day(text: str) -> date | None:
    """A date: 2016-08-23 (a time after it is dropped), 23/08/2016, 23.08.2016. Doubtful when day and month could be swapped."""
    text = text.strip()
    if not text:
        return None
    if re.match(r"\d{4}-\d{1,2}-\d{1,2}([T ].*)?$", text):
        year, month, number = map(int, re.split(r"[-T ]", text)[:3])
    elif found := re.match(r"(\d{4})/(\d{1,2})/(\d{1,2})$", text):
        year, month, number = map(int, found.groups())
    elif found := re.match(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})$", text):
        number, month, year = int(found[1]), int(found[3]), int(found[4])
        if found[2] == "/" and number <= 12 and month <= 12 and number != month:
            raise Doubtful(_("“%(text)s” could be read day first or month first; write 2016-08-23.") % {"text": text})
        if month > 12:
            number, month = month, number
    else:
        raise ValueError(_("“%(text)s” is not a date; write 2016-08-23.") % {"text": text[:60]})
    try:
        return date(year, month, number)
    except ValueError:
        raise ValueError(
            _("“%(text)s” is not a day of any calendar; write 2016-08-23.") % {"text": text[:60]}
        ) from None


class Atlas:
    """Countries by every name a list may use; one query, then no more."""

    def __init__(self, countries: Iterable[Country]) -> None:
        self.by_name: dict[str, Country] = {}
        for country in countries:
            names = (country.iso2, country.iso3, country.name_en, country.name_fr, country.name_es)
            for name in (*names, *ALSO_CALLED.get(country.iso2, ())):
                self.by_name.setdefault(folded(name), country)

    def read(self, text: str) -> tuple[list[Country], list[str]]:
        """The countries a cell names, in its order, and the parts that name none."""
        if whole := self._one(text):
            return [whole], []
        found: list[Country] = []
        unknown: list[str] = []
        for part in filter(None, (piece.strip() for piece in re.split(r"[,;|/\n]", text))):
            country = self._one(part)
            if country is None:
                unknown.append(part)
            elif country not in found:
                found.append(country)
        return found, unknown

    def _one(self, name: str) -> Country | None:
        plain = folded(_SHARE.sub("", name))
        return self.by_name.get(plain) or self.by_name.get(plain.removeprefix("the")) if plain else None


def names(text: str) -> list[str]:
    """The organizations a cell names: apart by semicolon, bar or end of line; without any of these, by comma."""
    apart = r"[;|\n]" if re.search(r"[;|\n]", text) else r","
    found = (" ".join(part.split())[:200] for part in re.split(apart, text))
    return list({folded(name): name for name in found if folded(name)}.values())

"""The columns of a sheet: the facts of every project, then the fields of the record. Each has its HXL tag."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from ..sections import FIELDS, SECTION_OF, Field, Kind
from .cells import Cell, day, number
from .telling import BRIEF, Names, Told, fields


@dataclass(frozen=True)
class Column:
    """`redact`: what of a partner, place, person or amount it tells; a redacted sheet has no such column."""

    name: str
    label: Any
    hxl: str
    cell: Callable[[Told, Names], Cell]
    redact: str = ""


def _data(name: str) -> Callable[[Told, Names], Cell]:
    return lambda row, names: str(row.data.get(name) or "")


def _class(row: Told, names: Names) -> Cell:
    value = row.data.get("classification") or ""
    return str(dict(FIELDS["classification"].choices).get(value, value))


def _countries(row: Told, names: Names) -> Cell:
    return "; ".join(names.countries.get(code, code) for code in row.data.get("countries") or [])


def _themes(row: Told, names: Names) -> Cell:
    return "; ".join(names.themes.get(code, code) for code in row.data.get("themes") or [])


def _region(row: Told, names: Names) -> Cell:
    region = row.project.region
    return region.name if region else ""


FACTS: tuple[Column, ...] = (
    Column("ref", _("Reference"), "#activity+id", lambda row, names: row.project.ref),
    Column("code", _("Code"), "#activity+code", lambda row, names: row.project.code or ""),
    Column("title", _("Title"), "#activity+name", lambda row, names: row.data.get("title") or row.project.ref),
    Column("public_title", _("Public title"), "#activity+name+public", _data("public_title")),
    Column("language", _("Language"), "#meta+language", lambda row, names: row.project.language),
    Column("status", _("Status"), "#status", lambda row, names: row.project.get_status_display()),
    Column("classification", _("Class"), "#activity+type", _class),
    Column("tier", _("Confidentiality"), "#meta+access", lambda row, names: row.project.get_tier_display()),
    Column("lead_office", _("Lead office"), "#org+lead+name", lambda row, names: row.project.lead_office.name, "place"),
    Column("region", _("Region"), "#region+name", _region, "place"),
    Column("countries", _("Countries"), "#country+name", _countries, "place"),
    Column(
        "country_codes",
        _("Country codes"),
        "#country+code+v_iso2",
        lambda row, names: "; ".join(row.data.get("countries") or []),
        "place",
    ),
    Column("start_on", _("Starts on"), "#date+start", lambda row, names: day(row.data.get("start_on"))),
    Column("end_on", _("Ends on"), "#date+end", lambda row, names: day(row.data.get("end_on"))),
    Column("budget", _("Budget"), "#value+budget", lambda row, names: number(row.data.get("budget")), "amount"),
    Column("currency", _("Currency"), "#value+currency", _data("currency"), "amount"),
    Column("themes", _("Themes"), "#sector+name", _themes),
)


def chosen(parts: str, *, redacted: bool) -> list[Column]:
    """The columns that were asked for."""
    found = list(FACTS)
    if parts != "facts":
        found += [_of(FIELDS[name]) for name in fields(whole=parts == "whole") if name not in BRIEF]
    return [column for column in found if not (redacted and column.redact)]


def _of(item: Field) -> Column:
    """A field of the record as a column."""
    label = format_lazy("{section}: {field}", section=SECTION_OF[item.name].title, field=item.label)
    return Column(item.name, label, f"#description+{item.name}", _reading(item), item.redact)


def _reading(item: Field) -> Callable[[Told, Names], Cell]:
    if item.kind in {Kind.MONEY, Kind.NUMBER}:
        return lambda row, names: number(row.data.get(item.name))
    if item.kind == Kind.DATE:
        return lambda row, names: day(row.data.get(item.name))
    return lambda row, names: row.words.get(item.name, "")

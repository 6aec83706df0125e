"""One row of a list on its own: its values, what it would become, whose it is, and what is wrong with its cells."""

import re
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from pvehub.people.models import Country, Office, User
from pvehub.vocabulary.models import Term

from .. import permissions
from ..models import ImportRow
from .cells import Atlas, Doubtful, amount, day, names
from .mapping import Mapping, folded
from .verdicts import OTHER, OWN, Verdict, note, stop

CONTENT_LANGUAGES = ("en", "fr", "es", "ar")


class RowReader:
    """Reads rows one by one; everything it needs from the database is read once."""

    def __init__(self, header: list[str], mapping: Mapping, by: User, office: Office | None) -> None:
        self.mapping, self.office = mapping, office
        self.at = {target: header.index(name) for target, name in mapping.columns.items() if name in header}
        self.atlas = Atlas(Country.objects.order_by("iso2"))
        self.everywhere = permissions.imports_everywhere(by)
        self.missions = {each.country_id: each for each in Office.objects.missions().select_related("parent")}
        self.mine = self._countries_of(office) if office else set(self.missions)
        self.terms = {folded(name): term.code for term in Term.objects.of("themes") for name in _names(term)}
        ours = "|".join(re.escape(name) for name in settings.ORGANIZATION_NAMES)
        self.ours = re.compile(rf"(?<!\w)({ours})(?!\w)", re.IGNORECASE)

    def _countries_of(self, office: Office) -> set[str]:
        """The countries an office may bring rows in for: its own; a regional office's, all of its region; at HQ, any."""
        if office.kind == Office.Kind.HQ:
            return set(Country.objects.values_list("iso2", flat=True))
        if office.kind == Office.Kind.REGIONAL:
            return set(Country.objects.filter(region=office).values_list("iso2", flat=True))
        return {office.country_id} if office.country_id else set()

    def cell(self, cells: list[str], target: str) -> str:
        return cells[self.at[target]] if target in self.at else ""

    def column(self, target: str) -> str:
        return self.mapping.columns.get(target, "")

    def read(self, row: ImportRow) -> None:
        """Fill in what the row would become, its values, office, verdict and problems, as far as it alone tells."""
        cells = row.cells
        implementers = self.cell(cells, "implementers")
        row.becomes = OWN if "implementers" not in self.at or self.ours.search(implementers) else OTHER
        row.verdict, row.office, row.changes, row.problems, row.choices = Verdict.NEW, None, {}, [], []
        language = self.cell(cells, "language")
        row.values = {
            "external_id": self.cell(cells, "external_id"),
            "title": " ".join(self.cell(cells, "title").split()),
            "summary": self.cell(cells, "summary"),
            "language": language if language in CONTENT_LANGUAGES else self.mapping.language,
        }
        self._words(row)
        self._numbers(row)
        self._places(row)
        self._themes(row)
        self._organizations(row, implementers)

    def _words(self, row: ImportRow) -> None:
        for target, most in (("external_id", 120), ("title", 300)):
            text = row.values[target]
            if not text:
                stop(row, Verdict.REFUSED, self.column(target), _("The cell is empty."))
            elif len(text) > most:
                stop(row, Verdict.REFUSED, self.column(target), _("More than %(n)s characters.") % {"n": most})

    def _numbers(self, row: ImportRow) -> None:
        readers: dict[str, Any] = {"budget": amount, "start_on": day, "end_on": day}
        for target, read in readers.items():
            try:
                value = read(self.cell(row.cells, target))
                row.values[target] = "" if value is None else str(value)
            except Doubtful as doubt:
                stop(row, Verdict.UNCLEAR, self.column(target), str(doubt))
            except ValueError as error:
                stop(row, Verdict.REFUSED, self.column(target), str(error))
        start, end = row.values.get("start_on"), row.values.get("end_on")
        if start and end and end < start:
            reason = _("The end lies before the start (%(day)s).") % {"day": start}
            stop(row, Verdict.REFUSED, self.column("end_on"), reason)
        currency = (self.cell(row.cells, "currency") or self.mapping.currency).upper()
        row.values["currency"] = currency if row.values.get("budget") else ""
        if not re.fullmatch(r"([A-Z]{3})?", currency):
            reason = _("A currency has three letters, for example EUR.")
            stop(row, Verdict.REFUSED, self.column("currency"), reason)

    def _places(self, row: ImportRow) -> None:
        countries, unknown = self.atlas.read(self.cell(row.cells, "countries"))
        row.values["countries"] = sorted(country.iso2 for country in countries)
        column = self.column("countries")
        if unknown:
            reason = _("No country is called “%(names)s”.") % {"names": ", ".join(unknown)[:120]}
            stop(row, Verdict.UNCLEAR, column, reason)
        codes = set(row.values["countries"])
        if not self.everywhere and not codes & self.mine and (codes or not unknown):
            verdict = Verdict.UNCLEAR if unknown else Verdict.NOT_YOURS
            stop(row, verdict, column, _("Not in a country of your office."))
        if row.becomes == OWN:
            self._lead(row, codes, column)

    def _lead(self, row: ImportRow, codes: set[str], column: str) -> None:
        """The lead office: the one chosen; without a choice the mission in the row's only country that has one."""
        if self.office:
            row.office = self.office
            if self.everywhere and not codes & self.mine:
                stop(row, Verdict.NOT_YOURS, column, _("Not in a country of the chosen office."))
            return
        offices = [self.missions[code] for code in sorted(codes) if code in self.missions]
        if len(offices) == 1:
            row.office = offices[0]
        elif not offices:
            stop(row, Verdict.UNCLEAR, column, _("No mission stands in its countries: choose a lead office."))
        else:
            led = ", ".join(office.code for office in offices)
            reason = _("Several missions could lead it (%(names)s): choose one.") % {"names": led}
            stop(row, Verdict.UNCLEAR, column, reason)

    def _themes(self, row: ImportRow) -> None:
        if "themes" not in self.at:
            return
        parts = [part.strip() for part in re.split(r"[;,|\n]", self.cell(row.cells, "themes")) if part.strip()]
        row.values["themes"] = sorted({self.terms[folded(part)] for part in parts if folded(part) in self.terms})
        unknown = [part for part in parts if folded(part) not in self.terms]
        if unknown:
            reason = _("Not in our list of themes, left out: %(names)s.") % {"names": ", ".join(unknown)[:200]}
            note(row, self.column("themes"), reason)

    def _organizations(self, row: ImportRow, implementers: str) -> None:
        """Donors of our own projects are organizations; of others', words like the implementers and the contact."""
        donors = names(self.cell(row.cells, "donors"))
        if row.becomes == OTHER:
            row.values["organizations"] = " ".join(implementers.split())
            row.values["contact"] = " ".join(self.cell(row.cells, "contact").split())[:300]
            row.values["donors"] = "; ".join(donors)
        elif "donors" in self.at:
            row.values["donors"] = sorted(donors)


def _names(term: Term) -> list[str]:
    return [name for name in (term.code, term.name_en, term.name_fr, term.name_es) if name]

"""The dry run: for every row what applying would do, and where it cannot, the row, the column and the reason."""

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pvehub import access
from pvehub.people.models import Country, Office, User
from pvehub.vocabulary.models import Term

from .. import permissions
from ..models import OtherProject, Project
from ..workflow import BEFORE_SUBMISSION
from .cells import Atlas, Doubtful, amount, day
from .mapping import Mapping, folded
from .reading import Sheet

OWN, OTHER = "project", "other"  # what a row becomes


class Verdict(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    UNCLEAR = "unclear"
    NOT_YOURS = "not_yours"
    REFUSED = "refused"


NEW = Verdict.NEW
LABELS = {
    Verdict.NEW: gettext_lazy("New"),
    Verdict.CHANGED: gettext_lazy("Changed"),
    Verdict.UNCHANGED: gettext_lazy("Unchanged"),
    Verdict.UNCLEAR: gettext_lazy("Unclear"),
    Verdict.NOT_YOURS: gettext_lazy("Not yours"),
    Verdict.REFUSED: gettext_lazy("Refused"),
}
PILLS = {
    "new": "ok",
    "changed": "info",
    "unchanged": "neutral",
    "unclear": "warn",
    "not_yours": "neutral",
    "refused": "danger",
}


@dataclass
class PlannedRow:
    """One row: what it would become, the values, and what is wrong with it by column."""

    number: int
    becomes: str = OWN
    verdict: Verdict = NEW
    values: dict[str, Any] = field(default_factory=dict)  # JSON: what `imported` will hold
    office: Office | None = None
    existing: Any = None
    changes: dict[str, list[Any]] = field(default_factory=dict)
    problems: list[tuple[str, str]] = field(default_factory=list)  # (column or "", reason)

    @property
    def label(self) -> str:
        return str(LABELS[self.verdict])

    @property
    def pill(self) -> str:
        return PILLS[self.verdict]

    def stop(self, verdict: Verdict, column: str, reason: str) -> None:
        """Give the verdict; a refusal outweighs a doubt, and every problem is told once."""
        if (column, reason) not in self.problems:
            self.problems.append((column, reason))
        if self.verdict != Verdict.REFUSED:
            self.verdict = verdict


@dataclass
class Plan:
    """What applying a list would do, and what was noticed about the list as a whole."""

    rows: list[PlannedRow]
    remarks: list[str] = field(default_factory=list)

    def counts(self) -> dict[str, int]:
        """How many rows have which verdict; projects and other organizations' projects apart, and in all."""
        found = Counter(f"{row.becomes}_{row.verdict}" for row in self.rows)
        found.update(str(row.verdict) for row in self.rows)
        found["rows"] = len(self.rows)
        return dict(sorted(found.items()))

    def to_apply(self) -> list[PlannedRow]:
        return [row for row in self.rows if row.verdict in (Verdict.NEW, Verdict.CHANGED)]


def plan(sheet: Sheet, mapping: Mapping, *, by: User, office: Office | None) -> Plan:
    """Check every row of the list against itself, the portfolio and what this person may bring in."""
    made = Plan([])
    reader = _Reader(sheet, mapping, by, office)
    for number, cells in enumerate(sheet.rows, 2):
        made.rows.append(reader.row(number, cells))
    _compare_among_themselves(made.rows)
    _compare_with_what_is_there(made.rows, by)
    if "budget" in mapping.columns and "currency" not in mapping.columns and not mapping.currency:
        made.remarks.append(
            _("The list does not say the currency of its amounts: choose one, or they come in without.")
        )
    if "implementers" not in mapping.columns:
        made.remarks.append(_("No column names the implementing organizations: every row is taken for ours."))
    return made


class _Reader:
    """Reads rows one by one; everything it needs from the database is read once."""

    def __init__(self, sheet: Sheet, mapping: Mapping, by: User, office: Office | None) -> None:
        self.mapping, self.office = mapping, office
        self.at = {target: sheet.header.index(name) for target, name in mapping.columns.items() if name in sheet.header}
        self.atlas = Atlas(Country.objects.order_by("iso2"))
        self.everywhere = permissions.imports_everywhere(by)
        self.missions = {each.country_id: each for each in Office.objects.missions().select_related("parent")}
        self.mine = self._countries_of(office) if office else set(self.missions)
        self.terms = {folded(name): term.code for term in Term.objects.of("themes") for name in _names(term)}
        self.ids = {row[self.at["external_id"]] for row in sheet.rows} if "external_id" in self.at else set()
        names = "|".join(re.escape(name) for name in settings.ORGANIZATION_NAMES)
        self.ours = re.compile(rf"(?<!\w)({names})(?!\w)", re.IGNORECASE)
        access.require(permissions.why_not_import(by, office))

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

    def row(self, number: int, cells: list[str]) -> PlannedRow:
        row = PlannedRow(number)
        implementers = self.cell(cells, "implementers")
        row.becomes = OWN if "implementers" not in self.at or self.ours.search(implementers) else OTHER
        row.values = {
            "external_id": self.cell(cells, "external_id"),
            "title": " ".join(self.cell(cells, "title").split()),
        }
        row.values["summary"] = self.cell(cells, "summary")
        row.values["language"] = self.mapping.language
        if row.becomes == OTHER:
            row.values["organizations"] = " ".join(implementers.split())
        self._words(row)
        self._numbers(row, cells)
        self._places(row, cells)
        self._themes(row, cells)
        parent = self.cell(cells, "parent")
        if parent and parent != row.values["external_id"] and parent in self.ids:
            reason = _("A part of %(id)s, which is in the list: counted there, not twice.") % {"id": parent}
            row.stop(Verdict.REFUSED, self.column("parent"), reason)
        return row

    def _words(self, row: PlannedRow) -> None:
        for target, most in (("external_id", 120), ("title", 300)):
            text = row.values[target]
            if not text:
                row.stop(Verdict.REFUSED, self.column(target), _("The cell is empty."))
            elif len(text) > most:
                row.stop(Verdict.REFUSED, self.column(target), _("More than %(n)s characters.") % {"n": most})

    def _numbers(self, row: PlannedRow, cells: list[str]) -> None:
        for target, read in (("budget", amount), ("start_on", day), ("end_on", day)):
            try:
                value = read(self.cell(cells, target))
                row.values[target] = "" if value is None else str(value)
            except Doubtful as doubt:
                row.stop(Verdict.UNCLEAR, self.column(target), str(doubt))
            except ValueError as error:
                row.stop(Verdict.REFUSED, self.column(target), str(error))
        start, end = row.values.get("start_on"), row.values.get("end_on")
        if start and end and end < start:
            row.stop(
                Verdict.REFUSED, self.column("end_on"), _("The end lies before the start (%(day)s).") % {"day": start}
            )
        currency = (self.cell(cells, "currency") or self.mapping.currency).upper()
        row.values["currency"] = currency if row.values.get("budget") else ""
        if not re.fullmatch(r"([A-Z]{3})?", currency):
            row.stop(Verdict.REFUSED, self.column("currency"), _("A currency has three letters, for example EUR."))

    def _places(self, row: PlannedRow, cells: list[str]) -> None:
        countries, unknown = self.atlas.read(self.cell(cells, "countries"))
        row.values["countries"] = sorted(country.iso2 for country in countries)
        column = self.column("countries")
        if unknown:
            reason = _("No country is called “%(names)s”.") % {"names": ", ".join(unknown)[:120]}
            row.stop(Verdict.UNCLEAR, column, reason)
        codes = set(row.values["countries"])
        if not self.everywhere and not codes & self.mine:
            reason = _("Not in a country of your office.") if codes or not unknown else _("Its country is not known.")
            row.stop(Verdict.NOT_YOURS if not unknown else Verdict.UNCLEAR, column, reason)
        if row.becomes == OWN:
            self._lead(row, codes, column)

    def _lead(self, row: PlannedRow, codes: set[str], column: str) -> None:
        """The lead office: the one chosen; without a choice the mission in the row's only country that has one."""
        if self.office:
            row.office = self.office
            if self.everywhere and not codes & self.mine:
                row.stop(Verdict.NOT_YOURS, column, _("Not in a country of the chosen office."))
            return
        offices = [self.missions[code] for code in sorted(codes) if code in self.missions]
        if len(offices) == 1:
            row.office = offices[0]
        elif not offices:
            row.stop(Verdict.UNCLEAR, column, _("No mission stands in its countries: choose a lead office."))
        else:
            names = ", ".join(office.code for office in offices)
            row.stop(
                Verdict.UNCLEAR, column, _("Several missions could lead it (%(names)s): choose one.") % {"names": names}
            )

    def _themes(self, row: PlannedRow, cells: list[str]) -> None:
        if row.becomes == OTHER or "themes" not in self.at:
            return
        parts = [part.strip() for part in re.split(r"[;,|\n]", self.cell(cells, "themes")) if part.strip()]
        row.values["themes"] = sorted({self.terms[folded(part)] for part in parts if folded(part) in self.terms})
        unknown = [part for part in parts if folded(part) not in self.terms]
        if unknown:
            reason = _("Not in our list of themes, left out: %(names)s.") % {"names": ", ".join(unknown)[:200]}
            row.problems.append((self.column("themes"), reason))


def _names(term: Term) -> list[str]:
    return [name for name in (term.code, term.name_en, term.name_fr, term.name_es) if name]


def _compare_among_themselves(rows: list[PlannedRow]) -> None:
    """The same identifier twice, or two that differ only by upper and lower case: asked about, never merged."""
    groups: dict[str, list[PlannedRow]] = defaultdict(list)
    for row in rows:
        if row.values["external_id"]:
            groups[row.values["external_id"].casefold()].append(row)
    for group in groups.values():
        spellings = {row.values["external_id"] for row in group}
        if len(spellings) > 1:
            reason = _("Identifiers that differ only by upper and lower case: %(ids)s. Are they one project?")
            for row in filter(_is_mine, group):
                row.stop(Verdict.UNCLEAR, "", reason % {"ids": ", ".join(sorted(spellings))})
        elif len(group) > 1:
            _repeated(group)


def _is_mine(row: PlannedRow) -> bool:
    """What is not theirs to bring in needs no further question."""
    return row.verdict != Verdict.NOT_YOURS


def _repeated(group: list[PlannedRow]) -> None:
    first = group[0]
    same = all(row.values == first.values for row in group)
    for row in filter(_is_mine, group[1:] if same else group):
        others = ", ".join(str(other.number) for other in group if other is not row)
        reason = _("The same identifier stands in row %(rows)s too.") % {"rows": others}
        row.stop(Verdict.REFUSED if same else Verdict.UNCLEAR, "", reason)


def _compare_with_what_is_there(rows: list[PlannedRow], by: User) -> None:
    """New, changed or unchanged since the list was last applied; an edit made here is never overwritten.

    Of a project this person may not read, nothing is told but that the identifier is taken.
    """
    there: dict[str, Any] = {}
    spelled: dict[str, str] = {}
    readable = set(Project.objects.whole_for(by).exclude(external_id="").values_list("external_id", flat=True))
    for model in (OtherProject, Project):
        found = model.objects.exclude(external_id="").only("pk", "external_id", "imported")
        for thing in found:
            there[thing.external_id] = thing
            spelled[thing.external_id.casefold()] = thing.external_id
    for row in rows:
        if row.verdict != NEW:
            continue
        key = row.values["external_id"]
        known = spelled.get(key.casefold())
        if (
            known
            and isinstance(there[known], Project)
            and known not in readable
            and not permissions.imports_everywhere(by)
        ):
            row.stop(Verdict.UNCLEAR, "", _("This identifier cannot be used here; ask TRD to look at it."))
        elif known and known != key:
            reason = _("%(id)s stands here already and differs only by upper and lower case. Are they one project?")
            row.stop(Verdict.UNCLEAR, "", reason % {"id": known})
        elif key in there:
            _compare(row, there[key])


def _compare(row: PlannedRow, thing: Any) -> None:
    row.existing = thing
    if isinstance(thing, Project) != (row.becomes == OWN):
        row.stop(Verdict.UNCLEAR, "", _("It stands here already, once as ours and once as another organization's."))
        return
    before = thing.imported or {}
    row.changes = {
        name: [before.get(name, ""), value]
        for name, value in row.values.items()
        if value != before.get(name, [] if isinstance(value, list) else "")
    }
    if not row.changes:
        row.verdict = Verdict.UNCHANGED
        return
    row.verdict = Verdict.CHANGED
    if isinstance(thing, Project):
        edited = _edited_here(Project.objects.get(pk=thing.pk), row)
        if edited:
            row.stop(
                Verdict.UNCLEAR,
                "",
                _("The list changed what was edited here meanwhile: %(names)s.") % {"names": edited},
            )


def _edited_here(project: Project, row: PlannedRow) -> str:
    """Names of the fields that the list changed and somebody changed here as well; every field once it is no draft."""
    if project.status not in BEFORE_SUBMISSION:
        return ", ".join(sorted(row.changes))
    now = current(project)
    return ", ".join(sorted(name for name, (before, _after) in row.changes.items() if now.get(name, before) != before))


def current(project: Project) -> dict[str, Any]:
    """What stands in the project, in the form of an imported row."""
    return {
        "title": project.title,
        "summary": project.summary,
        "budget": "" if project.budget is None else str(project.budget),
        "currency": project.currency,
        "start_on": project.start_on.isoformat() if project.start_on else "",
        "end_on": project.end_on.isoformat() if project.end_on else "",
        "countries": sorted(project.countries.values_list("iso2", flat=True)),
        "themes": sorted(project.themes.values_list("code", flat=True)),
    }

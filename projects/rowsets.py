"""The tables inside a record: how a row is read, said in words and named. The small tables come from `sections.TABLES`."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from operator import attrgetter
from typing import Any

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pvehub.people.models import Country
from pvehub.vocabulary.models import Term

from . import gathering
from .measures import DIMENSIONS
from .models import (
    Activity,
    Component,
    ContextAnalysis,
    Document,
    Driver,
    Indicator,
    Location,
    Outcome,
    Participation,
    Project,
    TableRow,
)
from .sections import LENSES, SECTION_OF, TABLES, tables


@dataclass(frozen=True)
class RowSet:
    """One table of a record. `own`: the fields written on the row; `lists`: its many-to-many fields.

    A small table has its columns in `table`; its cells stand in the row's `data`.
    """

    name: str
    section: str
    one: Any  # "a driver"
    model: Any
    reverse: str  # the accessor on the project
    own: tuple[str, ...]
    lists: tuple[str, ...]
    related: tuple[str, ...]
    words: Callable[[Any], list[str]]
    where: tuple[tuple[str, str], ...] = ()  # what every row of this table has
    lacks: Callable[[Any], list[Any]] | None = None  # what a row still needs, as labels
    pages: tuple[str, str] = ("projects:row-add", "projects:row-edit")  # where one is added, and changed
    number: Callable[[Any, int], None] | None = None  # gives a new row its code, from the revision of the field
    table: tables.Table | None = None
    order: tuple[str, ...] = ("pk",)

    def rows(self, project: Project) -> Any:
        """The rows of one project in their order, in as many queries as there are lists plus one."""
        return self.neighbours(project).filter(**dict(self.where)).prefetch_related(*self.lists)

    def neighbours(self, project: Project) -> Any:
        """Its rows, and those of the tables that share its accessor on the project; their terms are not read yet."""
        rows = getattr(project, self.reverse).order_by(*self.order)
        return rows.select_related(*self.related) if self.related else rows

    def every(self, project: Project, gathered: gathering.Gathered | None = None) -> list[Any]:
        """The neighbours, as they were fetched for many projects at once, or gathered with the record, or else now."""
        fetched = getattr(project, "_prefetched_objects_cache", {}).get(self.reverse)
        if fetched is not None:
            return list(fetched)
        if gathered is None:
            return list(self.neighbours(project).prefetch_related(*self.lists))
        return (
            self.sorted(gathered.rows[self.reverse])
            if self.reverse in gathering.PLAIN
            else list(self.neighbours(project))
        )

    def sorted(self, rows: list[Any]) -> list[Any]:
        """In the order of the table, as the database would."""
        for name in reversed(self.order):
            rows = sorted(rows, key=attrgetter(name.lstrip("-").replace("__", ".")), reverse=name.startswith("-"))
        return rows

    def fetching(self) -> Prefetch:
        """How the neighbours of many projects are fetched at once."""
        rows = self.model.objects.prefetch_related(*self.lists).order_by(*self.order)
        return Prefetch(self.reverse, rows.select_related(*self.related) if self.related else rows)

    def add_url(self, project: Project) -> str:
        """The page on which a row is added."""
        named = [project.ref, self.name] if self.pages[0] == "projects:row-add" else [project.ref]
        return reverse(self.pages[0], args=named)

    def edit_url(self, project: Project, row: Any) -> str:
        """The page on which a row is changed."""
        named = [project.ref, self.name] if self.pages[1] == "projects:row-edit" else [project.ref]
        return reverse(self.pages[1], args=[*named, row.pk])

    def holds(self, row: Any) -> bool:
        """Whether a row of the accessor is a row of this table."""
        return all(getattr(row, name) == value for name, value in self.where)

    def data(self, row: Any) -> dict[str, Any]:
        """The row as JSON: terms and countries as codes, organizations as names, dates as ISO."""
        if self.table:
            return {name: str(row.data.get(name, "")) for name in self.own}
        found: dict[str, Any] = {name: _json(getattr(row, name)) for name in self.own}
        for name in self.lists:
            found[name] = sorted(term.code for term in gathering.terms_of(row, name))
        return found

    def text(self, row: Any) -> str:
        """The row on one line."""
        return " · ".join(part for part in self.words(row) if part)

    def label(self, column: str) -> str:
        """The heading of a column."""
        if self.table:
            return str(self.table.column(column).label)
        return str(self.model._meta.get_field(column).verbose_name)


def _json(value: Any) -> Any:
    if isinstance(value, Term):
        return value.code
    if isinstance(value, Country):
        return value.iso2
    if isinstance(value, Outcome):
        return value.text
    if isinstance(value, str | list | bool):
        return value
    return "" if value is None else str(value)


def _day(on: date | None) -> str:
    return date_format(on, "DATE_FORMAT") if on else ""


def _figure(value: Decimal) -> str:
    return number_format(value, decimal_pos=2, use_l10n=True, force_grouping=True)


def _location(row: Location) -> list[str]:
    note = f"{row.note} ({_day(row.noted_on)})" if row.note and row.noted_on else row.note or _day(row.noted_on)
    return [str(row.country or ""), row.admin1, row.admin2, row.place, note]


def _component(row: Component) -> list[str]:
    share = _("%s %% of the budget") % number_format(row.share.normalize(), use_l10n=True) if row.share else ""
    return [row.title, row.get_classification_display(), share, row.outcome]


def _analysis(row: ContextAnalysis) -> list[str]:
    until = _("review by %s") % _day(row.review_on) if row.review_on else ""
    return [_day(row.written_on), until, row.text, _("sources: %s") % row.sources if row.sources else ""]


def _table_row(row: TableRow) -> list[str]:
    return tables.words(TABLES[row.table], row.data)


def _driver(row: Driver) -> list[str]:
    lens = LENSES.get(row.term.attributes.get("lens", ""))
    return [
        _("%(lens)s: %(driver)s") % {"lens": lens, "driver": row.term.name} if lens else row.term.name,
        _("level: %s") % row.get_level_display(),
        _("confidence: %s") % row.get_confidence_display(),
        _day(row.assessed_on),
        row.evidence,
    ]


def _outcome(row: Outcome) -> list[str]:
    drivers = ", ".join(term.name for term in gathering.terms_of(row, "drivers"))
    return [row.text, row.get_change_display(), _("answers: %s") % drivers if drivers else ""]


def _activity(row: Activity) -> list[str]:
    tags = ", ".join(
        term.name for term in [*gathering.terms_of(row, "interventions"), *gathering.terms_of(row, "approaches")]
    )
    drivers = ", ".join(term.name for term in gathering.terms_of(row, "drivers"))
    serves = _("serves: %s") % row.outcome.text if row.outcome else ""
    return [row.text, serves, _("answers: %s") % drivers if drivers else "", tags]


def _partner(row: Participation) -> list[str]:
    until = _("due diligence until %s") % _day(row.diligence_until_on) if row.diligence_until_on else ""
    done = _("due diligence done on %s") % _day(row.diligence_on) if row.diligence_on else ""
    return [row.organization.name, row.added_value, done, row.get_diligence_display(), until]


def _donor(row: Participation) -> list[str]:
    if row.amount is None:
        return [row.organization.name, row.get_arm_display()]
    return [row.organization.name, row.get_arm_display(), f"{_figure(row.amount)} {row.currency}".strip()]


def _indicator(row: Indicator) -> list[str]:
    figures = [
        _("baseline: %s") % row.baseline if row.baseline else "",
        _("target: %s") % row.target if row.target else "",
        row.unit,
    ]
    return [
        row.title,
        row.code if row.term_id else "",
        row.get_level_display(),
        _("proxy for: %s") % row.proxy_for if row.proxy_for else "",
        *figures,
        row.source,
        row.get_frequency_display(),
        ", ".join(str(DIMENSIONS[code].label) for code in row.disaggregation if code in DIMENSIONS),
        "" if row.is_measurable else _("NOT MEASURABLE YET: %s") % row.why_not_measurable,
    ]


def _indicator_lacks(row: Indicator) -> list[Any]:
    """What makes it measurable: unit, baseline, target, source, how often, broken down by; of words and totals less."""
    if not row.is_measurable:
        return []
    names = ["unit", "baseline", "target", "source", "frequency", "disaggregation"]
    if not row.is_counted:
        names = ["baseline", "target", "source", "frequency"]
    fields: Any = row._meta
    return [fields.get_field(name).verbose_name for name in names if not getattr(row, name)]


def _number_indicator(row: Indicator, revision: int) -> None:
    """A standard indicator keeps the code of the bank. An own one gets a number that no other ever had or will have."""
    row.code = row.term.code if row.term else f"OWN-{revision + 1:02d}"


def _document(row: Document) -> list[str]:
    if row.is_stricter:
        return [_("A document that fewer people read than this project"), row.get_tier_display()]
    return [row.title, row.kind.name, row.get_language_display(), _day(row.dated_on)]


_PARTNER = ("organization", "added_value", "diligence_on", "diligence", "diligence_until_on")
_DONOR = ("organization", "arm", "amount", "currency")
_INDICATOR = (
    *("code", "term", "name", "level", "value_type", "unit", "baseline", "target", "source", "frequency"),
    *("disaggregation", "adds_up", "proxy_for", "is_measurable", "why_not_measurable"),
)


class DocumentRows(RowSet):
    """Files: the fingerprint is part of the row, and of a document stricter than its project nothing else is."""

    def data(self, row: Document) -> dict[str, Any]:
        proof = {"sha256": row.file.sha256, "tier": row.tier_now}
        return proof if row.is_stricter else {**super().data(row), **proof}


ROWSETS: dict[str, RowSet] = {
    item.name: item
    for item in (
        RowSet(
            "locations",
            "overview",
            gettext_lazy("Place"),
            Location,
            "locations",
            ("country", "admin1", "admin2", "place", "note", "noted_on"),
            (),
            ("country",),
            _location,
        ),
        RowSet(
            "components",
            "overview",
            gettext_lazy("Component"),
            Component,
            "components",
            ("title", "share", "outcome", "classification"),
            (),
            (),
            _component,
        ),
        RowSet(
            "context_analysis",
            "context",
            gettext_lazy("Context analysis"),
            ContextAnalysis,
            "analyses",
            ("text", "sources", "written_on", "review_on"),
            (),
            (),
            _analysis,
            order=("-written_on", "-pk"),
        ),
        RowSet(
            "drivers",
            "context",
            gettext_lazy("Driver"),
            Driver,
            "driver_rows",
            ("term", "level", "confidence", "assessed_on", "evidence"),
            (),
            ("term",),
            _driver,
            order=("term__position", "pk"),
        ),
        RowSet(
            "outcomes",
            "results",
            gettext_lazy("Outcome"),
            Outcome,
            "outcomes",
            ("text", "change"),
            ("drivers",),
            (),
            _outcome,
        ),
        RowSet(
            "activities",
            "results",
            gettext_lazy("Activity"),
            Activity,
            "activities",
            ("text", "outcome"),
            ("interventions", "approaches", "drivers"),
            ("outcome",),
            _activity,
        ),
        RowSet(
            "partners",
            "partners",
            gettext_lazy("Partner"),
            Participation,
            "participations",
            _PARTNER,
            (),
            ("organization",),
            _partner,
            (("role", "partner"),),
        ),
        RowSet(
            "donors",
            "partners",
            gettext_lazy("Donor"),
            Participation,
            "participations",
            _DONOR,
            (),
            ("organization",),
            _donor,
            (("role", "donor"),),
        ),
        RowSet(
            "indicators",
            "monitoring",
            gettext_lazy("Indicator"),
            Indicator,
            "indicators",
            _INDICATOR,
            (),
            ("term",),
            _indicator,
            lacks=_indicator_lacks,
            pages=("projects:indicator-choose", "projects:row-edit"),
            number=_number_indicator,
        ),
        DocumentRows(
            "documents",
            "documents",
            gettext_lazy("Document"),
            Document,
            "documents",
            ("title", "kind", "language", "dated_on", "section"),
            (),
            ("kind", "file"),
            _document,
            pages=("projects:document-add", "projects:document-edit"),
        ),
        *(
            RowSet(
                table.name,
                SECTION_OF[table.name].slug,
                table.one,
                TableRow,
                "table_rows",
                tuple(column.name for column in table.columns),
                (),
                (),
                _table_row,
                (("table", table.name),),
                table=table,
                order=("position", "pk"),
            )
            for table in TABLES.values()
        ),
    )
}

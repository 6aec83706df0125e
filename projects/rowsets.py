"""The tables inside a record, drivers to documents: how a row is read, and said in words."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pvehub.vocabulary.models import Term

from .measures import DIMENSIONS
from .models import Activity, Document, Driver, Indicator, Outcome, Participation, Project


@dataclass(frozen=True)
class RowSet:
    """One table of a record. `own`: the fields written on the row; `lists`: its many-to-many fields."""

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

    def rows(self, project: Project) -> Any:
        """The rows of one project in the order they were written, in as many queries as there are lists plus one."""
        return self.neighbours(project).filter(**dict(self.where))

    def neighbours(self, project: Project) -> Any:
        """Its rows, and those of the tables that share its accessor on the project."""
        rows = getattr(project, self.reverse).select_related(*self.related)
        return rows.prefetch_related(*self.lists).order_by("pk")

    def every(self, project: Project) -> list[Any]:
        """The neighbours, as they were fetched for many projects at once, or else now."""
        fetched = getattr(project, "_prefetched_objects_cache", {}).get(self.reverse)
        return list(self.neighbours(project) if fetched is None else fetched)

    def fetching(self) -> Prefetch:
        """How the neighbours of many projects are fetched at once."""
        rows = self.model.objects.select_related(*self.related).prefetch_related(*self.lists)
        return Prefetch(self.reverse, rows.order_by("pk"))

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
        """The row as JSON: terms as codes, organizations as names, dates as ISO."""
        found: dict[str, Any] = {}
        for name in self.own:
            value = getattr(row, name)
            if isinstance(value, Term):
                value = value.code
            elif isinstance(value, list | bool):
                found[name] = value
                continue
            elif name == "outcome":
                value = value.text if value else ""
            found[name] = value if isinstance(value, str) else "" if value is None else str(value)
        for name in self.lists:
            found[name] = sorted(term.code for term in getattr(row, name).all())
        return found

    def text(self, row: Any) -> str:
        """The row on one line."""
        return " · ".join(part for part in self.words(row) if part)


def _driver(row: Driver) -> list[str]:
    return [
        row.term.name,
        _("level: %s") % row.get_level_display(),
        _("confidence: %s") % row.get_confidence_display(),
        date_format(row.assessed_on, "DATE_FORMAT") if row.assessed_on else "",
        row.evidence,
    ]


def _outcome(row: Outcome) -> list[str]:
    drivers = ", ".join(term.name for term in row.drivers.all())
    return [row.text, row.get_change_display(), _("answers: %s") % drivers if drivers else ""]


def _activity(row: Activity) -> list[str]:
    tags = ", ".join(term.name for term in [*row.interventions.all(), *row.approaches.all()])
    return [row.text, _("serves: %s") % row.outcome.text if row.outcome else "", tags]


def _partner(row: Participation) -> list[str]:
    until = date_format(row.diligence_until_on, "DATE_FORMAT") if row.diligence_until_on else ""
    return [row.organization.name, row.added_value, _("due diligence until %s") % until if until else ""]


def _donor(row: Participation) -> list[str]:
    if row.amount is None:
        return [row.organization.name, row.get_arm_display()]
    money = f"{number_format(row.amount, decimal_pos=2, force_grouping=True)} {row.currency}".strip()
    return [row.organization.name, row.get_arm_display(), money]


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
        _("stands in for: %s") % row.proxy_for if row.proxy_for else "",
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
    day = date_format(row.dated_on, "DATE_FORMAT") if row.dated_on else ""
    return [row.title, row.kind.name, row.get_language_display(), day]


_PARTNER = ("organization", "added_value", "diligence_until_on")
_DONOR = ("organization", "arm", "amount", "currency")
_INDICATOR = (
    *("code", "term", "name", "level", "value_type", "unit", "baseline", "target", "source", "frequency"),
    *("disaggregation", "adds_up", "proxy_for", "is_measurable", "why_not_measurable"),
)


class DocumentRows(RowSet):
    """Files: the fingerprint is part of the row, and of a document stricter than its project nothing else is."""

    def data(self, row: Document) -> dict[str, Any]:
        proof = {"sha256": row.file.sha256, "tier": row.tier}
        return proof if row.is_stricter else {**super().data(row), **proof}


ROWSETS: dict[str, RowSet] = {
    item.name: item
    for item in (
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
            ("interventions", "approaches"),
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
    )
}

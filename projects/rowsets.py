"""The tables inside a record (drivers, outcomes, activities, partners, donors): how a row is read, and said in words."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .models import Activity, Driver, Outcome, Participation, Project


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

    def holds(self, row: Any) -> bool:
        """Whether a row of the accessor is a row of this table."""
        return all(getattr(row, name) == value for name, value in self.where)

    def data(self, row: Any) -> dict[str, Any]:
        """The row as JSON: terms as codes, organizations as names, dates as ISO."""
        found: dict[str, Any] = {}
        for name in self.own:
            value = getattr(row, name)
            if name == "term":
                value = value.code
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


_PARTNER = ("organization", "added_value", "diligence_until_on")
_DONOR = ("organization", "arm", "amount", "currency")
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
    )
}

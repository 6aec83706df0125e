"""What in a project falls due on a day: due diligence of partners, context analyses, values of indicators. One table of sources.

Whatever is asked here is asked of the rows as they stand, so what was mended meanwhile is not late any more.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Value
from django.utils.translation import gettext_lazy as _

from pvehub.people.calendar import day_at

from .models import ContextAnalysis, Indicator, Participation, Project
from .workflow import PAST_REMINDING, REMINDER_RUNGS


@dataclass(frozen=True)
class Source:
    """One kind of thing that falls due: the notice it gives, how a badge calls it, its rows and the day of each."""

    rule: str
    kind: str
    badge: Any
    section: str
    rows: Callable[[], Any]
    field: str

    def upto(self, day: date) -> Any:
        """Rows of living projects due on this day or before it, each with its project."""
        rows = self.rows().filter(**{f"{self.field}__lte": day}).exclude(project__status__in=PAST_REMINDING)
        return rows.select_related("project__lead_office", "project__manager").order_by("pk")

    def due_on(self, row: Any) -> date:
        found: date = getattr(row, self.field)
        return found


SOURCES: dict[str, Source] = {
    source.rule: source
    for source in (
        Source(
            "diligence",
            "projects.diligence_due",
            _("Due diligence has run out"),
            "partners",
            lambda: Participation.objects.filter(role=Participation.Role.PARTNER),
            "diligence_until_on",
        ),
        Source(
            "context",
            "projects.context_due",
            _("Context analysis past its review"),
            "context",
            lambda: ContextAnalysis.objects.filter(pk__in=ContextAnalysis.objects.newest().values("pk")),
            "review_on",
        ),
        Source(
            "values",
            "projects.values_due",
            _("Values are late"),
            "monitoring",
            lambda: Indicator.objects.with_due_on(),
            "due_on",
        ),
    )
}


def today_of(project: Project, now: datetime | None = None) -> date:
    """The day it is at the lead office."""
    return day_at(project.lead_office, now)


def reached(due_on: date, today: date) -> Iterator[tuple[str, int]]:
    """Who is told now, and by which rung: of each ladder only the latest reached, so that an outage gives one reminder."""
    days = (today - due_on).days
    for who, rungs in REMINDER_RUNGS.items():
        if passed := [rung for rung in rungs if rung <= days]:
            yield who, max(passed)


def is_still_due(project: Project, rule: str, row: int, due_on: str) -> bool:
    """Whether this very row of the project still falls due on that day."""
    source = SOURCES.get(rule)
    if source is None or project.status in PAST_REMINDING:
        return False
    found = source.rows().filter(pk=row, project=project).first()
    return found is not None and str(source.due_on(found)) == str(due_on)[:10]


@dataclass(frozen=True)
class Badge:
    """Something of the project that is late today: what, how many, since when, and the section where it is mended."""

    text: Any
    number: int
    since_on: date
    section: str


def badges(project: Project, today: date) -> list[Badge]:
    """What is late in the project today; one query for all sources."""
    parts = [
        source.upto(today).filter(project=project).order_by().values_list(Value(source.rule), source.field)
        for source in SOURCES.values()
    ]
    days: dict[str, list[date]] = {}
    for rule, due_on in parts[0].union(*parts[1:], all=True):
        if due_on < today:
            days.setdefault(rule, []).append(due_on)
    return [
        Badge(source.badge, len(days[rule]), min(days[rule]), source.section)
        for rule, source in SOURCES.items()
        if rule in days
    ]

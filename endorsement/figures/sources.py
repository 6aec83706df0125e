"""The lists of the board as one table: what waits, what is late, what nobody looked at. A figure is a list's length."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Min, OuterRef, Subquery
from django.utils.translation import gettext_lazy as _

from endorsement import workflow
from endorsement.models import Case, Condition, Decision, Report, SupportRequest
from projects.models import Indicator, NotifiedChange, Project
from projects.sections import FIELDS
from projects.workflow import Status as Life
from pvehub.people.models import User
from risks.models import Register, Risk

from .asking import Asked
from .flow import left_stage, of_month
from .load import given, leads, reading, reading_late

SOON = 60  # days before an endorsement ends in which it stands on the board
RUNNING = (Life.IN_ENDORSEMENT, Life.ENDORSED, Life.ACTIVE, Life.CLOSING, Life.SUSPENDED)


@dataclass(frozen=True)
class Line:
    """One row of a list: what, where it is, whose word is next, since when or until when."""

    title: str
    url: str
    note: Any = ""
    person: User | None = None
    on: date | datetime | None = None
    ref: str = ""  # of a case that can be chosen for a batch


@dataclass(frozen=True)
class Source:
    """One question to the portfolio. `day` names what the date of a row is; `is_counted`: it is a figure of the board."""

    slug: str
    label: Any
    day: Any
    rows: Callable[[Asked], Any]
    line: Callable[[Any], Line]
    is_counted: bool = True


def of_case(row: Case, on: Any = None, note: Any = "") -> Line:
    """A case as a row of any list."""
    told = note or f"{row.ref} · {row.project.lead_office} · {row.get_status_display()}"
    return Line(row.project.title, row.get_absolute_url(), told, row.lead, on, row.ref)


def _cases(asked: Asked) -> Any:
    return asked.cases.in_hand().select_related("project__lead_office", "lead")


def _waiting(asked: Asked) -> Any:
    return _cases(asked).order_by("moved_at", "pk")


def _past_their_day(asked: Asked) -> Any:
    return _cases(asked).filter(due_on__lt=asked.today).order_by("due_on", "pk")


def _red_lines(asked: Asked) -> Any:
    return _cases(asked).filter(red_line=Case.RedLine.RAISED).order_by("moved_at", "pk")


def _conditions(asked: Asked) -> Any:
    rows = Condition.objects.filter(asked.of_cases("decision__case")).due_by(asked.today - timedelta(days=1))
    return rows.select_related("decision__case__project", "owner")


def _condition(row: Condition) -> Line:
    case = row.decision.case
    return Line(row.text, f"{case.get_absolute_url()}#conditions", case.ref, row.owner, row.due_on)


def _registers(asked: Asked) -> Any:
    """Registers of running projects with a risk that should have been looked at: as far as this person reads the risk."""
    late = Risk.objects.visible_to(asked.user).overdue(asked.today).filter(register=OuterRef("pk")).order_by()
    oldest = late.values("register").annotate(on=Min("next_review_on")).values("on")
    rows = Register.objects.visible_to(asked.user).filter(asked.within("project"), project__status__in=RUNNING)
    rows = rows.annotate(late_since=Subquery(oldest)).filter(late_since__isnull=False)
    return rows.select_related("project__lead_office", "project__manager").order_by("late_since", "pk")


def _register(row: Any) -> Line:
    project = row.project
    return Line(row.code, row.get_absolute_url(), str(project.lead_office), project.manager, row.late_since)


def _reports(asked: Asked) -> Any:
    rows = Report.objects.visible_to(asked.user).filter(asked.within("project"), due_on__lt=asked.today)
    rows = rows.filter(state__in=[Report.State.DUE, Report.State.RETURNED])
    return rows.select_related("project__manager", "project__lead_office").order_by("due_on", "pk")


def _unread_reports(asked: Asked) -> Any:
    rows = Report.objects.visible_to(asked.user).filter(asked.within("project"), state=Report.State.SUBMITTED)
    rows = rows.filter(review_due_on__lt=asked.today)
    return rows.select_related("project__lead_office", "reviewer").order_by("review_due_on", "pk")


def _report(row: Report) -> Line:
    return Line(
        row.notice_title(), row.get_absolute_url(), str(row.project.lead_office), row.project.manager, row.due_on
    )


def _unread_report(row: Report) -> Line:
    note = str(row.project.lead_office)
    return Line(row.notice_title(), row.get_absolute_url(), note, row.reviewer, row.review_due_on)


def _without_plan(asked: Asked) -> Any:
    """Projects beyond their first submission in which nothing is measured at a stated interval."""
    planned = Indicator.objects.filter(is_measurable=True).exclude(frequency="").values("project")
    rows = Project.objects.whole_for(asked.user).filter(asked.at("lead_office"), status__in=RUNNING)
    rows = rows.filter(submitted_once_at__isnull=False).exclude(pk__in=planned)
    return rows.select_related("lead_office", "manager").order_by("submitted_once_at", "pk")


def _project(row: Project) -> Line:
    note = f"{row.lead_office} · {row.get_status_display()}"
    return Line(row.ref, row.get_absolute_url(), note, row.manager, row.submitted_once_at)


def _changes(asked: Asked) -> Any:
    """Changes that went out and were only told, against which TRD can still object."""
    seen = Project.objects.whole_for(asked.user).filter(asked.at("lead_office")).order_by().values("pk")
    rows = NotifiedChange.objects.filter(project__in=seen, settled_at=None, objected_at=None)
    rows = rows.filter(objection_until_on__gte=asked.today)
    return rows.select_related("project__lead_office", "made_by").order_by("objection_until_on", "pk")


def _change(row: NotifiedChange) -> Line:
    label = FIELDS[row.field].label if row.field in FIELDS else row.field
    title = f"{row.project.ref} · {label}"
    return Line(
        title, row.project.get_absolute_url(), str(row.project.lead_office), row.made_by, row.objection_until_on
    )


def _ending(asked: Asked) -> Any:
    good = [status.value for status in workflow.IN_GOOD_STANDING]
    last = Decision.objects.filter(case=OuterRef("case")).order_by("-decided_at", "-pk").values("pk")[:1]
    rows = Decision.objects.filter(asked.of_cases("case"), case__status__in=good, pk=Subquery(last), reversal=None)
    rows = rows.filter(valid_until_on__lte=asked.today + timedelta(days=SOON))
    rows = rows.exclude(case__project__status__in=[Life.CLOSED, Life.CANCELLED])
    return rows.select_related("case__project__lead_office", "case__lead").order_by("valid_until_on", "pk")


def _questions(asked: Asked) -> Any:
    rows = SupportRequest.objects.visible_to(asked.user).filter(asked.at("office")).late(asked.today)
    return rows.select_related("office", "owner").order_by("due_on", "pk")


def _question(row: SupportRequest) -> Line:
    return Line(row.subject, row.get_absolute_url(), f"S-{row.number} · {row.office}", row.owner, row.due_on)


_SINCE, _DUE = _("Since"), _("Due")
SOURCES: dict[str, Source] = {
    source.slug: source
    for source in (
        Source("waiting", _("Cases in hand"), _SINCE, _waiting, lambda row: of_case(row, row.moved_at)),
        Source("late", _("Cases past their day"), _DUE, _past_their_day, lambda row: of_case(row, row.due_on)),
        Source("red-lines", _("Red lines not answered"), _SINCE, _red_lines, lambda row: of_case(row, row.moved_at)),
        Source("conditions", _("Conditions overdue"), _DUE, _conditions, _condition),
        Source("registers", _("Risk registers past their review"), _SINCE, _registers, _register),
        Source("reports", _("Reports late"), _DUE, _reports, _report),
        Source("unread-reports", _("Reports past TRD's days"), _DUE, _unread_reports, _unread_report),
        Source("without-plan", _("Projects without a plan for monitoring"), _("Submitted"), _without_plan, _project),
        Source("changes", _("Changes TRD can still object to"), _("Until"), _changes, _change),
        Source(
            "ending",
            _("Endorsements that end within 60 days"),
            _("Until"),
            _ending,
            lambda row: of_case(row.case, row.valid_until_on),
        ),
        Source("questions", _("Questions past their day"), _DUE, _questions, _question),
        # What the tables of the board lead to.
        Source("leads", _("Cases led"), _SINCE, leads, lambda row: of_case(row, row.moved_at), False),
        Source(
            "reading", _("Reviews still to be given"), _DUE, reading, lambda row: of_case(row.case, row.by_on), False
        ),
        Source(
            "reading-late",
            _("Reviews past their day"),
            _DUE,
            reading_late,
            lambda row: of_case(row.case, row.by_on),
            False,
        ),
        Source(
            "given",
            _("Reviews given in the last twelve months"),
            _("Given"),
            given,
            lambda row: of_case(row.assignment.case, row.submitted_at),
            False,
        ),
        Source(
            "stage", _("Cases that left this stage"), _SINCE, left_stage, lambda row: of_case(row, row.moved_at), False
        ),
        Source("month", _("Cases of this month"), _SINCE, of_month, lambda row: of_case(row, row.moved_at), False),
    )
}


def figures(asked: Asked) -> list[dict[str, Any]]:
    """The figures at the top of the board, each with its list; one query each."""
    return [
        {"label": source.label, "value": source.rows(asked).order_by().count(), "url": asked.list_url(source.slug)}
        for source in SOURCES.values()
        if source.is_counted
    ]

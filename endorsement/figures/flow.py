"""How cases move: working days in each stage, and month by month what came, what was decided, what is in hand."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format

from endorsement import timing, workflow
from endorsement.clock import SIDE, Side, taken
from endorsement.models import Case, ClockInterval
from endorsement.workflow import Status, Turn
from pvehub.audit.models import Event

from .asking import Asked, middle

MONTHS = 12
YEAR = timedelta(days=365)
TIMED = (Status.CLEARANCE, Status.REGIONAL, Status.SCREENING, Status.REVIEW, Status.DECISION, Status.RETURNED)
IN_HAND = frozenset(status.value for status in workflow.IN_HAND)
DECIDING = frozenset(
    workflow.BY_SLUG[slug].verb for slug in ("endorse", "endorse-with-conditions", "refuse", "find-out-of-scope")
)
SUBMITTING = workflow.BY_SLUG["submit"].verb


@dataclass
class Stage:
    """One stage: the working days of whoever held it, case by case, of those that left it in the last twelve months."""

    status: Status
    days: dict[int, int] = field(default_factory=dict)
    target: int | None = None
    url: str = ""

    @property
    def label(self) -> Any:
        """As headquarters calls it."""
        return self.status.label

    @property
    def value(self) -> int | float | None:
        """The median; none where no case has left the stage."""
        return middle(self.days.values())

    @property
    def longest(self) -> int | None:
        """The slowest of them."""
        return max(self.days.values(), default=None)


def turnaround(asked: Asked, cases: Any = None) -> dict[int, dict[str, int]]:
    """Working days by case and stage, and under "hq" and "field" those of both sides; three queries. By default the cases
    that moved in the last twelve months."""
    rows = asked.cases.filter(moved_at__gte=asked.now - YEAR) if cases is None else cases
    found = {case.pk: case for case in rows.select_related("project__lead_office")}
    days = timing.calendars(case.project.lead_office.path for case in found.values())
    spent: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for row in ClockInterval.objects.filter(case__in=found).exclude(stage=Status.DRAFT).order_by("from_at", "pk"):
        (span,) = timing.spans([row])
        n = taken(span, days[found[row.case_id].project.lead_office.path], asked.now)
        spent[row.case_id][row.stage] += n
        spent[row.case_id]["hq" if SIDE[Turn(row.holder)] == Side.HQ else "field"] += n
    return spent


def stages(asked: Asked) -> list[Stage]:
    """Each stage with the time it takes; four queries."""
    targets, found = timing.targets(), {status: Stage(status) for status in TIMED}
    here = dict(asked.cases.filter(moved_at__gte=asked.now - YEAR).values_list("pk", "status"))
    for pk, spent in turnaround(asked).items():
        for status, stage in found.items():
            if status in spent and here[pk] != status:
                stage.days[pk] = spent[status]
    for status, stage in found.items():
        stage.target = targets.get(status)
        stage.url = asked.list_url("stage", stage=status.value)
    return list(found.values())


def left_stage(asked: Asked) -> Any:
    """The cases behind the figure of one stage."""
    wanted = next((stage for stage in stages(asked) if stage.status == asked.query.get("stage")), None)
    rows = asked.cases.filter(pk__in=wanted.days if wanted else [])
    return rows.select_related("project__lead_office", "lead").order_by("-moved_at", "pk")


@dataclass
class Month:
    """One month: the cases submitted, decided, and in hand at its end (or now)."""

    begins_on: date
    ends_at: datetime
    submitted: set[int] = field(default_factory=set)
    decided: set[int] = field(default_factory=set)
    in_hand: set[int] = field(default_factory=set)
    urls: dict[str, str] = field(default_factory=dict)

    @property
    def label(self) -> str:
        """Month and year in the reader's language."""
        return date_format(self.begins_on, "F Y")

    @property
    def short(self) -> str:
        """The month alone, for a drawing."""
        return date_format(self.begins_on, "b")


WHAT = ("submitted", "decided", "in_hand")


def _next(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1)


def _frame(asked: Asked) -> list[Month]:
    firsts = [asked.today.replace(day=1)]
    while len(firsts) < MONTHS:
        firsts.insert(0, (firsts[0] - timedelta(days=1)).replace(day=1))
    midnight = datetime.min.time()
    ends = (timezone.make_aware(datetime.combine(_next(first), midnight)) for first in firsts)
    return [Month(first, min(end, asked.now)) for first, end in zip(firsts, ends, strict=True)]


def months(asked: Asked) -> list[Month]:
    """The last twelve months, this one last, read from the events of the cases; two queries."""
    frame = _frame(asked)
    began = timezone.make_aware(datetime.combine(frame[0].begins_on, datetime.min.time()))
    alive = asked.cases.filter(Q(moved_at__gte=began) | Q(status__in=IN_HAND)).order_by().values("pk")
    events = Event.objects.filter(kind=Case._meta.label_lower, thing_id__in=alive, verb__in=workflow.BY_VERB)
    stood: dict[int, str] = {}
    waits = iter(events.order_by("at", "thing_id", "seq").values_list("thing_id", "verb", "after", "at"))
    event = next(waits, None)
    for month in frame:
        while event is not None and event[3] < month.ends_at:
            pk, verb, after, at = event
            stood[pk] = after
            if at >= began and verb in DECIDING | {SUBMITTING}:
                (month.decided if verb in DECIDING else month.submitted).add(pk)
            event = next(waits, None)
        month.in_hand = {pk for pk, status in stood.items() if status in IN_HAND}
        for what in WHAT:
            month.urls[what] = asked.list_url("month", month=month.begins_on.isoformat(), what=what)
    return frame


def of_month(asked: Asked) -> Any:
    """The cases behind one figure of one month."""
    what = asked.query.get("what", "")
    month = next((row for row in months(asked) if row.begins_on.isoformat() == asked.query.get("month")), None)
    rows = asked.cases.filter(pk__in=getattr(month, what) if month and what in WHAT else [])
    return rows.select_related("project__lead_office", "lead").order_by("-moved_at", "pk")

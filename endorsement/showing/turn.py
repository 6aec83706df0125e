"""What stands on a person's desk: cases, reports, questions and conditions, in two queries however many there are."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import CharField, Exists, F, OuterRef, Q, TextField, Value, Window
from django.db.models.functions import Cast, RowNumber
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from endorsement.models import Case, Condition, Report, SupportRequest
from endorsement.workflow import Status
from pvehub.people.models import User

# A report is somebody's turn from so many days before it is due.
AHEAD_DAYS = 14


def cases(user: User, few: int) -> tuple[list[Case], list[Case]]:
    """Those whose next step is this person's, and those they work on whose next step is another's: `few` of each, and one
    more of the first so that a page can say there are others."""
    mine = Case.objects.awaiting(user).exclude(status=Status.DRAFT)
    others = Case.objects.waiting_on_others(user)
    rows = Case.objects.filter(Q(pk__in=mine.values("pk")) | Q(pk__in=others.values("pk")))
    rows = rows.annotate(is_mine=Exists(mine.filter(pk=OuterRef("pk"))))
    rank = Window(RowNumber(), partition_by=[F("is_mine")], order_by=["moved_at", "pk"])
    found = list(rows.annotate(rank=rank).filter(rank__lte=few + 1).for_list())
    return [case for case in found if case.is_mine], [case for case in found if not case.is_mine][:few]


@dataclass(frozen=True)
class Due:
    """One thing that waits for a person's word besides cases: what it is, since it is due when, and where it is done."""

    what: str
    title: str
    label: str | Promise
    due_on: date | None
    url: str


LABEL = {
    "report": _("A report to write"),
    "judge": _("A report that waits for TRD’s word"),
    "question": _("A question to headquarters"),
    "condition": pgettext_lazy("desk", "A condition to show as met"),
    "evidence": pgettext_lazy("desk", "Evidence for a condition to judge"),
}


def _row(rows: Any, what: str | Cast, title: str, place: str, number: str, day: str) -> Any:
    kind = Value(what, output_field=TextField())
    return (
        rows.order_by()
        .annotate(
            kind_=kind,
            title_=Cast(title, TextField()),
            place_=Cast(place, CharField()) if place else Value("", output_field=CharField()),
            number_=F(number),
            day_=F(day),
        )
        .values_list("kind_", "title_", "place_", "number_", "day_")
    )


def dues(user: User, today: date, few: int) -> list[Due]:
    """Reports to write or judge, questions whose next word is theirs, conditions to show or judge; the longest due first."""
    until = today + timedelta(days=AHEAD_DAYS)
    reports = _row(
        Report.objects.to_write(user, until=until), "report", "project__title", "project__ref", "number", "due_on"
    )
    judged = _row(Report.objects.to_review(user), "judge", "project__title", "project__ref", "number", "review_due_on")
    questions = _row(SupportRequest.objects.awaiting(user), "question", "subject", "", "number", "due_on")
    shown = _row(Condition.objects.to_show(user), "condition", "text", "decision__case__ref", "pk", "due_on")
    given = _row(Condition.objects.to_judge(user), "evidence", "text", "decision__case__ref", "pk", "due_on")
    rows = reports.union(judged, questions, shown, given, all=True).order_by(
        F("day_").asc(nulls_last=True), "kind_", "number_"
    )
    return [
        Due(what, title, LABEL[what], day, _url(what, place, number)) for what, title, place, number, day in rows[:few]
    ]


def _url(what: str, place: str, number: int) -> str:
    if what == "question":
        return reverse("endorsement:support-detail", args=[number])
    if what in ("report", "judge"):
        return reverse("endorsement:report-detail", args=[place, number])
    page = "condition-answer" if what == "condition" else "condition-judge"
    return reverse(f"endorsement:{page}", args=[place, number])

"""Who reads how much: cases led, reviews still to be given, reviews past their day, reviews given and how quickly.

A review that its reader may not know of yet (the first round is blind) counts as still to be given: the table tells
nobody who has spoken before they have spoken themselves.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, F, OuterRef
from django.db.models.functions import Coalesce

from endorsement import timing
from endorsement.clock import Side
from endorsement.models import Assignment, Case, Review
from endorsement.workflow import Status
from pvehub.people.models import User

from .asking import Asked, middle

PERSONS = "person"
YEAR = timedelta(days=365)


def _of_person(rows: Any, asked: Asked, path: str) -> Any:
    return rows.filter(**{f"{path}__uid": asked.query[PERSONS]}) if asked.query.get(PERSONS) else rows


def leads(asked: Asked) -> Any:
    """Cases in hand with a lead."""
    rows = asked.cases.in_hand().filter(lead__isnull=False).select_related("project__lead_office", "lead")
    return _of_person(rows, asked, "lead").order_by("moved_at", "pk")


def reading(asked: Asked) -> Any:
    """Parts as reviewer of cases in review, without a review of the current version that this person may know of."""
    seen = Review.objects.visible_to(asked.user).filter(
        assignment=OuterRef("pk"), submission=OuterRef("case__current_submission"), submitted_at__isnull=False
    )
    rows = Assignment.objects.filter(asked.of_cases("case"), part=Assignment.Part.REVIEWER, closed_at=None)
    rows = (
        rows.filter(case__status=Status.REVIEW).exclude(Exists(seen)).annotate(by_on=Coalesce("due_on", "case__due_on"))
    )
    rows = rows.select_related("case__project__lead_office", "case__lead", "reviewer")
    return _of_person(rows, asked, "reviewer").order_by(F("by_on").asc(nulls_last=True), "pk")


def reading_late(asked: Asked) -> Any:
    """The same, past the day of the reviewer or of the stage."""
    return reading(asked).filter(by_on__lt=asked.today)


def given(asked: Asked) -> Any:
    """Reviews given in the last twelve months, as far as this person may know of them."""
    rows = Review.objects.visible_to(asked.user).filter(asked.of_cases("assignment__case"))
    rows = rows.filter(submitted_at__gte=asked.now - YEAR)
    names = ("assignment__reviewer", "assignment__case__project__lead_office", "assignment__case__lead", "submission")
    rows = rows.select_related(*names).defer("questions", "answers", "submission__content")
    return _of_person(rows, asked, "assignment__reviewer").order_by("-submitted_at", "pk")


@dataclass
class Row:
    """One person's load, each number with its list; `days` is the median of working days of headquarters for a review."""

    person: User
    leads: int = 0
    reading: int = 0
    late: int = 0
    taken: list[int] = field(default_factory=list)
    urls: dict[str, str] = field(default_factory=dict)

    @property
    def given(self) -> int:
        """Reviews given."""
        return len(self.taken)

    @property
    def days(self) -> int | float | None:
        """Half of the reviews took no longer."""
        return middle(self.taken)


def load(asked: Asked) -> list[Row]:
    """Everybody who leads or reads, or did in the last twelve months, by name; five queries."""
    rows: dict[int, Row] = {}

    def of(person: User) -> Row:
        if person.pk not in rows:
            rows[person.pk] = Row(person)
        return rows[person.pk]

    led = dict(leads(asked).order_by().values_list("lead").annotate(n=Count("pk")))
    for person in User.objects.filter(pk__in=led):
        of(person).leads = led[person.pk]
    for part in reading(asked):
        row = of(part.reviewer)
        row.reading += 1
        row.late += bool(part.by_on and part.by_on < asked.today)
    reviews = list(given(asked))
    days = timing.calendars(review.assignment.case.project.lead_office.path for review in reviews)
    for review in reviews:
        case: Case = review.assignment.case
        hq = days[case.project.lead_office.path][Side.HQ]
        begun: datetime = max(review.assignment.assigned_at, review.submission.frozen_at)
        of(review.assignment.reviewer).taken.append(hq.between(hq.day(begun), hq.day(review.submitted_at)))
    for row in rows.values():
        facets = {PERSONS: row.person.uid}
        row.urls = {
            "leads": asked.list_url("leads", **facets),
            "reading": asked.list_url("reading", **facets),
            "late": asked.list_url("reading-late", **facets),
            "given": asked.list_url("given", **facets),
        }
    return sorted(rows.values(), key=lambda row: (row.person.sort_key, row.person.pk))

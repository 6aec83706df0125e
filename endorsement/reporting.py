"""What a report asks and for which spans reports are due: questions, dates, and how a schedule follows new dates. Pure data."""

from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

INTERIM, FINAL, DONOR = "interim", "final", "donor"
SPAN_MONTHS = 6
# A span that would end so close to the end of the project is left to the final report.
LAST_MONTHS = 3
INTERIM_DAYS, FINAL_DAYS = 30, 60
# Working days of headquarters that TRD has for its word on a report.
REVIEW_DAYS = 10


@dataclass(frozen=True)
class Question:
    """One text a report asks for: whom it is asked of by kind, and whether a report goes out without it."""

    name: str
    label: Any
    hint: Any = ""
    kinds: tuple[str, ...] = (INTERIM, FINAL, DONOR)
    is_required: bool = True


@dataclass(frozen=True)
class Part:
    """A section of a report."""

    slug: str
    title: Any
    questions: tuple[Question, ...]


PARTS: tuple[Part, ...] = (
    Part(
        "work",
        _("What was done"),
        (
            Question(
                "results",
                _("What was done in this time, and what came of it"),
                _("Against the outcomes that were endorsed, not the list of activities."),
            ),
            Question("deviations", _("What did not go as planned, and what was changed for it")),
            Question(
                "money",
                _("What was spent, and where that differs from the budget"),
                _("In the currency of the budget; the books stay where they are kept."),
            ),
            Question("donor_note", _("What this donor asks besides"), kinds=(DONOR,), is_required=False),
        ),
    ),
    Part(
        "people",
        _("People and place"),
        (
            Question(
                "people",
                _("Who was reached, and who was not"),
                _("Numbers by sex and age as far as they are known. Name nobody."),
            ),
            Question(
                "effects",
                _("Effects nobody intended, good or bad"),
                _(
                    "Stigma, rumours, tension, new dependence; what was done about them. “None seen” says how one looked."
                ),
            ),
            Question("context", _("What has changed in the place, in its drivers and among those concerned")),
        ),
    ),
    Part("conditions", _("Conditions of the endorsement"), ()),
    Part(
        "values",
        _("Values of the indicators"),
        (
            Question(
                "values_note",
                _("Where a value is missing or far from its target: why"),
                _("Needed where an indicator that can be measured has no value for this time."),
                is_required=False,
            ),
        ),
    ),
    Part(
        "register",
        _("Risk register"),
        (
            Question(
                "register_note",
                _("What changed in the risks, and what was done about them"),
                _("Say nothing here of a restricted risk: this report is read by everybody who reads the project."),
            ),
        ),
    ),
    Part(
        "lessons",
        _("Lessons"),
        (Question("lessons_note", _("What was learnt, and what is done differently for it")),),
    ),
    Part(
        "ahead",
        _("What comes"),
        (
            Question("next", _("What is planned until the next report"), kinds=(INTERIM,)),
            Question(
                "lasting",
                _("What lasts: who carries it on, what was handed over, what people were told"),
                kinds=(FINAL,),
            ),
        ),
    ),
)


def asked_of(kind: str) -> dict[str, Question]:
    """The questions of a kind of report by name, in their order; conditions are asked besides."""
    return {item.name: item for part in PARTS for item in part.questions if kind in item.kinds}


@dataclass(frozen=True)
class Span:
    """A report that the rule asks for."""

    kind: str
    from_on: date
    to_on: date
    due_on: date


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or the last one of a month that is too short for it."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def spans(start: date | None, end: date | None, *, begins: date) -> list[Span]:
    """Interim reports for every six months from the start, and a final one sixty days after the end.

    Nothing is asked of a span that was over when the project began to run (`begins`), nor of one that ends within three
    months of the end: that is the final report's. So every project of more than nine months has at least one.
    """
    if start is None or end is None or end < start:
        return []
    found, number = [], 1
    while months_after(start, SPAN_MONTHS * number + LAST_MONTHS) <= end:
        first = months_after(start, SPAN_MONTHS * (number - 1))
        last = months_after(start, SPAN_MONTHS * number) - timedelta(days=1)
        if last >= begins:
            found.append(Span(INTERIM, first, last, last + timedelta(days=INTERIM_DAYS)))
        number += 1
    return [*found, Span(FINAL, start, end, final_due(end))]


def final_due(end: date) -> date:
    """The day the final report of a project that ends on this day is due."""
    return end + timedelta(days=FINAL_DAYS)


@dataclass
class Plan:
    """How a schedule follows new dates: rows that move to another span, spans without a row, rows nobody asks for now."""

    moved: list[tuple[Any, Span]]
    new: list[Span]
    gone: list[Any]

    def __bool__(self) -> bool:
        return bool(self.moved or self.new or self.gone)


def reconcile(rows: Iterable[Any], wanted: Sequence[Span]) -> Plan:
    """Hold the interim and final reports there are against those the rule wants.

    What was ever sent stays as it is, and its time is told. Of the others each keeps its text and takes the dates of the
    span that is its own, or else of the next one without a row.
    """
    rows = list(rows)
    sent = [row for row in rows if row.state != "due"]
    covered = max((row.to_on for row in sent if row.kind == INTERIM), default=date.min)
    has_final = any(row.kind == FINAL for row in sent)
    open_spans = [span for span in wanted if span.kind == FINAL and not has_final]
    open_spans += [
        replace(span, from_on=max(span.from_on, covered + timedelta(days=1)))
        for span in wanted
        if span.kind == INTERIM and span.to_on > covered
    ]
    plan = Plan([], [], [])
    for kind in (INTERIM, FINAL):
        spans_of = [span for span in open_spans if span.kind == kind]
        due = sorted((row for row in rows if row.kind == kind and row.state == "due"), key=lambda row: row.to_on)
        own = {row.to_on: row for row in due}
        pairs = [(own[span.to_on], span) for span in spans_of if span.to_on in own]
        rest = [row for row in due if row not in [row for row, _span in pairs]]
        free = [span for span in spans_of if span.to_on not in own]
        pairs += zip(rest, free, strict=False)
        plan.new += free[len(rest) :]
        plan.gone += rest[len(free) :]
        plan.moved += [
            (row, span)
            for row, span in pairs
            if (row.from_on, row.to_on, row.due_on) != (span.from_on, span.to_on, span.due_on)
        ]
    return plan

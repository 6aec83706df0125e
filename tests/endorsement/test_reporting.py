"""When reports are due, and how a schedule follows new dates: the rule alone, without a database."""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from endorsement import reporting
from endorsement.reporting import FINAL, INTERIM, Span, months_after, reconcile, spans

START = date(2026, 1, 1)


@dataclass
class Row:
    kind: str
    from_on: date
    to_on: date
    due_on: date
    state: str = "due"


def kinds(end, begins=START):
    return [span.kind for span in spans(START, end, begins=begins)]


# By hand: a project from 1 January 2026, by its last day.
@pytest.mark.parametrize(
    ("end", "found"),
    [
        (date(2026, 6, 30), [FINAL]),
        (date(2026, 9, 30), [FINAL]),  # nine months to the day
        (date(2026, 10, 1), [INTERIM, FINAL]),  # a day more
        (date(2026, 12, 31), [INTERIM, FINAL]),
        (date(2027, 12, 31), [INTERIM, INTERIM, INTERIM, FINAL]),
    ],
)
def test_interim_reports_come_every_six_months_and_at_least_one_above_nine(end, found):
    assert kinds(end) == found


def test_a_report_is_due_thirty_days_after_its_span_and_the_final_one_sixty_days_after_the_end():
    interim, final = spans(START, date(2026, 12, 31), begins=START)

    assert interim == Span(INTERIM, START, date(2026, 6, 30), date(2026, 7, 30))
    assert final == Span(FINAL, START, date(2026, 12, 31), date(2027, 3, 1))


def test_nothing_is_asked_of_a_span_that_was_over_before_the_project_ran():
    assert kinds(date(2027, 12, 31), begins=date(2026, 11, 28)) == [INTERIM, INTERIM, FINAL]


def test_months_end_where_the_month_ends():
    assert months_after(date(2026, 8, 31), 6) == date(2027, 2, 28)
    assert months_after(date(2023, 8, 31), 6) == date(2024, 2, 29)
    assert months_after(date(2026, 7, 1), 6) == date(2027, 1, 1)


def test_without_dates_or_with_dates_the_wrong_way_round_nothing_is_asked():
    assert spans(None, START, begins=START) == spans(START, None, begins=START) == []
    assert spans(START, START - timedelta(days=1), begins=START) == []


def rows_of(found):
    return [Row(**vars(span)) for span in found]


def test_a_later_end_moves_the_final_report_and_adds_the_spans_between():
    rows = rows_of(spans(START, date(2026, 12, 31), begins=START))

    plan = reconcile(rows, spans(START, date(2027, 6, 30), begins=START))

    assert [(row.kind, span.to_on) for row, span in plan.moved] == [(FINAL, date(2027, 6, 30))]
    assert [span.to_on for span in plan.new] == [date(2026, 12, 31)]
    assert plan.gone == []


def test_an_earlier_end_lets_go_of_the_spans_that_are_no_more():
    rows = rows_of(spans(START, date(2027, 12, 31), begins=START))

    plan = reconcile(rows, spans(START, date(2026, 12, 31), begins=START))

    assert [row.to_on for row in plan.gone] == [date(2026, 12, 31), date(2027, 6, 30)]


def test_a_report_that_was_sent_stays_and_its_time_is_not_told_of_again():
    rows = rows_of(spans(START, date(2027, 12, 31), begins=START))
    rows[0].state = "submitted"

    plan = reconcile(rows, spans(date(2026, 2, 1), date(2028, 1, 31), begins=START))

    assert [(row.to_on, span.from_on, span.to_on) for row, span in plan.moved] == [
        (date(2026, 12, 31), date(2026, 7, 1), date(2026, 7, 31)),
        (date(2027, 6, 30), date(2026, 8, 1), date(2027, 1, 31)),
        (date(2027, 12, 31), date(2026, 2, 1), date(2028, 1, 31)),
    ]
    assert [(span.from_on, span.to_on) for span in plan.new] == [(date(2027, 2, 1), date(2027, 7, 31))]
    assert plan.gone == []


days = some.dates(date(2025, 1, 1), date(2027, 12, 31))
lengths = some.integers(0, 1500)


@settings(max_examples=200, deadline=None)
@given(days, lengths, days)
def test_every_day_of_a_project_is_told_of_and_no_two_interim_reports_overlap(start, length, begins):
    end = start + timedelta(days=length)
    *interims, final = spans(start, end, begins=begins)

    assert (final.from_on, final.to_on) == (start, end)
    assert all(one.to_on < other.from_on for one, other in zip(interims, interims[1:], strict=False))
    assert all(begins <= span.to_on < months_after(span.to_on, reporting.LAST_MONTHS) <= end for span in interims)
    if begins <= start and end >= months_after(start, 9):
        assert interims


@settings(max_examples=200, deadline=None)
@given(days, lengths, days, lengths, some.integers(0, 4))
def test_a_schedule_once_brought_into_line_stays_so(start, length, other, longer, sent):
    rows = rows_of(spans(start, start + timedelta(days=length), begins=start))
    for row in rows[:sent]:
        row.state = "accepted"
    wanted = spans(other, other + timedelta(days=longer), begins=other)

    plan = reconcile(rows, wanted)
    for row, span in plan.moved:
        row.from_on, row.to_on, row.due_on = span.from_on, span.to_on, span.due_on
    rows = [row for row in rows if row not in plan.gone] + rows_of(plan.new)

    assert not reconcile(rows, wanted)
    keys = [(row.kind, row.to_on) for row in rows]
    assert len(keys) == len(set(keys))  # the database would refuse a second one

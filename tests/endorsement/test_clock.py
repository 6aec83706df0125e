"""The service clock in working days of each side: pauses, weekends, holidays, clock changes, what is left after a return."""

from datetime import UTC, date, datetime, timedelta
from importlib import import_module

import pytest
import time_machine
from django.apps import apps
from hypothesis import given as examples
from hypothesis import settings
from hypothesis import strategies as st

from endorsement import actions, clock, timing
from endorsement.clock import Calendar, Rung, Side, Span
from endorsement.models import Case, ClockInterval, Target
from endorsement.workflow import TARGET_DAYS, Status
from pvehub.people.models import Holiday, Office
from tests import make

GENEVA, AMMAN = "Europe/Zurich", "Asia/Amman"
HQ = Calendar(GENEVA, frozenset({5, 6}), frozenset({date(2026, 11, 11)}))
MISSION = Calendar(AMMAN, frozenset({4, 5}), frozenset({date(2026, 11, 3)}))
CALENDARS = {Side.HQ: HQ, Side.REGION: MISSION, Side.OFFICE: MISSION}


def at(day, hour=9, minute=0, month=10):
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


def in_november(day, hour=9, minute=0):
    return at(day, hour, minute, month=11)


# The passage that the table below tells, written as it happened; all times are UTC.
STEPS = {
    "submit": at(22),  # a Thursday
    # Monday evening in Geneva, which left summer time on the 25th; Tuesday already in Amman.
    "clear": at(26, 22, 30),
    "start-review": at(27, 10),
    "return": at(29, 10),
    "resubmit": in_november(9, 10),
}
# Counted by hand on a calendar. Moment: stage, its working days used, left, due; then headquarters and the office in all.
TABLE = [
    (at(22, 20), "clearance", 0, 3, date(2026, 10, 27), 0, 0),
    (at(24), "clearance", 0, 3, date(2026, 10, 27), 0, 0),  # Friday and Saturday are nobody's days in Amman
    (at(26), "clearance", 2, 1, date(2026, 10, 27), 0, 2),
    (at(26, 22, 45), "screening", 0, 2, date(2026, 10, 28), 0, 3),
    (at(27, 12), "review", 0, 10, date(2026, 11, 10), 1, 3),
    (at(29, 12), "returned", 0, 6, date(2026, 11, 9), 3, 3),
    (in_november(2), "returned", 2, 4, date(2026, 11, 9), 3, 5),
    (in_november(3), "returned", 2, 4, date(2026, 11, 9), 3, 5),  # a holiday of the mission
    (in_november(8), "returned", 5, 1, date(2026, 11, 9), 3, 8),
    # Six days with the field: the review goes on with the eight days it had left.
    (in_november(9, 12), "review", 2, 8, date(2026, 11, 20), 3, 9),
    (in_november(11), "review", 3, 7, date(2026, 11, 20), 4, 9),  # a holiday of headquarters
    (in_november(13), "review", 5, 5, date(2026, 11, 20), 6, 9),
    (in_november(20), "review", 10, 0, date(2026, 11, 20), 11, 9),
]


def passage():
    """The case of the table, led by its real actions at those moments."""
    with time_machine.travel(at(20), tick=False):
        mission = make.office("UG")
        Office.objects.filter(pk=mission.pk).update(time_zone=AMMAN, weekend=[4, 5])
        Office.objects.filter(code="HQ").update(time_zone=GENEVA, weekend=[5, 6])
        Holiday.objects.create(office=mission, on=date(2026, 11, 3), name="Harvest")
        Holiday.objects.create(office=Office.objects.get(code="HQ"), on=date(2026, 11, 11), name="Founding day")
        case = make.case(Status.DRAFT)
        lead, chief = make.someone("lead"), make.someone("chief-of-mission", "UG")
    case = Case.objects.get(pk=case.pk)
    manager = case.project.manager
    yield STEPS["submit"], lambda: actions.submit(case, by=manager)
    yield STEPS["clear"], lambda: actions.clear(case, by=chief)
    yield STEPS["start-review"], lambda: make.in_review(case)

    def send_back():
        make.question(case)
        actions.send_to_mission(case, by=lead, sections=["overview"], due_on=date(2026, 11, 9))

    def answer():
        for thread in case.threads.all():
            actions.reply(thread, by=manager, text="As it says.", is_unchanged_explained=True)
        actions.resubmit(case, by=manager)

    yield STEPS["return"], send_back
    yield STEPS["resubmit"], answer


@pytest.mark.django_db
@pytest.mark.scenario("endorsement-18")
def test_the_remaining_days_are_those_of_the_table_that_was_counted_by_hand():
    walk, read = passage(), []
    step = next(walk)
    for moment, *_told in TABLE:
        while step and step[0] <= moment:
            with time_machine.travel(step[0], tick=False):
                step[1]()
            step = next(walk, None)
        case = Case.objects.get()
        with time_machine.travel(moment, tick=False):
            said = timing.reading(case, moment)
        assert case.due_on == said.due_on
        taken = (said.taken.get(Side.HQ, 0), said.taken.get(Side.OFFICE, 0))
        read.append((moment, said.stage, said.used, said.left, said.due_on, *taken))

    assert read == TABLE
    assert said.hq_days == 15


def spans(*rows):
    return [Span(*row) for row in rows]


def read(rows, now, **more):
    return clock.read(rows, CALENDARS, now, targets=TARGET_DAYS, **more)


def test_a_hold_is_nobodys_time_and_the_stage_goes_on_with_what_was_left():
    rows = spans(
        ("trd", "review", in_november(2), in_november(4), 10, False),
        ("trd", "review", in_november(16), None, 10, True),
    )

    said = read(rows, in_november(17))

    assert (said.used, said.left, said.due_on) == (3, 7, date(2026, 11, 26))
    assert said.taken == {Side.HQ: 3}


def test_while_a_case_is_on_hold_nothing_runs():
    said = read(spans(("trd", "review", in_november(2), in_november(4), 10, False)), in_november(30))

    assert (said.stage, said.due_on, said.reached()) == ("", None, [])
    assert said.taken == {Side.HQ: 2}


def test_a_stage_that_begins_anew_has_all_its_days_again():
    rows = spans(
        ("seat", "decision", in_november(2), in_november(5), 3, False),
        ("seat", "decision", in_november(16), None, 3, False),
    )

    assert read(rows, in_november(17)).left == 2


def test_what_comes_back_with_no_day_left_is_due_at_once():
    rows = spans(
        ("trd", "screening", in_november(2), in_november(6), 2, False),
        ("mission", "returned", in_november(6), in_november(9), 5, False),
        ("trd", "screening", in_november(9), None, 2, True),
    )

    said = read(rows, in_november(9))

    assert (said.left, said.due_on) == (0, date(2026, 11, 9))
    assert said.reached() == list(Rung)


def test_a_draft_has_no_target_and_counts_for_nobody():
    said = read(spans(("mission", "draft", in_november(2), None, None, False)), in_november(9))

    assert (said.stage, said.days, said.left, said.due_on, said.reached()) == ("draft", None, None, None, [])
    assert said.taken == {}


def test_a_stage_whose_beginning_is_not_known_is_counted_from_what_is_known():
    said = read(spans(("trd", "review", in_november(2), None, 10, True)), in_november(4))

    assert (said.used, said.left) == (2, 8)


def test_an_emergency_has_two_days_in_all():
    rows = spans(
        ("head", "clearance", in_november(4), in_november(5), 2, False),
        ("trd", "screening", in_november(5), in_november(5, 15), 2, True),
        ("trd", "review", in_november(5, 15), None, 2, True),
    )

    said = read(rows, in_november(6), is_hurried=True)

    assert (said.used, said.left, said.due_on, said.hq_days) == (2, 0, date(2026, 11, 6), 2)


@pytest.mark.django_db
def test_each_stage_of_an_emergency_draws_on_the_same_two_days():
    with time_machine.travel(in_november(4), tick=False):
        case = make.case(Status.DRAFT)
        Case.objects.filter(pk=case.pk).update(kind=Case.Kind.EMERGENCY)
        case = actions.submit(case, by=case.project.manager)
        assert case.due_on == date(2026, 11, 6)
    with time_machine.travel(in_november(5), tick=False):
        case = actions.clear(case, by=make.someone("chief-of-mission", "UG"))
        assert case.due_on == date(2026, 11, 6)
        case = make.in_review(case)

    assert case.due_on == date(2026, 11, 6)
    assert list(case.clock.order_by("pk").values_list("stage", "days", "goes_on")) == [
        ("draft", None, False),
        ("clearance", 2, False),
        ("screening", 2, True),
        ("review", 2, True),
    ]


@pytest.mark.django_db
def test_a_return_on_hold_keeps_the_days_it_was_given():
    with time_machine.travel(in_november(2), tick=False):
        case = make.case(Status.RETURNED)  # two weeks: until Monday the 16th, ten working days
    with time_machine.travel(in_november(4), tick=False):
        case = actions.hold(case, by=case.lead, reason="Elections.", review_on=make.soon())
        assert case.due_on is None
    with time_machine.travel(in_november(11), tick=False):
        case = actions.resume(case, by=case.lead)

    assert case.due_on == date(2026, 11, 23)


@pytest.mark.django_db
def test_a_target_that_was_changed_holds_for_stages_that_begin_later():
    with time_machine.travel(in_november(2), tick=False):
        admin = make.administrator()
        case = make.case(Status.SCREENING)
        actions.set_targets({"screening": 5, "review": 4}, by=admin)
        assert timing.reading(case, in_november(2)).days == 2
        case = make.in_review(case)

    assert case.due_on == date(2026, 11, 6)
    assert Target.objects.count() == 2


@pytest.mark.django_db
def test_the_intervals_follow_each_other_without_a_gap_and_without_an_overlap():
    case = make.case(Status.DECISION)

    rows = list(ClockInterval.objects.filter(case=case).order_by("pk"))
    assert [row.stage for row in rows] == ["draft", "clearance", "screening", "review", "decision"]
    for before, after in zip(rows, rows[1:], strict=False):
        assert before.to_at == after.from_at
    assert rows[-1].to_at is None


DAYS = st.dates(min_value=date(2026, 1, 1), max_value=date(2027, 12, 31))
OFFICES = st.builds(
    Calendar,
    st.sampled_from(["UTC", GENEVA, AMMAN, "Pacific/Auckland"]),
    st.sampled_from([frozenset({4, 5}), frozenset({5, 6}), frozenset({6})]),
    st.frozensets(DAYS, max_size=30),
)


@settings(deadline=None)
@examples(OFFICES, DAYS, st.integers(0, 60))
def test_the_day_a_stage_is_due_lies_exactly_its_days_ahead(calendar, start, days):
    due = calendar.after(start, days)

    assert calendar.between(start, due) == days
    assert days == 0 or calendar.works_on(due)


@settings(deadline=None)
@examples(OFFICES, DAYS, st.integers(0, 90), st.integers(0, 90))
def test_days_add_up_wherever_a_stretch_is_cut(calendar, start, first, second):
    middle = start + timedelta(days=first)
    end = middle + timedelta(days=second)

    assert calendar.between(start, end) == calendar.between(start, middle) + calendar.between(middle, end)


@pytest.mark.django_db
def test_intervals_from_before_the_stages_are_laid_to_the_stage_their_holder_had_them_in():
    case = make.case(Status.RETURNED)
    stages = list(case.clock.order_by("pk").values_list("stage", flat=True))
    ClockInterval.objects.filter(case=case).update(stage="draft", days=None)

    import_module("endorsement.migrations.0007_the_clock_by_stage").by_stage(apps, None)

    assert stages == ["draft", "clearance", "screening", "review", "returned"]
    # What TRD had in two stages was one interval then, and counts as the first of them.
    now = list(case.clock.order_by("pk").values_list("stage", flat=True))
    assert now == ["draft", "clearance", "screening", "screening", "returned"]

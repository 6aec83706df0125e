"""Who is reminded as the days of a case go by: the holder, the level above, the director; each rung once, late or not."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from endorsement import actions, tasks
from endorsement.models import Case, Condition
from endorsement.workflow import Status
from projects.models import Project
from pvehub.notifications import outbox as sending
from pvehub.notifications.models import Delivery, Notice
from tests import make

pytestmark = pytest.mark.django_db

RUNGS = ("endorsement.nudged", "endorsement.pressed", "endorsement.overdue", "endorsement.stalled")
# A Monday without a holiday near it: ten working days of review end on Monday the 16th, six of the 14 days lie behind.
MONDAY = timezone.datetime(2026, 11, 2, 9, tzinfo=timezone.get_fixed_timezone(0))


def on(days, hour=0):
    return time_machine.travel(MONDAY + timedelta(days=days, hours=hour), tick=False)


def told():
    """(kind without its app, recipient) of every notice of the clock, in their order."""
    rows = Notice.objects.filter(kind__in=RUNGS).order_by("pk").select_related("recipient")
    return [(row.kind.removeprefix("endorsement."), row.recipient) for row in rows]


@pytest.fixture
def review():
    """A case in review since Monday the 2nd, with the head of TRD and the director of DOE in their seats."""
    with on(0):
        case = make.case(Status.REVIEW)
        make.someone("trd-head"), make.someone("doe-director")
    return case


def sweep(*days):
    """The timer, run on each of these days, twice an hour apart."""
    for day in days:
        for hour in (0, 1):
            with on(day, hour):
                tasks.remind_clock()


def test_the_ladder_of_a_review_is_climbed_rung_by_rung_and_each_rung_once(review):
    lead, reviewer = make.someone("lead"), make.someone("trd-reviewer")
    sweep(1, 4)
    assert told() == []  # four of ten days

    sweep(7)
    assert set(told()) == {("nudged", lead), ("nudged", reviewer)}
    sweep(8, 9)
    assert len(told()) == 2

    sweep(10)
    assert set(told()[2:]) == {("pressed", lead), ("pressed", reviewer)}

    sweep(14)
    assert told()[4:] == [("overdue", make.someone("trd-head"))]

    sweep(20)
    assert len(told()) == 5
    sweep(21, 25)
    assert told()[5:] == [("stalled", make.someone("doe-director"))]


@pytest.mark.scenario("endorsement-13")
def test_after_an_outage_there_is_one_reminder_and_none_for_a_case_that_was_resubmitted_meanwhile(mailoutbox):
    with on(0):
        late, answered = make.case(Status.RETURNED), make.case(Status.RETURNED)  # ten working days: due on the 16th
    sweep(4)
    with on(9):
        for thread in answered.threads.all():
            manager = answered.project.manager
            actions.reply(thread, by=manager, text="As it says.", is_unchanged_explained=True)
        actions.resubmit(answered, by=answered.project.manager)
    # Beat was down from Friday the 6th to Thursday the 12th: half on the 9th and 80 % on the 12th went by.
    sweep(10)

    assert told() == [("pressed", late.project.manager)]
    Delivery.objects.exclude(notice__kind__in=RUNGS).delete()
    with on(10, 2):
        sending.send()
    assert [mail.to for mail in mailoutbox] == [[late.project.manager.email]]
    assert late.ref in mailoutbox[0].body


def test_a_reminder_of_a_case_that_moved_on_before_the_mail_went_out_is_not_mailed(mailoutbox):
    with on(0):
        case = make.case(Status.RETURNED)
    with on(7):
        tasks.remind_clock()
        assert told() == [("nudged", case.project.manager)]
        for thread in case.threads.all():
            actions.reply(thread, by=case.project.manager, text="As it says.", is_unchanged_explained=True)
        actions.resubmit(case, by=case.project.manager)
        Delivery.objects.exclude(notice__kind__in=RUNGS).delete()
    with on(7, 1):
        sending.send()

    assert mailoutbox == []


@pytest.mark.parametrize(("kind", "waits"), [("emergency", False), ("new", True)])
def test_the_reminders_of_an_emergency_do_not_wait_for_the_morning(kind, waits):
    with on(0):
        case = make.case(Status.DRAFT)
        Case.objects.filter(pk=case.pk).update(kind=kind)
        actions.submit(case, by=case.project.manager)
        chief = make.someone("chief-of-mission", "UG")
    night = on(2, 14)  # 23:00 UTC, when everybody sleeps
    with night:
        tasks.remind_clock()
        owed = Delivery.objects.filter(notice__recipient=chief, notice__kind__in=RUNGS).first()

        assert owed is not None
        assert (owed.due_at > timezone.now()) == waits


def test_a_mission_past_its_days_is_told_to_the_head_of_its_office():
    with on(0):
        case = make.case(Status.RETURNED)
        chief, director = make.someone("chief-of-mission", "UG"), make.someone("doe-director")
        make.someone("trd-head")
    sweep(14, 21)

    assert told() == [("pressed", case.project.manager), ("overdue", chief), ("stalled", director)]


def test_a_region_past_its_days_is_told_to_nobody_above_it():
    with on(0):
        specialist = make.someone("regional-specialist", "NBO")
        make.someone("trd-head"), make.someone("doe-director")
        make.case(Status.REGIONAL)
    sweep(3, 10)

    assert told() == [("nudged", specialist), ("pressed", specialist)]


def test_a_resubmitted_case_is_not_nudged_of_days_it_was_nudged_of_before():
    with on(0):
        case = make.case(Status.REVIEW)
    sweep(7)
    before = told()
    with on(8):
        make.returned(case)
    with on(9):
        case.refresh_from_db()
        for thread in case.threads.all():
            actions.reply(thread, by=case.project.manager, text="As it says.", is_unchanged_explained=True)
        actions.resubmit(case, by=case.project.manager)
    sweep(10)

    assert len(before) == 2
    assert told() == before


def test_who_may_not_read_a_case_is_not_reminded_of_it():
    with on(0):
        case = make.case(Status.SCREENING)
        head = make.someone("trd-head")
        named = make.reviewer()
        Project.objects.filter(pk=case.project_id).update(tier=3)
    sweep(1)

    assert (("nudged", named)) not in told()
    assert {person for _kind, person in told()} == {head}


def test_a_person_of_the_office_or_standing_aside_hears_nothing_of_headquarters():
    with on(0):
        case = make.case(Status.SCREENING)
        neighbour, aside, free = make.head(), make.head(), make.head()
        make.posting(neighbour, role="staff", office="UG")
        actions.recuse(case, aside, by=aside, reason="A friend leads it.")
    sweep(2)

    people = {person for _kind, person in told()}
    assert free in people
    assert not people & {neighbour, aside}


def test_a_hold_is_looked_at_again_on_its_date_and_has_no_other_reminder():
    with on(0):
        case = make.case(Status.ON_HOLD)  # until Monday the 16th
    with on(13):
        tasks.remind_quiet(), tasks.remind_clock()
        assert not Notice.objects.filter(kind="endorsement.quiet").exists()
    for day in (14, 15):
        with on(day):
            tasks.remind_quiet(), tasks.remind_clock()

    assert Notice.objects.get(kind="endorsement.quiet").recipient == case.lead
    assert told() == []


def test_a_case_taken_off_hold_while_the_timer_ran_is_not_looked_at_again():
    with on(0):
        case = make.case(Status.ON_HOLD)
        case = actions.resume(case, by=case.lead)
    with on(20):
        actions.remind_quiet(case, now=timezone.now())

    assert not Notice.objects.filter(kind="endorsement.quiet").exists()


# Conditions


def conditioned(**fields):
    """Endorsed on Monday the 2nd with one condition by a date, three weeks on; the project is active."""
    with on(0):
        case = make.case(Status.DECISION)
        fields = {"when": "by_date", "due_on": (MONDAY + timedelta(days=21)).date()} | fields
        condition = make.condition(case, **fields)
        seen = case.current_submission.sha256
        actions.endorse(case, by=make.someone("trd-head"), seen=seen, conditions=[condition], **make.SAID)
        project = Project.objects.get(pk=case.project_id)
        actions.activate(project, by=project.manager)
    return Case.objects.get(pk=case.pk), Condition.objects.get()


def remind(*days):
    for day in days:
        with on(day):
            tasks.remind_conditions(), tasks.remind_conditions()


def of_conditions():
    rows = Notice.objects.filter(kind__in=["endorsement.condition_due", "endorsement.condition_overdue"])
    return [(row.kind.removeprefix("endorsement.condition_"), row.recipient) for row in rows.order_by("pk")]


def test_a_condition_reminds_two_weeks_before_on_its_day_and_a_week_after():
    case, condition = conditioned()
    chief = make.someone("chief-of-mission", "UG")
    owner = condition.owner
    remind(6)
    assert of_conditions() == []
    remind(7, 10)
    assert of_conditions() == [("due", owner)]
    remind(21, 24)
    assert of_conditions() == [("due", owner), ("due", owner)]
    remind(28, 30)
    assert set(of_conditions()[2:]) == {("overdue", owner), ("overdue", chief)}


def test_a_condition_that_was_answered_is_not_reminded_of_nor_mailed(mailoutbox):
    _case, condition = conditioned()
    remind(7)
    with on(8):
        actions.answer_condition(condition, by=condition.owner, answer="Contract.")
        Delivery.objects.exclude(notice__kind="endorsement.condition_due").delete()
        sending.send()
    remind(21, 28)

    assert of_conditions() == [("due", condition.owner)]
    assert mailoutbox == []


def test_overdue_is_always_told_at_once():
    from pvehub.notifications.kinds import registry

    assert registry()["endorsement.condition_overdue"].always


def suspend(day):
    with on(day):
        return tasks.suspend_overdue()


def test_past_its_grace_a_condition_stops_the_project_once_and_everybody_concerned_is_told():
    case, condition = conditioned()
    assert suspend(35) == 0  # the 7th of December is the last day of the grace
    assert suspend(36) == 1
    assert suspend(37) == 0

    case.refresh_from_db()
    project = Project.objects.get(pk=case.project_id)
    assert (case.status, case.held_from, project.status) == ("suspended", "endorsed_with_conditions", "suspended")
    rows = Notice.objects.filter(kind="endorsement.suspended")
    people = {
        case.project.manager,
        make.someone("chief-of-mission", "UG"),
        make.someone("lead"),
        make.someone("trd-head"),
    }
    assert {row.recipient for row in rows.select_related("recipient")} == people
    assert rows.count() == len(people)
    assert list(actions.differing()) == []


def test_evidence_that_waits_for_trd_suspends_nothing_and_a_rejection_gives_a_new_grace():
    _case, condition = conditioned()
    with on(20):
        actions.answer_condition(condition, by=condition.owner, answer="Contract.")
    assert suspend(40) == 0
    with on(41):
        actions.judge_condition(condition, by=make.someone("lead"), is_met=False, verdict="Not signed.")
    assert suspend(42) == 0
    assert suspend(55) == 0
    assert suspend(56) == 1


def test_a_condition_before_the_start_or_in_every_report_suspends_nothing():
    conditioned(when="every_report", due_on=None)

    assert suspend(400) == 0


def test_the_head_of_trd_lifts_only_once_the_condition_is_met():
    from pvehub import access

    case, condition = conditioned()
    suspend(36)
    head = make.someone("trd-head")
    with on(37):
        with pytest.raises(access.Unmet, match="Condition 1"):
            actions.lift(case, by=head, reason="They promised.")
        actions.answer_condition(condition, by=condition.owner, answer="Contract.")
        with pytest.raises(access.Unmet, match="Condition 1"):
            actions.lift(case, by=head, reason="Evidence is in.")
        actions.judge_condition(condition, by=make.someone("lead"), is_met=True, verdict="")
        case = actions.lift(case, by=head, reason="It is met.")

    assert case.status == "endorsed_with_conditions"
    assert Project.objects.get(pk=case.project_id).status == "active"
    assert suspend(50) == 0


def test_a_project_that_has_ended_is_not_suspended():
    case, _condition = conditioned()
    with on(30):
        actions.cancel(case.project, by=make.someone("chief-of-mission", "UG"), reason="No funds.")

    assert suspend(60) == 0
    remind(61)
    assert of_conditions() == []

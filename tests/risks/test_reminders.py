"""What is due reaches people rung by rung, each once, however long the timer was away; a digest says nothing restricted."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone

from pvehub.notifications import digests
from pvehub.notifications import outbox as mails
from pvehub.notifications.models import Delivery, Notice
from pvehub.staffing import actions as staffing
from risks import actions, tasks
from risks.covering import covering, today_of
from risks.models import Acceptance, BrokenPosition, RegisterAssumption
from risks.scoring import Rating
from tests import make

pytestmark = pytest.mark.django_db
MEDIUM, HIGH = Rating(3, {"programme": 3}), Rating(3, {"programme": 4})


@pytest.fixture
def register(method):
    return make.submitted_register()


@pytest.fixture
def officer(register):
    return register.project.manager


def told(kind):
    """Who was told so far, in order."""
    return [notice.recipient for notice in Notice.objects.filter(kind=f"risks.{kind}").order_by("pk")]


def days_later(days):
    return time_machine.travel(timezone.now() + timedelta(days=days), tick=False)


def climbed(kind, *days):
    """How many have been told by each of these days, the sweep running twice on each."""
    counts, start = [], timezone.now()
    for day in days:
        with time_machine.travel(start + timedelta(days=day), tick=False):
            tasks.remind_due()
            tasks.remind_due()
        counts.append(len(told(kind)))
    return counts


def test_a_review_left_for_a_month_reaches_the_regional_director_and_the_risk_officer(register, officer):
    director, risk_officer, chief = make.regional_director(), make.risk_officer(), make.chief()
    risk = make.risk(register, owner=make.officer())
    risk.next_review_on = today_of(register) - timedelta(days=29)
    risk.save()
    tasks.remind_review()
    assert set(told("review_due")) == {risk.owner, officer, chief}
    with days_later(1):
        tasks.remind_review()
    assert set(told("review_due")) == {risk.owner, officer, chief, director, risk_officer}


def test_a_person_in_two_roles_is_told_once_and_of_the_latest_rung(register, officer):
    risk = make.risk(register, owner=officer)
    risk.next_review_on = today_of(register) - timedelta(days=8)
    risk.save()
    assert tasks.remind_review() == 1
    assert Notice.objects.get(kind="risks.review_due").dedupe_key.split(":")[-2] == "7"


def test_who_may_not_read_it_is_not_reminded(register, officer):
    make.regional_director()
    risk = make.risk(register, owner=officer, visibility="restricted")
    risk.next_review_on = today_of(register) - timedelta(days=60)
    risk.save()
    tasks.remind_review()
    assert set(told("review_due")) == {officer}


def test_an_acceptance_that_ends_is_told_60_30_and_7_days_before_to_owner_manager_and_requester(register, officer):
    owner, asker = make.officer(), make.officer()
    risk = make.risk(register, current=MEDIUM, owner=owner)
    granted = make.acceptance(risk, is_granted=True, requested_by=asker)
    left = (granted.valid_until_on - today_of(register)).days
    assert climbed("acceptance_ending", left - 61, left - 60, left - 31, left - 30, left - 8, left - 7) == [
        *(0, 3, 3, 6, 6, 9),
    ]
    assert set(told("acceptance_ending")) == {owner, asker, officer}


def test_a_request_that_waits_is_told_to_the_seat_again(register, officer):
    chief = make.chief()
    make.acceptance(make.risk(register, current=MEDIUM), requested_by=officer)
    assert climbed("acceptance_waiting", 6, 7, 14, 15) == [0, 1, 2, 2]
    assert set(told("acceptance_waiting")) == {chief}


def test_an_escalation_is_told_on_its_day_to_the_seat_and_after_it_to_the_one_above_and_the_asker(register, officer):
    director, head = make.regional_director(), make.head()
    asked = make.passed_up(make.risk(register, current=HIGH), answer_by_on=today_of(register) + timedelta(days=3))
    assert climbed("escalation_due", 2, 3, 4) == [0, 1, 1]
    assert told("escalation_due") == [director]
    assert told("escalation_late") == [head, officer]
    actions.return_escalation(asked, by=director, answer="No.")
    notice = Notice.objects.get(kind="risks.escalation_due")
    assert not notice.what.relevant(type(asked).objects.get(pk=asked.pk), notice.facts)


def test_a_measure_is_told_to_who_does_it_then_to_the_manager_then_to_the_chief(register, officer):
    chief, doer = make.chief(), make.officer()
    measure = make.treatment(make.risk(register), owner=doer, due_on=today_of(register) + timedelta(days=10))
    assert climbed("treatment_due", 2, 3, 9, 10, 30) == [0, 1, 1, 2, 2]
    assert told("treatment_due") == [doer, doer]
    assert told("treatment_late") == [officer]
    with days_later(38):
        tasks.remind_due()
    assert told("treatment_late") == [officer, chief]
    notice = Notice.objects.filter(kind="risks.treatment_late").last()
    assert notice.what.relevant(measure.risks.get(), notice.facts)
    measure.progress = "done"
    measure.save()
    assert not notice.what.relevant(measure.risks.get(), notice.facts)


def test_a_measure_postponed_twice_is_told_to_the_manager_at_once(register, officer):
    chief = make.chief()
    due = today_of(register) + timedelta(days=90)
    make.treatment(make.risk(register), due_on=due, postponed=1)
    make.treatment(make.risk(register), due_on=due, postponed=2)
    tasks.remind_due()
    assert told("treatment_late") == [officer]
    with days_later(90):
        tasks.remind_due()
    assert chief in told("treatment_late")


def test_the_owner_who_left_is_named_to_the_manager_and_the_acceptance_stands(register, officer, fresh):
    chief, owner = make.chief(), make.officer()
    risk = make.risk(register, current=MEDIUM, owner=owner)
    granted = make.acceptance(risk, is_granted=True, by=chief)
    tasks.remind_due()
    assert told("owner_gone") == []
    staffing.end_posting(owner.postings.get(), by=None)
    tasks.remind_due()
    tasks.remind_due()
    assert told("owner_gone") == [officer]
    tasks.expire_acceptances()
    assert covering(fresh(risk), today_of(register)) == granted
    with days_later(15):
        tasks.remind_due()
    assert told("owner_gone") == [officer, chief]


def test_a_seat_in_which_nobody_sits_is_told_to_who_posts_people_and_to_the_asker(register, officer):
    administrator = make.administrator()
    make.acceptance(make.risk(register, current=MEDIUM), requested_by=officer)
    make.acceptance(make.risk(register, current=MEDIUM), requested_by=officer)
    assert climbed("seat_vacant", 0, 6, 7) == [1, 1, 2]
    assert set(told("seat_vacant")) == {administrator}
    assert told("seat_unfilled") == [officer, officer]
    notice = Notice.objects.filter(kind="risks.seat_vacant").first()
    assert notice.about_kind == "" and notice.facts == {
        "seat": "Chief of mission",
        "office": "Office UG",
        "seat_is": "chief_of_mission",
        "at": "UG",
    }


def test_an_empty_seat_is_counted_by_the_days_of_the_office_in_which_nobody_sits(register, officer):
    make.administrator()
    evening = (timezone.now() + timedelta(days=1)).replace(hour=20, minute=30)  # 23:30 in Kampala
    with time_machine.travel(evening, tick=False):
        make.acceptance(make.risk(register, current=MEDIUM), requested_by=officer)
        tasks.remind_due()
        assert len(told("seat_vacant")) == 1
    with time_machine.travel(evening + timedelta(days=6, minutes=29), tick=False):  # six days after in Kampala: 23:59
        tasks.remind_due()
        assert len(told("seat_vacant")) == 1
    with time_machine.travel(evening + timedelta(days=6, minutes=31), tick=False):  # a week after there, not in UTC
        tasks.remind_due()
        assert len(told("seat_vacant")) == 2


def test_a_delegation_that_ends_while_a_request_waits_is_told_to_both(register, officer):
    chief, delegate, idle = make.chief(), make.officer(), make.chief("KE")
    until = timezone.now() + timedelta(days=10)
    staffing.delegate(chief.postings.get(), by=chief, to=delegate, ends_at=until)
    staffing.delegate(idle.postings.get(), by=idle, to=make.officer("KE"), ends_at=until)
    assert climbed("delegation_ending", 4) == [0]
    make.acceptance(make.risk(register, current=MEDIUM), requested_by=officer)
    assert climbed("delegation_ending", 2, 3, 8, 9) == [0, 2, 2, 4]
    assert set(told("delegation_ending")) == {chief, delegate}


def test_a_broken_position_past_its_grace_is_told_to_manager_chief_and_trd(register, officer):
    chief, head, director = make.chief(), make.head(), make.regional_director()
    make.published(register.project, "active")
    risk = make.risk(register, current=HIGH)
    position = BrokenPosition.objects.create(
        risk=risk, band="high", because="x", since_at=timezone.now(), grace_until_on=today_of(register)
    )
    assert climbed("position_late", 0, 1, 7, 8) == [0, 3, 3, 4]
    assert set(told("position_late")) == {officer, chief, head, director}
    position.mended_at = timezone.now()
    position.save()
    assert climbed("position_late", 30) == [4]


def test_the_assumption_of_the_stream_that_ends_is_told_to_the_top(method):
    dg, risk_officer = make.user("dg-office", "HQ"), make.risk_officer()
    stream = make.register(office="NBO")
    type(stream).objects.filter(pk=stream.pk).update(kind="stream", office=None, code="PVE")
    stream.refresh_from_db()
    frozen = make.snapshot(stream) if hasattr(make, "snapshot") else _frozen(stream, method)
    for days in (70, 400):
        RegisterAssumption.objects.create(
            register=stream,
            snapshot=frozen,
            statement="Assumed.",
            by=dg,
            at=timezone.now(),
            valid_until_on=timezone.localdate() + timedelta(days=days),
        )
    assert climbed("assumption_ending", 30, 341, 371) == [0, 2, 4]
    assert set(told("assumption_ending")) == {dg, risk_officer}


def _frozen(stream, method):
    from risks.models import RegisterSnapshot

    return RegisterSnapshot.objects.create(
        register=stream,
        reason="report",
        content={},
        public_content={},
        sha256="0" * 64,
        worst_residual="low",
        matrix=method,
        taken_at=timezone.now(),
        taken_by=stream.opened_by,
    )


def granted_until(register, chief, days):
    asked = make.acceptance(make.risk(register, current=MEDIUM), requested_by=register.project.manager)
    return actions.grant(asked, by=chief, until=today_of(register) + timedelta(days=days))


@pytest.mark.scenario("risks-8")
def test_nine_days_without_a_sweep_end_each_acceptance_on_its_own_date_and_make_one_digest_each(method, smtp_sink):
    start = datetime(2026, 3, 4, 9, tzinfo=ZoneInfo("Africa/Kampala"))  # a Wednesday
    with time_machine.travel(start, tick=False):
        register, chief = make.submitted_register(), make.chief()
        officer = register.project.manager
        given = [granted_until(register, chief, days) for days in (2, 4, 6)]
        Delivery.objects.all().delete()
    with time_machine.travel(start + timedelta(days=9, hours=9), tick=False):
        for _ in range(2):
            tasks.expire_acceptances()
            tasks.remind_due()
            tasks.remind_review()
    zone = ZoneInfo(register.lead_office.time_zone)
    for acceptance in given:
        ended = Acceptance.objects.get(pk=acceptance.pk)
        assert ended.state == "expired"
        assert ended.ended_at.astimezone(zone) == datetime.combine(
            acceptance.valid_until_on + timedelta(days=1), datetime.min.time(), tzinfo=zone
        )
    assert sorted(person.pk for person in told("acceptance_expired")) == sorted([officer.pk, chief.pk] * 3)
    for day in range(10, 24):
        with time_machine.travel(start + timedelta(days=day), tick=False):
            digests.gather()
            mails.send()
    assert sorted(message["To"] for message in smtp_sink.messages) == sorted([officer.email, chief.email])


def test_a_late_precondition_ends_an_acceptance_the_day_after_it_was_due_however_late_the_sweep(
    register, officer, fresh, outbox
):
    chief, today = make.chief(), today_of(register)
    risk, plain = (make.risk(register, current=MEDIUM) for _ in range(2))
    measure = make.treatment(risk, due_on=today + timedelta(days=3), is_precondition=True)
    make.treatment(plain, due_on=today + timedelta(days=3))
    depends, stands = (make.acceptance(r, is_granted=True, by=chief) for r in (risk, plain))
    assert covering(fresh(risk), measure.due_on) == depends
    assert covering(fresh(risk), measure.due_on + timedelta(days=1)) is None
    assert covering(fresh(plain), measure.due_on + timedelta(days=1)) == stands
    with days_later(12):
        assert (tasks.expire_acceptances(), tasks.expire_acceptances()) == (1, 0)
    ended = Acceptance.objects.get(pk=depends.pk)
    zone = ZoneInfo(register.lead_office.time_zone)
    assert ended.state == "lapsed" and ended.ended_at.astimezone(zone).date() == measure.due_on + timedelta(days=1)
    assert Acceptance.objects.get(pk=stands.pk).state == "granted"
    assert ("risks.acceptance_lapsed", chief) in outbox


def test_whichever_came_first_ends_it_the_last_day_or_the_late_precondition(register, officer):
    chief, today = make.chief(), today_of(register)
    early, late = (make.risk(register, current=MEDIUM) for _ in range(2))
    make.treatment(early, due_on=today + timedelta(days=2), is_precondition=True)
    make.treatment(late, due_on=today + timedelta(days=7), is_precondition=True)
    first, second = (
        actions.grant(make.acceptance(r, requested_by=officer), by=chief, until=today + timedelta(days=5))
        for r in (early, late)
    )
    with days_later(12):
        assert tasks.expire_acceptances() == 2
    assert [Acceptance.objects.get(pk=a.pk).state for a in (first, second)] == ["lapsed", "expired"]


def test_of_an_acceptance_of_the_target_every_measure_counts(register, officer):
    chief, today = make.chief(), today_of(register)
    risk = make.risk(register, is_rated=False, state="open")
    make.assessment(risk, current=HIGH, target=MEDIUM)
    make.treatment(risk, due_on=today + timedelta(days=2))
    make.acceptance(risk, basis="target", is_granted=True, by=chief)
    with days_later(5):
        assert tasks.expire_acceptances() == 1


@pytest.mark.parametrize("kind", ["review_due", "acceptance_ending", "treatment_due", "acceptance_expired"])
def test_what_is_due_is_gathered_once_a_week_by_default(kind):
    from pvehub.notifications.kinds import get

    assert get(f"risks.{kind}").cadence == "weekly" and not get(f"risks.{kind}").always


def test_no_mail_and_no_digest_says_anything_of_a_restricted_risk(method, smtp_sink):
    start = datetime(2026, 3, 4, 12, tzinfo=ZoneInfo("Africa/Kampala"))
    with time_machine.travel(start, tick=False):
        register = make.submitted_register(title="canaryproject")
        officer, chief, director = register.project.manager, make.chief(), make.regional_director()
        words = {"cause": "canarycause", "event": "canaryevent", "consequence": "canaryend", "category": "RET"}
        risk = make.risk(register, visibility="restricted", current=MEDIUM, owner=officer, **words)
        make.treatment(risk, text="canarymeasure", due_on=date(2026, 3, 6))
        actions.name_reader(risk, director, by=officer)
        asked = actions.request_acceptance(risk, reason="canaryreason", by=officer)
        actions.concur(asked, by=chief, note="canarynote")
        actions.grant(asked, by=director, until=date(2026, 3, 20), note="canarynote")
        passed = actions.escalate(risk, seat="regional_director", reason="canaryasked", by=officer)
        actions.return_escalation(passed, by=director, answer="canaryanswer")
        actions.escalate(risk, seat="regional_director", reason="canaryasked", by=officer)
    for day in range(0, 45):
        with time_machine.travel(start + timedelta(days=day), tick=False):
            for sweep in (tasks.expire_acceptances, tasks.remind_due, tasks.remind_review, digests.gather, mails.send):
                sweep()
    kinds = set(Notice.objects.values_list("kind", flat=True))
    assert {"risks.escalated", "risks.escalation_late", "risks.acceptance_ending", "risks.treatment_due"} <= kinds
    assert len(smtp_sink.messages) >= 5
    for message in smtp_sink.messages:
        assert "canary" not in message.as_string() and "Retaliation" not in message.as_string()
        parts = " ".join(part.get_content() for part in message.walk() if part.get_content_maintype() == "text")
        assert "canary" not in parts and risk.category.name_en not in parts

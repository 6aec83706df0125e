"""Acceptances: who decides, what breaks them, and that two answers at once leave one."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from pvehub.access import Moved, Refused, Unmet
from pvehub.audit.models import Event
from pvehub.staffing import actions as staffing
from risks import actions
from risks.covering import covering, is_uncovered
from risks.models import Acceptance
from risks.scoring import Rating
from tests import make
from tests.machinery.amount import ROUNDS

pytestmark = pytest.mark.django_db

LOW = Rating(2, {"programme": 2})
MEDIUM = Rating(3, {"programme": 3})
HIGH = Rating(3, {"programme": 4})
VERY_HIGH = Rating(4, {"programme": 4})
EXTREME = Rating(5, {"programme": 4})


@pytest.fixture
def project(method):
    return make.project(status="in_endorsement", tier=1)


@pytest.fixture
def officer(project):
    return project.manager


def open_for_edits(project):
    project.open_sections = None
    project.save()


def rate(risk, current, by, target=None, **more):
    open_for_edits(risk.register.project)
    ratings = {"inherent": current, "current": current, "target": target or current}
    said = {"confidence": "medium", "speed": "weeks", "rationale": "Seen."} | more
    return actions.assess(risk, ratings=ratings, by=by, **said)


def state(acceptance):
    return Acceptance.objects.get(pk=acceptance.pk).state


def test_medium_is_asked_of_the_chief_of_mission_and_granted(project, officer, outbox, verbs_of, fresh):
    chief = make.chief()
    risk = make.risk(project=project, current=MEDIUM)
    asked = actions.request_acceptance(risk, reason="Worth it.", by=officer)
    assert (asked.seat, asked.turn, asked.concurs, asked.level) == (
        "chief_of_mission",
        "chief_of_mission",
        [],
        "medium",
    )
    granted = actions.grant(asked, by=chief, note="Yes.")
    assert granted.valid_until_on == make.today() + timedelta(days=365)
    assert covering(fresh(risk), make.today()) == granted
    assert verbs_of(risk) == ["risks.acceptance_requested", "risks.acceptance_granted"]
    assert outbox == [("risks.acceptance_requested", chief), ("risks.acceptance_granted", officer)]
    assert [(s.act, s.by) for s in granted.steps.order_by("seq")] == [("requested", officer), ("granted", chief)]


@pytest.mark.parametrize(
    ("current", "decides", "concurs"),
    [
        (LOW, "manager", []),
        (MEDIUM, "chief_of_mission", []),
        (HIGH, "regional_director", ["chief_of_mission"]),
        (VERY_HIGH, "trd_head", ["chief_of_mission", "regional_director"]),
        (EXTREME, "risk_officer", ["regional_director", "doe_director"]),
        (Rating(4, {"people": 5}), "dg_office", ["doe_director", "risk_officer"]),
    ],
)
def test_the_level_names_the_seat_and_who_concurs_first(project, officer, current, decides, concurs):
    asker = make.officer() if decides == "manager" else officer
    risk = make.risk(project=project, current=current, owner=make.officer() if decides == "manager" else None)
    asked = actions.request_acceptance(risk, reason="x", by=asker)
    assert (asked.seat, asked.concurs) == (decides, concurs)


def test_concurrences_come_first_and_in_order(project, officer, outbox):
    chief, director, head = make.chief(), make.regional_director(), make.head()
    risk = make.risk(project=project, current=VERY_HIGH)
    asked = actions.request_acceptance(risk, reason="x", by=officer)
    with pytest.raises(Refused, match="Chief of mission"):
        actions.grant(asked, by=head)
    with pytest.raises(Refused):
        actions.concur(asked, by=director)
    assert actions.concur(asked, by=chief).turn == "regional_director"
    assert actions.concur(asked, by=director).turn == "trd_head"
    with pytest.raises(Refused):
        actions.concur(asked, by=director)
    assert actions.grant(asked, by=head).valid_until_on == make.today() + timedelta(days=120)
    assert [kind for kind, _ in outbox].count("risks.acceptance_requested") == 3


def test_nobody_signs_two_steps(project, officer):
    both = make.chief()
    make.posting(both, role="regional-director", office="NBO")
    make.chief(), make.regional_director()
    risk = make.risk(project=project, current=HIGH)
    asked = actions.request_acceptance(risk, reason="x", by=officer)
    actions.concur(asked, by=both)
    with pytest.raises(Refused, match="two steps"):
        actions.grant(asked, by=both)


def test_requester_and_owner_do_not_decide_and_the_next_seat_up_does(project, officer):
    chief, director = make.chief(), make.regional_director()
    owned = actions.request_acceptance(make.risk(project=project, current=MEDIUM, owner=chief), reason="x", by=officer)
    assert owned.seat == "regional_director"
    with pytest.raises(Refused, match="own this risk"):
        actions.grant(owned, by=chief)
    assert actions.grant(owned, by=director).state == "granted"
    asked = actions.request_acceptance(make.risk(project=project, current=MEDIUM), reason="x", by=chief)
    with pytest.raises(Refused, match="somebody else"):
        actions.grant(asked, by=chief)


def test_a_higher_seat_may_decide_a_lower_one_may_not(project, officer):
    risk = make.risk(project=project, current=MEDIUM)
    asked = actions.request_acceptance(risk, reason="x", by=officer)
    for person in (
        make.officer(),
        make.reviewer(),
        make.chief("KE"),
        make.regional_director("DKR"),
        make.administrator(),
    ):
        with pytest.raises(Refused):
            actions.grant(asked, by=person)
    assert actions.grant(asked, by=make.regional_director()).decided_by is not None


def test_a_direct_red_line_is_accepted_by_nobody(project, officer):
    risk = make.risk(project=project, category="MSG", is_direct=True, strategy="accept", current=LOW)
    dg = make.user("dg-office", "HQ")
    for person in (officer, risk.owner, make.chief(), make.regional_director(), make.head(), make.risk_officer(), dg):
        with pytest.raises(Refused, match="red line"):
            actions.request_acceptance(risk, reason="x", by=person)
    assert not Acceptance.objects.exists()


def test_only_an_open_rated_risk_of_the_mission_is_asked_for(project, officer):
    with pytest.raises(Refused):
        actions.request_acceptance(make.risk(project=project, is_rated=False), reason="x", by=officer)
    with pytest.raises(Refused):
        actions.request_acceptance(make.risk(project=project, current=MEDIUM), reason="x", by=make.reviewer())


def test_a_second_request_waits_for_the_first(project, officer):
    make.chief()
    risk = make.risk(project=project, current=MEDIUM)
    actions.request_acceptance(risk, reason="x", by=officer)
    with pytest.raises(Unmet):
        actions.request_acceptance(risk, reason="x", by=officer)


def test_a_renewal_is_a_new_row_that_replaces_the_old(project, officer):
    chief = make.chief()
    risk = make.risk(project=project, current=MEDIUM)
    old = actions.grant(actions.request_acceptance(risk, reason="x", by=officer), by=chief)
    new = actions.grant(actions.request_acceptance(risk, reason="again", by=officer), by=chief)
    assert (state(old), state(new)) == ("replaced", "granted")


def test_an_end_earlier_than_the_rule_is_fine_a_later_one_not(project, officer):
    chief, today = make.chief(), make.today()
    asked = actions.request_acceptance(make.risk(project=project, current=MEDIUM), reason="x", by=officer)
    for wrong in (today - timedelta(days=1), today + timedelta(days=366)):
        with pytest.raises(Unmet):
            actions.grant(asked, by=chief, until=wrong)
    assert actions.grant(asked, by=chief, until=today + timedelta(days=10)).valid_until_on == today + timedelta(days=10)


def test_low_confidence_caps_an_acceptance_at_60_days(project, officer):
    risk = make.risk(project=project, is_rated=False, state="open")
    make.assessment(risk, current=MEDIUM, confidence="low")
    granted = actions.grant(actions.request_acceptance(risk, reason="x", by=officer), by=make.chief())
    assert granted.valid_until_on == make.today() + timedelta(days=60)


def test_declined_is_final_and_everyone_hears_of_it(project, officer, outbox):
    chief = make.chief()
    asked = actions.request_acceptance(make.risk(project=project, current=MEDIUM), reason="x", by=officer)
    actions.decline(asked, by=chief, note="Lower it first.")
    assert ("risks.acceptance_declined", officer) in outbox
    with pytest.raises(Moved) as moved:
        actions.grant(asked, by=chief, note="my words")
    assert "my words" in moved.value.kept.values()


def test_a_request_is_taken_back_by_the_mission_only(project, officer):
    make.chief()
    asked = actions.request_acceptance(make.risk(project=project, current=MEDIUM), reason="x", by=officer)
    with pytest.raises(Refused):
        actions.withdraw(asked, by=make.reviewer())
    assert actions.withdraw(asked, by=officer).state == "withdrawn"
    with pytest.raises(Moved):
        actions.withdraw(asked, by=officer)


def test_worse_lapses_at_once_and_better_stays(project, officer, outbox, fresh, verbs_of):
    director = make.regional_director()
    worse, better = make.risk(project=project, current=HIGH), make.risk(project=project, current=HIGH)
    ended, stays = (
        make.acceptance(r, is_granted=True, by=director, requested_by=make.chief()) for r in (worse, better)
    )
    rate(worse, VERY_HIGH, officer)
    assert state(ended) == "lapsed"
    assert is_uncovered(fresh(worse), make.today())
    assert verbs_of(worse) == ["risks.assessed", "risks.lapsed"]
    assert ("risks.acceptance_lapsed", director) in outbox
    rate(better, MEDIUM, officer)
    assert state(stays) == "granted"
    assert not is_uncovered(fresh(better), make.today())


def test_another_cause_lapses_and_a_word_on_progress_does_not(project, officer):
    risk = make.risk(project=project, current=HIGH)
    measure = make.treatment(risk)
    granted = make.acceptance(risk, is_granted=True)
    open_for_edits(project)
    actions.change_treatment(measure, {"evidence": "a typo mended"}, by=officer)
    actions.review_unchanged(risk, by=officer, note="still so")
    assert state(granted) == "granted"
    actions.edit(risk, {"cause": "Something else altogether"}, by=officer)
    assert state(granted) == "lapsed"


def test_a_new_or_changed_measure_lapses(project, officer):
    open_for_edits(project)
    one, two = make.risk(project=project, current=HIGH), make.risk(project=project, current=HIGH)
    measure = make.treatment(two)
    first, second = make.acceptance(one, is_granted=True), make.acceptance(two, is_granted=True)
    actions.treat(one, text="New", lowers="both", owner=officer, due_on=make.today(), by=officer)
    actions.change_treatment(measure, {"progress": "dropped"}, by=officer)
    assert (state(first), state(second)) == ("lapsed", "lapsed")


def test_any_new_rating_ends_a_request_that_waits(project, officer):
    risk = make.risk(project=project, current=HIGH)
    asked = make.acceptance(risk)
    rate(risk, MEDIUM, officer)
    assert state(asked) == "lapsed"


def test_closing_the_risk_ends_its_acceptance(project, officer):
    risk = make.risk(project=project, current=HIGH)
    granted = make.acceptance(risk, is_granted=True)
    open_for_edits(project)
    actions.close(risk, reason="Over.", by=officer)
    assert state(granted) == "lapsed"


def test_an_acceptance_of_the_target_stands_while_the_plan_is_on_time(project, officer, fresh):
    risk = make.risk(project=project, is_rated=False, state="open")
    make.assessment(risk, current=HIGH, target=MEDIUM)
    measure = make.treatment(risk, due_on=make.today() + timedelta(days=5))
    asked = actions.request_acceptance(risk, basis="target", reason="x", by=officer)
    assert asked.level == "medium"
    actions.grant(asked, by=make.chief())
    assert covering(fresh(risk), make.today()) is not None
    assert covering(fresh(risk), measure.due_on + timedelta(days=1)) is None


def test_covering_ends_with_the_date_though_no_timer_came(project, officer, fresh):
    risk = make.risk(project=project, current=MEDIUM)
    granted = actions.grant(actions.request_acceptance(risk, reason="x", by=officer), by=make.chief())
    assert covering(fresh(risk), granted.valid_until_on) == granted
    assert covering(fresh(risk), granted.valid_until_on + timedelta(days=1)) is None


@pytest.mark.scenario("risks-10")
def test_a_delegate_whose_delegation_ended_is_refused(project, officer):
    chief, delegate = make.chief(), make.officer()
    now = timezone.now()
    delegated = staffing.delegate(chief.postings.get(), by=chief, to=delegate, ends_at=now + timedelta(days=2))
    asked = actions.request_acceptance(make.risk(project=project, current=MEDIUM), reason="x", by=officer)
    type(delegated).objects.filter(pk=delegated.pk).update(
        starts_at=now - timedelta(days=3), ends_at=now - timedelta(days=1)
    )
    with pytest.raises(Refused):
        actions.grant(asked, by=delegate)


def test_a_delegate_signs_up_to_the_ceiling_beside_the_principal(project, officer):
    chief, delegate = make.chief(), make.officer()
    until = timezone.now() + timedelta(days=2)
    posting = staffing.delegate(chief.postings.get(), by=chief, to=delegate, ends_at=until, ceiling="low")
    asked = actions.request_acceptance(make.risk(project=project, current=MEDIUM), reason="x", by=officer)
    with pytest.raises(Refused, match="Low"):
        actions.grant(asked, by=delegate)
    type(posting).objects.filter(pk=posting.pk).update(ceiling="medium")
    granted = actions.grant(asked, by=delegate)
    step = granted.steps.get(act="granted")
    assert (step.by, step.on_behalf_of) == (delegate, chief)


def answer(barrier, outcomes, act, acceptance, by):
    """One of two people, on a connection of their own."""
    try:
        barrier.wait()
        act(acceptance, by=by, note="My words.")
        outcomes.append("done")
    except Moved as moved:
        outcomes.append("moved" if "My words." in moved.kept.values() else "lost the words")
    except Exception as wrong:
        outcomes.append(repr(wrong))
    finally:
        connection.close()


@pytest.mark.slow
@pytest.mark.scenario("risks-11")
@pytest.mark.django_db(transaction=True)
@pytest.mark.timeout(600)
def test_grant_and_decline_in_the_same_moment_leave_one_final_step(transactional_db):
    make.risk_method()
    project = make.project(status="in_endorsement", tier=1)
    register = make.register(project)
    one, two, asker = make.chief(), make.chief(), make.officer()
    for _ in range(ROUNDS):
        risk = make.risk(register, current=MEDIUM)
        asked = make.acceptance(risk, requested_by=asker)
        outcomes, barrier = [], threading.Barrier(2)
        pair = [(actions.grant, one), (actions.decline, two)]
        threads = [threading.Thread(target=answer, args=(barrier, outcomes, act, asked, by)) for act, by in pair]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(outcomes) == ["done", "moved"]
        assert asked.steps.filter(act__in=["granted", "declined"]).count() == 1
        assert Event.objects.filter(kind="risks.risk", thing_id=risk.pk).count() == 1

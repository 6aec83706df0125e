"""Passing a risk upwards: it stays where it is until somebody in the seat that was asked takes it over."""

import threading
from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from pvehub.access import Moved, Refused, Unmet
from pvehub.people.calendar import add_working_days
from pvehub.people.models import Holiday, Office
from pvehub.staffing import actions as staffing
from risks import actions
from risks.models import Escalation, Risk
from risks.scoring import Rating
from tests import make
from tests.machinery.amount import ROUNDS

pytestmark = pytest.mark.django_db
MEDIUM, HIGH = Rating(3, {"programme": 3}), Rating(3, {"programme": 4})
VERY_HIGH, GRAVEST = Rating(4, {"programme": 4}), Rating(4, {"people": 5})


@pytest.fixture
def register(method):
    return make.submitted_register()


@pytest.fixture
def officer(register):
    return register.project.manager


@pytest.fixture
def director(db):
    return make.regional_director()


def again(thing):
    return type(thing).objects.get(pk=thing.pk)


def test_it_stays_with_its_owner_until_the_receiver_takes_it_over(register, officer, director, outbox, verbs_of):
    risk = make.risk(register, current=HIGH)
    asked = actions.escalate(risk, seat="regional_director", reason="Beyond the mission.", by=officer)
    assert (again(risk).owner, asked.level, asked.state) == (officer, "high", "asked")
    assert outbox == [("risks.escalated", director)]
    done = actions.confirm_escalation(asked, by=director, answer="I speak to the ministry.")
    assert (again(risk).owner, done.owner_before, done.answered_by) == (director, officer, director)
    assert list(outbox)[1:] == [("risks.escalation_confirmed", officer)]
    assert verbs_of(risk) == ["risks.escalated", "risks.escalation_confirmed"]


def test_it_goes_to_the_seat_of_its_level_or_higher_and_never_lower(register, officer, director):
    make.chief(), make.head()
    risk = make.risk(register, current=HIGH)
    with pytest.raises(Unmet, match="Chief of mission"):
        actions.escalate(risk, seat="chief_of_mission", reason="x", by=officer)
    assert actions.escalate(risk, seat="trd_head", reason="x", by=officer).seat == "trd_head"


def test_a_direct_red_line_may_be_passed_upwards_though_nobody_may_accept_it(register, officer):
    make.chief()
    risk = make.risk(register, category="MSG", is_direct=True, strategy="avoid", current=MEDIUM)
    assert (
        actions.escalate(risk, seat="regional_director", reason="x", by=officer) if make.regional_director() else None
    )


@pytest.mark.parametrize(
    ("current", "seat", "days", "office"),
    [(HIGH, "regional_director", 7, "NBO"), (MEDIUM, "chief_of_mission", 14, "UG"), (VERY_HIGH, "trd_head", 3, "HQ")],
)
def test_the_answer_is_due_by_the_working_days_of_the_office_that_is_asked(
    register, officer, director, current, seat, days, office
):
    make.chief(), make.head()
    place = Office.objects.get(code=office)
    with time_machine.travel("2026-12-03T08:00:00+03:00", tick=False):
        Holiday.objects.create(office=place, on=date(2026, 12, 4), name="A day off there")
        asked = actions.escalate(make.risk(register, current=current), seat=seat, reason="x", by=officer)
    assert asked.answer_by_on == add_working_days(place, date(2026, 12, 3), days)
    assert asked.answer_by_on > date(2026, 12, 3) + timedelta(days=days)  # a weekend and the holiday lie between


def test_a_seat_in_which_nobody_else_sits_is_not_asked(register, officer):
    risk = make.risk(register, current=HIGH)
    with pytest.raises(Unmet, match="Nobody else sits"):
        actions.escalate(risk, seat="regional_director", reason="x", by=officer)
    owner = make.regional_director()
    owned = make.risk(register, current=HIGH, owner=owner)
    with pytest.raises(Unmet, match="Nobody else sits"):
        actions.escalate(owned, seat="regional_director", reason="x", by=officer)


def test_the_mission_and_the_owner_ask_and_one_waits_at_a_time(register, officer, director):
    risk = make.risk(register, current=HIGH)
    for stranger in (make.reviewer(), make.officer("KE"), director):
        with pytest.raises(Refused, match="Only the owner"):
            actions.escalate(risk, seat="regional_director", reason="x", by=stranger)
    actions.escalate(risk, seat="regional_director", reason="x", by=officer)
    with pytest.raises(Unmet, match="waits for its answer"):
        actions.escalate(risk, seat="regional_director", reason="x", by=officer)


def test_only_who_sits_there_or_above_answers_and_never_the_asker(register, officer, director):
    risk = make.risk(register, current=HIGH)
    asker = make.regional_director()
    asked = make.passed_up(risk, asked_by=asker)
    with pytest.raises(Refused, match="somebody else"):
        actions.confirm_escalation(asked, by=asker)
    for person in (officer, make.chief(), make.regional_director("DKR"), make.administrator(), make.reviewer()):
        with pytest.raises(Refused, match="another seat"):
            actions.confirm_escalation(asked, by=person)
    assert actions.confirm_escalation(asked, by=make.head()).state == "confirmed"


def test_given_back_with_words_moves_nothing(register, officer, director, outbox):
    risk = make.risk(register, current=HIGH)
    asked = make.passed_up(risk)
    actions.return_escalation(asked, by=director, answer="Ask the governor first.")
    assert (again(risk).owner, again(asked).answer) == (officer, "Ask the governor first.")
    assert outbox == [("risks.escalation_returned", officer)]
    assert actions.escalate(risk, seat="regional_director", reason="Asked; again.", by=officer).state == "asked"


def test_taken_back_before_the_answer_by_the_mission_only(register, officer, director, outbox):
    asked = make.passed_up(make.risk(register, current=HIGH))
    with pytest.raises(Refused):
        actions.withdraw_escalation(asked, by=make.reviewer())
    assert actions.withdraw_escalation(asked, by=make.officer()).state == "withdrawn"
    assert outbox == [("risks.escalation_withdrawn", director)]


def test_answered_meanwhile_gives_the_words_back(register, officer, director):
    asked = make.passed_up(make.risk(register, current=HIGH))
    actions.return_escalation(asked, by=director, answer="No.")
    with pytest.raises(Moved) as moved:
        actions.confirm_escalation(asked, by=make.regional_director(), answer="My careful words.")
    assert "My careful words." in moved.value.kept.values()


def test_a_closed_risk_asks_nobody(register, officer, director, as_):
    risk = make.risk(register, current=HIGH)
    asked = make.passed_up(risk)
    assert list(Escalation.objects.awaiting(director)) == [asked]
    risk.state = "closed"
    risk.save()
    assert not Escalation.objects.awaiting(director).exists()
    with pytest.raises(Refused, match="closed"):
        actions.confirm_escalation(asked, by=director)


def test_it_is_followed_in_a_register_above_and_in_no_other(register, officer, director):
    above, beside = make.register(office="NBO"), make.register(office="DKR")
    one, two = (make.passed_up(make.risk(register, current=HIGH)) for _ in range(2))
    assert actions.confirm_escalation(one, by=director, watched_in=above).watched_in == above
    for wrong in (beside, register):
        with pytest.raises(Unmet, match="its own office"):
            actions.confirm_escalation(two, by=director, watched_in=wrong)


def test_the_register_above_shows_what_is_followed_in_it_to_whom_may_read_it(register, officer, director, as_):
    above = make.register(office="NBO")
    shown, hidden, closed = (make.risk(register, current=HIGH, event=f"canary{n}") for n in range(3))
    for risk in (shown, hidden, closed):
        actions.confirm_escalation(make.passed_up(risk), by=director, watched_in=above)
    Risk.objects.filter(pk=hidden.pk).update(visibility="restricted")
    Risk.objects.filter(pk=closed.pk).update(state="closed")
    mine, others = (as_(p).get(above.get_absolute_url()).content.decode() for p in (director, make.regional_director()))
    assert "canary0" in mine and "canary1" in mine and "canary2" not in mine
    assert "canary0" in others and "canary1" not in others and hidden.get_absolute_url() not in others


def test_a_delegate_takes_over_beside_the_principal_and_up_to_the_ceiling(register, officer, director):
    delegate, until = make.officer("NBO"), timezone.now() + timedelta(days=2)
    posting = staffing.delegate(director.postings.get(), by=director, to=delegate, ends_at=until, ceiling="medium")
    asked = make.passed_up(make.risk(register, current=HIGH))
    with pytest.raises(Refused, match="Medium"):
        actions.confirm_escalation(asked, by=delegate)
    type(posting).objects.filter(pk=posting.pk).update(ceiling="high")
    done = actions.confirm_escalation(asked, by=delegate)
    assert (done.answered_by, done.on_behalf_of) == (delegate, director)


def test_a_restricted_risk_is_passed_only_to_who_was_named_and_read_by_the_new_owner(register, officer, director):
    risk = make.risk(register, current=HIGH, visibility="restricted")
    with pytest.raises(Unmet, match="First name somebody there"):
        actions.escalate(risk, seat="regional_director", reason="x", by=officer)
    actions.name_reader(risk, director, by=officer)
    asked = actions.escalate(risk, seat="regional_director", reason="x", by=officer)
    other = make.regional_director()
    assert not Escalation.objects.awaiting(other).exists()
    actions.confirm_escalation(asked, by=director)
    actions.unname_reader(again(risk), director, by=director)
    assert Risk.objects.visible_to(director).filter(pk=risk.pk).exists()


def test_the_director_generals_office_reads_what_it_is_asked_and_nothing_else(register, officer):
    dg = make.user("dg-office", "HQ")
    risk, other = make.risk(register, current=GRAVEST), make.risk(make.submitted_register(), current=GRAVEST)
    hidden = make.risk(register, current=GRAVEST, visibility="restricted")
    assert not Risk.objects.visible_to(dg).exists()
    make.passed_up(risk, seat="dg_office")
    make.passed_up(hidden, seat="dg_office")
    assert list(Risk.objects.visible_to(dg)) == [risk]
    assert list(Escalation.objects.awaiting(dg).values_list("risk", flat=True)) == [risk.pk]
    assert other.register not in type(register).objects.visible_to(dg)


def test_the_pages_ask_answer_and_keep_what_was_typed(register, officer, director, as_):
    risk = make.risk(register, current=HIGH)
    url = reverse("risks:risk-escalate", args=[register.code, risk.ref])
    client = as_(officer)
    assert "Regional director" in client.get(url).content.decode()
    assert "my words" in client.post(url, {"seat": "nonsense", "reason": "my words"}).content.decode()
    answer = client.post(url, {"seat": "regional_director", "reason": "Beyond the mission."})
    own = risk.escalations.get().get_absolute_url()
    assert answer.headers["Location"] == own
    assert own in client.get(risk.get_absolute_url()).content.decode()
    desk = as_(director)
    for page in ("/", "/risks/escalations/"):
        assert own in desk.get(page).content.decode()
    assert client.post(f"{own}confirm/", {"answer": ""}).status_code == 403
    assert "Take it over" in desk.get(own).content.decode()
    assert desk.post(f"{own}return/", {"back-answer": ""}).status_code == 200
    assert desk.post(f"{own}confirm/", {"answer": "Mine."}).headers["Location"] == risk.get_absolute_url()
    late = desk.post(f"{own}return/", {"back-answer": "Too late, these words."})
    assert late.status_code == 409 and "Too late, these words." in late.content.decode()
    assert own not in desk.get("/").content.decode()


def test_taking_over_at_very_high_asks_again_who_it_is(register, officer, as_):
    head = make.head()
    head.set_password(make.PASSWORD)
    head.save()
    high, grave = (make.passed_up(make.risk(register, current=c), seat="trd_head") for c in (HIGH, VERY_HIGH))
    client = as_(head)
    with time_machine.travel(timezone.now() + timedelta(minutes=6)):
        easy, asked = (client.post(f"{e.get_absolute_url()}confirm/", {"answer": "x"}) for e in (high, grave))
    assert easy.headers["Location"] == high.risk.get_absolute_url()
    assert asked.headers["Location"].startswith("/accounts/reauthenticate/")
    assert (again(high).state, again(grave).state) == ("confirmed", "asked")


def test_the_list_and_the_desk_cost_the_same_with_1_3_and_300_escalations(
    register, director, as_, django_assert_max_num_queries
):
    from django.test.utils import CaptureQueriesContext

    client, costs = as_(director), {}
    for number in (1, 2, 297):
        for _ in range(number):
            make.passed_up(make.risk(register, current=HIGH))
        for page in ("/risks/escalations/", "/"):
            client.get(page)
            with CaptureQueriesContext(connection) as seen:
                client.get(page)
            costs.setdefault(page, []).append(len(seen))
    assert all(len(set(counts)) == 1 for counts in costs.values()), costs
    assert costs["/risks/escalations/"][0] <= 12, costs


def one_of_two(barrier, outcomes, act, thing, words, by):
    try:
        barrier.wait()
        act(thing, by=by, answer=words)
        outcomes.append("done")
    except Moved as moved:
        outcomes.append("moved" if words in moved.kept.values() else "lost the words")
    except Exception as wrong:
        outcomes.append(repr(wrong))
    finally:
        connection.close()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.timeout(600)
def test_taken_over_and_taken_back_in_the_same_moment_leave_one_answer(transactional_db):
    make.risk_method()
    register = make.submitted_register()
    officer, director = register.project.manager, make.regional_director()
    for _ in range(ROUNDS):
        risk = make.risk(register, current=HIGH)
        asked = make.passed_up(risk)
        outcomes, barrier = [], threading.Barrier(2)
        pair = [(actions.confirm_escalation, director), (actions.withdraw_escalation, officer)]
        threads = [
            threading.Thread(target=one_of_two, args=(barrier, outcomes, act, asked, "My words.", by))
            for act, by in pair
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(outcomes) == ["done", "moved"]
        owner = {"confirmed": director, "withdrawn": officer}[again(asked).state]
        assert again(risk).owner == owner


def asks(barrier, outcomes, act):
    try:
        barrier.wait()
        act()
        outcomes.append("done")
    except Unmet:
        outcomes.append("unmet")
    except Exception as wrong:
        outcomes.append(repr(wrong))
    finally:
        connection.close()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.timeout(600)
@pytest.mark.parametrize("what", ["acceptance", "escalation"])
def test_two_who_ask_in_the_same_moment_leave_one_question(transactional_db, what):
    make.risk_method()
    register = make.submitted_register()
    people = (register.project.manager, make.officer())
    make.regional_director(), make.chief()
    for _ in range(ROUNDS):
        risk = make.risk(register, current=HIGH)
        outcomes, barrier = [], threading.Barrier(2)
        acts = {
            "acceptance": lambda by, risk=risk: actions.request_acceptance(risk, reason="x", by=by),
            "escalation": lambda by, risk=risk: actions.escalate(risk, seat="regional_director", reason="x", by=by),
        }
        threads = [
            threading.Thread(target=asks, args=(barrier, outcomes, lambda by=by, act=acts[what]: act(by)))
            for by in people
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(outcomes) == ["done", "unmet"]
        assert risk.acceptances.count() + risk.escalations.count() == 1

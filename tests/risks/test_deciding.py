"""An acceptance to its end: empty seats, referral, delegation, renewal; and that nothing final is ever rewritten."""

from datetime import timedelta

import pytest
import time_machine
from django.db import Error, ProgrammingError, connection, transaction
from django.urls import get_resolver
from django.utils import timezone

from pvehub.access import Moved, Refused, Unmet
from pvehub.staffing import actions as staffing
from risks import actions, tasks
from risks.covering import covering, today_of
from risks.models import Acceptance, BrokenPosition, Countersign, Escalation
from risks.scoring import Rating
from tests import make

pytestmark = pytest.mark.django_db
MEDIUM, HIGH = Rating(3, {"programme": 3}), Rating(3, {"programme": 4})
VERY_HIGH, GRAVEST = Rating(4, {"programme": 4}), Rating(4, {"people": 5})


@pytest.fixture
def register(method):
    return make.submitted_register()


@pytest.fixture
def officer(register):
    return register.project.manager


def again(acceptance):
    return Acceptance.objects.get(pk=acceptance.pk)


def test_a_request_to_an_empty_seat_goes_to_the_next_one_up_and_the_page_says_so(register, officer, as_):
    director = make.regional_director()
    asked = actions.request_acceptance(make.risk(register, current=MEDIUM), reason="x", by=officer)
    assert (asked.seat, asked.turn) == ("regional_director", "regional_director")
    page = as_(officer).get(asked.get_absolute_url()).content.decode()
    assert "The rule names the Chief of mission. Nobody sat there who could decide" in page
    assert actions.grant(asked, by=director).state == "granted"


def test_a_register_without_a_project_waits_for_no_manager(method):
    chief, officer = make.chief(), make.officer()
    risk = make.risk(make.register(office="UG"), current=MEDIUM)
    asked = actions.request_acceptance(risk, reason="x", by=officer)
    assert (asked.seat, asked.concurs) == ("chief_of_mission", [])
    assert actions.grant(asked, by=chief).state == "granted"


def test_the_stream_waits_for_no_mission_and_no_region(method):
    head, dg = make.head(), make.user("dg-office", "HQ")
    stream = make.register(office="NBO")
    type(stream).objects.filter(pk=stream.pk).update(kind="stream", office=None, code="PVE")
    stream.refresh_from_db()
    asked = actions.request_acceptance(make.risk(stream, current=VERY_HIGH, owner=dg), reason="x", by=dg)
    assert (asked.seat, asked.concurs) == ("trd_head", [])
    assert actions.grant(asked, by=head).state == "granted"


def test_where_nobody_sits_in_any_seat_the_request_says_so(register, officer, as_):
    asked = actions.request_acceptance(make.risk(register, current=MEDIUM), reason="x", by=officer)
    assert asked.seat == "chief_of_mission"
    page = as_(officer).get(asked.get_absolute_url()).content.decode()
    assert "Nobody sits in the seat whose turn it is: Chief of mission." in page
    assert "Nobody sits" not in as_(make.chief()).get(asked.get_absolute_url()).content.decode()


def test_before_the_first_submission_the_page_says_from_when_the_seat_reads(method, as_):
    project = make.project(status="draft")
    make.regional_director()
    asked = make.acceptance(make.risk(make.register(project), current=HIGH), requested_by=project.manager)
    page = as_(project.manager).get(asked.get_absolute_url()).content.decode()
    assert "The Regional director reads this register once the project is submitted" in page


def test_a_restricted_risk_is_asked_of_nobody_who_may_not_read_it(register, officer):
    chief, director = make.chief(), make.regional_director()
    risk = make.risk(register, current=HIGH, visibility="restricted")
    with pytest.raises(Unmet, match="First name somebody there as a reader"):
        actions.request_acceptance(risk, reason="x", by=officer)
    actions.name_reader(risk, director, by=chief)
    assert actions.request_acceptance(risk, reason="x", by=officer).seat == "regional_director"


def test_a_project_that_the_seat_may_not_read_is_opened_to_it_first(method):
    register = make.submitted_register(tier=2)
    make.regional_director()
    with pytest.raises(Unmet, match="First give somebody there access"):
        actions.request_acceptance(make.risk(register, current=HIGH), reason="x", by=register.project.manager)


def test_the_head_of_trd_refers_a_decision_to_the_director_of_doe(register, officer, outbox, as_, verbs_of):
    chief, director, head, doe = make.chief(), make.regional_director(), make.head(), make.doe_director()
    risk = make.risk(register, current=VERY_HIGH)
    asked = actions.request_acceptance(risk, reason="x", by=officer)
    with pytest.raises(Refused, match="to take is referred"):
        actions.refer(asked, by=head, note="Too early.")
    actions.concur(actions.concur(asked, by=chief), by=director)
    assert not Acceptance.objects.awaiting(doe).exists()
    with pytest.raises(Refused, match="another level"):
        actions.refer(again(asked), by=doe, note="x")
    client = as_(head)
    page = client.get(asked.get_absolute_url()).content.decode()
    assert "Ask the director of DOE to decide instead" in page
    answer = client.post(f"{asked.get_absolute_url()}refer/", {"to-note": "It touches two regions."})
    assert answer.headers["Location"] == risk.get_absolute_url()
    referred = again(asked)
    assert (referred.seat, referred.turn, referred.is_referred) == ("trd_head", "doe_director", True)
    assert referred.steps.get(act="referred").note == "It touches two regions."
    assert list(Acceptance.objects.awaiting(doe)) == [referred] and not Acceptance.objects.awaiting(head).exists()
    assert ("risks.acceptance_requested", doe) in outbox
    for person in (head, make.head()):
        with pytest.raises(Refused):
            actions.grant(referred, by=person)
    granted = actions.grant(referred, by=doe)
    assert granted.steps.get(act="granted").seat == "doe_director"
    assert "risks.referred" in verbs_of(risk)


def test_nothing_is_referred_to_an_empty_seat(register, officer):
    asked = make.acceptance(make.risk(register, current=VERY_HIGH), requested_by=officer)
    with pytest.raises(Unmet, match="Nobody sits in this seat"):
        actions.refer(asked, by=make.head(), note="x")


def test_the_director_generals_office_reads_and_decides_what_is_asked_of_it(register, officer, as_):
    dg, doe, risk_officer = make.user("dg-office", "HQ"), make.doe_director(), make.risk_officer()
    risk = make.risk(register, current=GRAVEST)
    asked = actions.request_acceptance(risk, reason="x", by=officer)
    actions.concur(actions.concur(asked, by=doe), by=risk_officer)
    client = as_(dg)
    assert asked.get_absolute_url() in client.get("/").content.decode()
    assert client.get(asked.get_absolute_url()).status_code == 200
    assert client.get(risk.get_absolute_url()).status_code == 200
    done = client.post(f"{asked.get_absolute_url()}grant/", {"note": "Carried."})
    assert done.status_code == 302 and again(asked).decided_by == dg
    assert client.get(make.risk(make.submitted_register(), current=GRAVEST).get_absolute_url()).status_code == 404


def test_a_restricted_risk_is_asked_of_the_director_generals_office_once_somebody_there_is_named(
    register, officer, as_
):
    dg, doe, risk_officer = make.user("dg-office", "HQ"), make.doe_director(), make.risk_officer()
    risk = make.risk(register, current=GRAVEST, visibility="restricted")
    with pytest.raises(Unmet, match="First name somebody there"):
        actions.request_acceptance(risk, reason="x", by=officer)
    for person in (dg, doe):
        actions.name_reader(risk, person, by=officer)
    asked = actions.request_acceptance(risk, reason="x", by=officer)
    actions.concur(actions.concur(asked, by=doe), by=risk_officer)
    assert list(Acceptance.objects.awaiting(dg)) == [asked]
    assert not Acceptance.objects.awaiting(make.user("dg-office", "HQ")).exists()


@pytest.mark.scenario("risks-3")
def test_a_direct_counter_message_to_be_accepted_is_refused_to_whoever_asks(register, officer, as_):
    owner = make.officer()
    risk = make.risk(register, category="MSG", is_direct=True, strategy="accept", current=MEDIUM, owner=owner)
    make.passed_up(risk, seat="dg_office")  # so that the Director General's office reads it
    everyone = (officer, owner, make.chief(), make.regional_director(), make.head(), make.doe_director())
    for person in (*everyone, make.risk_officer(), make.user("dg-office", "HQ")):
        with pytest.raises(Refused, match="nobody may accept it"):
            actions.request_acceptance(risk, reason="x", by=person)
        url = f"{risk.get_absolute_url()}accept/"
        for answer in (as_(person).get(url), as_(person).post(url, {"basis": "current", "reason": "x"})):
            assert answer.status_code == 403 and "nobody may accept it" in answer.content.decode()
    assert not Acceptance.objects.exists()


@pytest.mark.scenario("risks-6")
def test_accepted_at_high_a_worse_rating_lapses_it_and_flags_the_project_at_once_and_a_better_one_does_not(method):
    project = make.project(status="draft")
    register, director = make.register(project), make.regional_director()
    worse, better = (make.risk(register, current=HIGH) for _ in range(2))
    ended, stays = (make.acceptance(risk, is_granted=True, by=director) for risk in (worse, better))
    make.published(project, "active")
    said = {"confidence": "medium", "speed": "weeks", "rationale": "Seen."}
    for risk, rating in ((worse, VERY_HIGH), (better, MEDIUM)):
        positions = dict.fromkeys(("inherent", "current", "target"), rating)
        with transaction.atomic():  # whatever it brings about is there before this ends
            actions.assess(risk, ratings=positions, by=project.manager, **said)
            flags = BrokenPosition.objects.open().filter(risk=risk)
            assert (again(ended).state, again(stays).state) == ("lapsed", "granted")
            assert [flag.band for flag in flags] == (["very_high"] if risk == worse else [])


@pytest.mark.scenario("risks-7")
def test_another_cause_lapses_it_and_a_typo_mended_in_a_comment_does_not(method, fresh):
    project = make.project(status="draft")
    register, officer = make.register(project), project.manager
    risk = make.risk(register, current=MEDIUM)
    measure = make.treatment(risk, evidence="Minuts of May")
    granted = make.acceptance(risk, is_granted=True)
    actions.change_treatment(measure, {"evidence": "Minutes of May"}, by=officer)
    actions.review_unchanged(risk, by=officer, note="stil so")
    actions.review_unchanged(risk, by=officer, note="still so")
    assert covering(fresh(risk), today_of(register)) == granted
    actions.edit(risk, {"cause": "Fewer staff know the field"}, by=officer)
    assert again(granted).state == "lapsed" and "statement" in again(granted).ended_because


@pytest.mark.scenario("risks-10")
def test_a_page_opened_while_the_delegation_ran_signs_nothing_after_it_ended(register, officer, as_):
    now, chief, delegate = timezone.now(), make.chief(), make.officer()
    staffing.delegate(chief.postings.get(), by=chief, to=delegate, ends_at=now + timedelta(days=2))
    asked = make.acceptance(make.risk(register, current=MEDIUM), requested_by=officer)
    client, url = as_(delegate), f"{asked.get_absolute_url()}grant/"
    assert url in client.get(asked.get_absolute_url()).content.decode()
    with time_machine.travel(now + timedelta(days=3)):
        client = as_(delegate)  # the session ends with the day; the page stays open
        assert client.post(url, {"note": "Yes."}).status_code == 403
        with pytest.raises(Refused):
            actions.grant(asked, by=delegate)
    assert again(asked).state == "requested" and asked.steps.count() == 1


def test_a_delegate_concurs_up_to_the_ceiling_and_both_names_stand_on_the_page(register, officer, as_):
    chief, delegate, until = make.chief(), make.officer(), timezone.now() + timedelta(days=2)
    posting = staffing.delegate(chief.postings.get(), by=chief, to=delegate, ends_at=until, ceiling="medium")
    risk = make.risk(register, current=HIGH)
    asked = make.acceptance(risk, requested_by=officer, concurs=["chief_of_mission"], turn="chief_of_mission")
    with pytest.raises(Refused, match="ends at Medium; this risk is at High"):
        actions.concur(asked, by=delegate)
    type(posting).objects.filter(pk=posting.pk).update(ceiling="high")
    actions.concur(asked, by=delegate)
    page = as_(officer).get(asked.get_absolute_url()).content.decode()
    assert delegate.name in page and f"for {chief.name}" in page


def test_a_renewal_is_offered_before_the_end_and_the_old_one_stays_until_the_new_one_is_granted(
    register, officer, as_, fresh
):
    chief = make.chief()
    risk = make.risk(register, current=MEDIUM)
    old = make.acceptance(risk, is_granted=True, by=chief)
    client, today = as_(officer), today_of(register)
    assert "Ask for renewal" not in client.get(risk.get_absolute_url()).content.decode()
    with time_machine.travel(timezone.now() + timedelta(days=310)):
        client = as_(officer)
        for page in (risk.get_absolute_url(), old.get_absolute_url()):
            assert "Ask for renewal" in client.get(page).content.decode()
        client.post(f"{risk.get_absolute_url()}accept/", {"basis": "current", "reason": "As before."})
        new = risk.acceptances.get(state="requested")
        assert new.steps.count() == 1 and covering(fresh(risk), today) == old
        actions.grant(new, by=chief)
    assert (again(old).state, covering(fresh(risk), today)) == ("replaced", new)


def test_nothing_is_asked_for_or_granted_while_a_precondition_is_late(register, officer):
    chief, today = make.chief(), today_of(register)
    risk = make.risk(register, current=MEDIUM)
    make.treatment(risk, due_on=today + timedelta(days=1), is_precondition=True)
    asked = actions.request_acceptance(risk, reason="x", by=officer)
    with time_machine.travel(timezone.now() + timedelta(days=3)):
        with pytest.raises(Unmet, match="is late"):
            actions.grant(asked, by=chief)
        actions.withdraw(asked, by=officer)
        with pytest.raises(Unmet, match="is late"):
            actions.request_acceptance(risk, reason="x", by=officer)


def test_a_measure_that_no_longer_is_a_precondition_changes_the_plan(register, officer, fresh):
    risk = make.risk(register, current=MEDIUM)
    measure = make.treatment(risk, is_precondition=True)
    make.acceptance(risk, is_granted=True)
    measure.is_precondition = False
    measure.save()
    assert covering(fresh(risk), today_of(register)) is None


@pytest.mark.scenario("risks-9")
def test_an_expired_acceptance_is_renewed_and_never_edited(register, officer, as_):
    chief = make.chief()
    risk = make.risk(register, current=MEDIUM)
    old = make.acceptance(risk, is_granted=True, by=chief)
    last = old.valid_until_on
    with time_machine.travel(timezone.now() + timedelta(days=400)):
        tasks.expire_acceptances()
        assert again(old).state == "expired"
        later = (today_of(register) + timedelta(days=90)).isoformat()
        client = as_(chief)
        for act, data in (("grant", {"until": later, "note": "longer"}), ("concur", {"note": "longer"})):
            answer = client.post(f"{old.get_absolute_url()}{act}/", data)
            assert answer.status_code == 409 and "longer" in answer.content.decode()
        for method in ("put", "patch", "delete"):
            getattr(client, method)(old.get_absolute_url(), {"valid_until_on": later})
        with pytest.raises(Moved):
            actions.grant(old, by=chief, until=today_of(register))
        client.post(old.get_absolute_url(), {"valid_until_on": later})
        answer = as_(officer).post(f"{risk.get_absolute_url()}accept/", {"basis": "current", "reason": "Again."})
        assert answer.status_code == 302 and risk.acceptances.filter(state="requested").count() == 1
    assert again(old).valid_until_on == last
    with pytest.raises(Error), transaction.atomic():
        sql(f"UPDATE risks_acceptance SET valid_until_on = valid_until_on + 90 WHERE id = {old.pk}")


def test_neither_the_api_nor_an_admin_site_has_a_door_to_acceptances():
    def names(patterns, into):
        for pattern in patterns:
            if hasattr(pattern, "url_patterns"):
                inner = getattr(pattern, "namespace", None) or into
                yield from names(pattern.url_patterns, inner)
            else:
                yield f"{into}:{pattern.name}"

    routes = set(names(get_resolver().url_patterns, ""))
    assert not [route for route in routes if route.startswith("admin:")]
    acts = {route for route in routes if "acceptance" in route}
    assert acts == {
        f"risks:acceptance-{act}"
        for act in ("list", "request", "detail", "concur", "refer", "grant", "decline", "withdraw")
    }


def sql(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.scenario("risks-13")
def test_what_was_signed_decided_or_answered_is_not_rewritten_as_the_serving_role(register, officer, as_app_role):
    """Every statement that would change a signature, a decision or an answer, as the role that serves pages."""
    risk = make.risk(register, current=HIGH)
    granted = make.acceptance(risk, is_granted=True, by=make.regional_director())
    answered = actions.return_escalation(make.passed_up(risk), by=make.regional_director(), answer="No.")
    snapshot = actions.snapshot(register.project, reason="report", by=officer)
    Countersign.objects.create(risk=risk, snapshot=snapshot, by=make.head(), sha256="0" * 64, at=timezone.now())
    for table in ("risks_assessment", "risks_acceptancestep", "risks_countersign", "risks_registersnapshot"):
        for statement in (f"UPDATE {table} SET id = id", f"DELETE FROM {table}", f"TRUNCATE {table} CASCADE"):
            with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                sql(statement)
    decided = {
        "risks_acceptance": (
            granted.pk,
            "reason = 'x'",
            "band = 'low'",
            "level = 'low'",
            "decided_by_id = requested_by_id",
            "decided_at = now()",
            "valid_until_on = valid_until_on + 1",
            "state = 'requested'",
            "state = 'declined'",
        ),
        "risks_escalation": (
            answered.pk,
            "answer = 'Yes.'",
            "state = 'asked'",
            "state = 'confirmed'",
            "answered_by_id = asked_by_id",
            "reason = 'x'",
            "answer_by_on = answer_by_on + 30",
        ),
    }
    for table, (pk, *changes) in decided.items():
        for statement in (f"DELETE FROM {table}", f"TRUNCATE {table} CASCADE"):
            with pytest.raises(Error), transaction.atomic():
                sql(statement)
        for change in changes:
            with pytest.raises(Error), transaction.atomic():
                sql(f"UPDATE {table} SET {change} WHERE id = {pk}")
    assert Acceptance.objects.get().state == "granted" and Escalation.objects.get().answer == "No."

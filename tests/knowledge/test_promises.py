"""The promise ledger: what is promised ends done, with evidence, or dropped, with a reason, and is not forgotten before."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from knowledge import actions, ledger, tasks
from knowledge.actions import Evidence
from knowledge.models import FollowUpAction, Meeting
from pvehub import access
from pvehub.audit import trail
from pvehub.notifications.models import Delivery, Notice
from tests import make

pytestmark = pytest.mark.django_db


def told(kind):
    return [notice.recipient for notice in Notice.objects.filter(kind=kind).order_by("pk")]


def at_noon(day, zone="Europe/Zurich"):
    return datetime.combine(day, time(12), ZoneInfo(zone))


@pytest.mark.scenario("knowledge-18")
def test_a_geneva_action_past_due_is_on_the_hq_digest_and_on_the_next_meetings_page_until_done_or_dropped(as_):
    make.reference()
    head, curator = make.head(), make.curator()
    geneva = Meeting.objects.get(series="PVE Symposium", starts_on="2018-11-15")
    late = FollowUpAction.objects.of_meetings([geneva]).overdue(make.today("HQ"))
    assert late.count() == 6
    following = make.meeting(head, series=geneva.series, days=40)
    page = following.get_absolute_url()
    done, dropped, kept = late.by_day()[:3]

    tasks.remind_promises()
    tasks.remind_promises()
    weekly = Delivery.objects.filter(notice__kind="knowledge.promise_overdue", cadence="weekly")
    assert {delivery.recipient for delivery in weekly} == {head, curator}
    assert weekly.filter(recipient=curator).count() == 6
    before = as_(make.officer("NE")).get(page).content.decode()
    assert all(action.text in before for action in (done, dropped, kept))

    actions.finish(done, by=head, evidence=Evidence(link="/knowledge/"))
    actions.drop_promise(dropped, by=head, why="The seats were made permanent.")
    after = as_(make.officer("NE")).get(page).content.decode()
    assert [action.text in after for action in (done, dropped, kept)] == [False, False, True]
    with time_machine.travel(timezone.now() + timedelta(days=7), tick=False):
        tasks.remind_promises()
    assert weekly.filter(recipient=curator).count() == 6 + 4


def test_the_report_of_2018_is_entered_once_with_its_figures_and_stays_as_it_was_followed_up(as_):
    make.reference()
    geneva = Meeting.objects.get(starts_on="2018-11-15")
    head = make.head()
    first = FollowUpAction.objects.of_meetings([geneva]).by_day()[0]
    actions.drop_promise(first, by=head, why="Done elsewhere.")

    from knowledge.loading import load_reference

    assert load_reference() == 0
    first.refresh_from_db()
    assert first.state == ledger.Promise.DROPPED
    assert geneva.agenda.count() == 13
    assert len(geneva.points) == 10
    page = as_(make.officer()).get(reverse("knowledge:feedback-results", args=[geneva.uid])).content.decode()
    assert page.count("Mean 4.20 of 5") == 2
    assert "15 answers" in page


def test_it_is_done_only_with_evidence_and_dropped_only_with_a_reason():
    action, head = make.promise(), make.head()

    with pytest.raises(access.Unmet):
        actions.finish(action, by=head, evidence=Evidence())
    with pytest.raises(access.Unmet):
        actions.drop_promise(action, by=head, why="")
    actions.note_progress(action, by=head, note="A first draft is with the legal adviser.")
    done = actions.finish(action, by=head, evidence=Evidence(upload=make.upload("guidance.pdf")), note="Shared.")

    assert (done.state, done.evidence_name, done.ended_by) == (ledger.Promise.DONE, "guidance.pdf", head)
    assert [event.verb for event in trail.of(action)][-2:] == ["knowledge.promise_progressed", "knowledge.promise_kept"]
    with pytest.raises(access.Refused):
        actions.drop_promise(action, by=head, why="No longer needed.")


def test_whoever_holds_the_role_answers_for_it_and_nobody_else_at_that_office():
    action = make.promise(role="chief-of-mission", office="UG")
    chief, officer, elsewhere = make.chief("UG"), make.officer("UG"), make.chief("KE")

    for stranger in (officer, elsewhere):
        with pytest.raises(access.Refused):
            actions.note_progress(action, by=stranger, note="Mine.")
    actions.note_progress(action, by=chief, note="Begun.")
    chief.postings.update(ends_at=timezone.now())
    with pytest.raises(access.Refused):
        actions.note_progress(action, by=chief, note="Still mine.")
    assert actions.note_progress(action, by=make.chief("UG"), note="Taken over.").state == ledger.Promise.IN_PROGRESS


def test_its_owner_does_not_put_it_off_alone_and_the_new_owner_is_told(outbox):
    action, organizer = make.promise(role="chief-of-mission", office="UG"), make.organizer()
    chief, officer = make.chief("UG"), make.officer("KE")
    later = action.due_on + timedelta(days=60)
    where = {"role": "project-officer", "office": make.office("KE"), "due_on": later, "why": "Kenya leads now."}

    with pytest.raises(access.Refused):
        actions.pass_promise_on(action, by=chief, **where)
    moved = actions.pass_promise_on(action, by=organizer, **where)

    assert (moved.owner_office.code, moved.due_on, moved.is_due_said) == ("KE", later, True)
    assert told("knowledge.promised") == [officer]


def test_reminders_come_two_weeks_before_on_the_day_and_two_weeks_after_with_the_head_once_each():
    due = make.today("UG") + timedelta(days=60)
    officer, chief = make.officer("UG"), make.chief("UG")
    action = make.promise(role="project-officer", office="UG", due_on=due)
    reached = []
    for days in (-15, -14, -13, 0, 1, 14, 15, 50):
        for _twice in range(2):
            actions.remind_promise(action, now=at_noon(due + timedelta(days=days), "Africa/Kampala"))
        reached.append(len(told("knowledge.promise_due")))

    assert reached == [0, 1, 1, 2, 2, 4, 4, 4]
    assert told("knowledge.promise_due") == [officer, officer, officer, chief]


def test_a_sweep_that_was_away_makes_up_for_it_with_one_reminder_and_none_for_what_is_over():
    officer = make.officer("UG")
    today = make.today("UG")
    late = make.promise(role="project-officer", office="UG", due_on=today - timedelta(days=3))
    over = make.promise(role="project-officer", office="UG", due_on=today - timedelta(days=3))
    actions.drop_promise(over, by=officer, why="Not needed.")

    tasks.remind_promises()
    tasks.remind_promises()

    assert [(n.recipient, n.about_id) for n in Notice.objects.filter(kind="knowledge.promise_due")] == [
        (officer, str(late.pk))
    ]


def test_a_head_who_promised_and_is_late_is_told_of_to_the_head_above():
    region = make.regional_director("NBO")
    chief = make.chief("UG")
    action = make.promise(role="chief-of-mission", office="UG", due_on=make.today("UG") - timedelta(days=20))

    actions.remind_promise(action, now=timezone.now())

    assert set(told("knowledge.promise_due")) == {chief, region}


def test_what_was_dropped_is_taken_up_again_by_those_who_oversee_it_alone():
    action, organizer = make.promise(role="chief-of-mission", office="UG"), make.organizer()
    chief = make.chief("UG")
    actions.drop_promise(action, by=chief, why="No money.")

    with pytest.raises(access.Refused):
        actions.take_up(action, by=chief, why="There is money.")
    again = actions.take_up(action, by=organizer, why="There is money.")

    assert (again.state, again.ended_why, again.ended_by) == (ledger.Promise.IN_PROGRESS, "", None)
    assert "No money." in [event.note for event in trail.of(action)]


def test_the_forms_keep_what_was_typed_and_say_what_is_missing(as_):
    action, head = make.promise(), make.head()
    client, url = as_(head), reverse("knowledge:promise-act", args=[action.uid])

    elsewhere = client.post(url, {"act": "done", "done-address": "https://example.org/x", "done-note": "Look there."})
    moved = client.post(url, {"act": "drop", "seen": "in_progress", "drop-why": "Words of mine."})
    done = client.post(url, {"act": "done", "seen": "open", "done-address": "/knowledge/scope/"})

    assert elsewhere.status_code == 422
    assert "This is no address of the portal" in elsewhere.content.decode()
    assert "Look there." in elsewhere.content.decode()
    assert moved.status_code == 409
    assert "Words of mine." in moved.content.decode()
    assert done.status_code == 302
    action.refresh_from_db()
    assert action.evidence_link == "/knowledge/scope/"


def test_evidence_that_a_reader_may_not_open_is_named_to_nobody_else(as_):
    action, head = make.promise(), make.head()
    secret = make.resource(tier=2, office="UG", title="Evidence canary9x")
    owner = secret.created_by
    make.posting(owner, role="trd-head", office="HQ")
    actions.finish(action, by=owner, evidence=Evidence(resource=secret))
    meeting = action.recommendation.meeting
    pages = [
        action.get_absolute_url(),
        *(reverse(f"knowledge:{n}", args=[meeting.uid]) for n in ("meeting-review", "meeting-review-csv")),
    ]

    outsider, insider = as_(make.officer("NE")), as_(make.head())

    assert not any("canary9x" in outsider.get(page).content.decode() for page in pages)
    assert all("canary9x" in insider.get(page).content.decode() for page in pages)
    assert head.is_active


def test_the_list_narrows_by_state_owner_office_and_source(as_):
    today = make.today("HQ")
    late = make.promise(text="Late one", due_on=today - timedelta(days=3))
    ours = make.promise(text="Ours in Kampala", role="project-officer", office="UG")
    response = make.promise(make.recommendation(make.evaluation("KE")), text="Of the evaluation", role="trd-head")
    over = make.promise(text="Over now")
    actions.drop_promise(over, by=make.head(), why="Not needed.")
    client, url = as_(make.officer("UG")), reverse("knowledge:promise-list")

    def names(**query):
        page = client.get(url, query).content.decode()
        return [row.text for row in (late, ours, response, over) if row.text in page]

    assert names() == ["Late one", "Ours in Kampala", "Of the evaluation"]
    assert names(state="overdue") == ["Late one"]
    assert names(state="dropped") == ["Over now"]
    assert names(whose="mine") == ["Ours in Kampala"]
    assert names(office="HQ", source="meetings") == ["Late one"]
    assert names(source="evaluations", state="all") == ["Of the evaluation"]
    assert names(state="nonsense", office="XX") == ["Late one", "Ours in Kampala", "Of the evaluation"]


def test_the_desk_shows_what_my_role_promised_and_headquarters_how_much_is_late(as_):
    today = make.today("HQ")
    make.promise(text="Mine and soon", role="project-officer", office="UG", due_on=today + timedelta(days=10))
    make.promise(text="Mine and far", role="project-officer", office="UG", due_on=today + timedelta(days=90))
    make.promise(text="Late elsewhere", role="chief-of-mission", office="KE", due_on=today - timedelta(days=2))

    def shown(person):
        page = as_(person).get("/").content.decode()
        return [
            name
            for name in ("Mine and soon", "Mine and far", "Late elsewhere", "1 promise is past its day")
            if name in page
        ]

    assert shown(make.officer("UG")) == ["Mine and soon"]
    assert shown(make.reviewer()) == ["1 promise is past its day"]
    assert shown(make.chief("KE")) == ["Late elsewhere"]


def test_a_meetings_recommendation_and_promise_are_entered_by_those_who_organize_it(as_):
    by, theme = make.organizer(), make.term("themes", "RESCH", "Research")
    meeting = make.meeting(by)
    client, url = as_(by), reverse("knowledge:meeting-recommend", args=[meeting.uid])

    assert client.post(url, {"text": ""}).status_code == 422
    assert client.post(url, {"text": "Look closer.", "theme": theme.pk}).status_code == 302
    row = meeting.recommendations.get()
    way = reverse("knowledge:recommendation-promise", args=[row.pk])
    typed = {"text": "A study is begun", "role": "chief-of-mission", "office": make.office("HQ").pk}
    misplaced = client.post(way, typed)
    said = client.post(way, typed | {"office": make.office("UG").pk})

    assert misplaced.status_code == 422
    assert "Nobody serves in this role" in misplaced.content.decode()
    assert said.status_code == 302
    action = FollowUpAction.objects.get()
    assert (action.due_on, action.is_due_said) == (make.today("UG") + timedelta(days=365), False)
    assert row.theme == theme
    assert client.get(reverse("knowledge:recommendation-answer", args=[row.pk])).status_code == 404
    with pytest.raises(access.Refused):
        actions.respond(row, by=by, answer="rejected", why="It was agreed there.")


def test_every_act_is_done_from_the_page_of_the_promise(as_):
    by = make.organizer()
    action = make.promise()
    client, url = as_(by), reverse("knowledge:promise-act", args=[action.uid])
    office = make.office("KE")

    def sent(**typed):
        answer = client.post(url, {name.replace("_", "-"): value for name, value in typed.items()})
        action.refresh_from_db()
        return answer.status_code

    passed = {"act": "pass", "pass-role": "chief-of-mission", "pass-office": office.pk, "pass-why": "Kenya leads."}
    assert client.post(url, passed).status_code == 422
    assert client.post(url, passed | {"pass-due_on": "2031-01-01"}).status_code == 302
    action.refresh_from_db()
    assert (action.owner_office, str(action.due_on)) == (office, "2031-01-01")
    assert sent(act="drop", drop_why="Not needed.") == 302
    assert sent(act="drop", drop_why="Twice.") == 403
    assert sent(act="again", again_why="Needed after all.") == 302
    assert sent(act="nonsense") == 422
    assert client.post(url, {"act": "done", "done-file": make.upload("proof.pdf")}).status_code == 302
    action.refresh_from_db()
    assert (action.state, action.evidence_name) == ("done", "proof.pdf")
    with pytest.raises(access.Refused):
        actions.pass_promise_on(action, by=by, role="trd-head", office=office, due_on=action.due_on, why="Late.")


def test_a_promise_moves_to_another_day_without_telling_its_owner_again(outbox):
    action, by = make.promise(role="chief-of-mission", office="UG"), make.organizer()
    make.chief("UG")
    role, office = action.owner_role, action.owner_office

    moved = actions.pass_promise_on(
        action, by=by, role=role, office=office, due_on=action.due_on + timedelta(days=9), why="Elections."
    )

    assert moved.is_due_said
    assert outbox == []
    with pytest.raises(access.Refused):
        actions.take_up(moved, by=by, why="It is not over.")


def test_nobody_at_headquarters_is_told_of_what_is_on_time():
    make.head()
    action = make.promise(due_on=make.today("HQ") + timedelta(days=2))

    assert actions.tell_headquarters(action, now=timezone.now()) == 0
    assert not Notice.objects.filter(kind="knowledge.promise_overdue").exists()


def test_a_mail_that_waited_is_not_sent_once_it_is_done_or_put_off():
    from knowledge.notices.promises import KINDS

    relevant = {kind.slug: kind.relevant for kind in KINDS}
    action = make.promise(due_on=make.today("HQ"))
    facts = {"due_on": action.due_on}
    assert relevant["knowledge.promise_due"](action, facts)
    assert not relevant["knowledge.promise_due"](action, {"due_on": action.due_on - timedelta(days=1)})
    assert relevant["knowledge.promise_overdue"](action, facts)
    dropped = actions.drop_promise(action, by=make.head(), why="Not needed.")
    assert not relevant["knowledge.promised"](dropped, facts)
    assert relevant["knowledge.meeting_near"](action.recommendation.meeting, {})

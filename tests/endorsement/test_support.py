"""Questions to headquarters: who reads, takes over, answers; whose days count; what never leaks; what is reminded of."""

import uuid
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from endorsement import actions, tasks
from endorsement.models import SupportRequest
from endorsement.workflow import Status
from knowledge.models import Resource
from pvehub import access
from pvehub.audit import trail
from pvehub.notifications import outbox as sending
from pvehub.notifications.models import Delivery, Notice
from tests import make
from tests.machinery.daytime import next_morning

pytestmark = pytest.mark.django_db
GENEVA = ZoneInfo("Europe/Zurich")
_NEXT = timezone.localdate() + timedelta(days=7)
THURSDAY = datetime.combine(_NEXT + timedelta(days=(3 - _NEXT.weekday()) % 7), time(10), GENEVA)


def url(name, request):
    return reverse(f"endorsement:support-{name}", args=[request.number])


def test_a_question_is_told_to_who_answers_and_due_in_five_working_days_of_headquarters(outbox):
    project, reviewer, own = make.project(), make.reviewer(), make.reviewer()
    make.posting(own, role="staff", office="UG")
    make.user("me-adviser", "NBO")
    start = len(outbox)

    with time_machine.travel(THURSDAY):
        asked = make.support(project)

    assert outbox.rows()[start:] == [("endorsement.support_asked", reviewer)]
    assert (asked.number, asked.due_on, asked.state) == (1, THURSDAY.date() + timedelta(days=7), "open")


def test_a_question_about_monitoring_goes_to_the_advisers_of_the_region_and_of_headquarters(outbox):
    near, far = make.user("me-adviser", "NBO"), make.user("me-adviser", "DKR")
    make.reviewer()
    start = len(outbox)

    asked = make.support(kind="monitoring")

    assert [person for _kind, person in outbox.rows()[start:]] == [near]
    assert SupportRequest.objects.visible_to(near).get() == asked
    assert not SupportRequest.objects.visible_to(far).exists()


def test_taken_over_asked_back_written_on_and_answered(outbox):
    asked, reviewer = make.support(), make.reviewer()
    officer, start = asked.asked_by, len(outbox)

    actions.take_over(asked, by=reviewer)
    actions.ask_back(asked, by=reviewer, text="How large is the budget?")
    actions.write_on(asked, by=officer, text="Two hundred thousand.")
    answered = actions.answer_question(asked, by=reviewer, text="One, then.")

    assert outbox.rows()[start:] == [
        ("endorsement.support_taken", officer),
        ("endorsement.support_asked_back", officer),
        ("endorsement.support_written", reviewer),
        ("endorsement.support_answered", officer),
    ]
    assert (answered.state, answered.answered_by) == ("answered", reviewer)
    assert [entry.text for entry in answered.entries.order_by("pk") if entry.is_answer] == ["One, then."]
    assert list(trail.of(asked).values_list("seq", flat=True)) == [1, 2, 3, 4, 5]


def test_the_days_with_the_mission_do_not_count():
    reviewer, officer = make.reviewer(), make.officer("UG")
    project = make.project(manager=officer)
    with time_machine.travel(THURSDAY):  # due on the Thursday after
        asked = actions.take_over(make.support(project), by=reviewer)
    with time_machine.travel(THURSDAY + timedelta(days=4)):  # Monday: three days are left
        actions.ask_back(asked, by=reviewer, text="Where?")
    with time_machine.travel(THURSDAY + timedelta(days=18)):  # Monday, two weeks later
        asked = actions.write_on(asked, by=officer, text="In Karamoja.")

    assert asked.due_on == THURSDAY.date() + timedelta(days=21)


def test_nobody_answers_for_an_office_they_serve_in(as_):
    asked, own = make.support(), make.reviewer()
    make.posting(own, role="staff", office="UG")

    with pytest.raises(access.Refused, match="serves in an office that asks"):
        actions.take_over(asked, by=own)
    assert not SupportRequest.objects.awaiting(own).exists()
    assert as_(own).post(url("take", asked)).status_code == 403


def test_another_owner_takes_over_or_is_handed_it_and_the_one_before_no_longer_answers():
    asked, first, second = make.support(), make.reviewer(), make.reviewer()
    actions.take_over(asked, by=first)
    asked = actions.hand_on(asked, second, by=first)

    with pytest.raises(access.Moved) as kept:
        actions.answer_question(asked, by=first, text="I had written this.")
    assert "I had written this." in kept.value.kept.values()
    with pytest.raises(access.Unmet):
        actions.hand_on(asked, make.officer("NG"), by=second)
    assert actions.take_over(asked, by=first).owner == first


def test_what_was_typed_is_on_the_page_that_says_somebody_else_has_it(as_):
    asked, first, second = make.support(), make.reviewer(), make.reviewer()
    actions.take_over(asked, by=first)
    actions.take_over(asked, by=second)

    answer = as_(first).post(url("reply", asked), {"act": "answer", "text": "My three long pages."})

    assert answer.status_code == 409
    assert "My three long pages." in answer.content.decode()
    assert not asked.entries.exists()


def test_while_a_case_is_in_hand_trd_is_asked_in_its_comments_and_monitoring_here():
    project = make.case(Status.REVIEW).project

    with pytest.raises(access.Unmet, match="comments of its case"):
        make.support(project)
    assert make.support(project, kind="monitoring").state == "open"


def test_of_a_project_for_named_persons_only_who_is_named_hears(as_):
    project, named, other = make.project(), make.reviewer(), make.reviewer()
    type(project).objects.filter(pk=project.pk).update(tier=3)
    project.refresh_from_db()

    with pytest.raises(access.Unmet, match="name who is to answer"):
        make.support(project)
    asked = make.support(project, owner=named)

    assert not SupportRequest.objects.visible_to(other).exists()
    assert as_(other).get(url("detail", asked)).status_code == 404
    assert as_(named).get(url("detail", asked)).status_code == 200


def test_who_answers_learns_no_word_of_the_draft_it_is_about(as_, mailoutbox):
    project = make.project(title="Canary4711 markets", summary="Canary4711 traders")
    reviewer = make.reviewer()
    asked = make.support(project)
    client = as_(reviewer)
    with next_morning():
        sending.send()

    pages = [client.get(place) for place in (url("detail", asked), "/support/", "/support/?turn=all", "/")]
    assert all(page.status_code == 200 for page in pages)
    assert not any("Canary4711" in page.content.decode() for page in pages)
    assert "S-1" not in client.get("/support/?turn=all&q=Canary4711").content.decode()
    assert client.get(project.get_absolute_url()).status_code == 404
    told = [mail for mail in mailoutbox if mail.to == [reviewer.email]]
    assert told and not any("Canary4711" in f"{mail.subject}{mail.body}" or "districts" in mail.body for mail in told)


def test_a_stranger_finds_a_question_through_no_door(as_):
    asked = make.support(subject="Canary4712?", question="Canary4712!")
    client = as_(make.officer("NG"))

    assert client.get(url("detail", asked)).status_code == 404
    assert "Canary4712" not in client.get("/support/?turn=all").content.decode()
    for name in ("take", "hand-on", "reply", "write", "withdraw", "keep"):
        assert client.post(url(name, asked), {"text": "x", "act": "answer", "reason": "x"}).status_code == 404


def due(kind="endorsement.support_due"):
    return Notice.objects.filter(kind=kind)


def test_one_reminder_after_an_outage_and_none_once_it_is_answered(mailoutbox):
    reviewer, head, officer = make.reviewer(), make.head(), make.officer("UG")
    project = make.project(manager=officer)
    with time_machine.travel(THURSDAY):
        asked = actions.take_over(make.support(project), by=reviewer)
    with time_machine.travel(THURSDAY + timedelta(days=5)):
        assert tasks.remind_support() == 0
    with time_machine.travel(THURSDAY + timedelta(days=7, hours=1)):
        assert (tasks.remind_support(), tasks.remind_support()) == (1, 0)
    with time_machine.travel(THURSDAY + timedelta(days=12)):  # the timer slept for five days
        assert (tasks.remind_support(), tasks.remind_support()) == (2, 0)
        assert set(due().values_list("recipient", flat=True)) == {reviewer.pk, head.pk}
        Delivery.objects.exclude(notice__kind="endorsement.support_due").delete()
        actions.answer_question(asked, by=reviewer, text="One.")
        Delivery.objects.exclude(notice__kind="endorsement.support_due").delete()
        sending.send()
    assert mailoutbox == []


def test_a_question_that_was_asked_back_reminds_the_mission_once_and_nobody_at_headquarters(mailoutbox):
    reviewer, officer = make.reviewer(), make.officer("UG")
    project = make.project(manager=officer)
    with time_machine.travel(THURSDAY):
        asked = actions.take_over(make.support(project), by=reviewer)
        actions.ask_back(asked, by=reviewer, text="Where?")
    with time_machine.travel(THURSDAY + timedelta(days=6)):
        assert tasks.remind_support() == 0
    with time_machine.travel(THURSDAY + timedelta(days=12)):
        assert (tasks.remind_support(), tasks.remind_support()) == (1, 0)
        assert due("endorsement.support_waits").get().recipient == officer
        actions.write_on(asked, by=officer, text="There.")
        Delivery.objects.exclude(notice__kind="endorsement.support_waits").delete()
        sending.send()
    assert mailoutbox == []


def test_who_presses_later_is_told_that_another_has_taken_it_over(as_):
    asked, first, second = make.support(), make.reviewer(), make.reviewer()
    client = as_(second)
    assert 'name="seen" value=""' in client.get(url("detail", asked)).content.decode()
    as_(first).post(url("take", asked), {"seen": ""})

    late = client.post(url("take", asked), {"seen": ""})

    asked.refresh_from_db()
    assert (late.status_code, asked.owner) == (409, first)
    assert "has just taken it over" in late.content.decode()
    client.post(url("take", asked), {"seen": str(first.uid)})
    asked.refresh_from_db()
    assert asked.owner == second


def test_a_country_is_asked_about_where_there_is_no_project_and_the_same_form_twice_asks_once(as_):
    officer, form = make.officer("UG"), {"kind": "trd", "office": make.office("UG").pk, "country": "UG", **make.ASKED}
    client, once = as_(officer), str(uuid.uuid4())

    first, second = (client.post("/support/ask/", form | {"once": once}) for _ in range(2))

    assert first["Location"] == second["Location"] == "/support/1/"
    assert SupportRequest.objects.get().country_id == "UG"


def test_what_is_missing_is_said_and_what_was_typed_stays(as_):
    project = make.case(Status.REVIEW).project

    answer = as_(project.manager).post(
        f"/support/ask/?project={project.ref}", {"kind": "trd", "subject": "Short", "question": "My long question."}
    )

    assert answer.status_code == 409
    said = answer.content.decode()
    assert "comments of its case" in said
    assert "My long question." in said and 'value="Short"' in said


def test_an_answer_becomes_the_draft_of_a_lesson_once_for_no_more_people_than_the_question(as_):
    project = make.project()
    type(project).objects.filter(pk=project.pk).update(tier=2)
    asked = make.answered(make.support(type(project).objects.get(pk=project.pk)))
    client = as_(asked.owner)

    answer = client.post(url("keep", asked))

    resource = Resource.objects.get()
    assert answer["Location"] == reverse("knowledge:resource-edit", args=[resource.uid])
    text = resource.revisions.get()
    assert text.fields == {"context": asked.question, "recommendation": "One, and do it well."}
    assert (resource.state, resource.tier, resource.created_by) == ("draft", 2, asked.owner)
    assert client.post(url("keep", asked)).status_code == 403
    assert str(resource.uid) in client.get(url("detail", asked)).content.decode()
    assert str(resource.uid) not in as_(asked.asked_by).get(url("detail", asked)).content.decode()


def test_the_mission_takes_its_question_back():
    asked, reviewer = make.support(), make.reviewer()
    actions.take_over(asked, by=reviewer)
    with pytest.raises(access.Refused):
        actions.withdraw_question(asked, by=reviewer, reason="x")

    asked = actions.withdraw_question(asked, by=asked.asked_by, reason="We found out.")

    assert asked.state == "withdrawn"
    with pytest.raises(access.Moved):
        actions.answer_question(asked, by=reviewer, text="Too late.")


def test_the_project_page_offers_to_ask_and_leads_to_what_was_asked(as_):
    project = make.project()
    make.support(project, subject="Which districts, please?")

    page = as_(project.manager).get(project.get_absolute_url()).content.decode()

    assert f"/support/ask/?project={project.ref}&amp;kind=trd" in page
    asked_so_far = f"/support/?turn=all&amp;project={project.ref}"
    assert asked_so_far in page
    make.support(make.project(manager=project.manager), subject="Something else")
    listed = as_(project.manager).get(asked_so_far.replace("&amp;", "&")).content.decode()
    assert "Which districts, please?" in listed and "Something else" not in listed
    assert (
        "/support/ask/"
        not in as_(make.reviewer()).get(make.case(Status.REVIEW).project.get_absolute_url()).content.decode()
    )


def test_the_list_costs_the_same_with_1_3_and_300_questions(as_):
    officer, reviewer = make.officer("UG"), make.reviewer()
    project, now = make.project(manager=officer), timezone.now()
    clients = [as_(officer), as_(reviewer)]
    first = make.support(project)
    places = ("/support/", "/support/?turn=all", url("detail", first))
    costs = {}
    for client in clients:
        client.get("/support/?turn=all")
    for more in (1, 2, 297):
        number = SupportRequest.objects.count()
        SupportRequest.objects.bulk_create(
            SupportRequest(
                **make.ASKED, number=number + n + 1, kind="trd", office=project.lead_office, project=project,
                due_on=now.date(), asked_by=officer, asked_at=now,
            )
            for n in range(more)
        )  # fmt: skip
        for who, client in enumerate(clients):
            for place in places:
                with CaptureQueriesContext(connection) as seen:
                    assert client.get(place).status_code == 200
                costs.setdefault((who, place), []).append(len(seen))

    assert all(len(set(counts)) == 1 for counts in costs.values()), costs
    assert all(
        max(counts) <= (12 if "?" in place or place == "/support/" else 30) for (_n, place), counts in costs.items()
    )

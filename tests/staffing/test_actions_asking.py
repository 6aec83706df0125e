"""Asking for access says nothing; the owner office answers, and what it gives ends by itself."""

from datetime import timedelta

import pytest
from django.utils import timezone

from projects.models import Project
from pvehub import access
from pvehub.access.models import AccessRequest
from pvehub.staffing import actions
from tests import make

pytestmark = pytest.mark.django_db


def test_the_answer_on_screen_is_the_same_whether_it_exists_or_not(as_):
    project = make.project()
    client = as_(make.outsider())

    there = client.post("/access/ask/", {"address": project.ref, "reason": "Study"}, follow=True)
    nowhere = client.post("/access/ask/", {"address": "PVE-1999-0001", "reason": "Study"}, follow=True)

    assert [str(m) for m in there.context["messages"]] == [str(m) for m in nowhere.context["messages"]]
    assert there.redirect_chain == nowhere.redirect_chain


def test_the_head_of_the_owner_office_is_told_and_nobody_else(outbox):
    project, chief = make.project(), make.chief("UG")
    make.chief("NG")

    actions.ask(f"/projects/{project.ref}/", by=make.outsider(), reason="Study")

    assert outbox == [("staffing.access_asked", chief)]


def test_a_granted_request_opens_the_record_until_its_last_day(time_machine):
    project, chief, person = make.project(), make.chief("UG"), make.outsider()
    asked = actions.ask(project.ref, by=person, reason="Study")
    assert not Project.objects.visible_to(person).filter(pk=project.pk).exists()

    actions.answer(asked, by=chief, is_granted=True, until_on=timezone.localdate() + timedelta(days=3))

    assert Project.objects.visible_to(person).filter(pk=project.pk).exists()
    time_machine.move_to(timezone.now() + timedelta(days=5))
    assert not Project.objects.visible_to(person).filter(pk=project.pk).exists()


def test_nobody_answers_for_another_office_or_for_themselves():
    project, other = make.project(), make.chief("NG")
    asked = actions.ask(project.ref, by=make.outsider(), reason="Study")

    with pytest.raises(access.Refused, match="head of the office"):
        actions.answer(asked, by=other, is_granted=False)
    own = actions.ask(project.ref, by=make.chief("UG"), reason="Study")
    with pytest.raises(access.Refused, match="own request"):
        actions.answer(own, by=own.asked_by, is_granted=True)


def test_a_request_is_read_by_who_asked_and_by_the_head_only():
    project, chief, person = make.project(), make.chief("UG"), make.outsider()
    asked = actions.ask(project.ref, by=person, reason="Study")

    def sees(user):
        return AccessRequest.objects.visible_to(user).filter(pk=asked.pk).exists()

    assert sees(person)
    assert sees(chief)
    assert not sees(make.chief("NG"))
    assert not sees(make.administrator())


def test_the_head_finds_the_request_on_the_desk_and_others_do_not(as_):
    project, chief = make.project(), make.chief("UG")
    actions.ask(project.ref, by=make.outsider(), reason="Study")

    assert project.ref in as_(chief).get("/").content.decode()
    assert "access-requests" not in as_(make.chief("NG")).get("/").content.decode()


def test_the_head_answers_on_the_page_and_the_person_is_told(as_, outbox):
    project, chief, person = make.project(), make.chief("UG"), make.outsider()
    asked = actions.ask(project.ref, by=person, reason="Study")
    client, page = as_(chief), f"/access/requests/{asked.pk}/answer/"

    past = client.post(page, {"answer": "grant", "until_on": "2020-01-01"})
    assert b"last day in the future" in past.content
    day = (timezone.localdate() + timedelta(days=9)).isoformat()
    assert client.post(page, {"answer": "grant", "until_on": day}).status_code == 302

    assert outbox.rows()[-1] == ("staffing.access_answered", person)
    assert as_(person).get(f"/projects/{project.ref}/").status_code == 200
    assert client.get(page).status_code == 404, "answered once"

"""What is talked over with the donors of a project: six points and their log, for who reads the whole project."""

import pytest
from django.urls import reverse

from knowledge import actions
from knowledge.models import NegotiationNote
from pvehub import access
from tests import make

pytestmark = pytest.mark.django_db


def _url(project):
    return reverse("knowledge:negotiation-detail", args=[project.ref])


def test_the_newest_line_says_where_a_point_stands_and_the_log_keeps_the_others(as_):
    project = make.project()
    client = as_(project.manager)
    for state, note in (("raised", "They ask for twelve months."), ("agreed", "Eighteen months it is.")):
        assert client.post(_url(project), {"item": "time", "state": state, "note": note}).status_code == 302
    page = client.get(_url(project)).content.decode()

    assert page.count("Not raised yet") == 5
    assert page.count("Eighteen months it is.") == 2  # in the table, and in the log
    assert page.count("They ask for twelve months.") == 1
    home = client.get(project.get_absolute_url()).content.decode()
    assert "1 of 6 points agreed" in home


def test_a_line_without_words_comes_back_with_what_was_chosen(as_):
    project = make.project()
    page = as_(project.manager).post(_url(project), {"item": "scope", "state": "agreed", "note": ""}).content.decode()

    assert '<option value="scope" selected>' in page
    assert not NegotiationNote.objects.exists()


def test_nothing_of_it_reaches_who_does_not_read_the_whole_project(as_):
    project, outsider = make.project(), make.outsider()
    make.negotiation(project, note="The canarynote is a red line for them.")
    client = as_(outsider)

    answer, never = (
        client.get(_url(project)),
        client.get(reverse("knowledge:negotiation-detail", args=["PVE-1999-0001"])),
    )
    assert (answer.status_code, answer.content) == (404, never.content)
    assert not NegotiationNote.objects.visible_to(outsider).exists()
    with pytest.raises(access.Refused, match="Only the team"):
        actions.note_negotiation(project, by=outsider, item="time", state="agreed", note="Not mine.")


def test_the_red_lines_of_the_projects_donors_stand_beside_it_as_far_as_one_may_read_them(as_):
    project = make.project()
    make.participation(project, "The Fund", role="donor")
    fields = {"donor": "the fund", "priorities": "Youth.", "red_lines": "No lists of participants."}
    curator, profile = make.curator(), None
    profile = make.resource(state="in_curation", kind="donor-profile", fields=fields, curator=curator)
    make.publish_guidance(profile, by=curator)
    page = as_(project.manager).get(_url(project)).content.decode()

    assert "No lists of participants." in page

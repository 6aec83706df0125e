"""Filling in a section through its page: no word is ever lost."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from projects import content
from projects.models import FieldDraft, Project
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def project():
    make.reference()
    return make.project(title="Market committees", manager=make.officer("UG"))


def url_of(project, slug="safety", name="project-section"):
    return reverse(f"projects:{name}", args=[project.ref, slug])


def filled(page, **texts):
    """The form as a browser would send it: hidden fields of the page, and what is typed into the others."""
    html = page.content.decode().split('id="answers"')[1]
    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', html))
    return hidden | dict.fromkeys(re.findall(r'<textarea name="([^"]+)"', html), "") | texts


def test_saving_a_section_goes_on_to_the_next_or_stays(project, as_):
    client = as_(project.manager)
    data = filled(client.get(url_of(project)), staff_safety="Briefed every week.")
    answer = client.post(url_of(project), data | {"next": "1"})
    assert answer.url == url_of(project, "safeguards")
    again = filled(client.get(url_of(project)), staff_safety="Briefed daily.")
    assert client.post(url_of(project), again | {"stay": "1"}).url == url_of(project)
    assert content.read(project).data["staff_safety"] == "Briefed daily."


def test_a_wrong_value_is_said_and_everything_typed_is_kept(project, as_):
    client = as_(project.manager)
    data = filled(client.get(url_of(project, "overview")), title="Market", summary="Kept words", budget="a lot")
    answer = client.post(url_of(project, "overview"), data)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Kept words" in page and "a lot" in page
    assert Project.objects.get(pk=project.pk).title == "Market committees"
    restored = client.get(url_of(project, "overview")).content.decode()
    assert "Kept words" in restored and "had not saved" in restored


def test_more_than_350_words_are_refused_with_the_count(project, as_):
    client = as_(project.manager)
    data = filled(client.get(url_of(project, "overview")), title="Market", summary="word " * 351)
    assert "351 words; at most 350." in client.post(url_of(project, "overview"), data).content.decode()


@pytest.mark.scenario("projects-7")
def test_the_same_field_shows_both_texts_and_one_is_chosen(project, as_):
    first, second = as_(project.manager), as_(make.officer("UG"))
    one = filled(first.get(url_of(project)), assets="First text")
    two = filled(second.get(url_of(project)), assets="Second text", reputation="Merged")
    first.post(url_of(project), one)

    conflict = second.post(url_of(project), two)
    assert conflict.status_code == 409
    page = conflict.content.decode()
    assert "First text" in page and "Second text" in page
    assert content.read(project).data["reputation"] == "Merged"
    other = url_of(project, "people")  # meanwhile the first officer is in another section
    first.post(other, filled(first.get(other), women_role="Third text"))
    assert content.read(project).data["women_role"] == "Third text"
    assert FieldDraft.objects.get(field="assets").text == "Second text"

    hidden = dict(re.findall(r'<input type="hidden" name="((?:revision|mine|theirs)-[^"]+)" value="([^"]*)"', page))
    settled = second.post(url_of(project, name="project-settle"), hidden | {"choice-assets": "mine"})
    assert settled.status_code == 302
    assert content.read(project).data["assets"] == "Second text"


def test_a_draft_is_kept_restored_on_another_device_and_discarded(project, as_):
    client, url = as_(project.manager), reverse("projects:project-draft", args=[project.ref])
    token = filled(client.get(url_of(project)))["revision-assets"]
    answer = client.post(url, {"field": "assets", "revision": token, "text": "Half a sent"})
    assert answer.status_code == 200 and answer.json()["revision"].startswith("1.")
    other = as_(project.manager)
    assert "Half a sent" in other.get(url_of(project)).content.decode()
    assert "Half a sent" not in as_(make.officer("UG")).get(url_of(project)).content.decode()
    late = other.post(url, {"field": "assets", "revision": token, "text": "Something else"})
    assert late.status_code == 409
    assert content.read(project).data["assets"] == ""

    client.post(url_of(project, name="project-discard"))
    assert not FieldDraft.objects.exists()


def test_a_restored_draft_is_saved_on_the_base_it_was_typed_on(project, as_):
    client, url = as_(project.manager), reverse("projects:project-draft", args=[project.ref])
    token = filled(client.get(url_of(project)))["revision-assets"]
    client.post(url, {"field": "assets", "revision": token, "text": "From my draft"})
    colleague = as_(make.officer("UG"))
    colleague.post(url_of(project), filled(colleague.get(url_of(project)), assets="From a colleague"))

    restored = filled(client.get(url_of(project)), assets="From my draft")
    assert client.post(url_of(project), restored).status_code == 409


def test_a_form_sent_after_the_session_has_ended_is_restored_after_the_next_sign_in(project, as_):
    client = as_(project.manager)
    data = filled(client.get(url_of(project)), assets="Typed while the session ended")
    client.logout()

    answer = client.post(url_of(project), data)
    assert answer.status_code == 302 and answer.url.startswith(reverse("account_login"))
    assert content.read(project).data["assets"] == ""
    client.force_login(project.manager)
    assert "Typed while the session ended" in client.get(url_of(project)).content.decode()


@pytest.mark.parametrize("held", ["", "crafted:value"])
def test_a_stranger_leaves_no_text_behind(project, held):
    answer = Client().post(url_of(project), {"held": held, "assets": "Injected", "revision-assets": "0.0.abc"})
    assert answer.status_code == 302 and answer.url.startswith(reverse("account_login"))
    assert not FieldDraft.objects.exists()


def test_the_right_to_leave_text_is_for_one_section_and_ends_with_the_posting(project, as_):
    client = as_(project.manager)
    data = filled(client.get(url_of(project)), assets="Injected", **{"revision-title": "0.0.abc", "title": "Injected"})
    client.logout()
    client.post(url_of(project, "overview"), data)
    assert not FieldDraft.objects.exists()
    project.manager.is_active = False
    project.manager.save()
    client.post(url_of(project), data)
    assert not FieldDraft.objects.exists()


def test_a_locked_section_is_refused_with_its_sentence_and_unchanged(as_):
    project = make.project(status="in_endorsement", open_sections=["results"])
    client = as_(project.manager)
    answer = client.post(url_of(project), {"assets": "Crafted", "revision-assets": "0.0.abc"})
    assert answer.status_code == 403
    assert "not among the sections reopened" in answer.content.decode()
    assert content.read(project).data["assets"] == ""


def test_rows_through_their_pages(project, as_):
    client = as_(project.manager)
    add = reverse("projects:row-add", args=[project.ref, "partners"])
    said = {"name": "District council", "kind": "local", "added_value": "Trust of the elders"}
    assert client.post(add, said).url == url_of(project, "partners")
    twice = client.post(add, said)
    assert twice.status_code == 422 and "stands in the table already" in twice.content.decode()
    row = project.participations.get()
    edit = reverse("projects:row-edit", args=[project.ref, "partners", row.pk])
    assert client.post(edit, said | {"added_value": "Access", "seen": "1"}).status_code == 302
    late = client.post(edit, said | {"added_value": "My late text", "seen": "1"})
    assert late.status_code == 409 and "My late text" in late.content.decode()
    page = client.get(reverse("projects:organization-detail", args=[row.organization_id]))
    assert "Market committees" in page.content.decode()
    assert as_(make.officer("NG")).get(page.request["PATH_INFO"]).status_code == 404
    assert client.post(reverse("projects:row-remove", args=[project.ref, "partners", row.pk])).status_code == 302


def test_the_proposed_class_and_its_rule_stand_on_the_page(as_):
    make.reference()
    project = make.complete_project(title="Social cohesion in slums")
    page = as_(project.manager).get(url_of(project, "classification")).content.decode()
    assert "at least one outcome that answers a driver" in page

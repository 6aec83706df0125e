"""Rows through their pages: what is typed survives a wrong value, a colleague, a dead session and a cut line."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from projects import content
from projects.forms import row_form
from projects.models import FieldDraft, Location, TableRow
from projects.rowsets import ROWSETS
from projects.tokens import RowKey
from tests import make

pytestmark = pytest.mark.django_db
SAID = {"who": "Councils", "interest": "Calm", "influence": "high", "stance": "supportive"}


@pytest.fixture
def project():
    make.reference()
    return make.project(title="Market committees", manager=make.officer("UG"))


def add_url(project, rows="stakeholders"):
    return reverse("projects:row-add", args=[project.ref, rows])


def edit_url(row, rows="stakeholders"):
    return reverse("projects:row-edit", args=[row.project.ref, rows, row.pk])


def draft_url(project, pk=0, rows="stakeholders"):
    return reverse("projects:row-draft", args=[project.ref, rows, pk])


def hidden(page):
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.split('id="answers"')[1]))


def sent(client, url, **texts):
    return hidden(client.get(url).content.decode()) | texts


def test_every_table_has_a_form_that_saves_a_row_and_shows_it_on_the_record(project, as_):
    client, term = as_(project.manager), make.term("drivers", "SM2")
    rows = {
        "locations": {"country": "UG", "place": "Kawempe", "note": "Calm", "noted_on": "2026-10-12"},
        "components": {"title": "Young mediators", "share": "15", "classification": "relevant"},
        "context_analysis": {"text": "Household study", "written_on": "2026-06-30", "review_on": "2027-06-30"},
        "drivers": {"term": term.pk, "level": "high", "confidence": "low"},
        "stakeholders": SAID,
        "budget_lines": {"purpose": "Mediation days", "amount": "620,000"},
        "assumptions": {"link": "outcome", "text": "Councils keep coming", "grade": "weak"},
        "other_projects": {"project": "Refugee livelihoods", "effect": "possible", "mitigation": "One calendar"},
        "numbers": {"who": "Residents", "sex": "women", "age": "youth", "number": "640"},
        "negotiation": {"on": "2026-05-04", "kind": "agreed", "text": "No word of threat"},
    }
    for name, said in rows.items():
        answer = client.post(add_url(project, name), said)
        assert answer.status_code == 302, (name, re.findall(r'class="error[^<]*<[^<]*<?', answer.content.decode()))
    record = content.read(project)
    for name in rows:
        assert len(record.data[name]) == 1, name
    page = client.get(project.get_absolute_url()).content.decode()
    for text in ("Kawempe", "Young mediators", "Household study", "620,000.00", "Councils keep coming", "One calendar"):
        assert text in page, text
    assert record.data["locations"][0]["country"] == "UG"
    assert record.data["components"][0]["share"] == "15.00"


def test_a_wrong_row_says_what_is_wrong_and_keeps_what_was_typed(project, as_):
    client = as_(project.manager)
    url = add_url(project, "budget_lines")
    answer = client.post(url, sent(client, url, purpose="Staff and office", amount="a lot"))
    page = answer.content.decode()
    assert answer.status_code == 422 and "An amount is a figure" in page and "Staff and office" in page
    assert "Staff and office" in client.get(url).content.decode()
    assert client.post(url, sent(client, url, purpose="Staff and office", amount="362,000")).status_code == 302
    assert not FieldDraft.objects.exists()
    assert TableRow.objects.get().data == {"purpose": "Staff and office", "amount": "362000.00"}


def test_two_people_in_one_row_see_both_texts_and_none_is_lost(project, as_):
    row = make.table_row(project, "stakeholders", **SAID)
    first, second = as_(project.manager), as_(make.officer("UG"))
    one, two = (sent(client, edit_url(row), **SAID) for client in (first, second))
    assert first.post(edit_url(row), one | {"interest": "First text"}).status_code == 302

    late = second.post(edit_url(row), two | {"interest": "Second text"})
    page = late.content.decode()
    assert late.status_code == 409
    assert "First text" in page and "Second text" in page
    row.refresh_from_db()
    assert row.data["interest"] == "First text"
    assert FieldDraft.objects.get(field=f"stakeholders-{row.pk}-interest").text == "Second text"

    again = hidden(page)
    assert second.post(edit_url(row), SAID | again | {"interest": "Second text"}).status_code == 302
    row.refresh_from_db()
    assert row.data["interest"] == "Second text" and row.revision == 3
    assert not FieldDraft.objects.exists()


def test_two_people_in_different_rows_are_both_kept(project, as_):
    rows = [make.table_row(project, "stakeholders", **SAID) for _ in range(2)]
    people = [as_(project.manager), as_(make.officer("UG"))]
    forms = [sent(client, edit_url(row), **SAID) for client, row in zip(people, rows, strict=True)]
    for client, row, form in zip(people, rows, forms, strict=True):
        assert client.post(edit_url(row), form | {"interest": f"Text of {row.pk}"}).status_code == 302
    assert {row.data["interest"] for row in project.table_rows.all()} == {f"Text of {row.pk}" for row in rows}


def test_a_row_removed_under_its_authors_hands_can_be_added_again(project, as_):
    row = make.table_row(project, "stakeholders", **SAID)
    client = as_(project.manager)
    form = sent(client, edit_url(row), **SAID) | {"interest": "Typed meanwhile"}
    url = edit_url(row)
    as_(make.officer("UG")).post(reverse("projects:row-remove", args=[project.ref, "stakeholders", row.pk]))

    late = client.post(url, form)
    assert late.status_code == 409 and "Typed meanwhile" in late.content.decode()
    assert "Typed meanwhile" in client.get(url).content.decode()
    assert client.post(add_url(project), SAID | hidden(late.content.decode()) | {"interest": "Typed meanwhile"}).url
    assert project.table_rows.get().data["interest"] == "Typed meanwhile"
    assert not FieldDraft.objects.exists()
    assert client.get(url).status_code == 404


def test_a_draft_of_a_row_is_kept_restored_elsewhere_and_discarded(project, as_):
    client = as_(project.manager)
    answer = client.post(draft_url(project), {"field": "interest", "revision": "0.0.row", "text": "Half a sent"})
    assert answer.status_code == 200 and answer.json()["revision"].startswith("1.")
    other = as_(project.manager)
    assert "Half a sent" in other.get(add_url(project)).content.decode()
    section = reverse("projects:project-section", args=[project.ref, "context"])
    assert "Half a sent" in other.get(section).content.decode()
    stranger = as_(make.officer("UG"))
    assert "Half a sent" not in stranger.get(add_url(project)).content.decode()
    assert "Half a sent" not in stranger.get(section).content.decode()
    late = other.post(draft_url(project), {"field": "interest", "revision": "0.0.row", "text": "Something else"})
    assert late.status_code == 409
    assert client.post(draft_url(project), {"field": "crafted", "text": "x"}).status_code == 400
    assert client.post(draft_url(project), {"discard": "1"}).url == section
    assert not FieldDraft.objects.exists() and not project.table_rows.exists()


@pytest.mark.parametrize("is_new", [True, False])
def test_a_row_sent_after_the_session_has_ended_is_restored_after_the_next_sign_in(project, as_, is_new):
    row = make.table_row(project, "stakeholders", **SAID)
    url = add_url(project) if is_new else edit_url(row)
    client = as_(project.manager)
    data = sent(client, url, **SAID) | {"interest": "Typed while the session ended"}
    client.logout()

    answer = client.post(url, data)
    assert answer.status_code == 302 and answer.url.startswith(reverse("account_login"))
    assert project.table_rows.count() == 1 and project.table_rows.get().data == SAID
    client.force_login(project.manager)
    page = client.get(url).content.decode()
    assert "Typed while the session ended" in page and "had not saved" in page
    assert client.post(url, SAID | hidden(page) | {"interest": "Typed while the session ended"}).status_code == 302
    assert "Typed while the session ended" in [found.data["interest"] for found in project.table_rows.all()]
    assert not FieldDraft.objects.exists()


def test_places_too_and_several_ticked_terms_come_back(project, as_):
    project.driver_rows.create(term=make.term("drivers", "SM2"), level="low", confidence="low")
    driver, url = make.term("drivers", "SM2").pk, add_url(project, "outcomes")
    client = as_(project.manager)
    place = add_url(project, "locations")
    for address, said in (
        (place, {"country": "UG", "place": "Kawempe"}),
        (url, {"text": "Trust", "change": "communal", "drivers": [driver]}),
    ):
        data = sent(client, address) | said
        client.logout()
        client.post(address, data)
        client.force_login(project.manager)
    assert 'value="Kawempe"' in client.get(place).content.decode()
    assert re.search(rf'value="{driver}"[^>]* checked', client.get(url).content.decode())
    assert not Location.objects.exists()


@pytest.mark.parametrize("held", ["", "crafted:value"])
def test_a_stranger_leaves_no_row_behind(project, held):
    answer = Client().post(add_url(project), SAID | {"held": held})
    assert answer.status_code == 302 and answer.url.startswith(reverse("account_login"))
    assert not FieldDraft.objects.exists() and not project.table_rows.exists()


def test_the_right_to_leave_a_row_is_for_one_table_and_ends_with_the_posting(project, as_):
    client = as_(project.manager)
    data = sent(client, add_url(project), **SAID)
    client.logout()
    client.post(add_url(project, "negotiation"), data | {"text": "Injected"})
    section = reverse("projects:project-section", args=[project.ref, "context"])
    client.post(section, data | {"other_forms": "Injected", "revision-other_forms": "0.0.abc"})
    assert not FieldDraft.objects.exists()
    project.manager.is_active = False
    project.manager.save()
    client.post(add_url(project), data)
    assert not FieldDraft.objects.exists()


def test_every_field_of_every_row_has_a_name_under_which_it_can_wait(project):
    for rows in ROWSETS:
        for name in row_form(rows, project).fields if rows != "documents" else ():
            key = str(RowKey(rows, 123_456_789, name))
            assert RowKey.parse(key) == RowKey(rows, 123_456_789, name)
            assert len(key) <= FieldDraft._meta.get_field("field").max_length
    assert RowKey.parse("title") is None and RowKey.parse("gone-new-text") is None

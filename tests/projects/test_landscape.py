"""What other organizations do: found by country, theme and organization, written down by hand, in no count of ours."""

import pytest
from django.urls import reverse

from projects import actions
from projects.models import OtherProject
from pvehub import access
from pvehub.audit import trail
from tests import make

SAID = {
    "title": "Safe roads",
    "organizations": "Roads for all",
    "language": "en",
    "source": "Coordination meeting",
    "source_on": "2026-02-01",
    "contact": "info@roads.example",
}


@pytest.fixture
def officer(db):
    make.reference()
    return make.officer("UG")


def post(client, **said):
    data = SAID | {"countries": ["UG"]} | said
    return client.post(reverse("projects:other-create"), {name: value for name, value in data.items() if value})


def test_an_officer_writes_one_down_and_all_staff_read_it(officer, as_):
    theme = make.term("themes", "SOCOH", "Social cohesion")
    answer = post(as_(officer), themes=[theme.pk], budget="100", currency="eur")
    other = OtherProject.objects.get()
    assert answer.url == reverse("projects:other-detail", args=[other.pk])
    assert (other.imported_by, other.currency, other.external_id[:8]) == (officer, "EUR", "by-hand-")
    page = as_(make.user("staff", "NE")).get(answer.url).content.decode()
    assert all(word in page for word in ("Safe roads", "info@roads.example", "Coordination meeting", "Social cohesion"))
    assert [event.verb for event in trail.of(other)] == ["projects.other_noted"]


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"contact": "jane.doe@roads.example"}, "no address of a person"),
        ({"start_on": "2026-02-01", "end_on": "2026-01-01"}, "The end lies before the start"),
        ({"budget": "-1"}, "not below zero"),
        ({"currency": "E1"}, "three letters"),
        ({"countries": []}, "required"),
        ({"source": ""}, "required"),
    ],
)
def test_what_cannot_stand_comes_back_with_its_sentence_and_what_was_typed(officer, as_, said, sentence):
    answer = post(as_(officer), **said)
    assert answer.status_code == 422
    assert sentence in answer.content.decode() and "Safe roads" in answer.content.decode()
    assert not OtherProject.objects.exists()


def test_it_is_found_by_country_theme_and_organization(officer, as_):
    theme = make.term("themes", "SOCOH", "Social cohesion")
    here = make.other(title="Here", organizations="Roads for all", donors="Sida")
    here.countries.add(make.country("UG"))
    here.themes.add(theme)
    make.other(title="Elsewhere", organizations="GIZ")
    client = as_(officer)
    for query in ({"country": "UG"}, {"theme": "SOCOH"}, {"organization": "roads"}, {"organization": "sida"}):
        page = client.get(reverse("projects:other-list"), query).content.decode()
        assert "Here" in page and "Elsewhere" not in page, query
    assert here.get_absolute_url() in page


def test_trd_and_administrators_take_one_out_and_the_history_keeps_it(officer, as_):
    other = make.other(title="Wrong")
    with pytest.raises(access.Refused, match="Only TRD and administrators"):
        actions.remove_other(other, by=officer, reason="Mine")
    with pytest.raises(access.Unmet, match="Say why"):
        actions.remove_other(other, by=make.reviewer(), reason=" ")
    pk = other.pk
    answer = as_(make.reviewer()).post(reverse("projects:other-remove", args=[pk]), {"reason": "It has ended."})
    assert answer.status_code == 302
    assert not OtherProject.objects.exists()
    other.pk = pk
    assert [(event.verb, event.note) for event in trail.of(other)] == [("projects.other_removed", "It has ended.")]


def test_it_stands_in_no_count_of_the_portfolio(officer, as_):
    make.other(title="Not ours")
    page = as_(officer).get(reverse("projects:project-list"))
    assert page.context["page"].total == 0
    assert "Not ours" not in page.content.decode()


def test_a_list_asks_before_it_changes_what_was_written_down_by_hand(officer):
    fields = {name: SAID[name] for name in ("title", "organizations", "source")} | {"external_id": "R-1"}
    actions.note_other(by=officer, fields=fields)
    with pytest.raises(access.Unmet):
        actions.note_other(by=officer, fields=fields)
    text = "Ref,Title,Country,Implementer\nR-1,Other words,Uganda,GIZ\n"
    batch = make.applied(text, officer, make.office("UG"))
    assert batch.applied_counts["unclear"] == 1
    assert OtherProject.objects.get().title == "Safe roads"

    batch = make.listed(text, officer, make.office("UG"))
    batch = actions.decide_rows(batch, {2: "same"}, by=officer)
    batch = actions.check_batch(batch, by=officer)
    actions.apply_batch(batch, by=officer, seen=actions.seal(batch))
    assert OtherProject.objects.get().title == "Other words"

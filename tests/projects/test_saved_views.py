"""Filters under a name: whose they are, who reads them, and that opening one shows the reader's own result."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from projects import actions
from projects.models import SavedView
from pvehub import access
from tests import make

pytestmark = pytest.mark.django_db
VIEWS = reverse("projects:view-list")
NEW = reverse("projects:view-save")


def titles(answer):
    return {row["title"] for row in answer.context["rows"]}


def test_a_filter_gets_a_name_and_keeps_only_what_is_a_filter(as_):
    officer = make.officer("UG")
    client = as_(officer)
    answer = client.post(
        f"{NEW}?country=UG&page=3&next=//evil.example&status=active", {"name": "Lake", "audience": "owner"}
    )

    view = SavedView.objects.get()
    assert (view.owner, view.name, view.query) == (officer, "Lake", "status=active&country=UG")
    assert client.get(answer.url).url == f"{reverse('projects:project-list')}?{view.query}"
    assert "Lake" in client.get(VIEWS).content.decode()


def test_opening_a_shared_view_shows_the_readers_own_result(as_):
    owner, colleague = make.officer("UG"), make.officer("KE")
    make.project(manager=owner, office="UG", title="Ours", tier=1)
    make.project(manager=colleague, office="KE", title="Theirs", tier=1)
    view = make.saved_view(owner, audience="office", office="NBO", query="sort=title")

    assert titles(as_(owner).get(view.get_absolute_url(), follow=True)) == {"Ours"}
    assert titles(as_(colleague).get(view.get_absolute_url(), follow=True)) == {"Theirs"}


def test_a_filter_on_what_is_not_the_readers_finds_nothing_rather_than_everything(as_):
    make.project(office="NG", title="Hidden", tier=2)
    make.project(office="UG", title="Shown", status="endorsed")
    reader = as_(make.user("staff", "UG"))

    for query in ("country=NG", "office=NG", "region=DKR", "donor=999999", "driver=SM9", "country=ZZ"):
        assert titles(reader.get(f"{reverse('projects:project-list')}?{query}")) == set(), query


@pytest.mark.parametrize(
    ("shared", "readers"),
    [
        ({}, set()),
        ({"audience": "office", "office": "UG"}, {"UG"}),
        ({"audience": "office", "office": "NBO"}, {"UG", "KE", "NBO"}),
        ({"audience": "office", "office": "HQ"}, {"UG", "KE", "NBO", "NG", "HQ"}),
        ({"audience": "link"}, {"UG", "KE", "NBO", "NG", "HQ"}),
    ],
)
def test_who_opens_a_view_and_to_whom_its_name_is_told(as_, shared, readers):
    view = make.saved_view(make.officer("UG"), name="Canary name", query="q=canarywords", **shared)
    colleagues = {code: make.user("staff", code) for code in ("UG", "KE", "NBO", "NG", "HQ")}

    opened = {
        code for code, person in colleagues.items() if as_(person).get(view.get_absolute_url()).status_code == 302
    }
    told = {code for code, person in colleagues.items() if "Canary name" in as_(person).get(VIEWS).content.decode()}
    assert opened == readers
    assert told == (set() if shared.get("audience") == "link" else readers)


def test_a_person_whose_posting_has_ended_opens_no_view(as_):
    view = make.saved_view(make.officer("UG"), audience="link")

    assert as_(make.user(None)).get(view.get_absolute_url()).status_code == 404


def test_only_the_owner_changes_it_and_only_towards_offices_of_their_own():
    owner, other = make.officer("UG"), make.officer("UG")
    view = make.saved_view(owner, audience="office", office="UG")

    with pytest.raises(access.Refused):
        actions.change_view(view, by=other, name="Mine", audience="owner")
    with pytest.raises(access.Refused):
        actions.remove_view(view, by=other)
    with pytest.raises(access.Refused, match="your own office"):
        actions.change_view(view, by=owner, name="Lake", audience="office", office=make.office("NG"))
    assert (
        actions.change_view(view, by=owner, name="Lake", audience="office", office=make.office("NBO")).office.code
        == "NBO"
    )


def test_a_link_is_dead_once_the_view_is_shared_otherwise(as_):
    owner, reader = make.officer("UG"), as_(make.outsider())
    view = make.saved_view(owner, audience="link")
    link = view.get_absolute_url()
    actions.change_view(view, by=owner, name="Lake", audience="owner")
    actions.change_view(view, by=owner, name="Lake", audience="link")

    assert reader.get(link).status_code == 404
    view.refresh_from_db()
    assert reader.get(view.get_absolute_url()).status_code == 302


def test_a_name_is_used_once_by_one_owner_and_said_so(as_):
    officer = make.officer("UG")
    make.saved_view(officer)
    make.saved_view(make.officer("UG"))
    answer = as_(officer).post(f"{NEW}?country=UG", {"name": " Lake ", "audience": "owner"})

    assert answer.status_code == 422 and "You have a view of this name already." in answer.content.decode()


def test_what_is_removed_is_gone_for_all_and_comes_back_within_half_a_minute(as_):
    owner, reader = make.officer("UG"), as_(make.officer("UG"))
    view = make.saved_view(owner, audience="office", office="UG")
    client = as_(owner)
    page = client.post(reverse("projects:view-remove", args=[view.key]), follow=True).content.decode()

    assert reverse("projects:view-restore", args=[view.key]) in page
    assert reader.get(view.get_absolute_url()).status_code == 404
    client.post(reverse("projects:view-restore", args=[view.key]))
    assert reader.get(view.get_absolute_url()).status_code == 302
    actions.remove_view(view, by=owner)
    with time_machine.travel(timezone.now() + timedelta(seconds=31)):
        with pytest.raises(access.Refused, match="over"):
            actions.restore_view(view, by=owner)
        with pytest.raises(access.Refused):
            actions.restore_view(make.saved_view(owner, name="Other"), by=owner)


def test_a_view_is_shared_with_an_office_only_when_one_is_named(as_):
    client = as_(make.officer("UG"))

    assert client.post(f"{NEW}?q=x", {"name": "Lake", "audience": "office"}).status_code == 422
    assert client.post(f"{NEW}?q=x", {"name": "Lake", "audience": "office", "office": "NG"}).status_code == 422
    assert client.post(f"{NEW}?q=x", {"name": "Lake", "audience": "office", "office": "NBO"}).status_code == 302

"""The library of known risks: the risk officer's editor, and what projects made of its risks."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from pvehub.access import Moved, Refused, Unmet
from risks import actions, experience
from risks.loading import load_reference
from risks.models import LibraryRisk
from risks.scoring import Rating
from risks.versions import library_sha256
from tests import make

pytestmark = pytest.mark.django_db

LIBRARY = "/risks/method/library/"
RATINGS = {
    "low": Rating(2, {"programme": 2}),
    "medium": Rating(3, {"programme": 3}),
    "high": Rating(3, {"programme": 4}),
    "extreme": Rating(5, {"programme": 4}),
}
WORDS = {"cause": "Staff rotate", "event": "what was learnt leaves", "consequence": "mistakes come back"}


@pytest.fixture
def officer(method):
    return make.risk_officer()


@pytest.fixture
def client(officer, as_):
    return as_(officer)


def text(response):
    assert response.status_code == 200
    return response.content.decode()


def item(code="POL-1"):
    return LibraryRisk.objects.get(code=code)


def given(category, **changes):
    return {"category": category.pk, **WORDS, "prevent": "Hand over\n\nTeach two", "contain": "Ask who left"} | changes


def test_every_mitigation_of_the_files_prevents_or_contains(method):
    for row in LibraryRisk.objects.all():
        assert row.ways and {way["lowers"] for way in row.ways} <= {"likelihood", "impact"}
    assert [way["works"] for way in item().mitigations] == ["prevent", "prevent", "contain"]
    assert [way["works"] for way in item("POL-1.fr").mitigations] == ["prevent", "prevent", "contain"]


def test_a_new_risk_takes_the_next_number_of_its_category(officer, verbs_of):
    category = item().category
    added = actions.add_to_library(by=officer, language="en", category=category, mitigations=[], **WORDS)
    assert (added.code, added.changed_by, verbs_of(added)) == ("POL-4", officer, ["risks.library_added"])
    actions.retire_from_library(added, by=officer)
    assert (
        actions.add_to_library(by=officer, language="fr", category=category, mitigations=[], **WORDS).code == "POL-5.fr"
    )
    same = actions.add_to_library(by=officer, language="es", stem="POL-5", category=category, mitigations=[], **WORDS)
    assert same.code == "POL-5.es"
    with pytest.raises(Unmet, match="that language already"):
        actions.add_to_library(by=officer, language="es", stem="POL-5", category=category, mitigations=[], **WORDS)


@pytest.mark.parametrize("who", ["head", "administrator", "curator", "officer", "regional_director"])
def test_only_the_risk_officer_keeps_the_library(who, officer, as_):
    person, row = getattr(make, who)(), item()
    for act in (
        lambda: actions.add_to_library(by=person, language="en", category=row.category, **WORDS),
        lambda: actions.edit_in_library(row, {"cause": "Mine"}, by=person),
        lambda: actions.retire_from_library(row, by=person),
        lambda: actions.restore_to_library(row, by=person),
    ):
        with pytest.raises(Refused):
            act()
    client = as_(person)
    for url in (LIBRARY, f"{LIBRARY}add/", f"{LIBRARY}POL-1/", f"{LIBRARY}NO-1/"):
        assert client.get(url).status_code == client.post(url).status_code == 403 or client.post(url).status_code == 405
    assert client.post(f"{LIBRARY}POL-1/retire/").status_code == 403
    assert not item().is_retired


def test_an_edit_reaches_no_copy_and_an_edited_copy_no_library(officer):
    register = make.register(make.project(status="draft"))
    risk = actions.add_from_library(register, ["POL-1"], by=register.project.manager)[0]
    before = {name: getattr(risk, name) for name in WORDS}
    actions.edit_in_library(item(), {**WORDS, "mitigations": []}, by=officer)
    risk.refresh_from_db()
    assert {name: getattr(risk, name) for name in WORDS} == before
    actions.edit(risk, {"cause": "Local words"}, by=register.project.manager)
    assert item().cause == WORDS["cause"]
    load_reference()
    assert item().cause == WORDS["cause"] and item().mitigations == []


def test_an_edit_of_what_moved_on_is_409_with_the_typed_words(officer, client):
    row = item()
    seen = library_sha256(row)
    actions.edit_in_library(row, {"cause": "First"}, by=officer)
    with pytest.raises(Moved):
        actions.edit_in_library(row, {"cause": "Second"}, by=officer, seen=seen)
    answer = client.post(f"{LIBRARY}POL-1/", given(row.category, cause="Second words", seen=seen))
    assert answer.status_code == 409 and "Second words" in answer.content.decode()
    assert "Teach two" in answer.content.decode() and item().cause == "First"


def test_an_edit_that_changes_nothing_leaves_the_row_to_the_files(officer, client, verbs_of):
    row = item()
    lines = {
        works: "\n".join(w["text"] for w in row.mitigations if w["works"] == works) for works in ("prevent", "contain")
    }
    same = {"category": row.category_id, "cause": row.cause, "event": row.event, "consequence": row.consequence} | lines
    assert client.post(f"{LIBRARY}POL-1/", same).status_code == 302
    assert item().changed_at is None and verbs_of(row) == []


def test_what_is_retired_is_offered_in_no_language_until_it_is_brought_back(officer, client):
    register = make.register(make.project(status="draft"))
    assert client.post(f"{LIBRARY}POL-1.fr/retire/").status_code == 302
    load_reference()
    for language in ("en", "fr", "es"):
        offered = LibraryRisk.objects.pickable_for(register, language).values_list("code", flat=True)
        assert not [code for code in offered if code.partition(".")[0] == "POL-1"]
    assert actions.add_from_library(register, ["POL-1"], by=register.project.manager) == []
    assert "Retired" in text(client.get(f"{LIBRARY}?state=retired"))
    assert "POL-2" not in text(client.get(f"{LIBRARY}?state=retired"))
    assert client.post(f"{LIBRARY}POL-1/restore/").status_code == 302
    assert len(actions.add_from_library(register, ["POL-1"], by=register.project.manager)) == 1


def test_the_library_is_filtered_added_to_and_edited_on_its_pages(officer, client):
    page = text(client.get(f"{LIBRARY}?category=RET&language=fr"))
    assert "RET-1.fr" in page and "RET-2.fr" in page and "RET-1.es" not in page and "POL-1" not in page
    assert client.get(f"{LIBRARY}?category=zzz&language=xx&state=9&page=88").status_code == 200
    category = item().category
    assert "Staff rotate" in text(client.post(f"{LIBRARY}add/", given(category, language="en", event="")))
    key = {"once": uuid.uuid4()}
    for _ in range(2):
        added = client.post(f"{LIBRARY}add/", given(category, language="en") | key)
        assert added.headers["Location"] == f"{LIBRARY}POL-4/"
    assert [(w["text"], w["works"]) for w in item("POL-4").mitigations] == [
        ("Hand over", "prevent"), ("Teach two", "prevent"), ("Ask who left", "contain"),
    ]  # fmt: skip
    page = text(client.get(f"{LIBRARY}add/?same=POL-4&language=fr"))
    assert "The same risk as POL-4" in page and "Staff rotate" in page
    url = f"{LIBRARY}add/?same=POL-4&language=fr"
    assert client.post(url, given(category, language="fr")).headers["Location"] == f"{LIBRARY}POL-4.fr/"
    assert client.post(f"{LIBRARY}POL-4/", given(category, cause="Other words")).status_code == 302
    assert item("POL-4").cause == "Other words" and "POL-4.fr" in text(client.get(f"{LIBRARY}POL-4/"))
    assert client.get(f"{LIBRARY}POL-99/").status_code == 404


def copied(code, band, *, visibility="office", project=None, rated_days_ago=0):
    risk = make.risk(
        make.register(project), category="POL", library_risk=item(code), visibility=visibility, is_rated=False
    )
    at = timezone.now() - timedelta(days=rated_days_ago)
    make.assessment(risk, current=RATINGS[band], assessed_at=at)
    return risk


def test_what_projects_made_of_a_risk_is_said_from_three_projects_on_and_over_all_languages(officer):
    copied("POL-1", "low")
    copied("POL-1.fr", "high", visibility="restricted")
    copied("POL-2", "extreme")
    assert experience.rated() == {}
    copied("POL-1.es", "extreme")
    assert experience.rated() == {"POL-1": experience.Experience(3, "high", "extreme")}
    copied("POL-1", "medium")
    found = experience.rated()["POL-1"]
    assert (found.n, found.median, found.worst) == (4, "high", "extreme")  # of two middle ones the worse: no mean


def test_a_project_counts_once_with_its_latest_band_and_offices_do_not_count(officer):
    project = make.project()
    risk = copied("POL-1", "extreme", project=project, rated_days_ago=9)
    make.assessment(risk, current=RATINGS["low"])
    closed = copied("POL-1", "high", project=project, rated_days_ago=30)
    closed.state = "closed"
    closed.save()
    office = make.register(office="UG")
    make.assessment(make.risk(office, category="POL", library_risk=item(), is_rated=False), current=RATINGS["extreme"])
    copied("POL-1", "medium")
    assert experience.rated() == {}
    copied("POL-1", "low")
    assert experience.rated() == {"POL-1": experience.Experience(3, "low", "medium")}


def test_the_line_stands_in_the_library_and_where_a_register_picks_and_names_nobody(officer, client, as_):
    for band in ("low", "high", "extreme"):
        risk = copied("POL-1", band, visibility="restricted", project=make.project(title=f"canary {band}"))
        risk.event = "canary event"
        risk.save()
    register = make.register(make.project(status="draft"))
    page = text(as_(register.project.manager).get(f"{register.get_absolute_url()}library/"))
    assert page.count("rated by 3 projects") == 1 and "canary" not in page
    assert "Prevents" in page and "Contains" in page
    for url in (f"{LIBRARY}?category=POL&language=fr", f"{LIBRARY}POL-1.fr/"):
        page = text(client.get(url))
        assert page.count("rated by 3 projects") == 1 and "canary" not in page
    assert "3 registers hold a copy" in text(client.get(f"{LIBRARY}POL-1.fr/"))


def test_a_measure_begun_from_the_library_works_on_its_axis(officer, as_):
    risk = copied("POL-1", "high", project=make.project(status="draft"))
    client = as_(risk.register.project.manager)
    page = text(client.get(f"{risk.get_absolute_url()}treat/"))
    assert "lowers=impact" in page and "lowers=likelihood" in page
    page = text(client.get(f"{risk.get_absolute_url()}treat/?text=stop&lowers=impact"))
    assert '<option value="impact" selected>' in page
    assert client.get(f"{risk.get_absolute_url()}treat/?text=stop&lowers=nonsense").status_code == 200


def test_the_list_costs_the_same_with_1_3_and_300_rows(officer, client, django_assert_max_num_queries):
    LibraryRisk.objects.all().delete()

    def cost():
        with django_assert_max_num_queries(12) as found:
            assert client.get(LIBRARY).status_code == 200
        return len(found)

    make.library_risk()
    first = cost()
    for n in (2, 297):
        for _ in range(n):
            make.library_risk()
        assert cost() == first

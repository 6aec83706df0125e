"""The API for programs: who is told what by a token, and how it refuses."""

import tomllib

import pytest
import schemathesis
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from rest_framework.serializers import BaseSerializer

from projects.api import documenting, serializers
from projects.models import OtherProject, Project
from pvehub.audit.models import Reading
from tests import make
from tests.matrix import policy_files
from tests.projects.taking import ALL, MAY, canaries, people

pytestmark = pytest.mark.django_db
POLICY = tomllib.loads((policy_files.FOLDER / "tokens.toml").read_text(encoding="utf-8"))
LISTS = ("project-list", "organization-list", "other-list", "vocabulary-list", "indicator-list")


@pytest.fixture(autouse=True)
def plenty(settings):
    settings.API_REQUESTS_PER_MINUTE = 100_000


def bearer(person):
    """A client of the API with a fresh token of this person."""
    return Client(headers={"Authorization": f"Bearer {make.token(person)[1]}"})


def rows(client, query=""):
    response = client.get(f"/api/projects/{query}")
    assert response.status_code == 200, response.content
    return response.json()["results"]


# --- the fields -------------------------------------------------------------------------------------------------------


def test_every_field_of_every_answer_stands_in_the_policy():
    found = {
        name: [*shape().fields]
        for name, shape in vars(serializers).items()
        if isinstance(shape, type) and issubclass(shape, BaseSerializer) and shape.__module__ == serializers.__name__
    }

    assert found == POLICY["api"]


def test_every_filter_stands_in_the_policy():
    assert {*POLICY["filters"]["projects"]} == documenting.PROJECT_FILTERS
    assert {*POLICY["filters"]["landscape"]} == documenting.OTHER_FILTERS


# --- who is told what ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("identity", MAY)
def test_a_token_reads_what_its_owner_reads_of_tiers_0_and_1_and_nothing_of_the_team(identity):
    made = canaries()
    client = bearer(people()[identity])
    mine = [name for name in MAY[identity][0] if name[-1] in "01"]
    every = {f"canary{name}{side}" for name in ALL for side in ("open", "team")}

    assert {row["ref"] for row in rows(client)} == {made[name].ref for name in mine}
    assert client.get("/api/projects/").json()["count"] == len(mine)
    said = ""
    for name, project in made.items():
        response = client.get(f"/api/projects/{project.ref}/")
        assert response.status_code == (200 if name in mine else 404)
        said += response.content.decode()
    said += client.get("/api/projects/").content.decode() + client.get("/api/schema/").content.decode()
    found = {canary for canary in every if canary in said}
    assert found == {f"canary{name}open" for name in mine}
    organizations = client.get("/api/organizations/").content.decode()
    whole = [name for name in MAY[identity][1] if name[-1] in "01"]
    assert {canary for canary in every if canary in organizations} == {f"canary{name}team" for name in whole}


def test_words_of_a_filter_find_only_what_may_be_read():
    canaries()
    client = bearer(make.reviewer())

    assert rows(client, "?q=canaryendorsed2open") == []
    assert rows(client, "?q=canarydraft0open") == []
    assert len(rows(client, "?q=canaryendorsed1open")) == 1


def test_a_published_project_is_told_as_it_was_endorsed():
    project = make.complete_project(status="endorsed", title="As endorsed", summary="Endorsed summary")
    Project.objects.filter(pk=project.pk).update(title="Moved on", summary="Moved on")

    for person in (project.manager, make.outsider()):
        one = bearer(person).get(f"/api/projects/{project.ref}/")
        assert one.json()["title"] == "As endorsed"
        assert "Moved on" not in one.content.decode()
        fields = {field["name"]: field for section in one.json()["sections"] for field in section["fields"]}
        assert fields["summary"]["value"] == "Endorsed summary"
        assert fields["manager"]["data"] == project.manager.name


def test_what_is_missing_and_what_is_not_yours_are_the_same_bytes():
    hidden = make.project(tier=1)
    client = bearer(make.outsider())

    denied, missing = client.get(f"/api/projects/{hidden.ref}/"), client.get("/api/projects/PVE-1999-9999/")

    assert denied.status_code == missing.status_code == 404
    assert denied.content == missing.content
    assert client.get("/api/no/such/place/").content == missing.content


def test_an_organization_counts_only_the_projects_that_the_token_reads():
    open_one, closed = make.complete_project(status="endorsed"), make.complete_project(status="endorsed", tier=2)
    for project in (open_one, closed):
        make.participation(project, "Lake council")
    make.participation(closed, "Hidden council")

    client = bearer(make.reviewer())
    found = client.get("/api/organizations/").json()["results"]

    assert [(row["name"], row["projects"]) for row in found] == [("Lake council", 1)]
    one = client.get(f"/api/organizations/{found[0]['id']}/").json()
    assert one["roles"] == [{"project": open_one.ref, "role": "partner"}]
    assert bearer(make.outsider()).get("/api/organizations/").json()["count"] == 0


def test_landscape_vocabularies_and_the_bank_of_indicators_are_read():
    OtherProject.objects.create(external_id="X-1", title="Roads", source="list.csv")
    make.term("themes", "SOCOH", "Social cohesion")
    make.term("sensitive-terms", "SECRET")
    make.term("indicators", "I1", "Trust")
    client = bearer(make.outsider())

    assert client.get("/api/landscape/?q=roads").json()["results"][0]["title"] == "Roads"
    assert {row["name"] for row in client.get("/api/vocabularies/").json()["results"]} == {"themes"}
    assert client.get("/api/vocabularies/themes/").json()["results"][0]["name_en"] == "Social cohesion"
    assert client.get("/api/vocabularies/sensitive-terms/").status_code == 404
    assert client.get("/api/indicators/").json()["results"][0]["code"] == "I1"


def test_what_a_token_read_is_in_the_reading_log():
    project = make.complete_project(status="endorsed")
    reader = make.outsider()
    client = bearer(reader)

    rows(client)
    client.get(f"/api/projects/{project.ref}/")

    logged = Reading.objects.filter(actor_uid=reader.uid, thing_id=project.pk, kind="projects.project")
    assert [row.what for row in logged] == ["api", "api"]


# --- refusals -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("query", ["?colour=red", "?status=nonsense", "?theme__name=x", "?sort=secret", "?format=html"])
def test_a_filter_that_is_not_known_is_refused_in_one_sentence(query):
    response = bearer(make.outsider()).get(f"/api/projects/{query}")

    assert response.status_code == 400
    assert [*response.json()] == ["detail"]
    assert response.json()["detail"].endswith(".")


def test_a_session_is_nobody_at_the_api(as_):
    response = as_(make.administrator()).get("/api/projects/")

    assert response.status_code == 401
    assert response["WWW-Authenticate"] == "Bearer"
    assert response["Content-Type"] == "application/json"
    assert "Location" not in response


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
def test_nothing_is_written(method):
    response = getattr(bearer(make.outsider()), method)("/api/projects/")

    assert response.status_code == 405
    assert [*response.json()] == ["detail"]


def test_a_page_is_never_html():
    response = bearer(make.outsider()).get("/api/projects/", headers={"Accept": "text/html"})

    assert response.status_code == 406
    assert response["Content-Type"] == "application/json"


def test_not_changed_is_said_only_to_who_may_read_it():
    project = make.complete_project(status="endorsed")
    reader = make.outsider()
    client = bearer(reader)
    url = f"/api/projects/{project.ref}/"
    tag = client.get(url)["ETag"]
    assert client.get(url, headers={"If-None-Match": tag}).status_code == 304
    assert client.get(url, headers={"If-None-Match": '"other"'}).status_code == 200

    Project.objects.filter(pk=project.pk).update(tier=2)

    assert client.get(url, headers={"If-None-Match": tag}).status_code == 404
    assert client.get(url, headers={"If-None-Match": "*"}).status_code == 404


# --- cost ---------------------------------------------------------------------------------------------------------------


def more(count, officer):
    for number in range(count):
        project = make.complete_project(status="endorsed" if number % 2 else "draft", manager=officer)
        make.participation(project, f"Council {project.pk}")
        OtherProject.objects.create(external_id=str(project.pk), title="Roads", source="x").countries.add(
            make.country()
        )
        make.term("themes", f"T{project.pk}")
        make.term("indicators", f"I{project.pk}")
        make.token(make.outsider())


def test_the_lists_of_the_api_cost_the_same_with_1_3_and_40_rows(as_):
    officer = make.officer("UG")
    client, page = bearer(officer), as_(make.administrator())
    costs = {name: [] for name in (*LISTS, "tokens")}
    for count in (1, 2, 37):
        more(count, officer)
        for name in costs:
            asker = page if name == "tokens" else client
            url = "/tokens/" if name == "tokens" else reverse(f"api:{name}")
            asker.get(url)
            with CaptureQueriesContext(connection) as seen:
                assert asker.get(url).status_code == 200
            costs[name].append(len(seen))

    assert all(len(set(counts)) == 1 for counts in costs.values()), costs
    assert max(max(counts) for counts in costs.values()) <= 12, costs


def test_a_record_and_a_list_of_terms_stay_within_their_queries():
    officer = make.officer("UG")
    project = make.complete_project(manager=officer)
    client = bearer(officer)
    for url, most in ((f"/api/projects/{project.ref}/", 30), ("/api/vocabularies/themes/", 12)):
        client.get(url)
        with CaptureQueriesContext(connection) as seen:
            assert client.get(url).status_code == 200
        assert len(seen) <= most, url


# --- the document ---------------------------------------------------------------------------------------------------------


def test_the_document_is_the_same_for_everybody_and_names_every_route():
    canaries()
    documents = [bearer(person).get("/api/schema/") for person in people().values()]

    assert len({document.content for document in documents}) == 1
    said = documents[0].json()
    assert said["openapi"].startswith("3.")
    assert {*said["paths"]} == {
        "/api/projects/",
        "/api/projects/{ref}/",
        "/api/organizations/",
        "/api/organizations/{id}/",
        "/api/landscape/",
        "/api/vocabularies/",
        "/api/vocabularies/{name}/",
        "/api/indicators/",
    }
    assert "canary" not in documents[0].content.decode()


@pytest.mark.slow
def test_requests_made_up_along_the_document_never_break_it():
    officer = make.officer("UG")
    make.complete_project(status="endorsed", manager=officer)
    text = make.token(officer)[1]
    headers = {"Authorization": f"Bearer {text}"}
    document = Client(headers=headers).get("/api/schema/").json()
    schema = schemathesis.openapi.from_dict(document)

    answered = []
    for operation in schema.get_all_operations():
        operation = operation.ok()

        @hypothesis_settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), database=None)
        @given(case=operation.as_strategy())
        def ask(case):
            response = Client(headers=headers).get(case.formatted_path, case.query or {})
            answered.append(response.status_code)
            assert response.status_code in (200, 301, 400, 404), (case.formatted_path, case.query)

        ask()
    assert answered.count(200) > 20

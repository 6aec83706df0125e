"""Every door of the portfolio at once: what a person outside learns of a project of tier 2 by any of them is nothing."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from projects import actions
from projects.models import Participation
from tests import make
from tests.projects.taking import taken, words

pytestmark = pytest.mark.django_db
CANARY = "canaryoftiertwo"
PAGES = (
    "project-list",
    "project-map",
    "figure-list",
    "donor-list",
    "organization-list",
    "update-list",
    "project-export",
)
API = ("project-list", "organization-list", "other-list", "schema")


@pytest.fixture(autouse=True)
def files(tmp_path, settings):
    settings.FILES_ROOT = tmp_path


def hidden():
    """Endorsed, of tier 2, in a country, with a donor, an organization and an update that nothing else has."""
    texts = {name: f"{name} {CANARY}" for name in ("title", "public_title", "summary", "classification_reason")}
    project = make.complete_project(status="endorsed", tier=2, office="NG", budget=7_654_321, **texts)
    make.participation(project, f"Council {CANARY}")
    make.participation(project, f"Fund {CANARY}", role=Participation.Role.DONOR, amount=7_654_321, currency="NOK")
    return project


@pytest.mark.scenario("projects-5")
def test_a_project_of_tier_2_is_in_no_count_map_facet_export_answer_or_feed_of_a_person_outside(as_):
    outsider = make.user("staff", "UG")
    shown = make.complete_project(status="endorsed", tier=0, office="UG", title="Shown")
    actions.begin_following("country", "NG", by=outsider)
    project = hidden()
    said = f"The boats {CANARY} came."
    news = actions.write_update(
        project, by=project.manager, kind="programmatic", text=said, happened_on=timezone.localdate(), is_open=True
    )
    assert actions.tell_followers(news) == 0
    secrets = (CANARY, project.ref, "7654321", "7,654,321", "NOK")
    client, program = as_(outsider), Client(headers={"Authorization": f"Bearer {make.token(outsider)[1]}"})

    told = {name: client.get(reverse(f"projects:{name}")) for name in PAGES}
    told |= {f"api {name}": program.get(reverse(f"api:{name}")) for name in API}
    texts = {name: answer.content.decode() for name, answer in told.items()}
    texts |= {format: words(taken(client, format, "whole")) for format in ("csv", "xlsx")}
    texts["notices"] = client.get(reverse("notifications:notice-list")).content.decode()

    assert {answer.status_code for answer in told.values()} == {200}
    assert not [(name, secret) for name, text in texts.items() for secret in secrets if secret in text]
    drawn = ("project-list", "project-map", "figure-list", "donor-list")
    assert not [name for name in drawn if "Nigeria" in texts[name]]  # neither as a facet nor as a circle
    assert (told["project-list"].context["page"].total, told["api project-list"].json()["count"]) == (1, 1)
    assert "1 project:" in texts["project-export"]
    for query in (f"q={CANARY}", "country=NG", "office=NG", "region=DKR", f"q={project.ref}"):
        assert program.get(f"/api/projects/?{query}").json()["count"] == 0, query
        assert client.get(f"/projects/?{query}").context["page"].total == 0, query
        assert project.ref not in words(taken(client, query=f"?{query}"))
    assert program.get(f"/api/projects/{project.ref}/").status_code == 404
    assert program.get(f"/api/projects/{shown.ref}/").status_code == 200
    for person in (project.manager, make.reviewer()):  # it is there, for who may read it
        assert project.ref in as_(person).get("/projects/").content.decode()
        assert project.ref in words(taken(as_(person)))

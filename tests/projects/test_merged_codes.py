"""Records keep the code of a merged term; what goes out to other programs has the code that it stands for today."""

import pytest
from django.test import Client

from projects.exporting import iati, telling
from projects.models import Project
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def project():
    """On an old theme and on the one that this was then merged into."""
    project = make.project(manager=make.officer("UG"), office="UG")
    project.themes.set([make.term("themes", "OLD"), make.term("themes", "OTHER"), make.term("themes", "NEW")])
    make.merged("OLD", "NEW")
    return project


def test_the_api_tells_the_code_of_today_once(project):
    client = Client(headers={"Authorization": f"Bearer {make.token(project.manager)[1]}"})

    (row,) = client.get("/api/projects/").json()["results"]
    record = client.get(row["url"]).json()

    assert row["themes"] == ["NEW", "OTHER"]
    told = {field["name"]: field["data"] for section in record["sections"] for field in section["fields"]}
    assert told["themes"] == ["NEW", "OTHER"]
    assert sorted(project.themes.values_list("code", flat=True)) == ["NEW", "OLD", "OTHER"]


def test_iati_publishes_the_code_of_today_of_what_was_endorsed_with_the_old_one():
    project = make.complete_project(status="endorsed")
    held = sorted(project.themes.values_list("code", flat=True))
    make.merged(held[0], "NEW")

    (row,) = telling.tell(Project.objects.filter(pk=project.pk).marked_whole_for(make.outsider()), iati.FIELDS)

    assert sorted(tag.get("code") for tag in iati.activity(row).iter("tag")) == sorted({"NEW", *held[1:]})


def test_where_nothing_was_merged_it_costs_one_query_however_many_rows(django_assert_num_queries):
    with django_assert_num_queries(1):
        assert telling.moved_on(telling.BRIEF) == {}
    with django_assert_num_queries(0):
        assert telling.moved_on(("title", "countries")) == {}

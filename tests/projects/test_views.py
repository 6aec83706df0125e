"""The pages of projects answer, with the same number of queries however many projects there are."""

import pytest
from django.urls import reverse

from projects.models import Project
from projects.sections import SECTIONS
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer():
    make.reference()
    return make.officer("UG")


def test_project_list_costs_the_same_with_1_3_and_300_rows(officer, as_, django_assert_max_num_queries):
    client, counts = as_(officer), []
    client.get(reverse("projects:project-list"))  # what is read once per process is read now
    for total in (1, 3, 300):
        for _ in range(total - Project.objects.count()):
            make.project(manager=officer, office="UG")
        with django_assert_max_num_queries(12) as queries:
            assert client.get(reverse("projects:project-list")).status_code == 200
        counts.append(len(queries))
    assert len(set(counts)) == 1, counts


def test_project_pages_answer_for_the_officer(officer, as_):
    project = make.complete_project(manager=officer)
    client = as_(officer)
    names = ["project-detail", "project-tasks", "project-check", "project-tier", "project-team"]
    for name in names:
        assert client.get(reverse(f"projects:{name}", args=[project.ref])).status_code == 200, name
    for section in SECTIONS:
        url = reverse("projects:project-section", args=[project.ref, section.slug])
        assert client.get(url).status_code == 200, section.slug
    for rows in ("drivers", "outcomes", "activities", "partners", "donors"):
        assert client.get(reverse("projects:row-add", args=[project.ref, rows])).status_code == 200, rows
    for name in ("project-create", "other-list", "organization-list", "import-upload"):
        assert client.get(reverse(f"projects:{name}")).status_code == 200, name

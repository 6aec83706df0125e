"""What was frozen when today's tables were lines of text still reads, prints, compares, goes out and is begun from again."""

from copy import deepcopy

import pytest
from django.urls import reverse

from endorsement import diffing
from projects import actions, content
from projects.models import Project
from projects.sections import TABLES
from tests import make

pytestmark = pytest.mark.django_db
THEN_TEXT = ("locations", "components", "context_analysis", *TABLES)


def as_it_was(frozen):
    """The content of today as it was frozen before: texts instead of rows, a field that is gone, none of the new ones."""
    frozen = deepcopy(frozen)
    for section in frozen["sections"]:
        section["fields"] = [
            item
            for item in section["fields"]
            if item["name"] not in {"external_face", "negotiated", "mandate_links", "other_type"}
        ]
        for item in section["fields"]:
            if item["name"] in THEN_TEXT:
                item |= {
                    "kind": "longtext",
                    "value": f"Old {item['name']}\nof two lines",
                    "data": f"Old {item['name']}",
                }
            if item["name"] == "activities":
                item["data"] = [{key: row[key] for key in row if key != "drivers"} for row in item["data"]]
        if section["slug"] == "context":
            gone = deepcopy(section["fields"][0])
            section["fields"].append(
                gone | {"name": "context_review_on", "kind": "date", "label": "Review by", "value": "30 June 2026"}
            )
    return frozen


@pytest.fixture
def project():
    made = make.complete_project(status="endorsed", tier=0)
    made.endorsed_content = as_it_was(content.frozen(made))
    made.save()
    return made


@pytest.mark.parametrize("reader", ["reviewer", "outsider"])
@pytest.mark.parametrize("name", ["project-detail", "project-summary", "project-copy", "summary-download"])
def test_old_content_is_read_and_printed(project, as_, reader, name):
    answer = as_(getattr(make, reader)()).get(reverse(f"projects:{name}", args=[project.ref]))
    assert answer.status_code == 200
    if name == "project-detail" and reader == "reviewer":
        page = answer.content.decode()
        for field in THEN_TEXT:
            assert f"Old {field}" in page, field
        assert "30 June 2026" in page
    if reader == "outsider" and name == "project-detail":
        assert "Old locations" not in answer.content.decode()


def test_old_content_has_its_table_of_drivers_and_activities(project, as_):
    page = as_(make.reviewer()).get(reverse("projects:project-matrix", args=[project.ref])).content.decode()
    assert "Train forty mediators." in page and "Marginalization and discrimination" in page


def test_the_difference_to_todays_content_shows_both_words(project):
    found = {diff.field: diff for diff in diffing.versions(project.endorsed_content, content.frozen(project))}
    analysis = "".join(text for _op, text in found["context_analysis"].pieces)
    assert "Old" in analysis and "Disputes" in analysis
    assert found["mandate_links"].change == "added" and found["context_review_on"].change == "removed"


def test_a_draft_begun_from_it_has_the_text_as_a_row(project):
    officer = make.officer("KE")
    made = actions.reuse(project, by=officer, office=make.office("KE"), title="Again")
    assert Project.objects.get(pk=made.pk).table_rows.get(table="assumptions").data["text"] == "Old assumptions"


def test_a_draft_begun_from_todays_content_has_its_assumptions():
    source = make.complete_project(status="endorsed", tier=0)
    make.table_row(source, "assumptions", text="Councils keep coming", link="outcome", grade="weak", source="")
    source.endorsed_content = content.frozen(source)
    source.save()
    made = actions.reuse(source, by=make.officer("KE"), office=make.office("KE"), title="Again")
    assert content.read(made).data["assumptions"] == content.read(source).data["assumptions"]

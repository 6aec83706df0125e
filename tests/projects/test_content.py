"""What a project says: complete or missing, frozen, classified; the table of sections itself."""

import csv
import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from projects import classifying, content
from projects.models import Driver, Project
from projects.rowsets import ROWSETS
from projects.sections import FIELDS, REDACT, SECTION_OF, SECTIONS, Kind
from projects.sections.help import HELP
from pvehub.vocabulary.loading import DATA
from tests import make

pytestmark = pytest.mark.django_db


def test_every_field_has_one_name_and_a_known_question():
    names = [item.name for section in SECTIONS for item in section.fields]
    with (DATA / "review_questions.csv").open(encoding="utf-8") as lines:
        codes = {row["code"] for row in csv.DictReader(lines)}
    assert len(names) == len(set(names))
    assert {item.question for item in FIELDS.values()} - {""} == codes
    assert {item.name for item in FIELDS.values() if item.kind == Kind.ROWS} == set(ROWSETS)
    assert all(SECTION_OF[name].slug == rowset.section for name, rowset in ROWSETS.items())


def test_a_field_that_holds_a_partner_a_place_a_person_or_an_amount_says_so():
    always = {Kind.PEOPLE: "person", Kind.MONEY: "amount", Kind.COUNTRIES: "place", Kind.OFFICES: "place"}
    assert {item.redact for item in FIELDS.values()} <= {"", *REDACT}
    assert {item.name: item.redact for item in FIELDS.values() if item.kind in always} == {
        item.name: always[item.kind] for item in FIELDS.values() if item.kind in always
    }
    named = ("partners", "donors", "locations", "stakeholders", "budget_lines")
    assert [FIELDS[name].redact for name in named] == ["partner", "partner", "place", "person", "amount"]


def test_every_field_says_how_to_answer_it_and_why_it_is_asked():
    assert [name for name, item in FIELDS.items() if not item.hint] == []
    assert [name for name, item in FIELDS.items() if not item.why] == []
    texts = [name for name, item in FIELDS.items() if item.kind in {Kind.LONGTEXT, Kind.ROWS} and not item.example]
    assert set(texts) <= {"assets", "duty_of_care", "document_list", "donors", "documents"}, "a good example helps"
    assert set(HELP) <= set(FIELDS)


def test_every_column_field_is_a_column_of_the_project():
    columns = {field.name for field in Project._meta.get_fields()}
    assert {item.name for item in FIELDS.values() if item.column} <= columns


def test_a_complete_project_misses_nothing_and_an_empty_one_names_section_and_field():
    assert content.missing(make.complete_project()) == []
    sentences = [blocker.sentence for blocker in content.missing(make.project(summary=""))]
    assert "Overview: “Summary” is still empty." in sentences
    assert all(blocker.url for blocker in content.missing(make.project()))


@pytest.mark.scenario("projects-4")
def test_without_theory_of_change_a_specific_project_is_not_complete_and_the_sentence_names_the_section():
    project = make.complete_project(classification="specific")
    project.answers.filter(field="theory_of_change").delete()

    [blocker] = content.missing(project)
    assert blocker.sentence == "Results: a PVE-specific project needs “Theory of change”."
    assert blocker.url.endswith("/sections/results/#field-theory_of_change")

    project.classification = "relevant"
    assert content.missing(project) == []


@pytest.mark.scenario("projects-3")
def test_social_cohesion_with_a_driver_outcome_is_proposed_as_specific_with_the_rule():
    project = make.project(title="Social cohesion in slums")
    assert content.proposal(content.read(project)).classification == ""
    driver = make.term("drivers", "SM2")
    Driver.objects.create(project=project, term=driver, level="high", confidence="low")
    project.outcomes.create(text="Neighbours settle disputes.", change="communal").drivers.add(driver)

    proposal = content.proposal(content.read(project))
    assert (proposal.classification, proposal.label) == ("specific", "PVE-specific")
    assert "at least one outcome that answers a driver" in proposal.rule


@pytest.mark.parametrize(
    ("drivers", "evidence", "exposure", "linked", "expected"),
    [
        ("yes", "yes", "no", 0, "specific"),
        ("", "yes", "", 1, "specific"),
        ("yes", "no", "no", 0, "relevant"),
        ("no", "no", "yes", 0, "relevant"),
        ("no", "yes", "no", 0, "not_pve"),
        ("no", "no", "no", 1, "relevant"),
        ("", "", "", 0, ""),
        ("no", "", "no", 0, ""),
    ],
)
def test_the_three_questions_propose_a_class(drivers, evidence, exposure, linked, expected):
    proposal = classifying.propose(
        title="Jobs",
        themes=[],
        driver_outcomes=linked,
        addresses_drivers=drivers,
        has_evidence=evidence,
        chosen_for_exposure=exposure,
    )
    assert proposal.classification == expected
    assert proposal.rule


def test_frozen_content_is_json_with_people_as_uid_and_the_same_for_every_reader():
    project = make.complete_project()
    frozen = content.frozen(project)
    assert json.loads(json.dumps(frozen)) == frozen
    assert [section["slug"] for section in frozen["sections"]] == [section.slug for section in SECTIONS]
    fields = {item["name"]: item for section in frozen["sections"] for item in section["fields"]}
    assert fields["manager"]["value"] == str(project.manager.uid)
    assert project.manager.name not in json.dumps(frozen)
    assert fields["drivers"]["data"][0]["term"] == "SM2"
    named = content.with_names(frozen["sections"])
    assert any(item["value"] == project.manager.name for section in named for item in section["fields"])


def test_headings_of_frozen_content_stand_in_the_language_of_the_reader_and_answers_as_given():
    frozen = content.frozen(make.complete_project(title="Water and word"))
    with translation.override("fr"):
        overview = content.with_names(frozen["sections"])[0]
    assert overview["title"] == "Aperçu"
    assert (overview["fields"][0]["label"], overview["fields"][0]["value"]) == ("Titre", "Water and word")


def test_open_only_leaves_team_sections_and_team_fields_out():
    frozen = content.frozen(make.complete_project())
    sections = content.open_only(frozen)
    assert [section["slug"] for section in sections] == ["overview", "classification", "results", "monitoring"]
    assert "locations" not in {item["name"] for section in sections for item in section["fields"]}
    assert content.open_only(None) == []


def test_reading_a_record_costs_the_same_however_much_stands_in_it(django_assert_max_num_queries):
    project = make.complete_project()
    for number in range(8):
        make.participation(project, f"Organization {number}")
    with django_assert_max_num_queries(8):
        content.read(Project.objects.select_related("manager", "lead_office").get(pk=project.pk))


def test_the_first_fields_are_the_ones_the_list_finds_endorsed_projects_by():
    frozen = content.frozen(make.project())
    first = frozen["sections"][0]
    assert [item["name"] for item in first["fields"][:3]] == ["title", "public_title", "summary"]
    assert {item["visibility"] for item in first["fields"][:3]} == {"open"}


def test_many_records_are_read_as_each_alone_in_a_number_of_queries_that_does_not_grow():
    def costs(many):
        for _ in range(many):
            make.participation(make.complete_project(), amount=5, currency="EUR", role="donor")
        with CaptureQueriesContext(connection) as seen:
            records = content.read_many(list(Project.objects.order_by("pk")))
        return len(seen), records

    (few, _records), (more, records) = costs(1), costs(4)

    assert few == more <= 25
    for record in records:
        alone = content.read(Project.objects.get(pk=record.project.pk))
        assert (record.data, record.words, record.revisions) == (alone.data, alone.words, alone.revisions)

"""Kinds are data: complete, told apart, and at home in the vocabulary and the form."""

import csv
from pathlib import Path

from knowledge import checks, kinds
from knowledge.forms import ResourceForm

DATA = Path(__file__).parents[2] / "pvehub" / "vocabulary" / "data"


def test_every_file_kind_belongs_to_one_kind_or_to_a_projects_documents():
    with (DATA / "resource_types.csv").open(encoding="utf-8") as rows:
        codes = {row["code"] for row in csv.DictReader(rows)}
    homes = [code for kind in kinds.KINDS for code in kind.resource_types] + list(kinds.PROJECT_DOCUMENTS)

    assert set(homes) == codes
    assert len(homes) == len(set(homes))


def test_the_kinds_of_the_design_are_all_there():
    assert list(kinds.BY_SLUG) == [
        "lesson",
        "practice",
        "tool",
        "evaluation",
        "assessment",
        "research",
        "policy",
        "guidance",
        "donor-profile",
        "message",
        "legal-note",
        "partner-profile",
    ]


def test_no_question_takes_the_name_of_something_every_resource_has():
    taken = set(ResourceForm.base_fields)

    for kind in kinds.KINDS:
        names = [field.name for field in kind.fields]
        assert not taken & set(names)
        assert len(names) == len(set(names))
        assert any(field.required for field in kind.fields)
        assert all(field.choices for field in kind.fields if field.entry == "choice")


def test_evaluations_and_research_carry_their_year_instead_of_a_date():
    dated = {kind.slug for kind in kinds.KINDS if kind.verify_months is None}

    assert dated == {"evaluation", "research"}
    assert all("year" in kinds.BY_SLUG[slug].by_name for slug in dated)
    assert {
        kind.slug: kind.verify_months
        for kind in kinds.KINDS
        if kind.slug in ("lesson", "tool", "guidance", "legal-note")
    } == {
        "lesson": 24,
        "tool": 18,
        "guidance": 12,
        "legal-note": 6,
    }


def test_answers_are_read_in_the_order_of_the_kind_and_searched_in_the_authors_words():
    fields = {"recommendation": "Ask first.", "context": "A market.", "outcome": "gap", "unknown": "x"}

    assert [field.name for field, _value in kinds.ordered("lesson", fields)] == ["context", "recommendation", "outcome"]
    assert kinds.plain("lesson", fields) == "A market.\n\nAsk first."
    assert kinds.label_of("lesson") == "Lesson"


def test_every_kind_can_be_left_empty_and_each_required_answer_is_named():
    for kind in kinds.KINDS:
        found = {finding.place for finding in checks.run(kind.slug, "Title", "Summary", "en", {})}

        assert found == {field.name for field in kind.fields if field.required}


def test_what_binds_others_and_every_red_line_needs_two_people():
    binding = {
        kind.slug
        for kind in kinds.KINDS
        if any(field.entry == "clauses" or field.name == "red_lines" for field in kind.fields)
    }

    assert binding == {"guidance", "donor-profile"} == {kind.slug for kind in kinds.KINDS if kind.needs_two}

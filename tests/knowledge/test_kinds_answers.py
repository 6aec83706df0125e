"""Answers that are more than running text: rows, marks, clauses, approvals, days that end a text."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from knowledge import kinds
from knowledge.actions import keeping
from knowledge.forms import ResourceForm
from tests import make

EVALUATION, GUIDANCE, DONOR, TOOL = (
    kinds.BY_SLUG[slug] for slug in ("evaluation", "guidance", "donor-profile", "tool")
)


@pytest.mark.parametrize("arrow", ["→", "->", "=>", "|", " → "])
def test_rows_are_told_apart_by_whatever_a_keyboard_has(arrow):
    phrasing = DONOR.by_name["phrasing"]

    assert phrasing.rows(f"stability{arrow}security{arrow}war\n\nyouth{arrow}young people") == [
        ["stability", "security", "war"],
        ["youth", "young people", ""],
    ]


def test_a_rating_is_a_mark_from_one_to_five():
    ratings = EVALUATION.by_name["ratings"]

    assert ratings.wrong_lines("relevance → 4 → asked for\nefficiency → 5 of 5\n\nimpact → 1") == []
    assert ratings.wrong_lines("relevance → 4\nimpact → 6\nreach\nsustainability → high") == [2, 3, 4]


@pytest.mark.parametrize(
    "line", ["MUST ask first.", "should note it", "RED LINE: no lists", "DOIT demander", "DEBERÍA ir"]
)
def test_a_clause_says_how_far_it_binds(line):
    assert GUIDANCE.by_name["clauses"].wrong_lines(line) == []
    assert GUIDANCE.by_name["clauses"].wrong_lines(f"{line}\nPerhaps ask.") == [2]


def _form(kind, **given):
    form = ResourceForm({"title": "T", "language": "en", "tier": "0", **given}, kind=kind, offices=[])
    form.is_valid()
    return form.errors


@pytest.mark.django_db
def test_the_form_names_the_line_that_is_not_as_asked_and_keeps_the_rest():
    assert "Line 2" in str(_form("evaluation", ratings="relevance → 4\nimpact → high")["ratings"])
    assert "5 lines at most" in str(_form("tool", how_to="\n".join("abcdef"))["how_to"])
    assert not _form("tool", how_to="\n".join("abcde"))


@pytest.mark.django_db
def test_rows_and_clauses_are_shown_as_a_table_and_as_numbers(as_):
    fields = {"sort": "final", "year": "2025", "method": "m", "findings": "f", "ratings": "relevance -> 4 -> asked for"}
    page = as_(make.outsider()).get(make.resource(kind="evaluation", fields=fields).get_absolute_url()).content.decode()

    assert ">relevance</td>" in page
    assert ">4</td>" in page


@pytest.mark.django_db
def test_a_text_that_ends_on_a_day_is_due_by_then_at_the_latest():
    today = make.today("UG")
    soon = today + timedelta(days=20)
    fields = {"area": "The lake", "method": "m", "drivers_found": "d", "valid_until": soon.isoformat()}
    made = make.resource(kind="assessment", fields=fields)

    assert made.verify_by_on == soon == made.ends_on
    made.published_revision.fields["valid_until"] = "2099-01-01"
    keeping.mark_verified(made, by=made.created_by, now=timezone.now())
    assert today + timedelta(days=150) < made.verify_by_on < date(2099, 1, 1)

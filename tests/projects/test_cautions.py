"""Warnings beside a record: each is said when it should be and not otherwise, and none of them blocks."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from projects import cautions, content
from projects.actions import values
from projects.models import ContextAnalysis
from tests import make

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 28)


def said(project):
    return [caution.sentence for caution in cautions.of(content.read(project), TODAY)]


def has(project, *words):
    return any(all(word in sentence for word in words) for sentence in said(project))


def test_a_straight_chain_is_said_until_it_is_none():
    project = make.complete_project()
    assert has(project, "one straight line")
    project.activities.create(text="A second way", outcome=project.outcomes.get())
    assert not has(project, "straight line")


def test_gaps_are_said_both_ways():
    project = make.complete_project()
    project.driver_rows.create(term=make.term("drivers", "EF4", "Online networks"), level="low", confidence="low")
    activity = project.activities.create(text="A bus for the team")
    assert has(project, "No activity answers", "Online networks")
    assert has(project, "No outcome answers", "Online networks")
    assert has(project, "answer no driver", "A bus for the team")
    activity.drivers.add(make.term("drivers", "EF4"))
    assert not has(project, "answer no driver") and not has(project, "No activity answers")


def test_nothing_for_research_is_said_and_five_percent_is_not():
    project = make.complete_project()
    assert not has(project, "research")
    values.put(project, "research_share", "0.00", by=project.manager)
    assert has(project, "Nothing of the budget is for research")


def test_the_newest_analysis_counts_and_is_stale_after_its_day():
    project = make.complete_project()
    project.analyses.update(written_on=date(2025, 1, 1), review_on=TODAY - timedelta(days=1))
    assert has(project, "was to be reviewed by")
    project.analyses.update(review_on=TODAY)
    assert not has(project, "was to be reviewed by")
    project.analyses.update(review_on=TODAY - timedelta(days=1))
    newer = project.analyses.create(text="New look", written_on=TODAY, review_on=TODAY + timedelta(days=300))
    assert not has(project, "was to be reviewed by")
    assert content.read(project).data["context_analysis"][0]["text"] == "New look"
    assert list(ContextAnalysis.objects.past_review(TODAY)) == []
    newer.delete()
    assert [each.project for each in ContextAnalysis.objects.past_review(TODAY)] == [project]


def test_due_diligence_missing_expired_or_refused():
    project = make.complete_project()
    row = make.participation(project, "District council")
    assert has(project, "There is no due diligence on District council")
    row.diligence_on, row.diligence, row.diligence_until_on = date(2025, 1, 1), "clear", TODAY - timedelta(days=1)
    row.save()
    assert has(project, "The due diligence on District council ended")
    row.diligence_until_on = TODAY
    row.save()
    assert not has(project, "due diligence")
    row.diligence = "refused"
    row.save()
    assert has(project, "not acceptable")


def test_sums_are_held_against_the_budget_and_shares_against_the_whole():
    project = make.complete_project()
    make.table_row(project, "budget_lines", purpose="Mediation", amount="1000000.00")
    assert has(project, "1,000,000.00", "1,200,000.00")
    make.table_row(project, "budget_lines", purpose="Staff", amount="200000.00")
    assert not has(project, "budget lines")
    project.components.create(title="One", share=60)
    assert not has(project, "shares")
    project.components.create(title="Two", share=41)
    assert has(project, "more than the whole budget")
    assert cautions.sums(content.read(project))["budget_lines"] == "Sum: 1,200,000.00 EUR"


def test_roles_of_women_and_youth_lenses_and_one_form_only():
    make.reference()
    project = make.complete_project()
    assert has(project, "role of women") and has(project, "role of young people")
    assert has(project, "No driver is seen", "Individual incentives", "Enabling factors")
    project.forms_of_ve.add(make.term("forms-of-ve", "separatist"))
    assert has(project, "one form of violent extremism only")
    for name in ("women_role", "youth_role", "other_forms"):
        values.put(project, name, "Said.", by=project.manager)
    assert not has(project, "role of") and not has(project, "one form")


@pytest.mark.parametrize(
    ("field", "text", "word"),
    [
        ("public_title", "A counter-narrative for the lake", "counter-narrative"),
        ("message_communities", "Notre contre-discours commun", "contre-discours"),
        ("targeting", "Criteria without any such word", ""),
        ("public_title", "Encounter-narratives", ""),
    ],
)
def test_a_sensitive_term_is_named_with_a_better_one(field, text, word):
    make.reference()
    project = make.complete_project()
    values.put(project, field, text, by=project.manager)
    project.save()
    found = cautions.wording(content.read(project))
    assert any(f"“{word}”" in each.sentence and "Better:" in each.sentence for each in found) == bool(word)
    assert bool(found) == bool(word)


def test_warnings_block_nothing_and_stand_where_they_can_be_mended(as_):
    project = make.complete_project()
    assert content.missing(project) == []
    client = as_(project.manager)
    for name, args in (("project-detail", []), ("project-check", []), ("project-section", ["people"])):
        page = client.get(reverse(f"projects:{name}", args=[project.ref, *args])).content.decode()
        assert "Nothing is said about the role of women." in page, name
    page = client.get(reverse("projects:project-section", args=[project.ref, "results"])).content.decode()
    assert "role of women" not in page and "straight line" in page


def test_outsiders_read_no_warning_and_no_table(as_):
    project = make.complete_project(status="endorsed", tier=0)
    project.driver_rows.create(term=make.term("drivers", "EF4", "Online networks"), level="low", confidence="low")
    outsider = as_(make.outsider())
    page = outsider.get(project.get_absolute_url()).content.decode()
    assert "Worth a second look" not in page and "Online networks" not in page and "matrix" not in page
    table = reverse("projects:project-matrix", args=[project.ref])
    assert outsider.get(table).status_code == 403
    reviewer = as_(make.reviewer()).get(table).content.decode()
    assert "Marginalization and discrimination" in reviewer, "what was endorsed"
    assert "Online networks" not in reviewer
    assert "Online networks" in as_(project.manager).get(table).content.decode()


def test_the_table_shows_through_which_outcome_and_names_the_gaps(as_):
    project = make.complete_project()
    project.activities.create(text="A bus for the team")
    page = as_(project.manager).get(reverse("projects:project-matrix", args=[project.ref])).content.decode()
    assert "<caption>" in page and "Young traders trust the committee." in page
    assert "Activities without a driver" in page and page.count("A bus for the team") == 2
    check = as_(project.manager).get(reverse("projects:project-check", args=[project.ref])).content.decode()
    assert "Activities without a driver" in check

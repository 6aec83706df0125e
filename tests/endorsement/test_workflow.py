"""The table of steps holds together, and everything generated from it says the same."""

from pathlib import Path

import pytest

from endorsement import drawing, notices, verbs, workflow
from endorsement.workflow import STEPS, Standing, Status, Turn
from pvehub.access import roles

ROOT = Path(__file__).parent.parent.parent


def test_the_table_has_all_fifteen_steps():
    assert sorted({step.number for step in STEPS}) == list(range(1, 16))


def test_every_status_is_reached_and_every_way_is_in_next():
    reached = {target for targets in workflow.NEXT.values() for target in targets} | set(workflow.BORN)

    assert reached == set(Status)


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.slug)
def test_every_step_has_its_words(step):
    assert step.verb in verbs.VERBS
    assert step.notice in {kind.slug for kind in notices.KINDS}
    assert str(step.label)
    assert set(step.owners) <= set(roles.BY_SLUG)


def test_slugs_and_verbs_stand_once():
    assert len(workflow.BY_SLUG) == len(STEPS) == len(workflow.BY_VERB)


def test_every_status_has_a_turn_a_mark_and_words_for_the_field():
    for status in Status:
        assert workflow.TURN[status] in Turn
        assert workflow.PILL[status]
        assert str(workflow.FIELD_LABEL[status])


def test_nobody_has_the_turn_where_the_case_is_closed():
    closed = {status for status in Status if workflow.TURN[status] == Turn.NOBODY}

    assert closed == set(Status) - set(workflow.OPEN)


def test_steps_that_resume_lead_where_some_step_remembered():
    for step in STEPS:
        if step.resumes:
            remembered = {s for other in STEPS if other.remembers == step.resumes for s in other.sources}
            assert set(step.targets) <= remembered


@pytest.mark.parametrize(
    ("path", "standing"),
    [
        ([], Standing()),
        ([("submitted", "clearance"), ("sent_back", "draft")], Standing("draft")),
        (
            [("submitted", "clearance"), ("cleared", "screening"), ("returned", "returned")],
            Standing("returned", "screening"),
        ),
        (
            [("cleared", "review"), ("returned", "returned"), ("held", "on_hold")],
            Standing("on_hold", "review", "returned"),
        ),
        (
            [("cleared", "review"), ("returned", "returned"), ("held", "on_hold"), ("resumed", "returned")],
            Standing("returned", "review"),
        ),
        ([("cleared", "review"), ("returned", "returned"), ("resubmitted", "review")], Standing("review")),
        ([("endorsed", "endorsed"), ("suspended", "suspended"), ("lifted", "endorsed")], Standing("endorsed")),
        ([("submitted", "clearance"), ("commented", "")], Standing("clearance")),
    ],
)
def test_events_lead_to_where_the_case_stands(path, standing):
    assert workflow.replay((f"endorsement.{verb}", to) for verb, to in path) == standing


@pytest.mark.parametrize(
    ("worst", "seat"),
    [
        ("low", "trd-head"),
        ("high", "trd-head"),
        ("very_high", "trd-head"),
        ("extreme", "doe-director"),
        ("", "doe-director"),
    ],
)
def test_the_worst_residual_risk_names_the_seat(worst, seat):
    assert workflow.deciding_seat(worst) == seat


def test_the_readme_shows_the_table_as_it_is():
    text = (ROOT / "README.md").read_text(encoding="utf-8")

    assert drawing.documented() in text, "put the output of `manage.py workflow_diagram --block` into README.md"


def test_the_diagram_names_every_way():
    diagram = drawing.mermaid()

    for source, target in workflow.transitions():
        assert f"    {source} --> {target}: " in diagram

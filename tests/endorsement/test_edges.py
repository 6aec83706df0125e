"""Every step of the table, tried by calling its action as everybody in every standing, against a table written by hand."""

import tomllib
from pathlib import Path

import pytest
from django.db import transaction

from endorsement import workflow
from endorsement.models import Case
from endorsement.workflow import Status
from pvehub import access
from pvehub.audit.models import Event
from pvehub.notifications.models import Notice
from tests.endorsement import standings
from tests.machinery import amount

TABLE = tomllib.loads(Path(__file__).with_name("edges.toml").read_text(encoding="utf-8"))
EDGES = [(step, standing, to, set(who.split())) for step, standing, to, who in TABLE["edges"]]
STATUS = {
    "clearance_of_region": "clearance",
    "decision_extreme": "decision",
    "decision_reopened": "decision",
    "returned_from_screening": "returned",
    "returned_from_decision": "returned",
    "suspended_with_conditions": "suspended",
    **{f"held_from_{status.value}": "on_hold" for status in workflow.IN_HAND},
}


# Who takes the step somewhere: where it never begins, the quick run tries these, who would be let in by their posting.
ANYWHERE = {slug: {name for step, _p, _to, who in EDGES if step == slug for name in who} for slug, *_rest in EDGES}


class Undone(Exception):
    """What a trial did is rolled back."""


def status_of(standing):
    return STATUS.get(standing, standing)


def test_the_table_by_hand_has_every_edge_of_the_code_and_no_other():
    generated = {
        (step.slug, source.value, target.value)
        for step in workflow.STEPS
        for source in step.sources
        for target in step.targets
    }
    by_hand = {(step, status_of(standing), to) for step, standing, to, _who in EDGES}
    by_hand |= {(step, standing, to) for step, standing, to in TABLE["by_nobody"]}

    assert by_hand == generated


def test_every_status_is_stood_in_and_everybody_named_is_somebody():
    assert {status_of(standing) for standing in standings.STANDINGS} == {status.value for status in Status}
    assert {standing for _step, standing, _to, _who in EDGES} <= set(standings.STANDINGS)
    assert {name for *_edge, who in EDGES for name in who} <= set(TABLE["people"])


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.django_db
@pytest.mark.scenario("endorsement-15")
@pytest.mark.parametrize("standing", standings.STANDINGS)
def test_every_step_as_everybody_passes_where_it_is_listed_and_nowhere_else(standing):
    case, people = standings.stand(standing)
    assert case.status == status_of(standing)
    assert set(people) == set(TABLE["people"])
    listed = {step: (to, who) for step, place, to, who in EDGES if place == standing}
    steps = standings.calls(case, people)
    assert set(steps) == {step for step, *_rest in EDGES}
    if standing in STATUS:  # the plain standing of the same status has tried what never begins there
        steps = {slug: call for slug, call in steps.items() if case.status in workflow.BY_SLUG[slug].sources}
    wrong = []
    for slug, call in steps.items():
        to, who = listed.get(slug, ("", set()))
        begins_here = case.status in workflow.BY_SLUG[slug].sources
        for name, person in people.items():
            if not (begins_here or amount.FULL or name in ANYWHERE[slug]):
                continue
            found, expected = tried(case, call, person), to if name in who else "refused"
            if found != expected:
                wrong.append(f"{slug} by {name} from {standing}: {found}, not {expected}")
    assert not wrong, "\n".join(wrong)


def tried(case, call, person):
    """Where the step led, rolled back; or "refused" when nothing at all was written; or what else came of it."""
    before = traces()
    try:
        with transaction.atomic():
            call(case, person)
            raise Undone(Case.objects.get(pk=case.pk).status)
    except Undone as done:
        return str(done)
    except (access.Refused, access.Moved):
        return "refused" if traces() == before else "refused, but something was written"
    except access.Unmet as problem:
        return f"let in and stopped: {[blocker.sentence for blocker in problem.blockers]}"


def traces():
    """What no step leaves untouched."""
    return Event.objects.count(), Notice.objects.count(), list(Case.objects.values_list("status", flat=True))

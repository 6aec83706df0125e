"""The gate: each blocker by its sentence and place, and nothing where all is well."""

from datetime import timedelta

import pytest
from django.utils import timezone

from endorsement import actions as endorsement
from pvehub import access
from risks import actions, guards
from risks.models import Category, RegisterSnapshot
from risks.scoring import Rating
from tests import make

pytestmark = pytest.mark.django_db

HIGH = Rating(3, {"programme": 4})
MEDIUM = Rating(3, {"programme": 3})


@pytest.fixture
def register(db):
    return make.register(make.project(status="draft"))


def sentences(register):
    return [str(blocker) for blocker in guards.submission_blockers(register.project)]


def test_without_a_register_the_place_to_begin_it_is_named(method):
    project = make.project()
    (found,) = guards.submission_blockers(project)
    assert found.url == f"/risks/open/{project.ref}/"


def test_a_complete_register_blocks_nothing(register):
    make.risk(register)
    make.screened(register)
    assert sentences(register) == []


@pytest.mark.scenario("risks-1")
def test_submitting_with_one_of_17_categories_unanswered_is_refused_names_it_and_sends_nothing(outbox):
    project = make.ready_project()
    assert Category.objects.filter(is_mandatory=True).count() == 17
    project.register.screenings.get(category__code="DOC").delete()
    case = endorsement.open_case(project, by=project.manager)
    sent, kept = len(outbox), RegisterSnapshot.objects.count()

    with pytest.raises(access.Unmet) as problem:
        endorsement.submit(case, by=project.manager)

    (blocker,) = problem.value.blockers
    assert blocker.sentence == "Risk category not answered: Duty of care for third parties."
    assert len(outbox) == sent
    assert RegisterSnapshot.objects.count() == kept
    case.refresh_from_db()
    assert (case.status, case.current_submission) == ("draft", None)


def test_one_unanswered_category_of_17_is_named_with_its_place(register):
    make.screened(register)
    register.screenings.get(category__code="DOC").delete()
    (found,) = guards.submission_blockers(register.project)
    assert "Duty of care for third parties" in found.sentence
    assert found.url == f"/risks/{register.code}/screening/#DOC"


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"cause": "", "is_rated": False}, "not all written"),
        ({"is_rated": False}, "not rated"),
        ({"strategy": ""}, "no strategy"),
        ({"strategy": "share"}, "partner's answer"),
        ({"strategy": "reduce"}, "nothing is planned"),
        ({"category": "MSG", "is_direct": True, "strategy": "reduce"}, "only be avoided"),
    ],
)
def test_each_thing_that_is_missing_in_a_risk_is_said(register, fields, words):
    risk = make.risk(register, **fields)
    make.screened(register)
    found = guards.submission_blockers(register.project)
    assert any(words in blocker.sentence and blocker.sentence.startswith(risk.ref) for blocker in found)
    assert all(blocker.url.startswith(risk.get_absolute_url()) for blocker in found)


def test_an_inactive_owner_and_a_stale_rating_block(register):
    risk = make.risk(register, owner=make.officer())
    make.screened(register)
    risk.owner.is_active = False
    risk.owner.save()
    risk.next_review_on = timezone.localdate() - timedelta(days=1)
    risk.save()
    found = sentences(register)
    assert len(found) == 2 and "active owner" in found[0] and "review date" in found[1]


def test_a_target_below_needs_a_measure_on_its_axis(register):
    risk = make.risk(register, is_rated=False, state="open", strategy="reduce")
    make.assessment(risk, current=HIGH, target=Rating(1, {"programme": 4}))
    make.treatment(risk, lowers="impact")
    make.screened(register)
    assert ["likelihood" in sentence for sentence in sentences(register)] == [True]
    make.treatment(risk, lowers="likelihood")
    assert sentences(register) == []


def test_closed_risks_block_nothing(register):
    make.risk(register, is_rated=False, state="closed", strategy="")
    make.screened(register)
    assert sentences(register) == []


def frozen(register, by=None):
    return actions.snapshot(register.project, reason="submission", by=by or register.project.manager)


def endorse(register, snapshot, decider=None, starts_on=None):
    found = guards.endorsement_blockers(
        register.project, snapshot=snapshot, decider=decider or make.chief(), starts_on=starts_on
    )
    return [blocker.sentence for blocker in found]


def test_a_risk_above_low_needs_its_seat_named_and_is_covered_by_an_acceptance(register):
    risk = make.risk(register, current=MEDIUM)
    make.screened(register)
    taken = frozen(register)
    (found,) = endorse(register, taken)
    assert risk.ref in found and "Medium" in found and "Chief of mission" in found
    granted = make.acceptance(risk, is_granted=True)
    assert endorse(register, taken) == []
    (found,) = endorse(register, taken, starts_on=granted.valid_until_on + timedelta(days=1))
    assert "before the project starts" in found
    assert endorse(register, taken, starts_on=granted.valid_until_on) == []


def test_a_register_changed_since_the_snapshot_blocks_by_name(register):
    risk = make.risk(register)
    make.screened(register)
    taken = frozen(register)
    actions.edit(risk, {"consequence": "Another end"}, by=register.project.manager)
    (found,) = endorse(register, taken)
    assert risk.ref in found and "changed since" in found


def test_a_restricted_high_risk_the_decider_may_not_read_blocks_without_a_word_of_it(register):
    project = register.project
    project.submitted_once_at = timezone.now()
    project.save()
    risk = make.risk(register, visibility="restricted", current=HIGH, event="canaryevent")
    make.acceptance(risk, is_granted=True)
    make.screened(register)
    head = make.head()
    (found,) = endorse(register, frozen(register), decider=head)
    assert risk.ref in found and "canary" not in found
    actions.name_reader(risk, head, by=risk.owner)
    assert endorse(register, frozen(register), decider=head) == []


def test_without_a_register_endorsement_is_blocked_too(register):
    taken = frozen(register)
    bare = make.project()
    assert len(guards.endorsement_blockers(bare, snapshot=taken, decider=make.head(), starts_on=None)) == 1


def test_the_gate_costs_the_same_with_1_and_20_risks(register, django_assert_max_num_queries):
    make.screened(register)
    counts = []
    for n in (1, 19):
        for _ in range(n):
            make.treatment(make.risk(register, strategy="reduce"))
        with django_assert_max_num_queries(12) as found:
            guards.submission_blockers(register.project)
        counts.append(len(found))
    assert counts[0] == counts[1]

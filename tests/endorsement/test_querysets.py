"""Who reads a case, its threads and its reviews; whose turn it is. Written from the table in model.md."""

import pytest
from django.utils import timezone

from endorsement import actions
from endorsement.models import Case, Review, Submission, Thread
from endorsement.workflow import Status
from projects.models import Project
from pvehub.access import grants
from tests import make

pytestmark = pytest.mark.django_db

SEES = {
    (0, "draft"): {"manager", "officer", "chief"},
    (1, "draft"): {"manager", "chief"},
    (2, "draft"): {"manager", "chief"},
    (3, "draft"): {"manager", "chief"},
    (0, "review"): {"manager", "officer", "chief", "specialist", "director", "reviewer", "head", "doe", "risk_officer"},
    (1, "review"): {"manager", "officer", "chief", "specialist", "director", "reviewer", "head", "doe", "risk_officer"},
    (2, "review"): {"manager", "officer", "chief", "reviewer", "head", "doe", "risk_officer"},
    (3, "review"): {"manager", "chief", "head", "doe"},
    (0, "endorsed"): {
        "manager",
        "officer",
        "chief",
        "specialist",
        "director",
        "reviewer",
        "head",
        "doe",
        "risk_officer",
    },
    (3, "withdrawn"): {"manager", "chief", "head", "doe"},
}


@pytest.fixture
def people():
    return {
        "officer": make.officer("UG"),
        "chief": make.someone("chief-of-mission", "UG"),
        "other_officer": make.officer("NG"),
        "specialist": make.specialist("NBO"),
        "director": make.regional_director("NBO"),
        "reviewer": make.reviewer(),
        "head": make.head(),
        "doe": make.doe_director(),
        "risk_officer": make.risk_officer(),
        "adviser": make.user("adviser", "HQ"),
        "curator": make.curator(),
        "administrator": make.administrator(),
        "staff": make.user("staff", "UG"),
        "dg": make.user("dg-office", "HQ"),
    }


@pytest.mark.parametrize(("tier", "status"), SEES)
def test_who_sees_a_case(people, tier, status):
    case = make.case(Status.REVIEW if status in ("review", "endorsed", "withdrawn") else status)
    case.assignments.update(closed_at=timezone.now())
    if case.status != status:
        make.put(case, status)
    Project.objects.filter(pk=case.project_id).update(tier=tier)
    people["manager"] = case.project.manager

    seen = {name for name, person in people.items() if Case.objects.visible_to(person).filter(pk=case.pk).exists()}

    assert seen == SEES[tier, status]
    for name, person in people.items():
        assert Submission.objects.visible_to(person).exists() == (name in seen and status != "draft")


def test_a_named_person_sees_a_case_of_tier_three_until_the_grant_ends(people):
    case = make.case(Status.REVIEW)
    Project.objects.filter(pk=case.project_id).update(tier=3)

    grants.give("see_case", case, to=people["adviser"], by=people["head"])
    assert Case.objects.visible_to(people["adviser"]).exists()

    grants.give("see_case", case, to=people["adviser"], by=people["head"], until=timezone.now())
    assert not Case.objects.visible_to(people["adviser"]).exists()


def test_somebody_asked_sees_the_case_and_its_internal_threads(people):
    case = make.case(Status.REVIEW)
    actions.comment(case, by=case.lead, text="Careful.", audience="internal")
    case.assignments.create(
        reviewer=people["adviser"], part="adviser", assigned_at=timezone.now(), assigned_by=case.lead
    )

    assert Case.objects.visible_to(people["adviser"]).exists()
    assert Thread.objects.visible_to(people["adviser"]).exists()


def test_disabled_and_nobody_see_nothing(people):
    from django.contrib.auth.models import AnonymousUser

    case = make.case(Status.REVIEW)
    case.project.manager.is_active = False

    assert not Case.objects.visible_to(case.project.manager).exists()
    assert not Case.objects.visible_to(AnonymousUser()).exists()


def test_an_internal_thread_is_read_by_trd_and_doe_alone(people):
    case = make.case(Status.REVIEW)
    actions.comment(case, by=case.lead, text="Careful.", audience="internal")
    make.question(case)
    people |= {"manager": case.project.manager, "lead": case.lead, "assigned": make.someone("trd-reviewer")}

    both = {name for name, person in people.items() if Thread.objects.visible_to(person).count() == 2}
    one = {name for name, person in people.items() if Thread.objects.visible_to(person).count() == 1}

    assert both == {"reviewer", "head", "doe", "lead", "assigned"}
    assert one == {"manager", "officer", "chief", "specialist", "director", "risk_officer"}


@pytest.mark.parametrize("tie", ["recused", "own_office"])
def test_who_has_a_tie_keeps_only_what_an_ordinary_posting_gives(people, tie):
    case = make.case(Status.REVIEW)
    reviewer = people["reviewer"]
    make.reviewed(case)
    if tie == "recused":
        actions.recuse(case, reviewer, by=reviewer, reason="A friend leads it.")
    else:
        make.posting(reviewer, role="staff", office="UG")

    assert not Case.objects.visible_to(reviewer).exists()
    assert not Thread.objects.visible_to(reviewer).exists()
    assert not Review.objects.visible_to(reviewer).exists()
    make.posting(reviewer, role="project-officer", office="UG")
    assert Case.objects.visible_to(reviewer).exists()
    assert not Case.objects.internal_to(reviewer).exists()
    assert not Review.objects.visible_to(reviewer).exists()


def test_the_first_round_is_blind(people):
    case = make.case(Status.SCREENING)
    lead, first, second = make.someone("lead"), make.reviewer(), make.reviewer()
    actions.start_review(
        case, by=lead, lead=lead, reviewers=[first, second], is_scope_confirmed=True, has_asked_about_conflicts=True
    )
    for reviewer in (first, second):
        actions.declare(case, by=reviewer, is_free=True)
    actions.keep_review(case, by=first, answers={}, recommendation="", text="Half a thought.")

    def readers():
        everyone = people | {"lead": lead, "first": first, "second": second, "manager": case.project.manager}
        review = Review.objects.get(assignment__reviewer=first)
        return {n for n, person in everyone.items() if Review.objects.visible_to(person).filter(pk=review.pk).exists()}

    assert readers() == {"first"}
    make.reviewed(case, by=first)
    assert readers() == {"first", "lead", "reviewer", "head", "doe"}
    make.reviewed(case, by=second)
    assert readers() == {"first", "second", "lead", "reviewer", "head", "doe"}


def test_from_decision_on_even_a_reader_who_owes_a_review_reads(people):
    case = make.reviewed(make.case(Status.REVIEW))
    late = make.reviewer()
    actions.assign(case, late, by=case.lead, part="reviewer")

    assert not Review.objects.visible_to(late).exists()
    make.put(Case.objects.get(pk=case.pk), Status.DECISION)
    assert Review.objects.visible_to(late).exists()


@pytest.mark.parametrize(
    ("status", "turn"),
    [
        (Status.DRAFT, {"manager", "officer"}),
        (Status.CLEARANCE, {"chief"}),
        (Status.SCREENING, {"reviewer", "head", "lead", "assigned"}),
        (Status.REVIEW, {"lead", "assigned"}),
        (Status.RETURNED, {"manager", "officer"}),
        (Status.DECISION, {"head"}),
        (Status.ON_HOLD, {"lead"}),
        (Status.ENDORSED, set()),
        (Status.WITHDRAWN, set()),
    ],
)
def test_whose_turn_it_is(people, status, turn):
    case = make.case(status)
    people |= {"manager": case.project.manager, "lead": make.someone("lead"), "assigned": make.someone("trd-reviewer")}

    assert {name for name, person in people.items() if Case.objects.awaiting(person).exists()} == turn


def test_who_has_given_the_review_no_longer_has_the_turn(people):
    case = make.reviewed(make.case(Status.REVIEW))

    assert not Case.objects.awaiting(make.someone("trd-reviewer")).exists()
    assert Case.objects.awaiting(case.lead).exists()


def test_waiting_on_others_is_what_one_works_on_and_another_holds(people):
    case = make.case(Status.REVIEW)
    manager = case.project.manager

    assert Case.objects.waiting_on_others(manager).get() == case
    assert Case.objects.waiting_on_others(people["officer"]).get() == case
    assert not Case.objects.waiting_on_others(case.lead).exists()
    assert not Case.objects.waiting_on_others(people["doe"]).exists()


def test_words_and_region_narrow_the_list():
    case = make.case()
    ref = case.ref

    assert Case.objects.with_words(f"{ref} market").exists()
    assert not Case.objects.with_words("absent").exists()
    assert Case.objects.of_region(make.office("NBO")).exists()
    assert not Case.objects.of_region(make.office("DKR")).exists()

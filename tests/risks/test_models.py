"""What the database itself refuses, whoever asks."""

import copy
from datetime import timedelta

import pytest
from django.db import Error, ProgrammingError, connection, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from risks.models import Assessment, MatrixVersion
from tests import make

pytestmark = pytest.mark.django_db


def refused(act):
    with pytest.raises(Error), transaction.atomic():
        act()


def sql(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_an_active_matrix_and_its_rules_are_frozen(method):
    method.cells[0][0] = "extreme"
    refused(method.save)
    refused(method.delete)
    rule = method.rules.first()
    rule.lasts_days = 999
    refused(rule.save)
    refused(lambda: method.rules.create(level="nobody", decides="manager", lasts_days=1, review_days=1, answer_days=1))


def test_a_draft_matrix_may_change_and_only_one_is_active(method):
    draft = MatrixVersion.objects.create(number=2, cells=copy.deepcopy(method.cells))
    draft.cells[0][0] = "medium"
    draft.save()
    draft.state, draft.activated_at = "active", timezone.now()
    refused(draft.save)
    method.state = "retired"
    method.save()
    draft.save()
    method.state = "draft"
    refused(method.save)


def test_an_impact_other_than_the_highest_dimension_is_refused():
    risk = make.risk(is_rated=False)
    assessment = make.assessment(risk, current=make.rating(2, money=1, people=5, legal=2))
    assert assessment.current_impact == 5
    refused(lambda: make.assessment(risk, current=make.rating(2, money=1, people=5), current_impact=3))


@pytest.fixture
def rated(db):
    return make.risk()


@pytest.mark.scenario("risks-13")
def test_an_assessment_a_step_and_a_snapshot_cannot_be_rewritten_by_the_serving_role(rated, as_app_role):
    for table in ("risks_assessment", "risks_acceptancestep", "risks_registersnapshot"):
        for statement in (f"UPDATE {table} SET id = id", f"DELETE FROM {table}", f"TRUNCATE {table} CASCADE"):
            with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                sql(statement)


def test_an_assessment_cannot_be_rewritten_by_the_owner_either():
    risk = make.risk()
    refused(lambda: Assessment.objects.update(rationale="Better."))
    refused(lambda: Assessment.objects.filter(risk=risk).delete())


def test_a_register_belongs_to_one_thing():
    register = make.register()
    register.office = make.office("UG")
    refused(register.save)


def test_does_not_apply_needs_a_reason_of_twenty_signs():
    register = make.register(is_screened=True)
    screening = register.screenings.first()
    screening.because = "  too short          "
    refused(screening.save)


def test_an_open_risk_is_complete():
    risk = make.risk()
    risk.cause = ""
    refused(risk.save)


def test_a_ref_stands_once_in_a_register():
    risk = make.risk()
    refused(lambda: make.risk(risk.register, ref=risk.ref))


def test_a_measure_is_verified_by_somebody_else():
    measure = make.treatment(make.risk())
    measure.verified_by, measure.verified_at = measure.owner, timezone.now()
    refused(measure.save)


def test_an_acceptance_is_born_requested_and_never_deleted():
    risk = make.risk(current=make.rating(3, programme=4))
    asked = make.acceptance(risk)
    with pytest.raises((Error, ProtectedError)), transaction.atomic():
        asked.delete()
    refused(lambda: make.acceptance(make.risk(), state="granted"))


def test_the_end_of_an_expired_acceptance_is_not_edited():
    granted = make.acceptance(make.risk(current=make.rating(3, programme=4)), is_granted=True)
    granted.valid_until_on += timedelta(days=30)
    refused(granted.save)
    granted.refresh_from_db()
    granted.state, granted.ended_at = "expired", timezone.now()
    granted.save()
    granted.valid_until_on += timedelta(days=30)
    refused(granted.save)
    refused(lambda: sql("UPDATE risks_acceptance SET valid_until_on = valid_until_on + 30"))


def test_an_acceptance_moves_along_its_table_only():
    granted = make.acceptance(make.risk(current=make.rating(3, programme=4)), is_granted=True)
    granted.state = "requested"
    refused(granted.save)
    granted.state = "declined"
    refused(granted.save)


def test_nobody_signs_two_steps_and_there_is_one_decision():
    granted = make.acceptance(make.risk(current=make.rating(3, programme=4)), is_granted=True)
    step = granted.steps.get(seq=2)
    refused(lambda: granted.steps.create(seq=3, act="declined", by=make.chief(), at=step.at))
    refused(lambda: granted.steps.create(seq=3, act="concurred", by=step.by, at=step.at))

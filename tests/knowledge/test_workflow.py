"""The tables of steps, the ladder of reminders, the arithmetic of trust."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction

from knowledge import workflow
from knowledge.workflow import State, Status, Trust
from tests import make

DUE = date(2026, 6, 30)


def test_every_status_has_its_next_steps_and_its_turn():
    assert set(workflow.NEXT) == set(workflow.TURN) == set(Status)
    assert set(workflow.NEXT_STATE) == set(State)
    assert {step for steps in workflow.NEXT.values() for step in steps} <= set(Status)


@pytest.mark.parametrize(
    ("days", "trust"),
    [(-31, Trust.VERIFIED), (-30, Trust.DUE), (0, Trust.DUE), (1, Trust.OVERDUE), (400, Trust.OVERDUE)],
)
def test_trust_follows_the_date(days, trust):
    today = DUE + timedelta(days=days)

    assert workflow.trust(DUE, is_verified=True, is_dated=False, today=today) == trust


def test_trust_without_verification_or_with_a_year():
    assert workflow.trust(DUE, is_verified=False, is_dated=False, today=DUE) == Trust.UNVERIFIED
    assert workflow.trust(None, is_verified=True, is_dated=False, today=DUE) == Trust.UNVERIFIED
    assert workflow.trust(None, is_verified=True, is_dated=True, today=DUE) == Trust.DATED


@pytest.mark.parametrize(
    ("days", "rung"),
    [(-31, None), (-30, -30), (-8, -30), (-7, -7), (-1, -7), (0, 0), (13, 0), (14, 14), (29, 14), (30, 30), (300, 30)],
)
def test_the_latest_rung_reached_is_the_one_that_is_due(days, rung):
    assert workflow.rung(DUE, DUE + timedelta(days=days)) == rung


def test_months_later_ends_with_the_month():
    assert workflow.months_after(date(2026, 8, 31), 6) == date(2027, 2, 28)
    assert workflow.months_after(date(2026, 1, 15), 24) == date(2028, 1, 15)
    assert workflow.months_after(date(2026, 12, 31), 12) == date(2027, 12, 31)


@pytest.mark.django_db
@pytest.mark.parametrize("status", [status for status in Status if status != Status.DRAFT])
def test_the_database_refuses_a_text_born_beyond_draft(status):
    resource = make.resource(state="draft")
    revision = resource.revisions.get()
    revision.pk, revision.number, revision.status = None, 2, status

    with pytest.raises(DatabaseError), transaction.atomic():
        revision.save(force_insert=True)


@pytest.mark.django_db
def test_the_database_refuses_a_step_that_is_not_in_the_table():
    published = make.resource().revisions.get()
    published.status = Status.IN_CURATION

    with pytest.raises(DatabaseError), transaction.atomic():
        published.save()


@pytest.mark.django_db
@pytest.mark.parametrize("field", ["title", "summary", "language", "fields", "sha256", "attached"])
def test_the_database_refuses_another_word_in_a_text_that_was_sent(field):
    revision = make.resource(state="submitted").revisions.get()
    setattr(revision, field, ["x"] if field == "attached" else {"context": "x"} if field == "fields" else "x")

    with pytest.raises(DatabaseError), transaction.atomic():
        revision.save()


@pytest.mark.django_db
def test_the_database_keeps_decisions_and_sent_texts():
    revision = make.resource().revisions.get()
    revision.decision.reason = "another"

    with pytest.raises(DatabaseError), transaction.atomic():
        revision.decision.save()
    with pytest.raises(DatabaseError), transaction.atomic():
        revision.decision.delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        type(revision).objects.filter(pk=revision.pk).delete()

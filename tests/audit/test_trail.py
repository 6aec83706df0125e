"""The history: numbered per thing, append-only, sealed."""

import pytest
from django.db import ProgrammingError, connection, transaction

from pvehub.audit import seals, trail
from tests import make

pytestmark = pytest.mark.django_db


def test_events_of_a_thing_are_numbered_without_gaps():
    office, officer = make.office("UG"), make.officer("UG")
    before = trail.of(office).count()

    trail.record(office, "staffing.opened", by=officer)
    trail.record(office, "staffing.opened", by=officer)

    assert [event.seq for event in trail.of(office)] == list(range(1, before + 3))


def test_an_event_names_the_person_by_uid_and_their_office():
    officer = make.officer("UG")

    event = trail.record(make.office("UG"), "staffing.opened", by=officer)

    assert (event.actor_uid, event.office_code) == (officer.uid, "UG")


@pytest.mark.parametrize("statement", ["UPDATE audit_event SET verb = 'x'", "DELETE FROM audit_event"])
def test_the_owner_cannot_change_an_event_either(statement):
    make.office("UG")
    with (
        pytest.raises(ProgrammingError, match="append_only|Cannot update or delete"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


@pytest.mark.parametrize("statement", ["UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {}"])
@pytest.mark.parametrize("table", ["audit_event", "audit_reading", "audit_seal"])
def test_the_serving_role_may_only_add_to_the_history(statement, table, as_app_role):
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement.format(table))


def test_the_chain_holds_while_nobody_touches_it():
    make.office("UG")
    assert seals.seal() > 0
    make.office("NE")
    assert seals.seal() > 0
    assert seals.seal() == 0

    assert seals.verify() is None


@pytest.mark.parametrize(
    "forgery",
    [
        "UPDATE audit_event SET note = 'rewritten' WHERE id = (SELECT min(id) FROM audit_event)",
        "DELETE FROM audit_event WHERE id = (SELECT min(id) FROM audit_event)",
        "UPDATE audit_seal SET sha256 = repeat('0', 64)",
    ],
)
def test_a_forged_row_breaks_the_chain_and_is_named(forgery):
    make.office("UG")
    seals.seal()
    with connection.cursor() as cursor:
        _unlock(cursor)
        cursor.execute(forgery)

    broken = seals.verify()

    assert broken is not None
    assert "The events after 0 up to" in broken.sentence


def _unlock(cursor):
    """Only the tables' owner can: the forger this test imagines has the server's own password."""
    cursor.execute("ALTER TABLE audit_event DISABLE TRIGGER USER")
    cursor.execute("ALTER TABLE audit_seal DISABLE TRIGGER USER")

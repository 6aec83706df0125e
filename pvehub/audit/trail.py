"""Writing and reading the one history. The calling action holds the thing's row, so `seq` counts without gaps."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, models
from django.db.models import QuerySet

from .logs import current_request_id
from .models import Event, Reading

SEALING = 710_001  # advisory lock: shared by whoever writes an event, alone for whoever seals


def record(
    thing: models.Model,
    verb: str,
    *,
    by: Any = None,
    on_behalf_of: Any = None,
    before: str = "",
    after: str = "",
    changes: dict[str, Any] | None = None,
    note: str = "",
) -> Event:
    """Append one event to the thing's history, in the caller's transaction.

    `changes` maps a field to [old, new]; people stand in it as uid. `by` is None when a timer acts.
    """
    last = _last_seq(thing)
    office = by.first_office() if by is not None else None
    return Event.objects.create(
        kind=thing._meta.label_lower,
        thing_id=thing.pk,
        seq=last + 1,
        verb=verb,
        before=str(before),
        after=str(after),
        actor_uid=by.uid if by is not None else None,
        on_behalf_of_uid=on_behalf_of.uid if on_behalf_of is not None else None,
        office_code=office.code if office else "",
        request_id=current_request_id(),
        changes=changes or {},
        note=note,
    )


def record_new(
    things: Sequence[models.Model], verb: str, *, by: Any, after: str = "", notes: Sequence[str] = ()
) -> None:
    """Append the first event of each of some things of one kind that were made in this very transaction, all at once."""
    office = by.first_office()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [SEALING])
    Event.objects.bulk_create(
        Event(
            kind=thing._meta.label_lower,
            thing_id=thing.pk,
            seq=1,
            verb=verb,
            after=str(after),
            actor_uid=by.uid,
            office_code=office.code if office else "",
            request_id=current_request_id(),
            note=note,
        )
        for thing, note in zip(things, notes or [""] * len(things), strict=True)
    )


def _last_seq(thing: models.Model) -> int:
    """The number of the thing's latest event, 0 where it has none; takes the shared lock of sealing in the same breath."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock_shared(%s), (SELECT max(seq) FROM audit_event WHERE kind = %s AND thing_id = %s)",
            [SEALING, thing._meta.label_lower, thing.pk],
        )
        return int(cursor.fetchone()[1] or 0)


def of(thing: models.Model) -> QuerySet[Event]:
    """The timeline of a thing, oldest first."""
    return Event.objects.of(thing)


def read(thing: models.Model, *, by: Any, what: str = "open") -> None:
    """Log that a person opened, downloaded or asked something."""
    Reading.objects.create(
        kind=thing._meta.label_lower, thing_id=thing.pk, what=what, actor_uid=by.uid, request_id=current_request_id()
    )


def forget_readings() -> int:
    """Drops readings older than `READINGS_STAY`, by the one function of the database that may; how many."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT audit_forget_readings()")
        return int(cursor.fetchone()[0])


def read_by(thing: models.Model, *, what: str) -> set[Any]:
    """The uids of everybody who has opened, downloaded or asked this thing."""
    rows = Reading.objects.filter(kind=thing._meta.label_lower, thing_id=thing.pk, what=what, actor_uid__isnull=False)
    return set(rows.values_list("actor_uid", flat=True))


def opened_among(model: type[models.Model], ids: Iterable[int], *, by: Iterable[Any]) -> set[int]:
    """Which of these things of one kind any of these people (by uid) has ever opened or downloaded."""
    rows = Reading.objects.filter(kind=model._meta.label_lower, thing_id__in=list(ids), actor_uid__in=list(by))
    return set(rows.values_list("thing_id", flat=True))


def read_many(model: type[models.Model], ids: Iterable[int], *, by: Any, what: str) -> None:
    """Log that a person (None: whoever runs the server) took several things at once, one row for each."""
    kind, uid, request_id = model._meta.label_lower, by.uid if by is not None else None, current_request_id()
    Reading.objects.bulk_create(
        [Reading(kind=kind, thing_id=pk, what=what, actor_uid=uid, request_id=request_id) for pk in ids],
        batch_size=1000,
    )

"""The chain of seals over the history."""

import hashlib
import json
from collections.abc import Iterable
from typing import NamedTuple

from django.db import connection, transaction

from .models import Event, Seal
from .trail import SEALING

_BATCH = 5_000


class Break(NamedTuple):
    """The first row that does not fit, in words."""

    sentence: str


def _digest(events: Iterable[Event], before: str) -> tuple[str, int, int]:
    sha, count, last = hashlib.sha256(before.encode("ascii")), 0, 0
    for event in events:
        row = [
            event.pk,
            event.kind,
            event.thing_id,
            event.seq,
            event.verb,
            event.before,
            event.after,
            str(event.actor_uid or ""),
            str(event.on_behalf_of_uid or ""),
            event.office_code,
            event.request_id,
            event.changes,
            event.note,
            event.at.isoformat(),
        ]
        sha.update(json.dumps(row, ensure_ascii=True, sort_keys=True, separators=(",", ":")).encode("ascii"))
        count, last = count + 1, event.pk
    return sha.hexdigest(), count, last


def seal() -> int:
    """Seal the events that are not sealed yet, in order; how many.

    Numbers are given before commit, so a lower one may appear later than a higher one. Every writer therefore holds
    `SEALING` shared until its commit, and the sealer alone: it reads when no insert is open.
    """
    total = 0
    while True:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [SEALING])
            newest = Seal.objects.order_by("-last_id").first()
            start = newest.last_id if newest else 0
            events = list(Event.objects.filter(pk__gt=start).order_by("pk")[:_BATCH])
            if not events:
                return total
            sha256, count, last = _digest(events, newest.sha256 if newest else "")
            Seal.objects.create(first_id=start, last_id=last, count=count, sha256=sha256)
            total += count


def verify() -> Break | None:
    """Walk the chain; the first seal whose events are no longer what was sealed, or None."""
    before, last = "", 0
    for one in Seal.objects.order_by("last_id").iterator():
        if one.first_id != last:
            return Break(f"A seal is missing between event {last} and event {one.first_id}.")
        sha256, count, _last = _digest(Event.objects.between(one.first_id, one.last_id).iterator(), before)
        if sha256 != one.sha256:
            said = "" if count == one.count else f" {one.count} were sealed, {count} are there."
            return Break(f"The events after {one.first_id} up to {one.last_id} are not what was sealed.{said}")
        before, last = one.sha256, one.last_id
    return None

"""Telling people, reading what one was told, saying how one wants to be told. Sending is in outbox.py."""

import hashlib
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.functional import Promise

from pvehub import access
from pvehub.jobs.kick import kick

from . import permissions, quiet
from .kinds import CADENCES, Kind, registry
from .models import Delivery, Mute, Notice, Preference
from .telling import cadence_of

SEND = "notifications.tasks.send"


def notify(
    people: Iterable[Any],
    kind: str,
    about: Model | None = None,
    by: Any = None,
    key: str | None = None,
    **facts: Any,
) -> list[Notice]:
    """Tells each of these people once of what has just happened to `about`; never the one who did it.

    Writes the notices and the mails owed, in the caller's transaction and in at most five queries whatever the number
    of people. With a `key` the same event told again, by whomever, writes nothing. Facts are small values for the
    template (words, numbers, dates; names ending in _on and _at come back as dates and moments), never sensitive text.
    Returns the notices that were written.
    """
    told = registry()[kind]  # an unlisted kind is a programming error
    if about is not None and not hasattr(type(about)._default_manager, "visible_to"):
        raise TypeError(f"{type(about).__name__} has no visible_to: nobody could be told of it.")
    now = timezone.now()
    recipients = {person.pk: person for person in people if person.is_active and person != by}
    about_kind, about_id = (about._meta.label_lower, str(about.pk)) if about is not None else ("", "")
    said = {name: _plain(name, value) for name, value in facts.items()}
    notices = [
        Notice(
            recipient=person,
            kind=kind,
            about_kind=about_kind,
            about_id=about_id,
            facts=said,
            by_uid=by.uid if by else None,
            dedupe_key=_key(kind, about_kind, about_id, key, person) if key else None,
            created_at=now,
        )
        for person in recipients.values()
    ]
    if not notices:
        return []
    with transaction.atomic(savepoint=False):
        Notice.objects.bulk_create(notices, ignore_conflicts=key is not None)
        if key is not None:  # what somebody told before is not among them
            notices = list(Notice.objects.filter(uid__in=[notice.uid for notice in notices]).order_by("pk"))
        deliveries = _deliveries(notices, recipients, told, now)
        Delivery.objects.bulk_create(deliveries, ignore_conflicts=True)
        if deliveries:
            kick(SEND)
    return notices


def remind(
    people: Iterable[Any], kind: str, about: Model, rule: str, due: date, rung: str = "0", **facts: Any
) -> list[Notice]:
    """Tells each of these people that something is due: once per thing, rule, due date, rung and person, for ever.

    A sweep calls it for whatever is due by now; it need not know whether it has been here before.
    """
    day = due.isoformat()
    return notify(people, kind, about, key=f"{rule}:{day}:{rung}", due_on=day, **facts)


@transaction.atomic
def mark_read(notice: Notice, *, by: Any) -> Notice:
    """The person has seen it; a second time changes nothing."""
    Notice.objects.of(by).unread().filter(pk=notice.pk).update(read_at=timezone.now())
    notice.refresh_from_db()
    return notice


@transaction.atomic
def mark_all_read(*, by: Any) -> int:
    """Everything the person has been told up to now; says how many were new."""
    now = timezone.now()
    return Notice.objects.of(by).unread().filter(created_at__lte=now).update(read_at=now)


@transaction.atomic
def prefer(user: Any, cadences: dict[str, str]) -> None:
    """How the person wants to be mailed, by kind. Kinds that always come at once cannot be changed."""
    known = dict(CADENCES)
    wanted = [
        Preference(user=user, kind=slug, cadence=cadence)
        for slug, cadence in cadences.items()
        if cadence in known and slug in registry() and not registry()[slug].always
    ]
    Preference.objects.bulk_create(
        wanted, update_conflicts=True, unique_fields=["user", "kind"], update_fields=["cadence"]
    )


@transaction.atomic
def mute(notice: Notice, *, by: Any) -> bool:
    """What this notice is about is mailed to the person no more; a second time changes nothing. Says whether there is
    such a thing."""
    notice = Notice.objects.visible_to(by).get(pk=notice.pk)
    if not notice.about_kind:
        return False
    row = Mute(user=by, about_kind=notice.about_kind, about_id=notice.about_id)
    Mute.objects.bulk_create([row], ignore_conflicts=True)
    return True


@transaction.atomic
def unmute(muted: Mute, *, by: Any) -> None:
    """From the next event on the thing is mailed again as the person prefers; what came meanwhile is not mailed after."""
    Mute.objects.visible_to(by).filter(pk=muted.pk).delete()


@transaction.atomic
def retry(delivery: Delivery, *, by: Any) -> Delivery:
    """A mail that was given up is tried afresh, under the same Message-ID."""
    access.require(permissions.why_not_mend(by))
    delivery = Delivery.objects.select_for_update(of=("self",)).get(pk=delivery.pk)
    if delivery.state == Delivery.State.PARKED:
        delivery.state, delivery.next_try_at = Delivery.State.WAITING, timezone.now()
        delivery.attempts = delivery.faults = 0
        delivery.save(update_fields=["state", "next_try_at", "attempts", "faults"])
        kick(SEND)
    return delivery


def message_id(dedupe_key: str) -> str:
    """The Message-ID a delivery goes out under, every time."""
    return f"<{hashlib.sha256(dedupe_key.encode()).hexdigest()[:40]}@{settings.SITE_HOST}>"


def _deliveries(notices: list[Notice], people: dict[Any, Any], kind: Kind, now: datetime) -> list[Delivery]:
    preferences = Preference.objects.filter(kind=kind.slug, user__in=list(people))
    preferred = dict(preferences.values_list("user_id", "cadence")) if not kind.always else {}
    muted: set[Any] = set()
    if not kind.always and notices[:1]:  # all of them are about one thing
        rows = Mute.objects.of(notices[0].about_kind, notices[0].about_id).filter(user__in=list(people))
        muted = set(rows.values_list("user_id", flat=True)) if notices[0].about_kind else muted
    owed = []
    for notice in notices:
        if notice.recipient_id in muted:
            continue
        is_urgent = kind.is_urgent_with(notice.facts)
        cadence = cadence_of(kind, preferred.get(notice.recipient_id))
        cadence = "now" if is_urgent and cadence != "never" else cadence
        if cadence != "never":
            key = f"{notice.dedupe_key or notice.uid}:mail"
            due_at = _due_at(cadence, people[notice.recipient_id].time_zone, now, is_urgent=is_urgent)
            owed.append(
                Delivery(
                    notice=notice,
                    recipient_id=notice.recipient_id,
                    cadence=cadence,
                    dedupe_key=key,
                    message_id=message_id(key),
                    due_at=due_at,
                    next_try_at=due_at,
                    created_at=now,
                )
            )
    return owed


def _due_at(cadence: str, zone: str, now: datetime, *, is_urgent: bool) -> datetime:
    if cadence != "now":
        return quiet.next_digest(now, zone, weekly=cadence == "weekly")
    return now if is_urgent else quiet.morning(now, zone)


def _key(kind: str, about_kind: str, about_id: str, key: str, person: Any) -> str:
    """Short enough for its column whatever the caller's key is."""
    told = f"{kind}:{about_kind}:{about_id}:{key}"
    return f"{told if len(told) <= 190 else hashlib.sha256(told.encode()).hexdigest()}:{person.uid}"


def _plain(name: str, value: Any) -> str | int | float | bool | None:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Promise):
        value = str(value)
    if value is not None and not isinstance(value, str | int | float | bool) or len(str(value)) > 300:
        raise TypeError(f"The fact {name} is not a small plain value.")
    return value

"""Digests: what a person wants once a day or once a week becomes one mail, at 08:00 where they are."""

from django.db import transaction
from django.utils import timezone

from pvehub.jobs.kick import kick

from . import quiet
from .actions import SEND, message_id
from .models import Delivery
from .telling import unwanted


def gather() -> int:
    """Makes the digests that are due. Returns how many. The outbox sends them like any other mail."""
    now = timezone.now()
    people = Delivery.objects.for_digest(now).order_by("recipient_id").values_list("recipient_id", flat=True).distinct()
    return sum(_gather_for(person_id) for person_id in list(people))


@transaction.atomic
def _gather_for(person_id: int) -> bool:
    """One mail per person and day, whatever mixes in it of daily and weekly; what comes too late is tomorrow's."""
    now = timezone.now()
    due = Delivery.objects.for_digest(now).filter(recipient_id=person_id).order_by("pk")
    rows = list(due.select_for_update(of=("self",), skip_locked=True).select_related("recipient", "notice"))
    switched_off = unwanted(person_id, [row.notice for row in rows if row.notice])
    dropped = [row.pk for row in rows if row.notice_id in switched_off]
    Delivery.objects.filter(pk__in=dropped).update(
        state=Delivery.State.DROPPED, last_error="The person no longer wants it."
    )
    wanted = [row.pk for row in rows if row.pk not in dropped]
    if not wanted:
        return False
    person = rows[0].recipient
    key = f"digest:{person.uid}:{now.astimezone(quiet.zone(person.time_zone)).date().isoformat()}"
    new = Delivery(recipient=person, dedupe_key=key, message_id=message_id(key), due_at=now, next_try_at=now)
    Delivery.objects.bulk_create([new], ignore_conflicts=True)
    digest = Delivery.objects.select_for_update(of=("self",)).get(dedupe_key=key)
    if digest.state != Delivery.State.WAITING:
        Delivery.objects.filter(pk__in=wanted).update(due_at=quiet.next_digest(now, person.time_zone))
        return False
    Delivery.objects.filter(pk__in=wanted).update(state=Delivery.State.GATHERED, gathered_into=digest)
    kick(SEND)
    return True

"""Builders of what people are told and of background work."""

from typing import Any

from django.core import signing
from django.utils import timezone

from pvehub.jobs.models import Job
from pvehub.notifications import mail, notify
from pvehub.notifications.models import Delivery, Notice

KIND = "staffing.delegated"


def job(owner: Any = None, **fields: Any) -> Job:
    """A waiting job; a failed one with state="failed"."""
    ended = {"finished_at": timezone.now()} if fields.get("state") in {"done", "failed"} else {}
    return Job.objects.create(
        owner=owner, **{"name": "letters.tasks.write", "label": "Quarterly letter"} | ended | fields
    )


def notice(recipient: Any, **facts: Any) -> Notice:
    """One unread notice about nothing in particular, with its mail."""
    return notify([recipient], KIND, **facts)[0]


def delivery(recipient: Any, **fields: Any) -> Delivery:
    """The mail of a notice; parked with state="parked"."""
    Delivery.objects.filter(notice=(told := notice(recipient))).update(**fields)
    return Delivery.objects.get(notice=told)


class Unsubscribing:
    """The token in the header of somebody's mail."""

    def __init__(self, person: Any) -> None:
        self.token = signing.dumps([str(person.uid), KIND], salt=mail.UNSUBSCRIBE_SALT)


THINGS = {
    "job": lambda state, cast: job(cast.own_mission, state=state, name=cast.canary),
    "notice": lambda state, cast: notice(cast.own_mission, number=cast.canary),
    "delivery": lambda state, cast: delivery(cast.own_mission, state=state),
    "unsubscribing": lambda state, cast: Unsubscribing(cast.own_mission),
}

"""Builders of what people are told and of background work."""

from typing import Any

from django.core import signing
from django.utils import timezone

from pvehub.jobs.models import Job
from pvehub.notifications import actions, kinds, mail, notify
from pvehub.notifications.models import Delivery, Mute, Notice

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


def told(recipient: Any, thing: Any = None, kind: str = "staffing.access_asked") -> Notice:
    """An unread notice about a thing: a job of theirs where none is named."""
    return notify([recipient], kind, about=thing or job(recipient))[0]


def mute(user: Any, thing: Any = None) -> Mute:
    """A thing that the person muted from a notice of it."""
    notice = told(user, thing)
    actions.mute(notice, by=user)
    return Mute.objects.get(user=user, about_kind=notice.about_kind, about_id=notice.about_id)


class Unsubscribing:
    """The token in the header of somebody's mail."""

    def __init__(self, person: Any) -> None:
        self.token = signing.dumps([str(person.uid), KIND], salt=mail.UNSUBSCRIBE_SALT)


def calendar(owner: Any) -> tuple[Any, str]:
    """A token of this person that opens their calendar, and its text."""
    from pvehub.tokens.actions import make_token

    return make_token(by=owner, name="Calendar", scope="dates")


class DueDate:
    """A line of somebody's calendar: something they were asked to read."""

    def __init__(self, person: Any, owner: Any) -> None:
        from pvehub.dates.kinds import entries

        from .ground import today
        from .k_voc import collection, reading
        from .knowledge import resource

        reading(collection(owner, resource(author=owner)), person, due_on=today("UG"))
        self.slug = entries(person)[0].code


THINGS = {
    "job": lambda state, cast: job(cast.own_mission, state=state, name=cast.canary),
    "notice": lambda state, cast: notice(cast.own_mission, number=cast.canary),
    "delivery": lambda state, cast: delivery(cast.own_mission, state=state),
    "told": lambda state, cast: told(cast.own_mission, job(cast.own_mission, name=cast.canary)),
    "mute": lambda state, cast: mute(cast.own_mission, job(cast.own_mission, name=cast.canary)),
    "notice-kind": lambda state, cast: kinds.get(KIND),
    "due-date": lambda state, cast: DueDate(cast.own_mission, cast.author),
    "unsubscribing": lambda state, cast: Unsubscribing(cast.own_mission),
}

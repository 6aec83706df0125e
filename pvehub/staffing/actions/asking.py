"""Asking for access, and the owner office's answer."""

from dataclasses import dataclass
from datetime import date, datetime, time
from importlib import import_module
from importlib.util import find_spec
from zoneinfo import ZoneInfo

from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _

from pvehub import access
from pvehub.access import grants
from pvehub.access.models import AccessRequest
from pvehub.audit import trail
from pvehub.notifications import notify
from pvehub.people.models import Office, User

from .. import permissions


@dataclass(frozen=True)
class Found:
    """What stands at an address, and the office that may give access to it."""

    thing: Model
    office: Office


def find(address: str) -> Found | None:
    """Ask every app in settings.ACCESS_FINDERS what stands at this address."""
    for path in settings.ACCESS_FINDERS:
        module, name = path.rsplit(".", 1)
        if find_spec(module) is not None and (hit := getattr(import_module(module), name)(address)):
            thing, office = hit
            return Found(thing, office)
    return None


@transaction.atomic
def ask(address: str, *, by: User, reason: str) -> AccessRequest:
    """Keep the request and tell the heads of the owner office. Whoever asks cannot see from it whether there is one."""
    found = find(address)
    asked = AccessRequest.objects.create(
        asked_by=by,
        address=address,
        reason=reason,
        office=found.office if found else None,
        kind=found.thing._meta.label_lower if found else "",
        thing_id=found.thing.pk if found else None,
    )
    if found:
        notify(access.people_holding("lower_tier", found.office), kind="staffing.access_asked", about=asked, by=by)
    return asked


@transaction.atomic
def answer(asked: AccessRequest, *, by: User, is_granted: bool, until_on: date | None = None) -> AccessRequest:
    """The head of the owner office gives a dated grant to read, or declines; the person who asked is told."""
    asked = AccessRequest.objects.select_for_update(of=("self",)).get(pk=asked.pk)
    access.require(permissions.why_not_answer(by, asked))
    thing = apps.get_model(asked.kind)._default_manager.filter(pk=asked.thing_id).first()
    if is_granted and (until_on is None or until_on <= timezone.localdate() or thing is None):
        raise access.Unmet([_("Give a last day in the future.")])
    if is_granted and thing is not None and until_on is not None and asked.office is not None:
        end = datetime.combine(until_on, time.max, ZoneInfo(asked.office.time_zone))
        grants.give(f"see_{thing._meta.model_name}", thing, to=asked.asked_by, by=by, until=end)
        changes = {"reader": ["", str(asked.asked_by.uid)]}
        trail.record(thing, "access.granted", by=by, after=until_on.isoformat(), changes=changes)
    asked.answered_at, asked.answered_by = timezone.now(), by
    asked.is_granted, asked.until_on = is_granted, until_on if is_granted else None
    asked.save(update_fields=["answered_at", "answered_by", "is_granted", "until_on"])
    notify([asked.asked_by], kind="staffing.access_answered", about=asked, by=by)
    return asked

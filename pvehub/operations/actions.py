"""What the portal does for itself: notes how its works went, lets go of what is over, erases a person."""

import logging
from datetime import timedelta
from typing import Any

from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import models, transaction
from django.utils import timezone

from pvehub import access
from pvehub.audit import trail
from pvehub.files import passing
from pvehub.people.models import Posting, User

from . import classes, permissions
from .models import Mark

log = logging.getLogger(__name__)
CUT_OFF = timedelta(days=1)  # no task writes a file for as long as that
AT_ONCE = 1000  # rows a statement: a long first sweep locks nothing for long


def mark(work: str, *, said: str = "", is_well: bool = True) -> Mark:
    """Writes over how this work went the last time; when it last went well stays known after it failed."""
    now = timezone.now()
    told: dict[str, Any] = {"tried_at": now, "said": said[:500]} | ({"went_well_at": now} if is_well else {})
    row, _made = Mark.objects.update_or_create(work=work, defaults=told)
    return row


def sweep() -> int:
    """Lets go of every row whose class says that its time is over; how many."""
    now, gone = timezone.now(), trail.forget_readings()
    gone += passing.drop_cut_off(now - CUT_OFF)
    for one in classes.classes():
        if one.older is not None:
            gone += _drop(one.older(now - one.period))
    mark(Mark.Work.SWEEP, said=f"{gone} rows")
    return gone


def _drop(rows: models.QuerySet[Any]) -> int:
    total = 0
    while keys := list(rows.order_by("pk").values_list("pk", flat=True)[:AT_ONCE]):
        with transaction.atomic():
            total += rows.model._default_manager.filter(pk__in=keys).delete()[0]
    return total


@transaction.atomic
def erase(person: User, *, by: User) -> User:
    """Name, address and all that is only the person's own go for good. What they did stays under the opaque uid: frozen
    versions keep their hashes, and every count stays what it was."""
    person = User.objects.select_for_update(of=("self",)).get(pk=person.pk)
    access.require(permissions.why_not_erase(by, person))
    now = timezone.now()
    for label, before in classes.goes().items():
        _drop_of(person, apps.get_model(label), before)
    _end_sessions(person)
    Posting.objects.unended(now).filter(user=person, starts_at__lte=now).update(ends_at=now)
    Posting.objects.unended(now).filter(user=person).update(ends_at=models.F("starts_at"))
    _empty(person)
    person.erased_at = now
    person.save()
    trail.record(person, "operations.erased", by=by)
    return person


def _drop_of(person: User, model: type[models.Model], before: Any) -> None:
    """The rows of this model that would have gone with the account."""
    names = [field.name for field in model._meta.fields if is_owner(field)]
    for row in model._base_manager.filter(models.Q(*((name, person) for name in names), _connector=models.Q.OR)):
        if before is not None:
            before(row)
        row.delete()


def is_owner(field: Any) -> bool:
    """Whether a row of this field's model would have gone with the person it names."""
    return field.related_model is User and field.remote_field.on_delete is models.CASCADE


def _end_sessions(person: User) -> None:
    for session in Session.objects.iterator():
        if session.get_decoded().get("_auth_user_id") == str(person.pk):
            session.delete()


def _empty(person: User) -> None:
    """Every field but the key, the uid and when the account was made, back to nothing: one that is added later as well."""
    for field in User._meta.concrete_fields:
        if field.name not in {"id", "uid", "created_at", "is_active", "is_demonstration"}:
            setattr(person, field.attname, field.get_default())
    person.email, person.name = f"{person.uid}@erased.invalid", "Former colleague"
    person.set_unusable_password()

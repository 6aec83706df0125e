"""The register of the whole stream: opened once, and assumed by the Director General's office for a year at a time."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from pvehub.access import Moved, Unmet, require, standing
from pvehub.audit import trail
from pvehub.people.models import Office, User
from risks import content, guards, permissions
from risks.covering import today_of
from risks.models import Register, RegisterAssumption
from risks.workflow import RegisterKind, SnapshotReason

from .locking import lock_register
from .registers import freeze

CODE = "PVE"
DAYS = 365


@transaction.atomic
def open_stream_register(*, by: User) -> Register:
    """The stream has one register; opening it a second time gives the one there is."""
    if found := Register.objects.filter(kind=RegisterKind.STREAM).first():
        return found
    require(permissions.why_not_open_stream(by))
    register = Register.objects.create(kind=RegisterKind.STREAM, code=CODE, opened_at=timezone.now(), opened_by=by)
    trail.record(register, "risks.register_opened", by=by)
    return register


@transaction.atomic
def assume_register(register: Register, *, statement: str, seen: str, by: User) -> RegisterAssumption:
    """The Director General's office assumes the register as a whole, as it was read (`seen`), for a year from today.

    It is frozen with that; a renewal is a new row. What is missing in it is mended first.
    """
    register = lock_register(register.pk)
    require(permissions.why_not_assume(by, register))
    if blockers := guards.register_blockers(register, reader=by):
        raise Unmet(blockers)
    if seen != content.fingerprint(register):
        kept = {str(_("Your words")): statement}
        raise Moved(_("The register changed while you read."), kept=kept, url=register.get_absolute_url())
    now = timezone.now()
    posting = standing(by).by_delegation(permissions.ASSUMES, Office.objects.get(kind=Office.Kind.HQ))
    principal = posting.acting_for.user if posting and posting.acting_for else None
    made = RegisterAssumption.objects.create(
        register=register,
        snapshot=freeze(register, reason=SnapshotReason.ASSUMPTION, by=by),
        statement=statement,
        by=by,
        on_behalf_of=principal,
        at=now,
        valid_until_on=today_of(register, now) + timedelta(days=DAYS),
    )
    after = made.valid_until_on.isoformat()
    trail.record(register, "risks.register_assumed", by=by, on_behalf_of=principal, after=after, note=statement)
    return made

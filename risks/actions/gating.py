"""What people put their name to so that a register may pass: changes they have seen, restricted risks others may not read."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from pvehub.access import Moved, require
from pvehub.audit import trail
from pvehub.people.models import User
from risks import content, permissions
from risks.models import Countersign, DiffConfirmation, RegisterSnapshot, Risk

from .locking import lock_register, lock_risk


@transaction.atomic
def confirm_changes(snapshot: RegisterSnapshot, *, seen: str, by: User) -> DiffConfirmation:
    """I have seen how the register differs from what was submitted. `seen` is the seal of what the page showed.

    It holds for this person and this very content: whatever changes afterwards has to be looked at again.
    """
    register = lock_register(snapshot.register_id)
    require(permissions.why_not_confirm(by, register))
    now = content.seal(content.of(register), snapshot.content)
    if seen != now:
        raise Moved(_("The register changed again while you read. Look at it once more."), url=snapshot.changes_url)
    row, is_new = DiffConfirmation.objects.get_or_create(
        snapshot=snapshot, sha256=now, by=by, defaults={"at": timezone.now()}
    )
    if is_new:
        trail.record(register, "risks.changes_confirmed", by=by, note=now)
    return row


@transaction.atomic
def countersign(risk: Risk, snapshot: RegisterSnapshot, *, seen: str, by: User, note: str = "") -> Countersign:
    """Somebody who may read a restricted risk says that it may pass to a decider who may not. `seen` is its seal as read.

    A risk that changes afterwards is countersigned anew.
    """
    risk = lock_risk(risk.pk)
    require(permissions.why_not_countersign(by, risk, snapshot))
    row = next(one for one in content.of(risk.register)["risks"] if one["ref"] == risk.ref)
    now = content.risk_seal(row, snapshot.content)
    if seen != now:
        kept = {str(_("Your words")): note} if note else {}
        raise Moved(_("This risk changed while you read."), kept=kept, url=risk.get_absolute_url())
    made, is_new = Countersign.objects.get_or_create(
        risk=risk, snapshot=snapshot, by=by, sha256=now, defaults={"note": note, "at": timezone.now()}
    )
    if is_new:
        trail.record(risk, "risks.countersigned", by=by, note=note)
    return made

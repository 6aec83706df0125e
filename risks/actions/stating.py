"""What a risk says and who may read it: adding, editing, naming readers."""

from collections.abc import Collection, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from pvehub.access import Moved, Unmet, grants, require
from pvehub.audit import trail
from pvehub.notifications import notify
from pvehub.people.models import User
from risks import content, permissions
from risks.models import Category, LibraryRisk, Register, Risk
from risks.workflow import RiskState, ScreeningAnswer, Seat

from .locking import lock_register, lock_risk, settle
from .registers import answer_category

EDITABLE = (
    "category", "cause", "event", "consequence", "owner", "strategy", "shared_with", "is_direct", "visibility",
)  # fmt: skip


@transaction.atomic
def add_from_library(register: Register, codes: Collection[str], *, by: User) -> list[Risk]:
    """Copies of library risks, as drafts to be rated; one that the register holds alive already is not added again."""
    register = lock_register(register.pk)
    require(permissions.why_not_edit(by, register))
    return [
        _add(
            register,
            {"category": item.category, "cause": item.cause, "event": item.event, "consequence": item.consequence},
            by=by,
            library_risk=item,
        )
        for item in LibraryRisk.objects.not_held_by(register).filter(code__in=codes)
    ]


@transaction.atomic
def add_risk(register: Register, *, by: User, **fields: Any) -> Risk:
    """A risk in the register's own words. It stays a draft until statement, owner and rating are complete."""
    register = lock_register(register.pk)
    require(permissions.why_not_edit(by, register))
    return _add(register, fields, by=by)


def _add(register: Register, fields: Mapping[str, Any], *, by: User, library_risk: LibraryRisk | None = None) -> Risk:
    """The next ref, which is never given twice; its category is thereby answered."""
    register.last_number += 1
    register.save(update_fields=["last_number"])
    project = register.project
    fields = {
        "owner": (project.manager if project else None) or by,
        "language": library_risk.language if library_risk else by.language,
        **fields,
    }
    risk = Risk.objects.create(
        register=register,
        number=register.last_number,
        ref=f"R{register.last_number:02d}",
        library_risk=library_risk,
        added_at=timezone.now(),
        added_by=by,
        **fields,
    )
    answer_category(register, risk.category, ScreeningAnswer.APPLIES, "", by=by)
    trail.record(risk, "risks.added", by=by, after=RiskState.DRAFT, note=library_risk.code if library_risk else "")
    if risk.owner_id != by.pk:
        notify([risk.owner], kind="risks.owner_named", about=risk, by=by, ref=risk.ref)
    return risk


@transaction.atomic
def edit(risk: Risk, changes: Mapping[str, Any], *, by: User, seen: str = "") -> Risk:
    """Change what a risk says. `seen` is the hash of the statement the form was filled on: another one means it moved on.

    An acceptance given on the old statement lapses with it.
    """
    risk = lock_risk(risk.pk)
    require(permissions.why_not_edit_risk(by, risk))
    if seen and seen != content.statement_sha256(risk):
        kept = {
            str(getattr(Risk._meta.get_field(name), "verbose_name", name)): str(value)
            for name, value in changes.items()
            if value
        }
        raise Moved(_("Somebody changed this risk while you wrote."), kept=kept, url=risk.get_absolute_url())
    before = {name: getattr(risk, name) for name in EDITABLE}
    changed = {name: changes[name] for name in EDITABLE if name in changes and changes[name] != before[name]}
    if not changed:
        return risk
    for name, value in changed.items():
        setattr(risk, name, value)
    if risk.state != RiskState.DRAFT and not (risk.has_statement and risk.owner):
        raise Unmet([_("An open risk has a cause, an event, a consequence and an owner.")])
    risk.save(update_fields=list(changed))
    trail.record(
        risk, "risks.edited", by=by, changes={name: [_word(before[name]), _word(changed[name])] for name in changed}
    )
    if "category" in changed:
        answer_category(risk.register, risk.category, ScreeningAnswer.APPLIES, "", by=by)
    if "owner" in changed and risk.owner:
        notify([risk.owner], kind="risks.owner_named", about=risk, by=by, ref=risk.ref)
    return settle(risk.pk, by=by, now=timezone.now())


def _word(value: Any) -> str:
    """A value as history keeps it: people as uid, categories as code."""
    if isinstance(value, User):
        return str(value.uid)
    return value.code if isinstance(value, Category) else str(value if value is not None else "")


@transaction.atomic
def name_reader(risk: Risk, person: User, *, by: User) -> Risk:
    """Let one more person read a restricted risk, within a register they may read."""
    risk = lock_risk(risk.pk)
    require(permissions.why_not_name(by, risk))
    may_be_asked = permissions.in_seat(person, Seat.DG_OFFICE, risk.register)  # who reads the register once asked
    if not may_be_asked and not Register.objects.visible_to(person).filter(pk=risk.register_id).exists():
        raise Unmet([_("%(person)s does not read this register.") % {"person": person}])
    grants.give("see_restricted", risk, to=person, by=by)
    trail.record(risk, "risks.reader_named", by=by, changes={"reader": ["", str(person.uid)]})
    notify([person], kind="risks.reader_named", about=risk, by=by, ref=risk.ref)
    return risk


@transaction.atomic
def unname_reader(risk: Risk, person: User, *, by: User) -> Risk:
    """Take the reading of a restricted risk back; from the next request on it is gone."""
    risk = lock_risk(risk.pk)
    require(permissions.why_not_name(by, risk))
    grants.take("see_restricted", risk, to=person)
    trail.record(risk, "risks.reader_unnamed", by=by, changes={"reader": [str(person.uid), ""]})
    return risk

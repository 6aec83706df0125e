"""A sheet of risks: kept for its owner, its columns named, applied as the dry run showed, thrown away.

What a row does it does through the actions a person would use, so that a sheet can do nothing that a person could not.
"""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from pvehub.access import Moved, require
from pvehub.audit import trail
from pvehub.people.models import User
from risks import permissions
from risks.models import Register, RegisterSheet, Risk
from risks.sheets import mapping, planning, rating
from risks.sheets.columns import STATEMENT
from risks.sheets.judging import Planner
from risks.sheets.rows import Row
from risks.sheets.telling import RATED
from risks.workflow import Lowers

from .assessing import assess
from .locking import lock_register
from .stating import add_risk, edit
from .treating import treat


def upload_sheet(register: Register, name: str, header: list[str], rows: Sequence[Any], *, by: User) -> RegisterSheet:
    """Keep an uploaded sheet for its owner. No risk changes."""
    require(permissions.why_not_edit(by, register))
    said = {} if mapping.is_own(header) else mapping.guess(header, language=by.language).to_json()
    return RegisterSheet.objects.create(
        register=register, owner=by, name=name[:200], header=header, rows=list(rows[: planning.MOST_ROWS]), mapping=said
    )


@transaction.atomic
def map_sheet(sheet: RegisterSheet, said: mapping.Mapping, *, by: User) -> RegisterSheet:
    """Say which column is which."""
    sheet = _locked(sheet, by)
    sheet.mapping = said.to_json()
    sheet.save(update_fields=["mapping"])
    return sheet


@transaction.atomic
def apply_sheet(sheet: RegisterSheet, choices: Mapping[int, str], *, by: User, seen: str) -> RegisterSheet:
    """Do what the dry run showed, whole or not at all, row by row as was decided. Twice is once.

    `choices` says by number of the row whose words count. `seen` is the fingerprint of the dry run: another one means that
    the register moved on, and nothing is written.
    """
    register = lock_register(sheet.register_id)
    sheet = _locked(sheet, by)
    require(permissions.why_not_edit(by, register))
    planner = Planner(register, by)
    plan = planning.plan(planner, sheet)
    if plan.fingerprint != seen:
        raise Moved(
            _("The register changed meanwhile: look at what the sheet would do now."), url=sheet.get_absolute_url()
        )
    done = {"new": 0, "changed": 0, "left": 0}
    for row in plan.rows:
        if row.does(choices.get(row.number, "")):
            _apply(row, planner, sheet, by=by)
            done["changed" if row.risk else "new"] += 1
        else:
            done["left"] += 1
    sheet.applied_at, sheet.applied_counts, sheet.rows = timezone.now(), done, []
    sheet.save()
    trail.record(register, "risks.sheet_applied", by=by, after=str(done["new"] + done["changed"]), note=sheet.name)
    return sheet


def _locked(sheet: RegisterSheet, by: User) -> RegisterSheet:
    """The sheet as it is now, while it is its owner's and was not applied."""
    found: RegisterSheet = (
        RegisterSheet.objects.select_for_update(of=("self",)).select_related("register").get(pk=sheet.pk)
    )
    if found.owner_id != by.pk:
        require(_("Only the person who uploaded a sheet applies it."))
    if found.applied_at:
        raise Moved(_("This sheet was applied already."), url=found.register.get_absolute_url())
    return found


def _apply(row: Row, planner: Planner, sheet: RegisterSheet, *, by: User) -> None:
    """One row: the statement, the rating, the measure; where its words came from stays in the history."""
    said = _values(row, planner)
    where = _("Imported from “%(name)s”, row %(n)s.") % {"name": sheet.name, "n": row.number}
    if row.risk is None:
        owner = {"owner": said.pop("owner")} if said["owner"] else {}
        said.pop("owner", None)
        language = {"language": row.language} if row.language in ("en", "fr", "es") else {}
        risk: Risk = add_risk(planner.register, by=by, **said, **owner, **language)
    else:
        risk = edit(row.risk, {name: said[name] for name in row.fields if name != RATED}, by=by)
    if row.stated.said and (row.risk is None or RATED in row.fields):
        _rate(risk, row, where, sheet, by=by)
    if row.measure and risk.owner:
        text, due = row.measure
        treat(risk, text=text, lowers=Lowers.BOTH, owner=risk.owner, due_on=due, by=by)
    trail.record(risk, "risks.imported", by=by, note="\n".join([where, *row.words]))


def _values(row: Row, planner: Planner) -> dict[str, Any]:
    """The statement as the actions take it: rows instead of codes."""
    values: dict[str, Any] = {name: row.said[name] for name in STATEMENT}
    values["category"] = planner.words.by_code[row.said["category"]]
    values["is_direct"] = row.said["is_direct"] == "1"
    values["owner"] = planner.words.people.get(row.said["owner"]) or (row.risk.owner if row.risk else None)
    return values


def _rate(risk: Risk, row: Row, where: str, sheet: RegisterSheet, *, by: User) -> None:
    """The rating, today and by who applies the sheet, whoever and whenever its columns say. Its own words go into the reason."""
    said = row.stated.said
    origin = [where, *row.stated.kept, *row.stated.notes] if row.risk is None or row.stated.kept else []
    assess(
        risk,
        ratings=rating.ratings(said),
        confidence=said["confidence"],
        speed=said["speed"],
        rationale="\n".join(filter(None, [said["rationale"], *origin])) or where,
        bearers=[code for code in said["bearers"].split("; ") if code],
        by=by,
        key=uuid.uuid5(uuid.NAMESPACE_OID, f"sheet {sheet.pk} row {row.number}"),
    )


@transaction.atomic
def drop_sheet(sheet: RegisterSheet, *, by: User) -> None:
    """Throw an uploaded sheet away; what it has brought in stays."""
    if sheet.owner_id != by.pk:
        require(_("Only the person who uploaded a sheet throws it away."))
    sheet.delete()

"""What a change after endorsement does, applied on every save: the one place where what others read follows the team.

Free and notified fields go into the endorsed content at once, what is endorsed again stays in the working copy. Measured
is always the whole difference from what was endorsed, so many small steps are one large one.
"""

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from pvehub import access
from pvehub.audit import trail
from pvehub.people.calendar import add_working_days, day_at
from pvehub.people.models import Office, User

from .. import changing, content, covering, indexing
from ..changing import Change
from ..models import NotifiedChange, Project
from ..sections import AGAIN, FREE, NOTIFY, SECTION_OF
from .locking import locked

OBJECTION_DAYS = 5  # working days of headquarters


@dataclass
class Published:
    """What a save did for readers: fields that went out, changes TRD may object to, changes that wait."""

    out: list[str] = field(default_factory=list)
    told: list[NotifiedChange] = field(default_factory=list)
    waiting: list[Change] = field(default_factory=list)


@transaction.atomic
def publish(project: Project, *, by: User, only_free: bool = False) -> Published:
    """Bring what others read of an endorsed project up to the working copy, as far as the table of changes lets it.

    The caller holds the lock and has saved. `only_free`: right after an endorsement, for what changed while it was with
    its reviewers.
    """
    done = Published()
    if not covering.is_measured(project):
        return done
    fresh = content.frozen(project)
    found = {change.field: change for change in covering.measured(project, changing.data_of(fresh))}
    done.waiting = covering.waiting(found.values())
    held = {change.field for change in found.values() if change.asks == AGAIN or (only_free and change.asks != FREE)}
    done.out = _put_out(project, fresh, held)
    if not only_free:
        done.told = _tell(project, found, by)
    project.uncovered = covering.kept(done.waiting)
    project.save(update_fields=["endorsed_content", "uncovered"])
    if done.out:
        indexing.put(project)
    return done


def _put_out(project: Project, fresh: Mapping[str, Any], held: set[str]) -> list[str]:
    """Every field that is not held, as it stands now; names of those that were not out before."""
    published = deepcopy(project.endorsed_content)
    assert published is not None
    out = []
    for item in (item for section in fresh["sections"] for item in section["fields"] if item["name"] not in held):
        place = _place_of(published, item["name"])
        if place is not None and place.get("data") != item["data"]:
            place |= {"data": item["data"], "value": item["value"]}
            out.append(item["name"])
        elif place is None and item["data"]:
            _home_of(published, item["name"])["fields"].append(item)
            out.append(item["name"])
    project.endorsed_content = published
    return out


def _place_of(frozen: dict[str, Any], name: str) -> dict[str, Any] | None:
    items = (item for section in frozen.get("sections", []) for item in section["fields"])
    return next((item for item in items if item["name"] == name), None)


def _home_of(frozen: dict[str, Any], name: str) -> dict[str, Any]:
    """The section of a field in content that was frozen before there was such a field."""
    section = SECTION_OF[name]
    there: list[dict[str, Any]] = frozen["sections"]
    for found in there:
        if found["slug"] == section.slug:
            return found
    made = {"slug": section.slug, "title": str(section.title), "visibility": section.visibility, "fields": []}
    there.append(made)
    return made


def _tell(project: Project, found: Mapping[str, Change], by: User) -> list[NotifiedChange]:
    """One row for each field of which TRD is told; what was taken back or changed since is settled."""
    now = timezone.now()
    standing = {row.field: row for row in NotifiedChange.objects.standing().filter(project=project)}
    told = []
    for name, row in standing.items():
        change = found.get(name)
        if change is None or change.asks == FREE or (change.asks == NOTIFY and row.after != change.after):
            _settle(row, now)
    for change in (change for change in found.values() if change.asks == NOTIFY):
        before = standing.get(change.field)
        if before is None or before.settled_at is not None:
            told.append(_row(project, change, by, now))
    if told:
        changes = {row.field: [row.before, row.after] for row in told}
        trail.record(project, "projects.change_told", by=by, changes=changes)
    return told


def _settle(row: NotifiedChange, now: datetime) -> None:
    row.settled_at = now
    row.save(update_fields=["settled_at"])


def _row(project: Project, change: Change, by: User, now: datetime) -> NotifiedChange:
    return NotifiedChange.objects.create(
        project=project,
        section=change.section,
        field=change.field,
        before=change.before,
        after=change.after,
        because=[reason.code for reason in change.because],
        made_by=by,
        made_at=now,
        objection_until_on=_until(project, now),
    )


def _until(project: Project, now: datetime) -> date:
    """Five working days of headquarters from its own day on."""
    root = Office.objects.get(code=project.lead_office.path.strip("/").split("/")[0])
    return add_working_days(root, day_at(root, now), OBJECTION_DAYS)


def settle_all(project: Project, now: datetime) -> None:
    """What was endorsed anew is no longer a question."""
    NotifiedChange.objects.standing().filter(project=project).update(settled_at=now)


@transaction.atomic
def take_out(change: NotifiedChange, *, by: User, objection: str) -> NotifiedChange:
    """TRD objected: what was endorsed is published again, the change waits in the working copy for an amendment.

    The caller has asked who may object. A change that was settled or objected to meanwhile has moved on.
    """
    project = locked(change.project)
    change = NotifiedChange.objects.select_for_update(of=("self",)).get(pk=change.pk)
    if change.settled_at is not None or change.objected_at is not None:
        raise access.Moved(_("This change is no longer a question."), kept={str(_("Objection")): objection})
    if not objection.strip():
        raise access.Unmet([access.Blocker(_("Say what is wrong with it."), "#id_reason")])
    change.objection, change.objected_by, change.objected_at = objection.strip(), by, timezone.now()
    change.save(update_fields=["objection", "objected_by", "objected_at"])
    published = deepcopy(project.endorsed_content or {})
    place, endorsed = (_place_of(each, change.field) for each in (published, project.endorsed_baseline or {}))
    if place is not None:
        place |= {"data": endorsed["data"], "value": endorsed["value"]} if endorsed else {"data": "", "value": ""}
    project.endorsed_content, project.changed_at = published, timezone.now()
    project.uncovered = covering.kept(covering.waiting(covering.changes(project)))
    project.save(update_fields=["endorsed_content", "uncovered", "changed_at"])
    changes = {change.field: [change.after, change.before]}
    trail.record(project, "projects.change_taken_out", by=by, changes=changes, note=change.objection)
    indexing.put(project)
    change.project = project
    return change

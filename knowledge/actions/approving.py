"""Approving the versions of a message line: by a seat, for these very words, until a day."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from knowledge import permissions, workflow
from knowledge.actions.answering import answering, readers
from knowledge.actions.locking import locked, on_record
from knowledge.models import Approval, Resource
from knowledge.models.messages import words_hash, words_to_approve
from pvehub import access
from pvehub.audit import trail
from pvehub.notifications import notify, remind
from pvehub.people.calendar import day_at
from pvehub.people.models import User

#: Words are looked at again within two years at the latest.
LONGEST_DAYS: Final = 730
#: Days from the last day of an approval on which somebody is reminded.
RUNGS: Final = (-30, -7, 0)


@on_record
@transaction.atomic
def approve(resource: Resource, version: str, *, by: User, seen: str, valid_until_on: date) -> Approval:
    """The seat says that exactly these words may be used outside until a day. `seen` is the hash of the words it has read:
    other words are not approved unread."""
    resource = locked(resource)
    access.require(permissions.why_not_approve(by, resource))
    revision, now = resource.published_revision, timezone.now()
    assert revision is not None  # what is published has a text
    words = revision.fields.get(version, "")
    if version not in Approval.Version.values or not words:
        raise access.Unmet([_("There are no words to approve in this version.")])
    if seen != words_hash(revision.language, words):
        raise access.Moved(
            _("The words were changed while you were reading. Read them first."), url=resource.get_absolute_url()
        )
    today = day_at(resource.owner_office, now)
    if not today < valid_until_on <= today + timedelta(days=LONGEST_DAYS):
        raise access.Unmet([_("The last day lies after today, and within two years.")])
    made = Approval.objects.create(
        resource=resource,
        revision=revision,
        version=version,
        sha256=seen,
        valid_until_on=valid_until_on,
        by=by,
        at=now,
    )
    trail.record(resource, "knowledge.message_approved", by=by, after=version, changes={"sha256": ["", seen]})
    notify(resource.authors.all(), kind="knowledge.approval_given", about=resource, by=by)
    return made


@on_record
@transaction.atomic
def _withdraw(resource: Resource, approval: Approval, *, by: User, reason: str) -> Approval:
    resource = locked(resource)
    approval = Approval.objects.select_related("resource").get(pk=approval.pk)
    access.require(permissions.why_not_withdraw_approval(by, approval))
    if not reason.strip():
        raise access.Unmet([_("Say why: whoever used these words has to know.")])
    now = timezone.now()
    same = Approval.objects.filter(resource=resource, version=approval.version, sha256=approval.sha256)
    same.filter(withdrawn_at=None).update(withdrawn_at=now, withdrawn_by=by, withdrawn_why=reason.strip()[:300])
    trail.record(resource, "knowledge.approval_withdrawn", by=by, before=approval.version, note=reason.strip()[:300])
    notify(resource.authors.all(), kind="knowledge.approval_withdrawn", about=resource, by=by)
    approval.refresh_from_db()
    return approval


def withdraw_approval(approval: Approval, *, by: User, reason: str) -> Approval:
    """The words are not to be used any more, at once, with a reason that every reader sees. Earlier approvals of the same
    words end with it."""
    return _withdraw(approval.resource, approval, by=by, reason=reason)


def ask_approval(resource: Resource, *, now: datetime) -> None:
    """Words that were published and that no seat has approved: the seats are asked. Called by what publishes, under its
    lock."""
    if unapproved(resource, day_at(resource.owner_office, now)):
        notify(seats(resource), kind="knowledge.approval_asked", about=resource)


def unapproved(resource: Resource, today: date) -> list[str]:
    """The versions of what readers have that nobody may use outside that day; no query where `approved` came with the row."""
    rows = getattr(resource, "approved", None)
    if rows is None:
        rows = list(resource.approvals.filter(withdrawn_at=None).as_facts())
    standing = {(row["version"], row["sha256"]) for row in rows if row["until"] >= today.isoformat()}
    return [version for version, digest in words_to_approve(resource).items() if (version, digest) not in standing]


def seats(resource: Resource) -> list[User]:
    """Who approves it: whoever sits there and may read it, its authors apart."""
    people = User.objects.none()
    for perm in permissions.APPROVING:
        people = people | access.people_holding(perm, resource.owner_office)
    return readers(resource, people.exclude(pk__in=resource.authors.values("pk")).distinct())


@transaction.atomic
def remind_approvals(resource: Resource, *, now: datetime) -> int:
    """The reminders that are due today for approvals near their last day, to the seats and to who answers for the message;
    a second call the same day writes nothing. Says how many were told."""
    resource = locked(resource)
    if resource.state != workflow.State.PUBLISHED:
        return 0
    today, told = day_at(resource.owner_office, now), 0
    for version, digest in words_to_approve(resource).items():
        rows = resource.approvals.filter(version=version, sha256=digest, withdrawn_at=None)
        last = rows.order_by("-valid_until_on", "-pk").first()
        reached = [rung for rung in RUNGS if last and last.valid_until_on + timedelta(days=rung) <= today]
        if last and reached:
            people = {one.pk: one for one in [*seats(resource), *answering(resource)]}
            rule, due = f"approval:{version}", last.valid_until_on
            told += len(
                remind(people.values(), "knowledge.approval_due", resource, rule=rule, due=due, rung=str(reached[-1]))
            )
    return told

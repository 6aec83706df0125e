"""Judging: claim a text, ask for changes, publish it, decline it. Never one's own; one decision per text."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from knowledge import masking, permissions, workflow
from knowledge.actions.answering import curators
from knowledge.actions.approving import ask_approval
from knowledge.actions.carrying import carry_trust
from knowledge.actions.indexing import reindex
from knowledge.actions.locking import locked, on_record, open_curation
from knowledge.actions.publishing import number_clauses
from knowledge.actions.warning import warn_citing
from knowledge.actions.wording import require_rulings
from knowledge.models import Curation, Decision, Resource, Revision
from pvehub import access
from pvehub.audit import trail
from pvehub.jobs import later
from pvehub.notifications import notify
from pvehub.people.models import User


@on_record
@transaction.atomic
def claim(resource: Resource, *, by: User) -> Curation:
    """One curator takes the text in hand, so that two do not read it at once."""
    resource = locked(resource)
    access.require(permissions.why_not_claim(by, resource))
    curation = open_curation(resource)
    curation.claimed_by, curation.claimed_at = by, timezone.now()
    if curation.seconded_by_id == by.pk:  # one cannot be both of two
        curation.seconded_by, curation.seconded_at, curation.seconded_sha256 = None, None, ""
    curation.save(update_fields=["claimed_by", "claimed_at", "seconded_by", "seconded_at", "seconded_sha256"])
    revision = resource.revisions.waiting().get()
    revision.status = workflow.Status.IN_CURATION
    revision.save(update_fields=["status"])
    trail.record(resource, "knowledge.claimed", by=by, before=workflow.Status.SUBMITTED, after=revision.status)
    return curation


@on_record
@transaction.atomic
def hand_back(resource: Resource, *, by: User, reason: str = "") -> Curation:
    """A curator who cannot go on gives the text back: it waits again, as long as it has waited already, and the other
    curators are told."""
    resource = locked(resource)
    access.require(permissions.why_not_hand_back(by, resource))
    return _release(resource, by=by, reason=reason)


@transaction.atomic
def release_claim(resource: Resource) -> Curation | None:
    """A claim of somebody who may no longer curate it holds nothing up: the text waits again."""
    resource = locked(resource)
    curation = Curation.objects.open().select_related("claimed_by").filter(resource=resource).first()
    if curation is None or curation.claimed_by is None:
        return None
    if permissions.why_not_curate(curation.claimed_by, resource) is None:
        return None
    return _release(resource, by=None, reason="")


def _release(resource: Resource, *, by: User | None, reason: str) -> Curation:
    curation = open_curation(resource)
    curation.claimed_by = curation.claimed_at = None
    curation.save(update_fields=["claimed_by", "claimed_at"])
    trail.record(resource, "knowledge.handed_back", by=by, note=reason)
    revision = resource.revisions.filter(status=workflow.Status.IN_CURATION).first()
    if revision is not None:
        revision.status = workflow.Status.SUBMITTED
        revision.save(update_fields=["status"])
        notify(curators(resource), kind="knowledge.submitted", about=resource, by=by)
    return curation


@on_record
@transaction.atomic
def second(resource: Resource, *, by: User, seen: str) -> Curation:
    """A second curator agrees to exactly this text, where the kind asks for two."""
    resource = locked(resource)
    access.require(permissions.why_not_second(by, resource))
    revision = _the_text(resource, seen, kept={})
    curation = open_curation(resource)
    curation.seconded_by, curation.seconded_at, curation.seconded_sha256 = by, timezone.now(), revision.sha256
    curation.save(update_fields=["seconded_by", "seconded_at", "seconded_sha256"])
    trail.record(resource, "knowledge.seconded", by=by, changes={"sha256": ["", revision.sha256]})
    return curation


@on_record
@transaction.atomic
def publish(
    resource: Resource, *, by: User, seen: str, checklist: Mapping[str, bool], reason: str = "", is_typo: bool = False
) -> Decision:
    """Exactly the text the curator has read becomes what readers find. Where its author said that only spelling changed and
    the curator confirms it, what was verified stays verified."""
    resource = locked(resource)
    access.require(permissions.why_not_decide(by, resource))
    revision, now = _the_text(resource, seen, kept={_("Reason"): reason}), timezone.now()
    if unticked := [str(label) for name, label in workflow.CHECKLIST if not checklist.get(name)]:
        raise access.Unmet([_("Not confirmed: %(point)s") % {"point": label} for label in unticked])
    if traces := masking.traces(resource, revision):
        raise access.Unmet([masking.said(trace) for trace in traces])
    require_rulings(resource, revision)
    curation = open_curation(resource)
    is_seconded = curation.seconded_sha256 == revision.sha256 and curation.seconded_by_id != by.pk
    if resource.shape.needs_two and not is_seconded:
        raise access.Unmet([_("This kind binds others: a second curator has to agree to this very text first.")])
    older, before, is_typo = resource.published_revision, resource.state, is_typo and revision.is_typo
    decision = _decide(
        curation,
        revision,
        workflow.Outcome.PUBLISHED,
        by=by,
        now=now,
        checklist=checklist,
        reason=reason,
        is_typo=is_typo,
    )
    _put_live(resource, revision, now=now)
    carry_trust(resource, older, by=by, now=now, is_typo=is_typo)
    reindex(resource)
    told = {"sha256": ["", revision.sha256]}
    trail.record(resource, "knowledge.published", by=by, before=before, after=resource.state, changes=told)
    notify(resource.authors.all(), kind="knowledge.published", about=resource, by=by)
    if older is None:
        later("knowledge.tasks.tell_of_new", resource.pk, key=f"knowledge.new:{resource.pk}")
    elif not is_typo:
        tell_followers(resource, by=by)
        warn_citing(resource)
    return decision


@on_record
@transaction.atomic
def request_changes(resource: Resource, *, by: User, seen: str, checklist: Mapping[str, bool], reason: str) -> Decision:
    """Back to the author with a reason; the review stays open and with this curator."""
    resource = locked(resource)
    access.require(permissions.why_not_decide(by, resource))
    revision = _the_text(resource, seen, kept={_("Reason"): reason})
    curation, outcome = open_curation(resource), workflow.Outcome.CHANGES_REQUESTED
    decision = _decide(curation, revision, outcome, by=by, now=timezone.now(), checklist=checklist, reason=reason)
    trail.record(resource, "knowledge.changes_requested", by=by, after=revision.status, note=reason)
    notify(resource.authors.all(), kind="knowledge.changes_requested", about=resource, by=by)
    return decision


@on_record
@transaction.atomic
def decline(resource: Resource, *, by: User, seen: str, checklist: Mapping[str, bool], reason: str) -> Decision:
    """Not taken up, with a reason; the review is closed. What is published already stays as it is."""
    resource = locked(resource)
    access.require(permissions.why_not_decide(by, resource))
    revision = _the_text(resource, seen, kept={_("Reason"): reason})
    curation, outcome = open_curation(resource), workflow.Outcome.DECLINED
    decision = _decide(curation, revision, outcome, by=by, now=timezone.now(), checklist=checklist, reason=reason)
    trail.record(resource, "knowledge.declined", by=by, after=revision.status, note=reason)
    notify(resource.authors.all(), kind="knowledge.declined", about=resource, by=by)
    return decision


def tell_followers(resource: Resource, *, by: User) -> None:
    """Followers who may read it now, authors apart: they know. Following gives no right and outlives the loss of one."""
    following = (
        User.objects.active()
        .filter(pk__in=resource.follows.values("user"))
        .exclude(pk__in=resource.authors.values("pk"))
    )
    readers = [user for user in following if Resource.objects.visible_to(user).filter(pk=resource.pk).exists()]
    notify(readers, kind="knowledge.followed_changed", about=resource, by=by)


def _put_live(resource: Resource, revision: Revision, *, now: datetime) -> None:
    resource.state, resource.published_revision, resource.published_at = workflow.State.PUBLISHED, revision, now
    resource.title, resource.summary, resource.language = revision.title, revision.summary, revision.language
    resource.save(update_fields=["state", "published_revision", "published_at", "title", "summary", "language"])
    number_clauses(resource, revision)
    ask_approval(resource, now=now)


def _the_text(resource: Resource, seen: str, *, kept: Mapping[str, str]) -> Revision:
    """The text in curation, if it is still the one that was read."""
    revision = resource.revisions.get(status=workflow.Status.IN_CURATION)
    if revision.sha256 == seen:
        return revision  # type: ignore[no-any-return]  # a reverse manager is untyped in the stubs
    old = resource.revisions.filter(sha256=seen).first()
    page = reverse("knowledge:curation-review", args=[resource.uid])
    raise access.Moved(
        _("The author changed the text after you opened it. Nothing was decided: read what changed first."),
        kept={label: text for label, text in kept.items() if text},
        url=f"{page}?since={old.number}" if old else page,
    )


def _decide(
    curation: Curation,
    revision: Revision,
    outcome: workflow.Outcome,
    *,
    by: User,
    now: datetime,
    checklist: Mapping[str, bool],
    reason: str,
    is_typo: bool = False,
) -> Decision:
    revision.status = workflow.Status(outcome.value)
    revision.save(update_fields=["status"])
    if outcome != workflow.Outcome.CHANGES_REQUESTED:
        curation.closed_at = now
        curation.save(update_fields=["closed_at"])
    return Decision.objects.create(
        revision=revision,
        curation=curation,
        outcome=outcome,
        sha256=revision.sha256,
        checklist={name: bool(checklist.get(name)) for name, _label in workflow.CHECKLIST},
        reason=reason,
        is_typo=is_typo,
        decided_at=now,
        decided_by_uid=by.uid,
    )

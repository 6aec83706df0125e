"""A curator sees that a text puts somebody at risk by where it comes from, and masks it at once; its authors are told."""

from __future__ import annotations

from django.db import transaction

from knowledge import permissions, workflow
from knowledge.actions.hiding import give_credit
from knowledge.actions.indexing import reindex
from knowledge.actions.locking import locked, on_record
from knowledge.models import Resource
from pvehub import access
from pvehub.audit import trail
from pvehub.notifications import notify
from pvehub.people.models import User


@on_record
@transaction.atomic
def mask(resource: Resource, *, by: User, reason: str) -> Resource:
    """Readers are told the region and nothing finer from now on, by every door. The words are not touched: where they
    themselves tell where the text comes from, it is its authors who have to change them first."""
    resource = locked(resource)
    access.require(permissions.why_not_mask(by, resource))
    give_credit(resource, by=by, masked=True, credit=workflow.Credit.NOBODY)
    trail.record(resource, "knowledge.masked_by_curator", by=by, note=reason)
    reindex(resource)
    notify(resource.authors.all(), kind="knowledge.masked", about=resource, by=by)
    return resource


@on_record
@transaction.atomic
def unmask(resource: Resource, *, by: User, reason: str) -> Resource:
    """A curator takes back what a curator masked: readers are told the office again. Whom they are told by name, its
    authors choose anew."""
    resource = locked(resource)
    access.require(permissions.why_not_unmask(by, resource))
    give_credit(resource, by=by, masked=False, credit=workflow.Credit.OFFICE)
    trail.record(resource, "knowledge.unmasked_by_curator", by=by, note=reason)
    reindex(resource)
    return resource

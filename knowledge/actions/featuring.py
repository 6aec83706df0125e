"""Putting a verified item before the readers of a theme or region, for a time, with a line why."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from knowledge import permissions, waiting
from knowledge.actions.locking import locked
from knowledge.models import Feature, Resource
from pvehub import access
from pvehub.audit import trail
from pvehub.people.calendar import day_at
from pvehub.people.models import Office, User
from pvehub.vocabulary.models import Term

#: Whatever stands out for longer stands out no more.
LONGEST_DAYS: Final = 180


@transaction.atomic
def feature(
    resource: Resource, *, by: User, why: str, until_on: date, theme: Term | None = None, region: Office | None = None
) -> Feature:
    """A curator puts it before the readers of one theme or one region. It shows to who may read it, while it can be relied
    on, until its last day; a feature whose day is over makes room for the next."""
    resource = locked(resource)
    access.require(permissions.why_not_feature(by, resource))
    if region is not None and not access.standing(by).may("curate_resources", region):
        raise access.Refused(_("You put items before the readers of a region you curate."))
    now = timezone.now()
    today = day_at(waiting.reads_at(resource.owner_office), now)
    if not today <= until_on <= today + timedelta(days=LONGEST_DAYS):
        raise access.Unmet([_("The last day lies within the next 180 days.")])
    same = resource.features.filter(theme=theme, region=region, ended_at=None)
    if same.filter(until_on__gte=today).exists():
        raise access.Refused(_("It is before these readers already; end that first."))
    same.update(ended_at=now)
    made = Feature.objects.create(
        resource=resource, theme=theme, region=region, why=why, until_on=until_on, by=by, at=now
    )
    trail.record(resource, "knowledge.featured", by=by, after=str(until_on), note=why)
    return made


@transaction.atomic
def end_feature(feature: Feature, *, by: User) -> Feature:
    """Any curator in scope takes it off again; what was said stays on record."""
    resource = locked(feature.resource)
    access.require(permissions.why_not_end_feature(by, resource))
    feature = Feature.objects.get(pk=feature.pk)
    if feature.ended_at is None:
        feature.ended_at, feature.ended_by = timezone.now(), by
        feature.save(update_fields=["ended_at", "ended_by"])
        trail.record(resource, "knowledge.feature_ended", by=by)
    return feature

"""Questions nobody answers find their way: to people with that expertise, then to the curators, once each."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from knowledge import conversing, permissions
from knowledge.actions.moderating import moderators
from knowledge.actions.talking import locked_talk, readers
from knowledge.models import Discussion, Expertise
from pvehub import access
from pvehub.audit import trail
from pvehub.notifications import notify
from pvehub.people.calendar import between, day_at, days_off
from pvehub.people.models import Country, User
from pvehub.vocabulary.models import Term


@transaction.atomic
def route(discussion: Discussion, *, now: datetime) -> int:
    """After five working days of the office that asked, those who say they know about it hear once; after ten the curators.
    Says how many were told. What was missed is made up for in one run."""
    discussion = locked_talk(discussion)
    if not Discussion.objects.unanswered().filter(pk=discussion.pk).exists():
        return 0
    office = discussion.office
    days = between(day_at(office, discussion.written_at), day_at(office, now), days_off(office))
    told = 0
    if days >= conversing.ROUTE_AFTER and discussion.routed_at is None:
        knowing = Expertise.objects.listed().knowing(discussion).exclude(user=discussion.author_id)
        people = readers(discussion, [row.user for row in knowing[: 2 * conversing.EXPERTS]])[: conversing.EXPERTS]
        told += len(notify(people, "knowledge.talk_routed", about=discussion, key="routed"))
        discussion.routed_at = now
    if days >= conversing.ESCALATE_AFTER and discussion.escalated_at is None:
        curators = [one for one in moderators(discussion) if one.pk != discussion.author_id]
        told += len(notify(curators, "knowledge.talk_unanswered", about=discussion, key="escalated"))
        discussion.escalated_at = now
    discussion.save(update_fields=["routed_at", "escalated_at"])
    return told


@transaction.atomic
def tell_expertise(
    *,
    by: User,
    is_listed: bool,
    languages: list[str],
    themes: list[Term],
    drivers: list[Term],
    countries: list[Country],
) -> Expertise:
    """What a person says they know, and whether colleagues may find them by it. Nobody says it for another."""
    access.require(permissions.why_not_talk(by))
    mine, _is_new = Expertise.objects.select_for_update(of=("self",)).get_or_create(user=by)
    before = mine.is_listed
    mine.is_listed, mine.languages = is_listed, languages
    mine.save(update_fields=["is_listed", "languages"])
    mine.themes.set(themes)
    mine.drivers.set(drivers)
    mine.countries.set(countries)
    trail.record(mine, "knowledge.expertise_told", by=by, changes={"is_listed": [before, is_listed]})
    return mine

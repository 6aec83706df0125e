"""What people look for: kept under a name, told of what is new, and noted where it leads nowhere."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from knowledge import narrowing, permissions, search, workflow
from knowledge.models import Asked, SavedSearch
from knowledge.narrowing import Filters
from pvehub import access
from pvehub.audit import trail
from pvehub.index import words as spelling
from pvehub.notifications import notify, quiet
from pvehub.people.models import User


@transaction.atomic
def save_search(words: str, filters: Filters, *, by: User, name: str, alert: str = workflow.Alert.NEVER) -> SavedSearch:
    """Keep a question under a name its owner has not used yet; what is there today is not new to them."""
    access.require(permissions.why_not_save_search(by))
    now = timezone.now()
    saved = SavedSearch(
        owner=by, name=name, words=words[:500], filters=str(filters), alert=alert, saved_at=now, told_upto=now
    )
    _keep(saved)
    trail.record(saved, "knowledge.search_saved", by=by)
    return saved


@transaction.atomic
def change_search(saved: SavedSearch, *, by: User, name: str, alert: str = workflow.Alert.NEVER) -> SavedSearch:
    """Another name, or word of what is new more or less often; who begins to be told is told of what comes from now on."""
    saved = SavedSearch.objects.select_for_update(of=("self",)).get(pk=saved.pk)
    access.require(permissions.why_not_change_search(by, saved))
    if saved.alert == workflow.Alert.NEVER and alert != saved.alert:
        saved.told_upto = timezone.now()
    saved.name, saved.alert = name, alert
    _keep(saved)
    trail.record(saved, "knowledge.search_changed", by=by)
    return saved


@transaction.atomic
def remove_search(saved: SavedSearch, *, by: User) -> SavedSearch:
    """No longer kept, nobody is told of it any more."""
    access.require(permissions.why_not_change_search(by, saved))
    trail.record(saved, "knowledge.search_removed", by=by)
    SavedSearch.objects.filter(pk=saved.pk).delete()
    return saved


def _keep(saved: SavedSearch) -> None:
    """Save it; a name its owner uses already is said in one sentence rather than failing in the database."""
    try:
        with transaction.atomic():
            saved.save()
    except IntegrityError as error:
        raise access.Unmet([_("You keep a search of this name already.")]) from error


@transaction.atomic
def tell_news(saved: SavedSearch, *, now: datetime) -> bool:
    """Its owner hears, once a day or week of their own, that the search has something new that they may read. While they
    serve nowhere it waits; back at an office they hear of what came meanwhile."""
    saved = SavedSearch.objects.select_for_update(of=("self",)).select_related("owner").get(pk=saved.pk)
    is_theirs = SavedSearch.objects.visible_to(saved.owner).filter(pk=saved.pk).exists()
    if not (is_theirs and saved.is_due(now.astimezone(quiet.zone(saved.owner.time_zone)))):
        return False
    # What is published at this very moment may not be seen yet: it belongs to the next time.
    since, upto = saved.told_upto, max(saved.told_upto, now - workflow.SETTLED)
    news = search.since(saved.words, narrowing.of(saved), by=saved.owner, moment=since, upto=upto)
    if news:
        notify([saved.owner], "knowledge.search_news", saved, key=upto.isoformat(), since_at=since)
    saved.told_upto = upto
    saved.save(update_fields=["told_upto"])
    return bool(news)


def note_asked(words: str, *, by: User, total: int) -> None:
    """A question was asked of the whole repository: kept folded, for the report of gaps."""
    folded = spelling.key(words)[:200]
    if not folded:
        return
    offices = [posting.office for posting in access.standing(by).postings]
    regions = [office.pk if office.kind == office.Kind.REGIONAL else office.parent_id for office in offices]
    region = next(filter(None, regions), None)
    Asked.objects.bulk_create([Asked(words=folded, by=by, region_id=region, total=total, at=timezone.now())])


def note_opened(*, by: User) -> None:
    """Somebody opened a resource: what they asked shortly before led somewhere."""
    since = timezone.now() - workflow.LED_WITHIN
    Asked.objects.filter(by=by, at__gte=since, has_opened=False, total__gt=0).update(has_opened=True)


def forget_asked(*, now: datetime) -> int:
    """Questions older than they are kept for go; says how many."""
    return Asked.objects.filter(at__lt=now - workflow.ASKED_KEPT).delete()[0]

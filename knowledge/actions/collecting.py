"""Putting resources together, sharing them, and asking colleagues to read them. None of it opens anything to anybody."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from knowledge import permissions
from knowledge.models import Collection, CollectionItem, ReadingAssignment, ReadingDone, Resource
from pvehub import access
from pvehub.audit import trail
from pvehub.notifications import notify, remind
from pvehub.people.calendar import day_at
from pvehub.people.models import User

#: Days before (negative) or after the day by which somebody was asked to read; after the last one nobody is reminded.
READING_RUNGS: Final = (-3, 0, 7)
#: An outage longer than this is not made up for.
LATEST: Final = timedelta(days=READING_RUNGS[-1] + 7)


@transaction.atomic
def make_collection(*, by: User, title: str, about: str = "", is_shared: bool = False) -> Collection:
    """A collection of one's own; nobody else sees it until it is shared or somebody is asked to read it."""
    access.require(permissions.why_not_collect(by))
    office = by.first_office()
    collection: Collection = Collection.objects.create(
        title=title, about=about, owner=by, office=office, is_shared=is_shared, made_at=timezone.now()
    )
    trail.record(collection, "knowledge.collection_made", by=by, after="shared" if is_shared else "")
    return collection


@transaction.atomic
def edit_collection(collection: Collection, *, by: User, title: str, about: str, is_shared: bool) -> Collection:
    """What it is called, what it is for, and whether all staff see that it is there."""
    collection = _held(collection, by=by)
    was = collection.is_shared
    collection.title, collection.about, collection.is_shared = title, about, is_shared
    collection.save(update_fields=["title", "about", "is_shared"])
    trail.record(
        collection, "knowledge.collection_changed", by=by, before="shared" * was, after="shared" * collection.is_shared
    )
    return collection


@transaction.atomic
def end_collection(collection: Collection, *, by: User) -> Collection:
    """It is shown to nobody any more, and nobody is reminded of it."""
    collection = _held(collection, by=by)
    collection.ended_at = timezone.now()
    collection.save(update_fields=["ended_at"])
    trail.record(collection, "knowledge.collection_ended", by=by)
    return collection


@transaction.atomic
def add_item(collection: Collection, resource: Resource, *, by: User, note: str = "") -> CollectionItem:
    """A resource one may read, at the end; a second time changes its note."""
    collection = _held(collection, by=by)
    if not Resource.objects.visible_to(by).filter(pk=resource.pk).exists():
        raise access.Refused(_("You collect what you can read."))
    last = collection.items.order_by("-position", "-pk").first()
    item, _made = CollectionItem.objects.update_or_create(
        collection=collection,
        resource=resource,
        defaults={"note": note},
        create_defaults={
            "note": note,
            "position": last.position + 1 if last else 0,
            "added_by": by,
            "added_at": timezone.now(),
        },
    )
    return item


@transaction.atomic
def remove_item(item: CollectionItem, *, by: User) -> None:
    """Out of the collection; the resource itself stays where it is."""
    _held(item.collection, by=by)
    CollectionItem.objects.filter(pk=item.pk).delete()


@transaction.atomic
def note_item(item: CollectionItem, *, by: User, note: str) -> CollectionItem:
    """A line why it is there."""
    _held(item.collection, by=by)
    item.note = note
    item.save(update_fields=["note"])
    return item


@transaction.atomic
def move_item(item: CollectionItem, *, by: User, before: bool) -> None:
    """Past its neighbour among the items its owner can read: one that is hidden from them is no step."""
    collection = _held(item.collection, by=by)
    order = list(collection.items.order_by("position", "pk"))
    seen = [row.pk for row in collection.items.readable_by(by).order_by("position", "pk")]
    if item.pk not in seen:
        return
    place = seen.index(item.pk) + (-1 if before else 1)
    if not 0 <= place < len(seen):
        return
    moved = next(row for row in order if row.pk == item.pk)
    order.remove(moved)
    neighbour = next(n for n, row in enumerate(order) if row.pk == seen[place])
    order.insert(neighbour if before else neighbour + 1, moved)
    for number, row in enumerate(order):
        row.position = number
    CollectionItem.objects.bulk_update(order, ["position"])


@transaction.atomic
def assign_reading(
    collection: Collection, people: Sequence[User], *, by: User, due_on: date | None = None, note: str = ""
) -> list[ReadingAssignment]:
    """Ask colleagues to read it, by a day or without one. Who was asked already keeps what they marked, with the new day."""
    collection = Collection.objects.select_for_update(of=("self",)).get(pk=collection.pk)
    access.require(permissions.why_not_assign(by, collection))
    found = []
    for person in people:
        assignment, made = ReadingAssignment.objects.update_or_create(
            collection=collection,
            person=person,
            ended_at=None,
            defaults={"due_on": due_on, "note": note},
            create_defaults={"due_on": due_on, "note": note, "by": by, "at": timezone.now()},
        )
        found.append(assignment)
        if made:
            notify([person], "knowledge.reading_assigned", about=collection, by=by, due_on=due_on)
    trail.record(collection, "knowledge.reading_assigned", by=by, after=str(due_on or ""))
    return found


@transaction.atomic
def end_assignment(assignment: ReadingAssignment, *, by: User) -> ReadingAssignment:
    """It is asked of this person no more."""
    access.require(permissions.why_not_end_assignment(by, assignment))
    rows = ReadingAssignment.objects.select_for_update(of=("self",))
    assignment = rows.select_related("collection").get(pk=assignment.pk)
    if assignment.ended_at is None:
        assignment.ended_at = timezone.now()
        assignment.save(update_fields=["ended_at"])
    return assignment


@transaction.atomic
def mark_item(assignment: ReadingAssignment, item: CollectionItem, *, by: User, is_done: bool) -> None:
    """The person says that they have read an item, or that they have not."""
    access.require(permissions.why_not_mark(by, assignment))
    if is_done:
        ReadingDone.objects.get_or_create(assignment=assignment, item=item, defaults={"at": timezone.now()})
    else:
        ReadingDone.objects.filter(assignment=assignment, item=item).delete()


@transaction.atomic
def remind_reading(assignment: ReadingAssignment, *, now: datetime) -> bool:
    """The one reminder that is due to the person by the day where they serve; nothing once all they can read is read."""
    office = assignment.person.first_office()
    if office is None or assignment.due_on is None or not open_items(assignment):
        return False
    days = (day_at(office, now) - assignment.due_on).days
    reached = [rung for rung in READING_RUNGS if rung <= days]
    if not reached or days > LATEST.days:
        return False
    told = remind(
        [assignment.person],
        "knowledge.reading_due",
        assignment.collection,
        rule="reading",
        due=assignment.due_on,
        rung=str(reached[-1]),
    )
    return bool(told)


def open_items(assignment: ReadingAssignment) -> bool:
    """Whether something is left that this person can read and has not marked."""
    rows = CollectionItem.objects.filter(collection=assignment.collection_id).readable_by(assignment.person)
    return rows.exclude(pk__in=assignment.done.values("item")).exists()


def _held(collection: Collection, *, by: User) -> Collection:
    collection = Collection.objects.select_for_update(of=("self",)).get(pk=collection.pk)
    access.require(permissions.why_not_change_collection(by, collection))
    return collection

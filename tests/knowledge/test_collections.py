"""Collections open nothing: everyone sees of them what they may read; who was asked to read is reminded once."""

import re
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from knowledge import actions, tasks
from knowledge.models import Collection, CollectionItem, ReadingAssignment
from pvehub import access
from pvehub.notifications.models import Notice
from tests import make

pytestmark = pytest.mark.django_db


def page(client, collection):
    return said(client, collection.get_absolute_url())


def said(client, url):
    """The page without the token of its forms, which is another one each time."""
    return re.sub(r'csrfmiddlewaretoken" value="\w+"', "", client.get(url).content.decode())


def titles(text, *resources):
    return [resource.title for resource in resources if resource.title in text]


@pytest.fixture
def shelf():
    """A shared collection of three: for all staff, for the office, for all staff."""
    owner = make.officer()
    open_one, closed, last = (make.resource(author=owner, tier=tier) for tier in (0, 2, 0))
    return make.collection(owner, open_one, closed, last, is_shared=True), open_one, closed, last


def test_a_reader_sees_what_they_may_read_and_no_number_tells_of_the_rest(shelf, as_):
    collection, open_one, closed, last = shelf
    reader = as_(make.officer("NE"))

    before = page(reader, collection)
    listed = said(reader, reverse("knowledge:collection-list"))
    CollectionItem.objects.filter(resource=closed).delete()

    assert titles(before, open_one, closed, last) == [open_one.title, last.title]
    assert "2 items" in listed
    assert page(reader, collection) == before
    assert said(reader, reverse("knowledge:collection-list")) == listed


def test_a_collection_that_is_not_shared_is_its_owners_and_of_those_who_were_asked(shelf, as_):
    collection = shelf[0]
    owner, asked, stranger = collection.owner, make.officer("KE"), make.officer("NE")
    actions.edit_collection(collection, by=owner, title="Mine", about="", is_shared=False)

    assert as_(stranger).get(collection.get_absolute_url()).status_code == 404
    actions.assign_reading(collection, [asked], by=owner)
    assert as_(asked).get(collection.get_absolute_url()).status_code == 200
    with pytest.raises(access.Refused):
        actions.assign_reading(collection, [stranger], by=asked)
    actions.end_assignment(ReadingAssignment.objects.get(), by=asked)
    assert not Collection.objects.visible_to(asked).exists()


def test_only_its_owner_changes_it_and_collects_only_what_they_can_read(shelf):
    collection, _open, closed, _last = shelf
    other = make.officer("NE")

    with pytest.raises(access.Refused):
        actions.add_item(collection, shelf[1], by=other)
    with pytest.raises(access.Refused):
        actions.add_item(make.collection(other), closed, by=other)
    with pytest.raises(access.Refused):
        actions.end_collection(collection, by=other)


def test_items_are_ordered_by_their_owner_past_what_they_can_see(shelf, as_):
    collection, first, closed, last = shelf
    owner = collection.owner
    url = reverse("knowledge:collection-item", args=[collection.uid, collection.items.get(resource=last).pk])

    as_(owner).post(url, {"act": "up"})
    order = [item.resource for item in collection.items.order_by("position")]
    as_(owner).post(url, {"act": "up"})
    as_(owner).post(url, {"act": "up"})  # it is first already

    assert order == [first, last, closed]
    assert [item.resource for item in collection.items.order_by("position")] == [last, first, closed]


def test_adding_twice_is_adding_once_with_the_new_line(shelf, as_):
    collection, first, *_rest = shelf
    url = reverse("knowledge:resource-collect", args=[first.uid])

    answer = as_(collection.owner).post(url, {"collection": collection.pk, "note": "Begin here"})
    nothing = as_(collection.owner).post(url, {"note": "Kept"})

    assert answer.status_code == 302 and collection.items.get(resource=first).note == "Begin here"
    assert nothing.status_code == 422 and "Kept" in nothing.content.decode()


def test_colleagues_are_asked_by_address_hear_once_and_mark_what_they_read(shelf, as_):
    collection, first, closed, last = shelf
    asked, url = make.officer("KE"), reverse("knowledge:collection-assign", args=[shelf[0].uid])
    client = as_(collection.owner)

    wrong = client.post(url, {"people": f"{asked.email}, nobody@test.example", "note": "Please"})
    for _again in range(2):
        client.post(url, {"people": asked.email.upper(), "note": "Please"})

    assert wrong.status_code == 422 and "nobody@test.example" in wrong.content.decode()
    assert Notice.objects.filter(kind="knowledge.reading_assigned").get().recipient == asked
    mine, reader = ReadingAssignment.objects.get(), as_(asked)
    mark = reverse("knowledge:reading-mark", args=[mine.pk])
    item, hidden = collection.items.get(resource=first), collection.items.get(resource=closed)
    assert reader.post(mark, {"item": item.pk, "done": "1"}).status_code == 302
    assert reader.post(mark, {"item": hidden.pk, "done": "1"}).status_code == 404
    assert as_(make.officer("NE")).post(mark, {"item": item.pk, "done": "1"}).status_code == 404
    assert client.post(mark, {"item": item.pk, "done": "1"}).status_code == 403
    assert mine.done.get().item == item
    assert "1 read" in page(client, collection)
    reader.post(mark, {"item": item.pk})
    assert not mine.done.exists()


def told():
    return Notice.objects.filter(kind="knowledge.reading_due").count()


def test_a_reading_is_reminded_of_once_a_rung_by_the_readers_own_day_and_not_once_it_is_read(shelf):
    collection, first, _closed, last = shelf
    reader, due = make.officer("KE"), make.today("KE") + timedelta(days=30)
    mine = make.reading(collection, reader, due_on=due)

    def at(days, hour=12):
        return datetime.combine(due + timedelta(days=days), time(hour), ZoneInfo("Africa/Nairobi"))

    assert not actions.remind_reading(mine, now=at(-4, 23))
    assert actions.remind_reading(mine, now=at(-3, 0)) and not actions.remind_reading(mine, now=at(-1))
    assert actions.remind_reading(mine, now=at(0)) and told() == 2
    for resource in (first, last):  # the one that is closed to the reader keeps nothing open
        actions.mark_item(mine, collection.items.get(resource=resource), by=reader, is_done=True)
    assert not actions.remind_reading(mine, now=at(7)) and told() == 2


def test_the_sweep_reminds_of_what_is_due_and_leaves_ended_collections_and_old_days_alone(shelf):
    collection, reader = shelf[0], make.officer("KE")
    make.reading(collection, reader, due_on=make.today("KE"))
    make.reading(make.collection(collection.owner, shelf[1]), reader, due_on=make.today("KE") - timedelta(days=40))
    ended = make.collection(collection.owner, shelf[1])
    make.reading(ended, reader, due_on=make.today("KE"))
    actions.end_collection(ended, by=collection.owner)

    assert (tasks.remind_reading(), tasks.remind_reading(), told()) == (1, 0, 1)


def test_a_private_collection_is_named_in_no_mail(shelf):
    assert [make.collection(make.officer(), is_shared=shared).tier for shared in (True, False)] == [0, 2]


def test_the_record_costs_the_same_with_1_and_12_items_and_stays_within_thirty(as_, django_assert_max_num_queries):
    owner = make.officer()
    first, asked = make.resource(author=owner), make.officer("KE")
    collection = make.collection(owner, first)
    make.reading(collection, asked)
    costs = []
    for number in (0, 3):
        for _each in range(number):
            actions.add_item(collection, make.resource(author=owner), by=owner)
        for client in (as_(owner), as_(asked)):
            page(client, collection)
            with django_assert_max_num_queries(30) as seen:
                page(client, collection)
            costs.append(len(seen))
    assert costs[:2] == costs[2:]

"""Searches that are kept: whose they are, who hears of what is new in them, and when."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from knowledge import actions, search, tasks
from knowledge.models import Resource, SavedSearch
from knowledge.narrowing import Filters
from pvehub.audit import trail
from pvehub.notifications.models import Delivery, Notice
from tests import make

pytestmark = pytest.mark.django_db
NEW = reverse("search:saved-new")


def _came(resource, **ago):
    """It was published so long ago."""
    Resource.objects.filter(pk=resource.pk).update(published_at=timezone.now() - timedelta(**ago))
    return resource


def test_a_search_is_kept_with_its_words_and_filters_renamed_and_let_go(as_):
    owner = make.outsider()
    client, _uganda = as_(owner), make.country("UG")
    sent = {"name": "  Markets  of Uganda ", "alert": "weekly", "once": str(uuid.uuid4())}

    address = f"{NEW}?q=market&country=UG&page=3&next=x"
    assert client.post(address, sent).url == reverse("search:saved-list")
    client.post(address, sent)
    saved = SavedSearch.objects.get()
    kept = (saved.name, saved.words, saved.filters, saved.alert)
    assert kept == ("Markets of Uganda", "market", "country=UG", "weekly")
    assert client.get(saved.get_absolute_url()).url == f"{reverse('search:search-list')}?q=market&country=UG&sort=new"
    page = client.get(reverse("search:saved-list")).content.decode()
    assert "Markets of Uganda" in page and "Country: Uganda" in page and "once a week" in page

    client.post(reverse("search:saved-edit", args=[saved.uid]), {"name": "Mine", "alert": "never"})
    saved.refresh_from_db()
    assert (saved.name, saved.alert) == ("Mine", "never")
    gone = client.post(reverse("search:saved-remove", args=[saved.uid]))
    assert gone.url == f"{reverse('search:search-list')}?q=market&country=UG&sort=new"
    assert not SavedSearch.objects.exists()
    verbs = [event.verb for event in trail.of(saved)]
    assert verbs == [f"knowledge.search_{verb}" for verb in ("saved", "changed", "removed")]


def test_a_name_used_already_is_said_and_what_was_typed_stays(as_):
    owner = make.outsider()
    make.saved_search(owner, name="Markets")

    back = as_(owner).post(f"{NEW}?q=x", {"name": "Markets", "alert": "daily"})

    assert back.status_code == 200
    assert "You keep a search of this name already." in back.content.decode()
    assert back.context["form"]["alert"].value() == "daily"


def test_of_projects_nobody_is_told_by_a_search(as_):
    page = as_(make.outsider()).get(f"{NEW}?q=x&kind=project").content.decode()

    assert 'name="alert"' not in page and "following their country or theme" in page


@pytest.mark.scenario("knowledge-7")
def test_of_two_who_keep_one_search_each_hears_of_their_own_also_where_one_fails(as_, outbox, monkeypatch):
    officer, outsider, third = make.officer("UG"), make.outsider(), make.user("staff", "KE")
    theirs = _came(make.resource(tier=2, title="Committees, restricted"), hours=5)
    for person in (third, officer, outsider):
        make.saved_search(person, alert="daily")
    told = search.since

    def fails_for_the_third(words, filters, *, by, **moments):
        if by == third:
            raise RuntimeError("The line was cut.")
        return told(words, filters, by=by, **moments)

    monkeypatch.setattr(search, "since", fails_for_the_third)
    start = len(outbox)
    tasks.tell_news()

    assert outbox.rows()[start:] == [("knowledge.search_news", officer)]
    notice = Notice.objects.get(kind="knowledge.search_news")
    saved = SavedSearch.objects.get(owner=officer)
    assert notice.about_id == str(saved.pk)
    rows = as_(officer).get(saved.today_url()).context["page"].rows
    assert [row.thing for row in rows] == [theirs]
    assert as_(outsider).get(saved.get_absolute_url()).status_code == 404
    assert as_(outsider).get(saved.today_url()).context["page"].rows == []

    monkeypatch.setattr(search, "since", told)
    open_to_all = _came(make.resource(title="Committees, open"), hours=1)
    tasks.tell_news()
    assert outbox.rows()[start + 1 :].count(("knowledge.search_news", third)) == 1
    assert ("knowledge.search_news", outsider) not in outbox.rows()  # told up to just now: tomorrow's word
    SavedSearch.objects.filter(owner=outsider).update(told_upto=timezone.now() - timedelta(days=1))
    tasks.tell_news()
    tasks.tell_news()
    assert outbox.rows().count(("knowledge.search_news", outsider)) == 1
    rows = as_(outsider).get(SavedSearch.objects.get(owner=outsider).today_url()).context["page"].rows
    assert [row.thing for row in rows] == [open_to_all]


def test_who_serves_nowhere_hears_nothing_of_a_kept_search_and_of_it_all_once_back(as_, outbox):
    reader = make.user("staff", "KE")
    saved = make.saved_search(reader, alert="daily", told_upto=timezone.now() - timedelta(days=9))
    posting = reader.postings.get()
    posting.starts_at, posting.ends_at = timezone.now() - timedelta(days=60), timezone.now() - timedelta(days=5)
    posting.save()
    _came(make.resource(), days=3)
    start = len(outbox)

    tasks.tell_news()
    assert len(outbox) == start and not Delivery.objects.filter(recipient=reader).exists()
    assert as_(reader).get(saved.get_absolute_url()).status_code in (302, 403, 404)
    assert not SavedSearch.objects.visible_to(reader).exists()

    posting.ends_at = None
    posting.save()
    tasks.tell_news()
    assert outbox.rows()[start:] == [("knowledge.search_news", reader)]


def test_what_lost_its_readers_before_the_mail_goes_is_not_mailed(outbox):
    from knowledge.notices import KINDS

    reader = make.user("staff", "KE")
    saved = make.saved_search(reader, alert="daily")
    resource = _came(make.resource(tier=1), hours=5)
    tasks.tell_news()
    notice = Notice.objects.get(kind="knowledge.search_news")
    (kind,) = [kind for kind in KINDS if kind.slug == "knowledge.search_news"]

    assert kind.relevant(SavedSearch.objects.get(pk=saved.pk), notice.facts)
    Resource.objects.filter(pk=resource.pk).update(tier=2)
    assert not kind.relevant(SavedSearch.objects.get(pk=saved.pk), notice.facts)


@pytest.mark.parametrize(("alert", "days", "is_told"), [("daily", 1, True), ("weekly", 1, False), ("weekly", 7, True)])
def test_a_day_or_week_is_that_of_its_owner_and_an_outage_is_one_word(alert, days, is_told, outbox):
    from datetime import UTC, datetime

    owner = make.outsider()
    owner.time_zone = "Pacific/Auckland"
    owner.save()
    tuesday = datetime(2026, 3, 3, 10, tzinfo=UTC)
    saved = make.saved_search(owner, alert=alert, told_upto=tuesday)
    resource = make.resource()
    Resource.objects.filter(pk=resource.pk).update(published_at=tuesday + timedelta(minutes=5))
    start = len(outbox)

    assert not actions.tell_news(saved, now=tuesday + timedelta(minutes=30))  # 23:30 there: the same day
    assert actions.tell_news(saved, now=tuesday + timedelta(days=days, hours=2)) is is_told
    assert not actions.tell_news(saved, now=tuesday + timedelta(days=days, hours=3))
    assert len(outbox) - start == is_told


def test_the_mail_of_a_kept_search_names_neither_it_nor_its_words():
    from pvehub.notifications import mail

    assert mail.is_restricted(make.saved_search(make.outsider()))


def test_who_asks_to_be_told_hears_of_what_comes_from_then_on():
    owner = make.outsider()
    saved = make.saved_search(owner)
    before = timezone.now()

    actions.change_search(saved, by=owner, name=saved.name, alert="daily")

    saved.refresh_from_db()
    assert saved.told_upto >= before


def test_nobody_changes_the_search_of_another():
    from pvehub import access

    saved = make.saved_search(make.outsider())
    other = make.officer("UG")
    for act in (
        lambda: actions.change_search(saved, by=other, name="x"),
        lambda: actions.remove_search(saved, by=other),
    ):
        with pytest.raises(access.Refused):
            act()
    gone = make.user("staff", "UG", is_active=False)
    with pytest.raises(access.Refused):
        actions.save_search("x", Filters(), by=gone, name="x")

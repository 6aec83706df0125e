"""Who follows a theme or a country hears of what is published on it, as far as they may read it, once."""

import pytest
from django.urls import reverse

from knowledge import actions, tasks
from knowledge.models import Resource
from projects.models import Follow
from pvehub.jobs.models import Job
from pvehub.notifications.models import Notice
from tests import make

pytestmark = pytest.mark.django_db
KIND = "knowledge.followed_news"


def follower(office="NE", **what):
    person = make.officer(office)
    Follow.objects.create(user=person, **what)
    return person


def told():
    return set(Notice.objects.filter(kind=KIND).values_list("recipient", flat=True))


def test_followers_of_theme_and_country_hear_once_and_authors_and_those_who_may_not_read_it_do_not():
    theme, land = make.term("themes", "A"), make.country("UG")
    by_theme, by_country, inside = follower(theme=theme), follower(country=land), follower("UG", theme=theme)
    other = follower(theme=make.term("themes", "B"))
    author = make.officer("UG")
    Follow.objects.create(user=author, theme=theme)

    open_one = make.resource(author=author, themes=[theme], countries=[land])
    assert Job.objects.filter(name="knowledge.tasks.tell_of_new").count() == 1
    assert tasks.tell_of_new(open_one.pk) == 3 and tasks.tell_of_new(open_one.pk) == 0
    assert told() == {by_theme.pk, by_country.pk, inside.pk} and other.pk not in told()

    closed = make.resource(author=author, themes=[theme], countries=[land], tier=2)
    tasks.tell_of_new(closed.pk)
    about = Notice.objects.filter(kind=KIND, about_id=str(closed.pk))
    assert [notice.recipient for notice in about] == [inside]


def test_a_masked_origin_is_no_news_of_its_country_but_of_its_theme():
    theme, land = make.term("themes", "A"), make.country("UG")
    by_theme, by_country = follower(theme=theme), follower(country=land)
    made = make.resource(themes=[theme], countries=[land])
    Resource.objects.filter(pk=made.pk).update(is_masked=True, credit="nobody")
    made.refresh_from_db()

    actions.tell_of_new(made)

    assert told() == {by_theme.pk}
    assert not Resource.objects.visible_to(by_country).followed_by(by_country).exists()


def test_following_what_a_theme_was_merged_into_or_what_stands_above_it_is_following_it():
    above, old, new = make.term("themes", "TOP"), *make.merged("OLD", "NEW")
    type(new).objects.filter(pk=new.pk).update(parent=above)
    people = [follower(theme=term) for term in (old, new, above)]

    made = make.resource(themes=[old])
    actions.tell_of_new(made)

    assert told() == {person.pk for person in people}


def test_the_page_shows_what_one_follows_and_nothing_that_one_may_not_read(as_):
    theme = make.term("themes", "A", "Alpha")
    person = follower(theme=theme)
    mine = make.resource(themes=[theme], title="On my theme")
    make.resource(themes=[theme], title="canary7f3q", tier=2)
    make.resource(title="On another theme")
    client = as_(person)

    page = client.get(reverse("knowledge:news-list")).content.decode()

    assert mine.title in page and "On another theme" not in page and "canary7f3q" not in page
    assert "You follow no theme" in as_(make.officer()).get(reverse("knowledge:news-list")).content.decode()

"""Who follows a text, a theme or a country hears what became of a text: found to hold, contested, replaced, withdrawn."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from knowledge import actions, tasks
from knowledge.models import Follow, Resource, TrustChange
from projects.models import Follow as Interest
from pvehub import jobs
from pvehub.notifications.kinds import registry
from pvehub.notifications.models import Delivery, Notice
from tests import make

pytestmark = pytest.mark.django_db
KIND = "knowledge.followed_turn"


def told(resource=None):
    rows = Notice.objects.filter(kind=KIND)
    if resource is not None:
        rows = rows.filter(about_id__in=[str(pk) for pk in resource.trust_changes.values_list("pk", flat=True)])
    return {(notice.recipient, TrustChange.objects.get(pk=notice.about_id).what) for notice in rows}


def run():
    while jobs.sweep():
        pass


def test_each_turn_is_told_once_to_those_who_follow_it_and_may_see_it_and_stands_among_the_news(as_):
    theme, land = make.term("themes", "A"), make.country("UG")
    by_theme, by_country, by_text, reader = (make.officer("NE") for _ in range(4))
    Interest.objects.create(user=by_theme, theme=theme)
    Interest.objects.create(user=by_country, country=land)
    author, curator = make.officer("UG"), make.curator()
    Interest.objects.create(user=author, theme=theme)
    made = make.resource(author=author, themes=[theme], countries=[land], title="On stalls")
    newer = make.resource(author=author, title="Newer stalls", office="UG")
    Follow.objects.create(resource=made, user=by_text, followed_at=timezone.now())
    everybody = {by_theme, by_country, by_text}
    run()
    assert told() == set(), "what is published is told as new, not as found to hold"

    actions.verify(made, by=author)
    run()
    assert told() == {(person, "verified") for person in everybody}
    contest = actions.contest(made, by=reader, why="The market closed.")
    actions.contest(made, by=by_theme, why="Nor here.")
    run()
    assert {(person, "contested") for person in everybody} <= told() and len(told()) == 6
    for row in list(made.contests.open()):
        actions.answer(row, by=curator, outcome="holds", answer="It moved.")
    assert made.trust_changes.filter(what="verified").count() == 2, "with the last doubt, not with each"
    run()
    made.refresh_from_db()
    actions.supersede(made, newer, by=curator, reason="Newer.")
    run()
    assert {(person, "superseded") for person in everybody} <= told()
    assert author not in {person for person, _what in told()} and contest.by not in {person for person, _w in told()}

    page = as_(by_theme).get(reverse("knowledge:news-list")).text
    panel = page.partition("What became of texts")[2]
    assert (
        panel.index("Another one took its place") < panel.index("Contested by a reader") < panel.rindex("Found to hold")
    )
    assert made.get_absolute_url() in panel
    assert "What became of texts" not in as_(reader).get(reverse("knowledge:news-list")).text
    [first] = tasks_told_again(made)
    assert first == 0


def tasks_told_again(made):
    """A job that runs twice tells nobody again."""
    change = made.trust_changes.get(what="superseded")
    return [tasks.tell_of_turn(change.pk, 0)]


def test_an_outsider_gets_the_page_mail_and_bell_of_what_never_was(as_):
    theme = make.term("themes", "A")
    outsider, insider = make.officer("NE"), make.officer("UG")
    for person in (outsider, insider):
        Interest.objects.create(user=person, theme=theme)
    client = as_(outsider)

    def page():
        return re.sub(r'value="[\w\-:.]{20,}"|nonce="[^"]+"', "", client.get(reverse("knowledge:news-list")).text)

    before = page()
    author = make.officer("UG")
    secret = make.resource(author=author, themes=[theme], title="Canary9 title", tier=2)
    draft = make.resource(author=author, themes=[theme], title="Canary9 draft", state="draft")
    actions.withdraw(draft, by=author, reason="No.")
    actions.verify(secret, by=author)
    actions.withdraw(secret, by=make.curator(), reason="Canary9 reason")
    run()

    assert told() == {(insider, "withdrawn")}, "and of what was overtaken at once nobody hears"
    assert not TrustChange.objects.filter(resource=draft).exists()
    assert page() == before
    assert not TrustChange.objects.visible_to(outsider).exists()


def test_access_lost_before_the_mail_goes_keeps_it_back_and_so_does_an_answer():
    theme = make.term("themes", "A")
    person = make.officer("NE")
    Interest.objects.create(user=person, theme=theme)
    made = make.resource(themes=[theme], title="Canary9")
    reader = make.officer("UG")
    contest = actions.contest(made, by=reader, why="No longer.")
    run()
    change = TrustChange.objects.get(what="contested")

    relevant = registry()[KIND].relevant
    assert relevant(change, {})
    Resource.objects.filter(pk=made.pk).update(tier=2)
    assert not TrustChange.objects.visible_to(person).exists(), "the sending asks this again"
    Resource.objects.filter(pk=made.pk).update(tier=0)
    actions.answer(contest, by=make.curator(), outcome="holds", answer="It does.")
    change = TrustChange.objects.select_related("resource").get(pk=change.pk)
    assert not relevant(change, {})
    assert Delivery.objects.filter(notice__kind=KIND).exists() and not mail.outbox


def test_a_masked_origin_is_no_news_of_its_country_and_old_turns_leave_the_page():
    theme, land = make.term("themes", "A"), make.country("UG")
    by_country = make.officer("NE")
    Interest.objects.create(user=by_country, country=land)
    author = make.officer("UG")
    made = make.resource(author=author, themes=[theme], countries=[land], is_masked=True)
    actions.verify(made, by=author)
    run()

    assert told() == set()
    assert not TrustChange.objects.visible_to(by_country).followed_by(by_country).exists()
    TrustChange.objects.update(at=timezone.now() - timedelta(days=61))
    Interest.objects.create(user=by_country, theme=theme)
    rows = TrustChange.objects.visible_to(by_country).followed_by(by_country)
    assert rows.exists() and not rows.since(timezone.now() - timedelta(days=60)).exists()

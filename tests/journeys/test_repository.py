"""One lesson and three people: written on a phone, sent back by a curator once, found and contested by a reader."""

import pytest

from knowledge.models import Contest, Resource, SavedSearch
from tests import make
from tests.journeys.walking import Walker
from tests.machinery.amount import of_the_day

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.timeout(300)]
TITLE, PHONE = "Committees keep markets open", 360


@pytest.fixture(params=of_the_day(["nojs", "js"]))
def mode(request):
    return request.param


@pytest.fixture
def people():
    make.term("themes", "SOCOH", "Social cohesion")
    return {
        "author": make.officer("UG", name="Officer Kampala"),
        "curator": make.curator(name="Curator Geneva"),
        "reader": make.outsider("NE", name="Colleague Niamey"),
    }


@pytest.fixture
def walk(browser, live_server, people, mode, as_app_role):
    opened = {
        who: Walker(browser, live_server.url, person, mode, width=PHONE if who == "author" else 1280)
        for who, person in people.items()
    }
    yield opened
    for walker in opened.values():
        walker.close()


def test_a_lesson_from_a_phone_past_a_curator_to_a_reader_who_knows_better(walk):
    author, curator, reader = walk["author"], walk["curator"], walk["reader"]
    for walker in walk.values():
        walker.enter()
    lesson = sent(author)
    sent_back(curator, lesson)
    sent_again(author, lesson)
    published(curator, lesson)
    found(reader, lesson)
    contested(reader, lesson)
    kept(reader)
    assert not author.problems + curator.problems + reader.problems


def sent(author):
    """Five answers; what the machine finds is named before anybody else sees a word of it, and holds the text back."""
    author.go("/knowledge/contribute/")
    author.page.locator('main a[href^="/knowledge/contribute/lesson/"]').first.click()
    author.look()
    author.fill(
        title=TITLE,
        summary="Traders and young people settled disputes over stalls.",
        context="A district with three markets.",
        happened="They met weekly. Call +256 772 123 456 to join.",
        outcome="success",
        tier="0",
    )
    author.press("Save and check")
    assert author.reads("“What happened” holds a phone number") or author.reads("holds a phone number")
    assert author.reads("A lesson needs a recommendation")
    assert author.page.get_by_role("button", name="Send to the curators").is_disabled()
    lesson = Resource.objects.get()
    assert lesson.submitted_at is None
    author.follow("A lesson needs a recommendation")
    author.fill(happened="They met weekly.", recommendation="Agree with elders first who may have a stall.")
    author.press("Save and check")
    author.press("Send to the curators")
    assert lesson.revisions.get().status == "submitted"
    return lesson


def sent_back(curator, lesson):
    """Out of the queue into one hand; nothing is published before each point is confirmed; then a question, with why."""
    curator.go("/knowledge/queue/")
    curator.follow(TITLE)
    curator.press("Take it in hand")
    curator.press("Publish")
    assert curator.reads("Confirm this point before publishing")
    curator.page.fill("#id_reason", "How many committees were there?")
    curator.press("Ask for changes")
    assert lesson.revisions.get().status == "changes_requested"


def sent_again(author, lesson):
    author.go("/")
    author.follow(TITLE)
    assert author.reads("How many committees were there?")
    author.fill(happened="Eleven committees met weekly.")
    author.press("Save and check")
    author.press("Send to the curators")
    assert [text.status for text in lesson.revisions.order_by("number")] == ["changes_requested", "in_curation"]


def published(curator, lesson):
    """The second text comes to the same curator, with what changed since the first."""
    curator.go(f"/knowledge/{lesson.uid}/review/?since=1")
    assert curator.page.locator("#changes ins").all_inner_texts()
    assert curator.reads("Eleven")
    for box in curator.page.locator("main fieldset input[type=checkbox]").all():
        box.check()
    curator.press("Publish")
    lesson.refresh_from_db()
    assert (lesson.state, lesson.published_revision.number) == ("published", 2)


def found(reader, lesson):
    """With a slip of the finger, narrowed down, opened."""
    make.resource(title="Markets in the rain", language="fr")
    from pvehub import index

    index.refresh()
    reader.go("/search/")
    reader.page.fill("main [name=q]", "comittees")
    reader.page.locator('main form[role="search"] button').click()
    reader.page.wait_for_url("**q=comittees**")
    reader.look()
    assert reader.reads("Showing results for committees")
    reader.follow("English")
    assert reader.reads("1 thing found")
    reader.follow(TITLE)
    assert reader.reads("Eleven committees met weekly.")


def contested(reader, lesson):
    reader.follow("This is no longer true")
    reader.fill(why="The committees were dissolved last year.", where="The north")
    reader.press("Send it to who answers for the text")
    assert reader.reads("Contested")
    assert Contest.objects.get().resource == lesson


def kept(reader):
    reader.go("/search/?q=committees&language=en")
    reader.follow("Keep this search")
    reader.fill(name="Markets", alert="weekly")
    reader.press("Keep")
    assert reader.reads("Markets")
    assert (SavedSearch.objects.get().words, SavedSearch.objects.get().filters) == ("committees", "language=en")

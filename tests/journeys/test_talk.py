"""A question from Kampala: asked where nothing is written, answered in Lagos, accepted, and made a lesson of."""

import pytest

from knowledge.models import Discussion, Resource
from tests import make
from tests.journeys.walking import Walker
from tests.machinery.amount import of_the_day

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.timeout(120)]
TITLE = "Who has worked with riders of motorcycle taxis?"


@pytest.fixture(params=of_the_day(["js", "nojs"]))
def mode(request):
    return request.param


@pytest.fixture
def walk(browser, live_server, mode, as_app_role):
    people = {"asker": make.officer("UG", name="Officer Kampala"), "helper": make.officer("NG", name="Officer Lagos")}
    opened = {who: Walker(browser, live_server.url, person, mode) for who, person in people.items()}
    yield opened
    for walker in opened.values():
        walker.close()


def test_a_question_is_answered_accepted_and_becomes_a_lesson_with_credit(walk):
    asker, helper = walk["asker"], walk["helper"]
    for walker in walk.values():
        walker.enter()
    asker.go("/knowledge/discussions/new/?title=" + TITLE)
    asker.fill(text="We begin in two districts.")
    asker.press("Put it up")
    made = Discussion.objects.get()
    assert made.title == TITLE

    helper.go("/knowledge/discussions/")
    helper.follow(TITLE)
    helper.fill(text="Their chair decides: speak with her first.")
    helper.press("Reply")
    assert helper.reads("speak with her first")

    asker.go(made.get_absolute_url())
    asker.press("This answers it")
    made.refresh_from_db()
    assert made.state == "answered"
    asker.press("Write a lesson from it")
    lesson = Resource.objects.get()
    assert {person.name for person in lesson.authors.all()} == {"Officer Kampala", "Officer Lagos"}
    assert not asker.problems + helper.problems

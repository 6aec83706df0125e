"""An officer of headquarters runs a meeting's follow-up: what Geneva promised, the next meeting, feedback, a new promise."""

import pytest

from knowledge.models import FollowUpAction, Meeting
from tests import make
from tests.journeys.walking import Walker
from tests.machinery.amount import of_the_day

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.timeout(120)]


@pytest.mark.parametrize("mode", of_the_day(["nojs", "js"]))
def test_headquarters_follows_up_what_was_promised_and_plans_the_next_meeting(browser, live_server, mode, as_app_role):
    head = make.head(name="Head Geneva")
    held = make.meeting(head, title="Symposium held", series="Symposium", agenda="Opening\nRisks")
    row = make.recommendation(held, "Say what the approach is.")
    late = make.promise(row, text="Finish the guidance", due_on=make.today("HQ").replace(day=1).replace(year=2024))
    make.promise(row, text="Find the money", due_on=make.today("HQ"))
    for score in (3, 4, 5):
        make.feedback(held, constructive=score, text=f"Words {score}")
    walker = Walker(browser, live_server.url, head, mode, width=360 if mode == "nojs" else 1280)
    try:
        walker.enter()
        _from_the_desk(walker, late)
        _with_evidence(walker, late)
        _the_next(walker, held)
        if mode == "js":
            _what_became_of_it(walker, held)
        assert not walker.problems
    finally:
        walker.close()


def _from_the_desk(walker, late):
    """What is late stands on the desk; a word says how it goes."""
    walker.go("/")
    walker.follow("Finish the guidance")
    walker.fill(**{"progress-note": "The second draft is with three missions."})
    walker.press("Note it")
    assert walker.reads("The second draft is with three missions.")
    late.refresh_from_db()
    assert late.state == "in_progress"


def _with_evidence(walker, late):
    """Nothing is done by saying so: without evidence the form comes back."""
    walker.page.get_by_text("It is done", exact=True).click()
    walker.press("Done, with this evidence")
    assert walker.reads("Give what shows that it was done")
    walker.fill(**{"done-address": "/knowledge/scope/", "done-note": "Shared with all missions."})
    walker.press("Done, with this evidence")
    late.refresh_from_db()
    assert (late.state, late.evidence_link) == ("done", "/knowledge/scope/")


def _the_next(walker, held):
    """Planned from the last one, the next opens on what is still open; there something new is promised."""
    walker.go(held.get_absolute_url())
    walker.follow("Plan the next one")
    walker.fill(title="Symposium to come", starts_on="2031-03-01", ends_on="2031-03-02", agenda="Opening")
    walker.press("Save")
    assert walker.reads("Find the money")
    assert not walker.reads("Finish the guidance")
    walker.follow("Enter a recommendation")
    walker.fill(text="Meet twice a year.")
    walker.press("Save")
    walker.follow("Promise something for it")
    walker.fill(text="Two dates are set", role="trd-head", office=str(held.office_id), due_on="2031-06-01")
    walker.press("Save")
    coming = Meeting.objects.get(title="Symposium to come")
    assert FollowUpAction.objects.of_meetings([coming]).get().due_on.isoformat() == "2031-06-01"
    walker.fill(text="Challenges within the mission")
    walker.press("Suggest it")
    assert walker.reads("1 vote")


def _what_became_of_it(walker, held):
    """The 360° page and what people thought."""
    walker.go(held.get_absolute_url() + "360/")
    assert walker.reads("Promised in all")
    walker.go(held.get_absolute_url() + "feedback/results/")
    assert walker.reads("Mean 4.00 of 5")
    walker.go("/knowledge/meetings/")
    assert walker.reads("1 of 2 promises done or dropped")
    walker.go("/knowledge/promises/?state=all")
    assert walker.reads("Two dates are set")

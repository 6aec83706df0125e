"""One case through headquarters: an Extreme risk, words suggested and taken over, two reviews, a clearance, the director."""

import datetime

import pytest
from django.utils import timezone

from endorsement.models import Case, Letter, Thread
from projects.models import Project
from pvehub.notifications.models import Notice
from risks.scoring import Rating
from tests import make
from tests.journeys.walking import Walker
from tests.machinery.amount import of_the_day

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.timeout(600)]

LATER = (timezone.localdate() + datetime.timedelta(days=40)).isoformat()
BETTER = "Traders and young people settle disputes before a council."


@pytest.fixture(params=of_the_day(["js", "nojs"]))
def mode(request):
    return request.param


@pytest.fixture
def people():
    """Who walks; the project is the officer's, its Extreme risk assumed where such a risk is assumed."""
    make.reference()
    found = {
        "officer": make.officer("UG", name="Officer Kampala"),
        "chief": make.chief("UG", name="Chief Kampala"),
        "lead": make.reviewer(name="Reviewer Lead"),
        "first": make.reviewer(name="Reviewer First"),
        "second": make.reviewer(name="Reviewer Second"),
        "adviser": make.adviser(name="Adviser Geneva"),
        "head": make.head(name="Head of TRD"),
        "director": make.doe_director(name="Director of DOE"),
    }
    project = make.complete_project(manager=found["officer"], start_on=timezone.localdate())
    register = make.register(project)
    risk = make.risk(register, current=Rating(4, {"programme": 5}), strategy="reduce")
    make.treatment(risk)
    make.screened(register)
    make.acceptance(risk, is_granted=True, by=make.risk_officer())
    return found


@pytest.fixture
def walk(browser, live_server, people, mode, as_app_role):
    opened = {}

    def at_screen(who):
        """The browser this person sits at; they sign in the first time they are asked for."""
        if who not in opened:
            opened[who] = Walker(browser, live_server.url, people[who], mode)
            opened[who].sign_in()
        return opened[who]

    yield at_screen
    for walker in opened.values():
        walker.close()


def test_a_case_with_an_extreme_risk_from_the_officer_to_the_director_and_back(walk, people):
    case = submitted(walk, people)
    screened(case, walk, people)
    returned(case, walk)
    taken_over(case, walk)
    cleared(case, walk, people)
    reviewed(case, walk)
    decided(case, walk, people)
    shown(case, walk)
    begun(case, walk)


def submitted(walk, people):
    """The officer opens the case from the project and freezes version 1; the chief clears it."""
    officer, chief = walk("officer"), walk("chief")
    project = Project.objects.get()
    officer.go(project.get_absolute_url())
    officer.press("Prepare the submission")
    case = Case.objects.get()
    officer.go(f"/cases/{case.ref}/submit/")
    officer.press("Freeze and submit")
    chief.go("/")
    assert chief.reads(project.title)
    chief.go(f"/cases/{case.ref}/clear/")
    chief.press("Clear and send to TRD")
    return stands(case, "screening")


def stands(case, status):
    case.refresh_from_db()
    assert case.status == status
    return case


def screened(case, walk, people):
    """A lead and two reviewers, each of whom says that no interest stands in the way."""
    lead = walk("lead")
    lead.go(f"/cases/{case.ref}/screen/")
    reviewers = [people["first"].pk, people["second"].pk]
    lead.fill(scope="confirmed", lead=str(people["lead"].pk), reviewers=reviewers, has_asked_about_conflicts=True)
    lead.press("Start the review")
    for who in ("first", "second"):
        reader = walk(who)
        reader.go(f"/cases/{case.ref}/declare/")
        reader.fill(is_free="yes")
        with reader.page.expect_navigation():
            reader.page.locator("form:has([name=is_free]) button").first.click()
    stands(case, "review")


def returned(case, walk):
    """A question with words suggested instead; only that section opens."""
    lead = walk("lead")
    lead.go(f"/cases/{case.ref}/comment/?section=overview&field=summary")
    lead.fill(text="A hearing with whom?", suggested_text=BETTER, is_response_required=True)
    lead.press("Write the comment")
    lead.go(f"/cases/{case.ref}/return/")
    lead.fill(sections=["overview"], due_on=LATER)
    lead.press("Return to the mission")
    stands(case, "returned")


def taken_over(case, walk):
    """The officer accepts the words in one step, which answers the question, and resubmits."""
    officer = walk("officer")
    officer.go(f"/cases/{case.ref}/answer/")
    officer.press("Accept these words")
    assert Project.objects.get().summary == BETTER
    officer.go(f"/cases/{case.ref}/answer/")
    officer.press("Freeze and resubmit")
    assert stands(case, "review").current_submission.number == 2
    lead = walk("lead")
    lead.go(f"/cases/{case.ref}/versions/1/2/")
    assert "before a council" in " ".join(lead.page.locator("ins").all_inner_texts())


def cleared(case, walk, people):
    """What is Extreme asks for a clearance of the risk."""
    lead, adviser = walk("lead"), walk("adviser")
    lead.go(f"/cases/{case.ref}/clearances/ask/?kind=risk")
    lead.fill(person=str(people["adviser"].pk), kind="risk", question="Can it be carried?")
    lead.press("Ask")
    adviser.go(f"/cases/{case.ref}/clearances/{case.clearances.get().pk}/")
    adviser.fill(outcome="cleared")
    adviser.press("Give your word")


def reviewed(case, walk):
    """The second reviewer reads nothing of the first's review before the own one is in; then the lead concludes."""
    first, second, lead = walk("first"), walk("second"), walk("lead")
    first.go(f"/cases/{case.ref}/review/")
    first.answer_the_checklist()
    first.fill(recommendation="endorse", text="Sound, says the first.")
    first.press("Send your review")
    second.go(f"/cases/{case.ref}/")
    assert "Sound, says the first." not in second.page.content()
    second.go(f"/cases/{case.ref}/review/")
    second.answer_the_checklist()
    second.fill(recommendation="endorse", text="Sound, says the second.")
    second.press("Send your review")
    second.go(f"/cases/{case.ref}/")
    assert "Sound, says the first." in second.page.content()
    lead.go(f"/cases/{case.ref}/conclude/")
    lead.press("Put it to the decision")
    stands(case, "decision")
    assert Thread.objects.get().state == "answered"


def decided(case, walk, people):
    """The head of TRD is told who decides; the director endorses with a condition."""
    head, director = walk("head"), walk("director")
    head.go(f"/cases/{case.ref}/")
    assert "decide" not in head.page.locator("main form").evaluate_all("all => all.map(e => e.action).join()")
    assert head.page.goto(f"/cases/{case.ref}/decide/").status == 403
    assert head.reads("only the director of DOE")
    director.go("/")
    assert director.reads(case.project.title), "it is the director's turn"
    director.go(f"/cases/{case.ref}/decide/")
    director.fill(**{"endorse-rationale": "It is worth it.", "endorse-risk_statement": "One Extreme risk is assumed."})
    row = {"text": "Agree on access.", "when": "before_start", "owner": str(people["officer"].pk), "evidence": "Letter"}
    director.fill(**{f"conditions-0-{name}": value for name, value in row.items()})
    director.press("Endorse this version")
    stands(case, "endorsed_with_conditions")
    assert (Letter.objects.get().decision.seat, Letter.objects.get().decision.decided_by) == (
        "doe-director",
        people["director"],
    )
    told = Notice.objects.filter(kind="endorsement.endorsed_with_conditions").values_list("recipient__name", flat=True)
    names = ("officer", "chief", "lead", "first", "second", "adviser")
    assert sorted(told) == sorted(people[who].name for who in names)


def shown(case, walk):
    """The officer shows that the condition is met; the lead says so and the case is released from it."""
    officer, lead = walk("officer"), walk("lead")
    officer.go(f"/cases/{case.ref}/")
    officer.follow("Show that it is met")
    officer.fill(answer="Letter of the ministry, in the mission's registry.")
    officer.press("Send")
    lead.go(f"/cases/{case.ref}/")
    lead.follow("Judge it")
    lead.fill(outcome="met")
    lead.press("Send")
    lead.go(f"/cases/{case.ref}/release/")
    lead.press("Release from its conditions")
    stands(case, "endorsed")


def begun(case, walk):
    """The mission begins; what reports are due, and when, stands on the project."""
    officer = walk("officer")
    officer.go(f"/life/{case.project.ref}/activate/")
    officer.press("Activate the project")
    case.project.refresh_from_db()
    assert case.project.status == "active"
    officer.go(case.project.get_absolute_url())
    assert officer.reads("Interim report 1")

"""An officer writes beside what others have learnt; the reviewer reads in the version what was made of it."""

import pytest
from django.urls import reverse

from endorsement.workflow import Status
from knowledge.models import Citation
from tests import make
from tests.journeys.walking import Walker

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.timeout(300)]


@pytest.fixture
def project(as_app_role):
    theme = make.term("themes", "SOCOH", "Social cohesion")
    for title in ("Stalls by lot", "A hall that stood empty", "Never opened"):
        make.resource(title=title, themes=[theme], countries=[])
    return make.ready_project(themes=[theme])


def test_an_officer_drafts_with_the_panel_and_the_reviewer_reads_the_evidence(browser, live_server, project):
    officer = Walker(browser, live_server.url, project.manager, "js", width=360)
    plain = Walker(browser, live_server.url, project.manager, "nojs")
    for walker in (officer, plain):
        walker.enter()
        walker.go(reverse("projects:project-section", args=[project.ref, "safety"]))

    panel = officer.page.locator("#evidence")
    typed = officer.page.locator("#answers textarea").first
    typed.fill("What I am in the middle of.")
    panel.locator("button[value^=applies]").filter(has_text="Stalls by lot").click()
    panel.get_by_text("Kept. Your team and your reviewers read it.").wait_for()
    assert typed.input_value() == "What I am in the middle of."
    panel.get_by_text("Not relevant").first.click()
    panel.locator("[name^=because]").first.fill("A reason is no answer of the section.")
    typed.focus()
    officer.page.locator("[data-save][data-state=saved]").wait_for()
    assert panel.get_by_role("button", name="Undo").filter(has_text="Stalls by lot").count() == 1

    plain.page.locator("#answers textarea").first.fill("Half a sentence without a script.")
    plain.page.get_by_text("Not relevant").nth(1).click()
    aside = plain.page.locator("#evidence details[open]")
    aside.locator("[name^=because]").fill("Ours have no hall.")
    with plain.page.expect_navigation():
        aside.get_by_role("button").click()
    plain.look()
    assert plain.page.url.endswith("#evidence") and plain.reads("Ours have no hall.")
    assert plain.page.locator("#answers textarea").first.input_value() == "Half a sentence without a script."
    assert sorted(Citation.objects.values_list("stance", flat=True)) == ["applies", "not-relevant"]
    officer.look()

    case = make.case(Status.REVIEW, project=project)
    reviewer = Walker(browser, live_server.url, case.lead, "js")
    reviewer.enter()
    reviewer.go(case.get_absolute_url())
    assert reviewer.reads("Evidence considered by the team") and reviewer.reads("Ours have no hall.")
    reviewer.go(reverse("endorsement:case-resources", args=[case.ref]))
    assert reviewer.reads("opened by nobody on the team") and reviewer.reads("Stalls by lot")
    for walker in (officer, plain, reviewer):
        assert not walker.problems
        walker.close()

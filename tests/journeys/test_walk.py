"""One project from the first keystroke to the lesson that others find: with JavaScript, without it, right to left."""

import datetime

import pytest
from django.utils import timezone

from endorsement.models import Case, Letter, Thread
from knowledge.models import Resource
from projects.models import OtherProject, Project
from pvehub import celery, jobs
from pvehub.notifications.models import Notice
from risks.models import Risk
from tests import make
from tests.journeys.walking import Walker
from tests.machinery.amount import of_the_day

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.timeout(600)]

TITLE = "Strengthening Social Cohesion and Stability in Slum Populations"
COLUMNS = "ProjectID,ProjectTitle,ProjectBudget,ProjectLocation,ProjectImplementor,ProjectStartDate,ProjectEndDate"
LIST = f"""{COLUMNS}
T-UG-08,{TITLE},4.3e+06,Uganda,International Organization for Migration,2027-08-23,2029-02-28
T-UG-09,Roads to market,2000000,Uganda,Roads Agency,2026-01-01,
"""
IN_A_YEAR = (timezone.localdate() + datetime.timedelta(days=200)).isoformat()

SECTIONS = {
    "overview": {"summary": "Young people find work and a hearing.", "currency": "EUR", "themes": ["SOCOH"]},
    "classification": {
        "addresses_drivers": "yes",
        "has_evidence": "yes",
        "chosen_for_exposure": "yes",
        "classification": "specific",
        "classification_reason": "Outcome 1 answers a driver that the household study measured.",
    },
    "results": {
        "theory_of_change": "If young people have work and a hearing, recruiters lose listeners.",
        "evidence": "Household study of 2026; evaluation of the first phase.",
    },
    "people": {
        "target_groups": ["YTH"],
        "targeting": "Residents of 16 to 29 years, by lot.",
        "gender_analysis": "Women leave the street at dusk.",
        "gender_marker": "significant",
    },
    "safety": {"staff_safety": "Two on each visit.", "participant_safety": "No lists leave the centre."},
    "safeguards": {
        "do_no_harm": "Employers pay the going wage.",
        "stigma": "The title names nobody.",
        "data_protection": "Attendance is counted, not listed.",
        "mandate_links": ["cohesion"],
        "mandate": "Social cohesion between newcomers and tenants.",
    },
    "communication": {"red_line": "none"},
    "monitoring": {"research_share": "8"},
}


@pytest.fixture(params=of_the_day(["js", "nojs", "rtl"]))
def mode(request, settings):
    """Right to left is shown with the languages at hand: the interface's direction is turned round."""
    if request.param == "rtl":
        settings.LANGUAGES_BIDI = ["en", "fr", "es"]
    return request.param


@pytest.fixture
def people():
    make.reference()
    for code in ("UG", "NE"):
        make.office(code)
    return {
        "officer": make.officer("UG", name="Officer Kampala"),
        "chief": make.chief("UG", name="Chief Kampala"),
        "lead": make.reviewer(name="Reviewer Lead"),
        "reviewer": make.reviewer(name="Reviewer Second"),
        "head": make.head(name="Head of TRD"),
        "curator": make.curator(name="Curator Geneva"),
        "colleague": make.officer("NE", name="Colleague Niamey"),
        "stranger": make.outsider("NG", name="Staff elsewhere"),
    }


@pytest.fixture
def walk(browser, live_server, people, mode, as_app_role):
    opened = {}

    def at_screen(who):
        """The browser this person sits at; it is opened, and they sign in, the first time they are asked for."""
        if who not in opened:
            opened[who] = Walker(browser, live_server.url, people[who], mode)
            opened[who].sign_in()
        return opened[who]

    yield at_screen
    for walker in opened.values():
        walker.close()


def test_one_project_from_the_first_keystroke_to_the_lesson_that_others_find(walk, people, tmp_path):
    project = imported(walk("officer"), tmp_path)
    case = submitted(project, people, walk)
    hidden(project, case, walk)
    returned(case, people, walk)
    answered(case, walk)
    letter = endorsed(case, people, walk)
    checked(letter, walk)
    resource = contributed(project, walk, tmp_path)
    published(resource, walk)
    found(resource, walk)
    apart(project, case, walk)


def imported(officer, tmp_path):
    """An officer brings in the mission's list: one row is ours, one is somebody else's; twice is once."""
    path = tmp_path / "list.csv"
    path.write_text(LIST, encoding="utf-8")
    for _again in range(2):
        officer.go("/projects/imports/")
        officer.fill(file=path)
        officer.press("Upload")
        officer.press("Show what would happen")
        if not Project.objects.exists():
            officer.press("Apply 2 rows")
            assert officer.reads("Applied")
    assert officer.reads("There is nothing to apply.")
    assert OtherProject.objects.get().title == "Roads to market"
    officer.go("/projects/")
    officer.follow(TITLE)
    return Project.objects.get()


def submitted(project, people, walk):
    """The sections in any order, three risks from the library rated and treated, then the case to the chief."""
    officer = walk("officer")
    officer.go(f"/projects/{project.ref}/tasks/")
    for slug, values in SECTIONS.items():
        officer.go(f"/projects/{project.ref}/sections/{slug}/")
        if slug == "overview":
            values = {**values, "manager": str(people["officer"].uid)}
        officer.fill(**values)
        officer.press("Save and back to the sections")
    rows(project, officer)
    register(project, officer, walk)
    officer.go(f"/projects/{project.ref}/")
    officer.press("Prepare the submission")
    case = Case.objects.get()
    officer.go(f"/cases/{case.ref}/submit/")
    officer.press("Freeze and submit")
    chief = walk("chief")
    chief.go("/")
    assert chief.reads(TITLE), "it is the chief's turn"
    chief.go(f"/projects/{project.ref}/tier/")
    chief.fill(tier="0", reason="Nothing here exposes anybody.")
    chief.press("Change the confidentiality")
    chief.go(f"/cases/{case.ref}/clear/")
    chief.press("Clear and send to TRD")
    case.refresh_from_db()
    assert (case.status, case.current_submission.number) == ("screening", 1)
    return case


def rows(project, officer):
    """A dated analysis, a driver, an outcome that answers it, an activity, and an indicator of its own."""
    officer.go(f"/projects/{project.ref}/rows/context_analysis/add/")
    officer.fill(text="Household study of 2026, 412 interviews.", written_on="2026-06-30", review_on="2030-06-30")
    officer.press("Save")
    driver, outcome = make.term("drivers", "SM1"), "Young people earn more."
    officer.go(f"/projects/{project.ref}/rows/drivers/add/")
    officer.fill(term=str(driver.pk), level="high", evidence="Study 2026", confidence="medium")
    officer.press("Save")
    officer.go(f"/projects/{project.ref}/rows/outcomes/add/")
    officer.fill(text=outcome, change="personal", drivers=[driver.pk])
    officer.press("Save")
    officer.go(f"/projects/{project.ref}/rows/activities/add/")
    officer.fill(text="Paid work experience")
    officer.press("Save")
    officer.go(f"/projects/{project.ref}/indicators/choose/")
    officer.follow("An indicator of our own")
    measured = {"level": "outcome", "value_type": "percent", "unit": "percent of participants", "baseline": "31"}
    measured |= {"target": "50", "source": "Telephone survey", "frequency": "half_yearly", "disaggregation": ["sex"]}
    officer.fill(name="In paid work after six months", is_measurable=True, **measured)
    officer.press("Save")


def register(project, officer, walk):
    """Three risks from the library, each rated and treated; what the chief has to assume, the chief assumes."""
    officer.go(f"/risks/open/{project.ref}/")
    if "open" in officer.page.url:
        officer.page.locator("main form button").first.click()
        officer.page.wait_for_url("**/risks/PVE*/**")
    officer.go(f"/risks/{project.ref}/library/")
    officer.fill(codes=["STG-1", "EXP-1", "CAP-1"])
    officer.press("Add the ticked risks")
    for ref in ("R01", "R02", "R03"):
        officer.go(f"/risks/{project.ref}/{ref}/edit/")
        officer.fill(strategy="reduce")
        officer.press("Save")
        officer.go(f"/risks/{project.ref}/{ref}/treat/")
        officer.fill(text="Agreed with partners in writing.", lowers="both", due_on=IN_A_YEAR)
        officer.press("Plan the measure")
        officer.go(f"/risks/{project.ref}/{ref}/assess/")
        for position, likelihood in (("inherent", "4"), ("current", "2"), ("target", "1")):
            officer.fill(**{f"{position}_likelihood": likelihood, f"{position}_programme": "2"})
        officer.fill(confidence="medium", speed="weeks", rationale="Talks with partners.")
        officer.press("Save the rating")
    officer.go(f"/risks/{project.ref}/screening/")
    held = {risk.category.code for risk in Risk.objects.select_related("category")}
    for name in officer.page.locator("main fieldset[id]").evaluate_all("all => all.map(e => e.id)"):
        if name in held:
            officer.fill(**{name: "applies"})
        else:
            officer.fill(**{name: "not", f"{name}_because": "Nothing of this kind is planned here."})
    officer.press("Save the answers")
    assume(project, walk)


def assume(project, walk):
    """Low is the manager's to assume; an averse category asks the chief of mission."""
    chief = officer = None
    for risk in Risk.objects.filter(register__project=project):
        page = f"/risks/{project.ref}/{risk.ref}/"
        officer = officer or walk("officer")
        officer.go(page)
        if not officer.page.get_by_role("link", name="Ask for acceptance").count():
            continue
        officer.go(f"{page}accept/")
        officer.fill(reason="What remains is small.")
        officer.press("Ask")
        acceptance = risk.acceptances.get()
        if acceptance.status == "granted":
            continue
        chief = chief or walk("chief")
        chief.go(f"{page}acceptances/{acceptance.pk}/")
        chief.press("Accept the risk")


def returned(case, people, walk):
    """Screened in Geneva, commented on one field, returned with that section only."""
    lead = walk("lead")
    lead.go(f"/cases/{case.ref}/screen/")
    lead.fill(
        scope="confirmed",
        lead=str(people["lead"].pk),
        reviewers=[people["reviewer"].pk],
        has_asked_about_conflicts=True,
    )
    lead.press("Start the review")
    lead.go(f"/cases/{case.ref}/comment/?section=overview&field=summary")
    lead.fill(text="A hearing with whom?", is_response_required=True)
    lead.press("Write the comment")
    lead.go(f"/cases/{case.ref}/return/")
    lead.fill(sections=["overview"], due_on=IN_A_YEAR)
    lead.press("Return to the mission")
    case.refresh_from_db()
    assert case.status == "returned"
    assert Notice.objects.of(people["officer"]).filter(kind="endorsement.returned").count() == 1


def answered(case, walk):
    """The officer answers and changes the text; the reviewer sees word by word what changed."""
    officer, thread = walk("officer"), Thread.objects.get()
    officer.go(f"/cases/{case.ref}/threads/{thread.pk}/reply/")
    officer.fill(text="With the division councils; the text says so now.")
    officer.press("Send the answer")
    officer.go(f"/projects/{case.project.ref}/sections/overview/")
    officer.fill(summary="Young people find work and a hearing of the council.")
    officer.press("Save and back to the sections")
    officer.go(f"/cases/{case.ref}/answer/")
    officer.press("Freeze and resubmit")
    case.refresh_from_db()
    assert (case.status, case.current_submission.number) == ("review", 2)
    lead = walk("lead")
    lead.go(f"/cases/{case.ref}/versions/1/2/")
    assert "of the council" in " ".join(lead.page.locator("ins").all_inner_texts())


def endorsed(case, people, walk):
    """Reviewed, concluded, and endorsed by the head of TRD on exactly this hash, with a condition."""
    reviewer, lead, head = walk("reviewer"), walk("lead"), walk("head")
    reviewer.go(f"/cases/{case.ref}/review/")
    if reviewer.page.locator("[name=is_free]").count():
        reviewer.fill(is_free="yes")
        reviewer.page.locator("form:has([name=is_free]) button").first.click()
        reviewer.page.wait_for_load_state()
        reviewer.go(f"/cases/{case.ref}/review/")
    asked = {f"score_{code}": "2" for code in ("WHO", "STIG", "MIGR", "GOV", "LINE")}  # no review leaves these out
    reviewer.fill(recommendation="endorse", text="Sound.", **asked)
    reviewer.press("Send your review")
    lead.go(f"/cases/{case.ref}/")
    if lead.page.get_by_role("button", name="Resolve").count():
        lead.press("Resolve")
    lead.go(f"/cases/{case.ref}/conclude/")
    lead.press("Put it to the decision")
    head.go(f"/cases/{case.ref}/decide/")
    head.fill(**{"endorse-rationale": "Sound analysis.", "endorse-risk_statement": "What remains is low."})
    row = {
        "text": "Send the baseline.",
        "when": "before_start",
        "owner": str(people["officer"].pk),
        "evidence": "Report",
    }
    head.fill(**{f"conditions-0-{name}": value for name, value in row.items()})
    head.press("Endorse this version")
    case.refresh_from_db()
    assert case.status == "endorsed_with_conditions"
    assert case.decisions.get().submission == case.current_submission
    for who in ("officer", "chief"):
        told = Notice.objects.of(people[who]).filter(kind="endorsement.endorsed_with_conditions")
        assert told.count() == 1, who
    return Letter.objects.get()


def checked(letter, walk):
    """The officer has the letter; a stranger who holds its code learns number, date and state, and nothing else."""
    officer = walk("officer")
    officer.go(f"/cases/{letter.decision.case.ref}/")
    with officer.page.expect_download() as download:
        officer.page.get_by_role("link", name="Download the letter").click()
    assert download.value.path().read_bytes().startswith(b"%PDF-")
    cookies = officer.context.cookies()
    officer.context.clear_cookies()
    officer.go(f"/check/{letter.verification_code}/")
    assert officer.reads(letter.number)
    assert not officer.reads(TITLE)
    assert not officer.reads("Uganda")
    officer.context.add_cookies(cookies)


def contributed(project, walk, tmp_path):
    """A lesson from the project, with a PDF in which alone stands the word that will find it."""
    officer, path = walk("officer"), tmp_path / "report.pdf"
    path.write_bytes(make.pdf("the boat builders of Ggaba kept their apprentices"))
    officer.go(f"/knowledge/contribute/lesson/?project={project.ref}")
    officer.fill(
        title="Employers stay when nobody calls them partners",
        summary="Workshops kept young people whom no speech had named.",
        context="Four settlements, two years.",
        happened="Workshops stayed.",
        recommendation="Ask workshops before you name the programme.",
        outcome="success",
        tier="0",
    )
    officer.press("Save and check")
    officer.fill(file=path)
    officer.press("Attach")
    officer.press("Send to the curators")
    resource = Resource.objects.get()
    assert resource.state != "published"
    return resource


def published(resource, walk):
    """A curator who is not its author reads, confirms each point and publishes; the file's text is read by the timer."""
    curator = walk("curator")
    curator.go("/knowledge/queue/")
    curator.go(f"/knowledge/{resource.uid}/review/")
    curator.press("Take it in hand")
    for box in curator.page.locator("main fieldset input[type=checkbox]").all():
        box.check()
    curator.press("Publish")
    resource.refresh_from_db()
    assert resource.state == "published"


def found(resource, walk):
    """A colleague in Niamey finds it by a word of the PDF, in a list filtered by theme and region, and follows it."""
    celery.app.loader.import_default_modules()
    jobs.sweep()
    colleague = walk("colleague")
    colleague.go("/knowledge/?q=Ggaba&region=NBO&theme=SOCOH")
    assert colleague.reads(resource.title)
    colleague.follow(resource.title)
    colleague.press("Follow")
    assert resource.follows.filter(user=colleague.person).exists()
    colleague.go("/knowledge/?q=Ggaba&region=NBO&theme=DDR")
    assert not colleague.reads(resource.title)


def hidden(project, case, walk):
    """Before it is endorsed, staff of another mission find none of it: not in lists, not by address."""
    stranger = walk("stranger")
    for path in ("/", "/projects/", "/cases/", "/risks/", "/knowledge/", f"/projects/?q={project.ref}"):
        stranger.go(path)
        assert not stranger.reads(TITLE), path
    for path in (f"/projects/{project.ref}/", f"/cases/{case.ref}/", f"/risks/{project.ref}/"):
        assert stranger.page.goto(path).status == 404, path


def apart(project, case, walk):
    """Once endorsed for all staff, they read its open sections; the case and the register stay with those concerned."""
    stranger = walk("stranger")
    stranger.go(f"/projects/{project.ref}/")
    assert stranger.reads("Young people find work")
    assert not stranger.reads("Household study of 2026, 412 interviews"), "the context is for the team"
    for path in (f"/cases/{case.ref}/", f"/risks/{project.ref}/", f"/projects/{project.ref}/tasks/"):
        assert stranger.page.goto(path).status in {403, 404}, path

"""The pages of amendments: asked for from the project, set upon what came first, read against what is endorsed."""

import pytest
from django.utils import timezone

from endorsement import guards
from endorsement.models import Case
from endorsement.workflow import Status
from pvehub.files.models import StoredFile
from tests import make

pytestmark = pytest.mark.django_db
CANARY = "canary7f3q"


def text(response):
    return " ".join(response.content.decode().split())


def test_an_amendment_is_asked_for_from_the_page_of_the_project(as_):
    before = make.at_work()
    client = as_(before.project.manager)
    page = text(client.get(before.project.get_absolute_url()))
    assert f"/cases/of/{before.project.ref}/begin/" in page
    assert "The endorsement holds until 1 January 2028." in page

    answer = client.post(
        f"/cases/of/{before.project.ref}/begin/", {"kind": "amendment", "reason": "A second district."}
    )

    case = Case.objects.get(kind="amendment")
    assert answer.url == f"/cases/{case.ref}/submit/"
    assert case.ref in text(client.get(before.project.get_absolute_url()))


def test_without_a_reason_no_case_is_opened_and_what_was_chosen_stays(as_):
    before = make.at_work()

    page = text(
        as_(before.project.manager).post(f"/cases/of/{before.project.ref}/begin/", {"kind": "extension", "reason": ""})
    )

    assert "This field is required." in page
    assert Case.objects.count() == 1


def test_a_first_passage_may_be_an_emergency_and_nothing_else(as_):
    project = make.ready_project()

    page = text(as_(project.manager).get(f"/cases/of/{project.ref}/begin/"))

    assert 'value="emergency"' in page
    assert 'value="amendment"' not in page
    assert 'value="extension"' not in page


def test_the_case_shows_first_what_it_changes_of_what_is_endorsed(as_):
    before = make.at_work()
    case = make.amendment(Status.REVIEW, before=before, theory_of_change="Said by the new council.")

    page = text(as_(make.someone("lead")).get(f"/cases/{case.ref}/"))

    assert make.WHY in page
    assert page.index('id="changes"') < page.index('id="content"')
    assert f"Against version 1 of {before.ref}" in page
    assert page.index("the new council") < page.index('id="content"')


def test_a_draft_of_an_amendment_is_nowhere_for_headquarters(as_):
    before = make.at_work()
    case = make.amendment(before=before, theory_of_change=f"Said by {CANARY}.")
    Case.objects.filter(pk=case.pk).update(reason=f"Because {CANARY}.")
    client = as_(make.someone("lead"))

    for url in (
        before.project.get_absolute_url(),
        before.get_absolute_url(),
        "/cases/?turn=all",
        f"/cases/?turn=all&q={CANARY}",
    ):
        page = text(client.get(url))
        assert f"Because {CANARY}" not in page
        assert f"Said by {CANARY}" not in page
        assert case.ref not in page
    assert client.get(f"/cases/{case.ref}/").status_code == 404


def test_who_stands_aside_reads_no_version_of_it_through_an_amendment(as_):
    """The difference of an amendment quotes the version it stands on; a second lock beside the recusal that is carried."""
    before = make.at_work()
    friend = make.reviewer()
    case = make.amendment(Status.REVIEW, before=before, theory_of_change="Said by the new council.")
    before.recusals.create(person=friend, reason="A friend.", recused_at=timezone.now(), recused_by=friend)

    page = text(as_(friend).get(f"/cases/{case.ref}/"))

    assert 'id="changes"' not in page


def test_one_text_is_chosen_for_each_field_that_two_amendments_changed(as_):
    before = make.at_work()
    waiting = make.amendment(before=before)
    make.amendment(Status.ENDORSED, before=before, theory_of_change="Theirs.")
    make.say(before.project, theory_of_change="Mine.")
    client, url = as_(before.project.manager), f"/cases/{waiting.ref}/rebase/"
    assert url in text(client.get(f"/cases/{waiting.ref}/submit/"))

    page = text(client.get(url))
    assert "Theirs." in page and "Mine." in page and "Said about theory_of_change." in page
    seen = guards.endorsed_version(waiting.project).sha256
    empty = client.post(url, {"seen": seen})
    assert "This field is required." in text(empty)
    client.post(url, {"seen": seen, "choice_theory_of_change": "theirs"})

    waiting.refresh_from_db()
    assert waiting.baseline.sha256 == seen
    assert guards.clashes(waiting) == []


def test_a_table_is_settled_row_by_row(as_):
    before = make.at_work()
    waiting = make.amendment(before=before)
    make.location(before.project, "Kawempe")
    make.walked(Case.objects.get(pk=make.amendment(before=before).pk), Status.ENDORSED)
    make.location(before.project, "Rubaga")
    (clash,) = guards.clashes(Case.objects.get(pk=waiting.pk))

    page = text(as_(before.project.manager).get(f"/cases/{waiting.ref}/rebase/"))

    assert (clash.field, clash.is_table) == ("locations", True)
    assert "Change the rows of this table" in page
    assert 'value="theirs"' not in page


def test_the_decide_page_names_the_conditions_that_hold_on_and_takes_a_last_day(as_):
    before = make.case(Status.ENDORSED_WITH_CONDITIONS)
    case = make.amendment(Status.DECISION, before=before, theory_of_change="Said by the new council.")
    client = as_(make.someone("trd-head"))

    page = text(client.get(f"/cases/{case.ref}/decide/"))
    assert "They hold on under this one" in page
    assert "Hire a gender adviser." in page
    sent = {
        "endorse-rationale": "Sound.",
        "endorse-risk_statement": "Assumed.",
        "endorse-seen": case.current_submission.sha256,
        "endorse-valid_until_on": "2027-06-30",
        "conditions-TOTAL_FORMS": "0",
        "conditions-INITIAL_FORMS": "0",
    }
    client.post(f"/cases/{case.ref}/endorse/", sent)

    case.refresh_from_db()
    decision = case.decisions.get()
    assert str(decision.valid_until_on) == "2027-06-30"
    assert case.status == Status.ENDORSED_WITH_CONDITIONS
    assert StoredFile.objects.filter(pk=decision.letter.pdf_id).exists()


def test_while_an_amendment_is_in_hand_the_banner_leads_to_it_instead_of_to_another_one(as_):
    before = make.at_work()
    officer = as_(before.project.manager)
    make.say(before.project, theory_of_change="Said by the new council.")
    project_url = before.project.get_absolute_url()
    begin = f"/cases/of/{before.project.ref}/begin/"

    def banner(url):
        page = text(officer.get(url))
        return page[page.index("Not covered by the endorsement, because") :].split("</div>", 1)[0]

    assert begin in banner(project_url) and begin in banner(before.get_absolute_url())

    case = make.amendment(Status.REVIEW, before=before)
    for url in (project_url, before.get_absolute_url()):
        assert case.get_absolute_url() in banner(url) and begin not in banner(url)
    assert begin not in banner(case.get_absolute_url()) and "in hand already" not in banner(case.get_absolute_url())

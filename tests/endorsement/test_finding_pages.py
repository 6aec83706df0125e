"""The pages on which words are weighed, explained and judged, as the people on a case open them."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from endorsement import actions
from endorsement.models import Case, Finding
from endorsement.workflow import Status
from pvehub import access
from tests import make

pytestmark = pytest.mark.django_db
WHY = "It is the name of their own forum."


def url(name, case, *more):
    return reverse(f"endorsement:{name}", args=[case.ref, *more])


def text_of(response):
    return re.sub(r"\s+", " ", response.content.decode())


def states(case):
    rows = Finding.objects.now(case).order_by("pk")
    return [(row.field, row.term, row.state) for row in rows]


def test_the_submit_page_lists_each_hit_with_why_what_is_better_and_a_box(as_):
    case = make.worded_case(summary="Our enemy waits.", stigma="A tribal council.")
    officer = as_(case.project.manager)
    page = text_of(officer.get(url("case-submit", case)))
    assert "Takes sides in conflict" in page and "Better: armed actor; group (name only if needed)" in page
    assert 'name="word-summary-enemy"' in page and 'name="word-stigma-tribal---primitive"' in page
    assert "Nothing is missing." in page and "Send with 1 word unanswered" in page

    refused = officer.post(url("case-submit", case), {"word-stigma-tribal---primitive": "Its own name."})
    assert refused.status_code == 409 and "Its own name." in text_of(refused)
    assert "“enemy” in “Summary”: choose other words, say why these stay, or send them unanswered." in text_of(refused)
    kept = officer.post(url("case-submit", case), {"word-summary-enemy": WHY, "keep": "1"})
    assert kept.headers["Location"] == url("case-submit", case)
    assert WHY in text_of(officer.get(kept.headers["Location"]))
    assert officer.post(url("case-submit", case), {"word-summary-enemy": WHY}).status_code == 302
    assert states(Case.objects.get()) == [
        ("summary", "enemy", "kept"),
        ("stigma", "tribal / primitive", "kept"),
    ]


@pytest.mark.scenario("knowledge-17")
def test_counter_narrative_in_a_draft_says_why_and_better_is_submitted_and_the_reviewer_sees_it_unresolved(as_):
    case = make.worded_case(summary="A counter-narrative for the lake towns, against our enemy.")
    officer = as_(case.project.manager)
    section = reverse("projects:project-section", args=[case.project.ref, "overview"])
    checked = officer.post(
        reverse("knowledge:word-check"),
        {"words_in": "summary|Summary", "summary": case.project.summary, "words_to": section},
    )
    for page in (text_of(checked), text_of(officer.get(url("case-submit", case)))):
        assert "Sets the organization against a group" in page
        assert "Better: alternative narrative; locally owned positive communication" in page
    assert "Send with 2 words unanswered" in text_of(officer.get(url("case-submit", case)))

    first = officer.post(url("case-submit", case), {})
    assert (first.status_code, Case.objects.get().status) == (409, Status.DRAFT), "shown before it goes"
    (button,) = re.findall(r'name="unanswered" value="([^"]*)"', first.content.decode())
    sent = officer.post(url("case-submit", case), {"unanswered": button, "word-summary-enemy": ""})
    assert (sent.status_code, Case.objects.get().status) == (302, Status.CLEARANCE)

    case = make.in_review(actions.clear(Case.objects.get(), by=make.someone("chief-of-mission", "UG")))
    for name in ("case-review", "case-detail"):
        page = text_of(as_(make.someone("trd-reviewer")).get(url(name, case)))
        panel = page[page.index('id="findings"') :]
        assert "“<bdi>counter-narrative</bdi>”" in panel and "Waits for the lead&#x27;s word" in panel, name
        assert "“<bdi>enemy</bdi>”" in panel and "Stands without a word" in panel, name
        assert panel.count("No reason was given.") >= 2, name
    make.reviewed(case)
    with pytest.raises(access.Unmet, match="“counter-narrative” in “Summary” waits for your word"):
        actions.conclude(Case.objects.get(), by=case.lead)


def test_a_reason_that_is_too_long_is_shown_again_and_nothing_is_submitted(as_):
    case = make.worded_case(summary="Our enemy waits.")
    long = "because " * 300
    response = as_(case.project.manager).post(url("case-submit", case), {"word-summary-enemy": long})
    assert response.status_code == 409 and long.strip() in text_of(response)
    assert Case.objects.get().status == Status.DRAFT


def test_the_better_word_is_read_in_the_language_of_the_reader(as_):
    case = make.worded_case(summary="Our enemy waits.")
    case.project.manager.language = "fr"
    case.project.manager.save()
    page = text_of(as_(case.project.manager).get(url("case-submit", case)))
    assert "acteur armé" in page and "Prend parti dans le conflit" in page


def test_the_answer_page_takes_reasons_and_resubmits(as_):
    case = make.answered_case(make.case(Status.REVIEW))
    make.watched()
    make.worded(case.project, summary="Our enemy waits.")
    officer = as_(case.project.manager)
    assert "Takes sides in conflict" in text_of(officer.get(url("case-answer", case)))
    asked = officer.post(url("case-answer", case), {})
    assert asked.status_code == 409 and 'name="unanswered" value="summary-enemy"' in text_of(asked)
    kept = officer.post(url("case-answer", case), {"word-summary-enemy": WHY, "keep": "1"})
    assert kept.headers["Location"] == url("case-answer", case)
    assert officer.post(url("case-answer", case), {"word-summary-enemy": WHY}).status_code == 302
    assert states(Case.objects.get())[0] == ("summary", "enemy", "kept")


def test_the_case_page_shows_findings_in_one_panel_and_in_their_places(as_):
    case = make.found_case(summary="A counter-narrative.")
    finding = Finding.objects.get()
    for person in (case.project.manager, case.lead, make.someone("trd-reviewer"), make.specialist("NBO")):
        page = text_of(as_(person).get(url("case-detail", case)))
        assert f'id="finding-{finding.pk}"' in page and page.count(WHY) == 2
        assert (url("finding-judge", case, finding.pk) in page) == (person == case.lead)
    assert WHY in text_of(as_(case.lead).get(url("version-detail", case, 1)))


def test_the_lead_judges_a_finding_on_its_page(as_):
    case = make.found_case(summary="A counter-narrative.")
    lead, page = as_(case.lead), url("finding-judge", case, Finding.objects.get().pk)
    assert "takes no part in messages that directly confront" in text_of(lead.get(page))
    assert lead.post(page, {"verdict": "confirmed", "reason": ""}).status_code == 200
    assert lead.post(page, {"verdict": "confirmed", "reason": "Two posts do."}).status_code == 302
    assert Finding.objects.get().verdict == "Two posts do." and Case.objects.get().red_line == "confirmed"
    assert "Two posts do." in text_of(lead.get(url("case-detail", case)))
    assert as_(case.project.manager).get(page).status_code == 403


def test_reasons_not_yet_sent_are_read_by_nobody_but_the_project(as_):
    case = make.answered_case(make.case(Status.REVIEW))
    make.watched()
    make.worded(case.project, summary="Our enemy waits.")
    actions.explain(case, {"summary-enemy": "canary9x"}, by=case.project.manager)
    lead = as_(case.lead)
    for name, more in (("case-detail", []), ("version-detail", [1])):
        assert "canary9x" not in text_of(lead.get(url(name, case, *more)))
    assert not Finding.objects.visible_to(case.lead).exists()
    assert lead.get(url("case-answer", case)).status_code == 403


def test_a_recused_reader_finds_no_finding():
    case = make.found_case(summary="A counter-narrative.")
    reader = make.someone("trd-reviewer")
    assert Finding.objects.visible_to(reader).count() == 1
    actions.recuse(case, reader, by=case.lead, reason="A cousin.")
    assert not Finding.objects.visible_to(reader).exists()
    assert not Finding.objects.visible_to(make.outsider()).exists()


def test_the_chief_reads_the_words_and_their_reasons_before_clearing(as_):
    case = make.explained(make.worded_case(summary="Our enemy waits."))
    case = actions.submit(case, by=case.project.manager)
    page = text_of(as_(make.someone("chief-of-mission", "UG")).get(url("case-clear", case)))
    assert page.count(WHY) == 2


def test_the_red_line_is_stated_where_the_case_is_reviewed_and_decided(as_):
    case = make.case(Status.DECISION)
    stated = "takes no part in messages that directly confront"
    assert stated in text_of(as_(make.someone("trd-head")).get(url("case-decide", case)))
    case = make.case(Status.REVIEW)
    assert stated in text_of(as_(make.someone("trd-reviewer")).get(url("case-review", case)))


def test_reasons_and_verdicts_that_were_typed_and_not_sent_are_filled_in_again(as_):
    case = make.worded_case(summary="Our enemy waits.")
    officer = as_(case.project.manager)
    draft = {"field": "word-summary-enemy", "text": "Half a reason", "revision": ""}
    kept = officer.post(url("case-words", case, "submit"), draft)
    assert kept.status_code == 200
    page = text_of(officer.get(url("case-submit", case)))
    assert "Half a reason</textarea>" in page and "Your draft is filled in" in page
    assert officer.post(url("case-submit", case), {"word-summary-enemy": WHY}).status_code == 302
    assert not case.drafts.exists()

    case = make.found_case(summary="A counter-narrative.")
    lead, pk = as_(case.lead), Finding.objects.get(case=case).pk
    lead.post(url("case-words", case, f"judge-{pk}"), {"field": "reason", "text": "Half a word", "revision": ""})
    assert "Half a word</textarea>" in text_of(lead.get(url("finding-judge", case, pk)))
    assert as_(case.project.manager).post(url("case-words", case, f"judge-{pk}"), {"reason": "x"}).status_code == 403


def test_the_pages_cost_the_same_however_many_words_are_found(as_):
    case = make.found_case(summary="A counter-narrative.")
    lead, costs = as_(case.lead), []
    lead.get(url("case-detail", case))
    for more in (0, 2, 30):
        for n in range(more):
            make.finding(case, term=f"term {more} {n}")
        with CaptureQueriesContext(connection) as seen:
            assert lead.get(url("case-detail", case)).status_code == 200
        costs.append(len(seen))
    assert len(set(costs)) == 1 and costs[0] <= 30, costs


def test_the_checklist_costs_the_same_with_one_word_and_with_many(as_):
    make.watched()
    costs = []
    for summary in ("Our enemy waits.", "Our enemy and a tribal counter-narrative."):
        case = make.worded_case(summary=summary, stigma=summary)
        officer = as_(case.project.manager)
        officer.get(url("case-submit", case))
        with CaptureQueriesContext(connection) as seen:
            officer.get(url("case-submit", case))
        costs.append(len(seen))
    assert costs[0] == costs[1] <= 30


def test_the_dossier_tells_the_words_their_reasons_and_the_leads_word(as_):
    case = make.found_case(summary="A counter-narrative.")
    actions.judge_finding(Finding.objects.get(), by=case.lead, is_confirmed=False, reason="It is their forum.")
    told = text_of(as_(case.lead).get(url("case-dossier", case, 1)))
    assert "Summary: “counter-narrative” · Red line · Cleared by TRD" in told
    assert WHY in told and "It is their forum." in told

"""The pages of a case, as the people on it open them."""

import re
import uuid

import pytest
from django.core.cache import cache
from django.urls import reverse

from endorsement import actions
from endorsement.models import Case, Decision, Draft, Letter
from endorsement.workflow import Status
from projects.models import Project
from pvehub.audit.models import Reading
from tests import make

pytestmark = pytest.mark.django_db


def url(name, case, *more):
    return reverse(f"endorsement:{name}", args=[case.ref, *more])


def text_of(response):
    return re.sub(r"\s+", " ", response.content.decode())


def test_the_checklist_names_what_is_missing_and_submits_when_nothing_is(as_):
    case = make.case()
    officer = as_(case.project.manager)

    assert "Nothing is missing" in text_of(officer.get(url("case-submit", case)))
    response = officer.post(url("case-submit", case))

    assert response.status_code == 302
    assert Case.objects.get().status == Status.CLEARANCE


def test_the_checklist_of_an_empty_project_is_a_page_not_a_trap(as_):
    project = make.project()
    client = as_(project.manager)

    opened = client.post(reverse("endorsement:case-open", args=[project.ref]))
    response = client.post(opened.headers["Location"])

    assert response.status_code == 409
    assert "things are still missing" in text_of(response)
    assert Case.objects.get().status == Status.DRAFT


def test_case_clear_by_the_chief(as_):
    case = make.case(Status.CLEARANCE)
    chief = as_(make.someone("chief-of-mission", "UG"))

    assert "Market committees" in text_of(chief.get(url("case-clear", case)))
    assert chief.post(url("case-clear", case), {"note": "Ready."}).status_code == 302
    assert Case.objects.get().status == Status.SCREENING


def test_case_send_back_needs_its_reason(as_):
    case = make.case(Status.CLEARANCE)
    chief = as_(make.someone("chief-of-mission", "UG"))

    assert chief.post(url("case-send-back", case), {"back-reason": ""}).status_code == 200
    assert chief.post(url("case-send-back", case), {"back-reason": "Add partners."}).status_code == 302
    assert Case.objects.get().status == Status.DRAFT


def test_case_screen_starts_the_review(as_):
    case = make.case(Status.SCREENING)
    lead, reviewer = make.reviewer(), make.reviewer()
    typed = {"scope": "confirmed", "lead": lead.pk, "reviewers": [reviewer.pk], "has_asked_about_conflicts": "on"}
    client = as_(lead)

    response = client.post(url("case-screen", case), {**typed, "has_asked_about_conflicts": ""})
    assert "conflicts of interest first" in text_of(response)
    assert client.post(url("case-screen", case), typed).status_code == 302
    assert Case.objects.get().status == Status.REVIEW


def test_a_reviewer_declares_reads_saves_and_sends(as_):
    case = make.case(Status.SCREENING)
    lead, reviewer = make.someone("lead"), make.someone("trd-reviewer")
    ready = {"is_scope_confirmed": True, "has_asked_about_conflicts": True}
    case = actions.start_review(case, by=lead, lead=lead, reviewers=[reviewer], **ready)
    make.term("review-questions", "WHO", "Who")
    client = as_(reviewer)

    assert client.get(url("case-review", case)).headers["Location"] == url("case-declare", case)
    client.post(url("case-declare", case), {"is_free": "yes"})
    seen = case.current_submission.sha256
    said = {"seen": seen, "score_WHO": "2", "remark_WHO": "Fine.", "text": "Half", "keep": "1"}
    assert client.post(url("case-review", case), said).status_code == 302
    assert "Half" in text_of(client.get(url("case-review", case)))
    assert client.post(url("case-review", case), {**said, "send": "1"}).status_code == 200
    done = client.post(url("case-review", case), {**said, "send": "1", "recommendation": "endorse"})

    assert done.headers["Location"] == url("case-detail", case)
    page = text_of(as_(lead).get(url("case-detail", case)))
    assert "2 / 3" in page


def test_comment_return_answer_and_the_word_diff(as_):
    case = make.case(Status.REVIEW)
    lead, officer = as_(case.lead), as_(case.project.manager)
    place = f"{url('case-comment', case)}?section=overview&field=summary"

    assert "Traders and young people" in text_of(lead.get(place))
    typed = {"text": "Which traders?", "quoted": "Traders", "audience": "everyone", "is_response_required": "on"}
    assert lead.post(place, typed).status_code == 302
    returned = {"sections": ["overview"], "due_on": make.soon().isoformat()}
    assert lead.post(url("case-return", case), returned).status_code == 302
    thread = case.threads.get()
    Project.objects.filter(pk=case.project_id).update(summary="Shopkeepers and young people settle disputes together.")
    refused = officer.post(url("case-answer", case))
    assert refused.status_code == 409
    assert "still needs your answer" in text_of(refused)
    assert officer.post(url("thread-reply", case, thread.pk), {"text": "Those of the lake."}).status_code == 302
    assert officer.post(url("case-answer", case)).status_code == 302

    diff = text_of(lead.get(url("version-diff", case, 1, 2)))
    assert "<del" in diff and "Traders" in diff and "Shopkeepers" in diff
    page = text_of(lead.get(url("case-detail", case)))
    assert "no longer in the text" in page
    assert lead.post(url("thread-resolve", case, thread.pk)).status_code == 302


def test_an_internal_comment_is_nowhere_for_the_mission(as_):
    case = make.case(Status.REVIEW)
    thread = actions.comment(
        case, by=case.lead, text="canary7", section="overview", field="summary", quoted="Traders", audience="internal"
    )
    case = make.returned(case)
    officer = as_(case.project.manager)

    pages = ["case-detail", "case-answer"]
    answers = [officer.get(url(name, case)) for name in pages]
    answers += [
        officer.get(url("version-detail", case, 1)),
        officer.get(reverse("endorsement:case-list")),
        officer.get("/"),
    ]
    for response in answers:
        assert response.status_code == 200
        assert "canary7" not in text_of(response)
        assert f"thread-{thread.pk}" not in text_of(response)
        assert "Internal note" not in text_of(response)
    assert "canary7" in text_of(as_(case.lead).get(url("case-detail", case)))
    assert officer.get(url("thread-reply", case, thread.pk)).status_code == 404


def endorsement_of(case, **changes):
    return {
        "endorse-rationale": "Sound analysis.",
        "endorse-risk_statement": "Low risks remain.",
        "endorse-seen": case.current_submission.sha256,
        "conditions-TOTAL_FORMS": "1",
        "conditions-INITIAL_FORMS": "0",
        "conditions-0-text": "",
        "conditions-0-when": "before_start",
        **changes,
    }


def test_case_decide_and_endorse_with_a_condition(as_):
    case = make.case(Status.DECISION)
    head = as_(make.someone("trd-head"))

    page = text_of(head.get(url("case-decide", case)))
    assert case.current_submission.sha256 in page
    condition = {
        "conditions-0-text": "Hire an adviser.",
        "conditions-0-owner": case.project.manager_id,
        "conditions-0-evidence": "Contract",
    }
    incomplete = head.post(url("case-endorse", case), endorsement_of(case, **{"conditions-0-text": "Hire."}))
    assert "Say who sees to it" in text_of(incomplete)
    assert head.post(url("case-endorse", case), endorsement_of(case, **condition)).status_code == 302

    assert Case.objects.get().status == Status.ENDORSED_WITH_CONDITIONS
    page = text_of(as_(case.project.manager).get(url("case-detail", case)))
    assert "Hire an adviser." in page and Letter.objects.get().number in page


def test_case_refuse_says_what_would_change_the_answer(as_):
    case = make.case(Status.DECISION)
    head = as_(make.someone("trd-head"))
    typed = {
        "refuse-reason": "evidence",
        "refuse-rationale": "Thin.",
        "refuse-what_would_change": "",
        "refuse-seen": case.current_submission.sha256,
    }

    assert head.post(url("case-refuse", case), typed).status_code == 200
    assert head.post(url("case-refuse", case), {**typed, "refuse-what_would_change": "A survey."}).status_code == 302
    assert Case.objects.get().status == Status.NOT_ENDORSED


def test_endorsing_an_older_version_shows_the_difference_and_keeps_the_text(as_):
    case = make.case(Status.DECISION)
    head, typed = as_(make.someone("trd-head")), endorsement_of(case, **{"endorse-rationale": "My long thoughts."})
    thread = make.question(case)
    actions.send_to_mission(case, by=case.lead, sections=["overview"], due_on=make.soon())
    Project.objects.filter(pk=case.project_id).update(summary="Shopkeepers meet.")
    actions.reply(thread, by=case.project.manager, text="Changed.")
    actions.resubmit(case, by=case.project.manager)

    response = head.post(url("case-endorse", case), endorsement_of(case) | typed)

    page = text_of(response)
    assert response.status_code == 409
    assert "Shopkeepers" in page and "<del" in page and "My long thoughts." in page
    assert not Decision.objects.exists()
    assert "My long thoughts." in text_of(head.get(url("case-decide", case)))


def test_the_second_decider_is_told_who_was_first_and_keeps_the_text(as_):
    case = make.case(Status.DECISION)
    other = make.head()
    actions.endorse(case, by=make.someone("trd-head"), seen=case.current_submission.sha256, **make.SAID)

    response = as_(other).post(url("case-endorse", case), endorsement_of(case, **{"endorse-rationale": "My thoughts."}))

    page = text_of(response)
    assert response.status_code == 409
    assert make.someone("trd-head").name in page and "My thoughts." in page
    assert Draft.objects.get().words["endorse-rationale"] == "My thoughts."


def test_the_letter_is_downloaded_by_who_sees_the_case_and_that_is_on_record(as_):
    case = make.case(Status.ENDORSED)
    letter = Letter.objects.get()
    officer = case.project.manager

    response = as_(officer).get(url("letter-download", case, letter.pk))

    assert b"".join(response.streaming_content).startswith(b"%PDF-1.7")
    assert Reading.objects.filter(kind="endorsement.letter", what="download", actor_uid=officer.uid).exists()
    assert as_(make.outsider()).get(url("letter-download", case, letter.pk)).status_code == 404


def test_the_public_check_shows_number_date_and_state_only(client):
    cache.clear()
    case = make.case(Status.ENDORSED)
    letter = Letter.objects.get()

    page = text_of(client.get(reverse("endorsement:letter-check", args=[letter.verification_code.lower()])))

    assert letter.number in page and "Valid: endorsed" in page
    for secret in (case.ref, case.project.title, case.project.ref, make.someone("trd-head").name):
        assert secret not in page
    make.put(case, Status.SUSPENDED)
    assert "Suspended" in text_of(client.get(reverse("endorsement:letter-check", args=[letter.verification_code])))


def test_unknown_and_malformed_codes_are_answered_alike(client):
    cache.clear()
    answers = [client.get(f"/check/{code}/") for code in ("A" * 26, "no-such", "%00x", "é" * 40)]

    assert {response.status_code for response in answers} == {200}
    assert len({response.content for response in answers}) == 1


def test_the_eleventh_try_within_an_hour_has_to_wait(client):
    cache.clear()
    statuses = [client.get(f"/check/{'A' * 26}/").status_code for _n in range(11)]

    assert statuses == [200] * 10 + [429]
    assert client.get("/check/X/", REMOTE_ADDR="10.9.8.7").status_code == 200
    cache.clear()


def test_a_typed_code_leads_to_its_page(client):
    response = client.get("/check/", {"code": " abcde-fghij "})

    assert response.headers["Location"] == "/check/ABCDEFGHIJ/"


@pytest.mark.parametrize(
    "page", ["case-detail", "case-submit", "case-clear", "case-screen", "case-decide", "case-review"]
)
def test_outside_the_case_every_page_is_missing(as_, page):
    case = make.case(Status.REVIEW)
    outsider = as_(make.officer("NG"))

    assert outsider.get(url(page, case)).status_code == 404
    assert outsider.get(url(page, case)).content == outsider.get(f"/cases/PVE-1999-9999-9/{page}/").content


def test_visible_but_not_yours_is_told_in_a_sentence(as_):
    case = make.case(Status.REVIEW)

    response = as_(case.project.manager).get(url("case-return", case))

    assert response.status_code == 403
    assert "Only TRD does this." in text_of(response)


def test_a_retried_post_opens_one_case(as_):
    project = make.project()
    client, key = as_(project.manager), str(uuid.uuid4())

    first = client.post(reverse("endorsement:case-open", args=[project.ref]), {"once": key})
    second = client.post(reverse("endorsement:case-open", args=[project.ref]), {"once": key})

    assert first.headers["Location"] == second.headers["Location"]
    assert Case.objects.count() == 1


def test_hold_resume_withdraw_and_conclude_pages(as_):
    case = make.case(Status.REVIEW)
    lead, officer = as_(case.lead), as_(case.project.manager)

    held = {"reason": "Elections.", "review_on": make.soon().isoformat()}
    assert lead.get(url("case-hold", case)).status_code == 200
    assert lead.post(url("case-hold", case), held).status_code == 302
    assert lead.post(url("case-resume", case), {"note": ""}).status_code == 302
    assert "has not reviewed the current version" in text_of(lead.post(url("case-conclude", case), {"note": ""}))
    assert officer.get(url("case-withdraw", case)).status_code == 200
    assert officer.post(url("case-withdraw", case), {"reason": "Funding ended."}).status_code == 302
    assert Case.objects.get().status == Status.WITHDRAWN
    late = lead.post(url("case-conclude", case), {"note": "My words"})
    assert late.status_code == 409
    assert "My words" in text_of(late)


def test_the_lead_asks_another_reader(as_):
    case = make.case(Status.REVIEW)
    other = make.reviewer()

    response = as_(case.lead).post(url("case-assign", case), {"reviewer": other.pk, "part": "reviewer"})

    assert response.status_code == 302
    assert case.assignments.filter(reviewer=other, part="reviewer").exists()


def test_the_red_line_is_judged_on_the_case_page(as_):
    case = make.case(Status.REVIEW)
    Case.objects.filter(pk=case.pk).update(red_line="raised")
    lead = as_(case.lead)

    assert "Red line" in text_of(lead.get(url("case-detail", case)))
    assert lead.post(url("case-red-line", case), {"verdict": "confirmed", "reason": "Two posts do."}).status_code == 302
    assert Case.objects.get().red_line == "confirmed"

"""The scorecard: means by section of the checklist, over the reviews of the version that counts and that one may read."""

from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.urls import reverse

from endorsement import actions, guards, showing
from endorsement.models import Review
from endorsement.workflow import Status
from tests import make

QUESTIONS = [
    {"code": "WHO", "section": "People", "question": "Who?"},
    {"code": "YOUTH", "section": "People", "question": "Youth?"},
    {"code": "GOV", "section": "Partners", "question": "Government?"},
]


def review(is_stale=False, **answers):
    rows = [{**item, **answers[item["code"]]} for item in QUESTIONS if item["code"] in answers]
    return {"review": SimpleNamespace(questions=QUESTIONS), "answers": rows, "is_stale": is_stale}


def score(n, text=""):
    return {"score": n, "text": text}


def test_means_by_section_of_what_was_scored_and_nothing_for_what_nobody_did():
    card = showing.scorecard(
        [review(WHO=score(3), YOUTH=score(2, "Thin.")), review(WHO=score(0)), review(is_stale=True, GOV=score(3))]
    )
    assert [(row.section, row.mean, row.scores, row.questions, row.remarks) for row in card] == [
        ("People", Decimal("1.7"), 3, 2, 1),
        ("Partners", None, 0, 1, 0),
    ]


@pytest.mark.django_db
def test_a_reviewer_who_owes_a_review_reads_no_score_of_another(as_):
    make.term("review-questions", "WHO", "Who exactly?")
    case = make.case(Status.REVIEW)
    second = make.reviewer()
    actions.assign(case, second, by=case.lead, part="reviewer")
    seen = case.current_submission.sha256
    said = {"recommendation": "endorse", "text": "Sound.", "seen": seen}
    actions.give_review(case, by=make.someone("trd-reviewer"), answers={"WHO": score(2)}, **said)
    assert "Scorecard of this version" not in as_(second).get(case.get_absolute_url()).content.decode()
    assert "Scorecard of this version" in as_(case.lead).get(case.get_absolute_url()).content.decode()
    assert "Scorecard of this version" not in as_(case.project.manager).get(case.get_absolute_url()).content.decode()


@pytest.mark.django_db
def test_the_checklist_asks_of_criteria_labels_migration_government_and_messages():
    make.reference()
    asked = {item["code"]: item for item in actions.questions()}
    assert set(guards.ALWAYS) <= set(asked)
    assert "faith or ethnicity" in asked["WHO"]["question"]
    assert "title and targeting and visibility" in asked["STIG"]["question"]
    assert "migration" in asked["MIGR"]["question"]
    assert "ownership balanced" in asked["GOV"]["question"]
    assert "counter-messaging excluded" in asked["LINE"]["question"]


@pytest.mark.django_db
def test_a_review_that_leaves_one_of_them_out_is_not_sent_and_loses_no_word(as_):
    for code in ("GOV", "LINE", "EXIT"):
        make.term("review-questions", code, f"Question {code}?")
    case = make.case(Status.REVIEW)
    reviewer = as_(make.someone("trd-reviewer"))
    page = reverse("endorsement:case-review", args=[case.ref])
    said = {"recommendation": "endorse", "text": "Sound canary1.", "seen": case.current_submission.sha256}
    assert reviewer.get(page).content.decode().count("no review leaves this out") == 2

    response = reviewer.post(page, said | {"send": "1", "score_GOV": "2"})
    text = response.content.decode()
    assert "“Question LINE?” needs a score or a remark." in text and "Question GOV?” needs" not in text
    assert "EXIT?” needs" not in text and "Sound canary1." in text
    assert not Review.objects.filter(submitted_at__isnull=False).exists()

    assert reviewer.post(page, said | {"keep": "1"}).status_code == 302, "saved for later without any"
    answered = said | {"send": "1", "score_GOV": "2", "remark_LINE": "None confronts."}
    assert reviewer.post(page, answered).status_code == 302
    assert Review.objects.get().answers == {
        "GOV": {"score": 2, "text": ""},
        "LINE": {"score": None, "text": "None confronts."},
    }


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["case-detail", "case-decide"])
def test_answers_that_say_something_stand_open_and_the_rest_are_folded(as_, name):
    for code in ("WHO", "SAFE", "LINE", "EXIT"):
        make.term("review-questions", code, f"Question {code}?")
    case = make.case(Status.DECISION)
    answers = {"WHO": score(2), "SAFE": score(1), "LINE": score(3, "Remark canary1."), "EXIT": score(None, "")}
    Review.objects.filter(assignment__case=case).update(
        answers=answers,
        questions=[{"code": code, "section": "People", "question": f"Question {code}?"} for code in answers],
    )

    page = as_(make.someone("trd-head")).get(reverse(f"endorsement:{name}", args=[case.ref])).content.decode()

    open_part, folded = page[page.index('id="reviews"') :].split("All answers", 1)
    assert "Question SAFE?" in open_part and "Remark canary1." in open_part
    assert "Question WHO?" not in open_part and "Question EXIT?" not in open_part
    folded = folded.split("</details>", 1)[0]
    assert all(f"Question {code}?" in folded for code in answers)


@pytest.mark.django_db
def test_where_every_answer_says_something_nothing_is_folded(as_):
    case = make.case(Status.DECISION)
    asked = [{"code": "SAFE", "section": "People", "question": "Question SAFE?"}]
    Review.objects.filter(assignment__case=case).update(answers={"SAFE": score(0)}, questions=asked)

    page = as_(make.someone("trd-head")).get(case.get_absolute_url()).content.decode()

    assert "Question SAFE?" in page and "All answers" not in page

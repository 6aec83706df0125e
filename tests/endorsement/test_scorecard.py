"""The scorecard: means by section of the checklist, over the reviews of the version that counts and that one may read."""

from decimal import Decimal
from types import SimpleNamespace

import pytest

from endorsement import actions, showing
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

"""One case from the draft to the letter."""

import pytest

from endorsement import actions
from endorsement.models import Decision, Letter
from endorsement.workflow import Status
from pvehub.audit import trail
from tests import make

pytestmark = pytest.mark.django_db


def test_a_case_goes_from_draft_to_letter(settings, tmp_path):
    settings.FILES_ROOT = tmp_path
    case = make.case(Status.DECISION)

    decision = actions.endorse(
        case,
        by=make.someone("trd-head"),
        seen=case.current_submission.sha256,
        conditions=[make.condition(case)],
        **make.SAID,
    )

    case.refresh_from_db()
    assert case.status == Status.ENDORSED_WITH_CONDITIONS
    assert decision.outcome == Decision.Outcome.CONDITIONS
    assert decision.letter.number.startswith("TRD/")
    assert case.project.status == "endorsed" or Letter.objects.count() == 1
    assert [event.verb for event in trail.of(case)][-1] == "endorsement.endorsed_with_conditions"

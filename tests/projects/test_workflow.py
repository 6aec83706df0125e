"""The life of a project as a table."""

import pytest

from projects.workflow import NEXT, PILL, PUBLISHED, Status, Tier, may_follow, who_sees


def test_every_status_has_its_steps_and_its_mark():
    assert set(NEXT) == set(PILL) == set(Status)
    assert {status for status, following in NEXT.items() if not following} == {Status.CLOSED, Status.CANCELLED}


def test_no_project_becomes_active_but_from_an_endorsement():
    before = {status for status, following in NEXT.items() if Status.ACTIVE in following}
    assert before == {Status.ENDORSED, Status.CLOSING, Status.SUSPENDED}
    assert {status for status, following in NEXT.items() if Status.ENDORSED in following} == {
        Status.IN_ENDORSEMENT,
        Status.SUSPENDED,
    }


def test_may_follow_stays_or_steps():
    assert may_follow("draft", "draft") and may_follow("draft", "in_endorsement")
    assert not may_follow("draft", "endorsed") and not may_follow("closed", "active")


@pytest.mark.parametrize("tier", Tier)
@pytest.mark.parametrize(("is_submitted", "is_published"), [(False, False), (True, False), (True, True)])
def test_who_sees_says_it_in_sentences(tier, is_submitted, is_published):
    text = " ".join(who_sees(tier, is_submitted, is_published))
    assert "team" in text
    assert ("region" in text.lower()) == (tier <= 1 or (tier == 2 and not is_submitted))
    assert PUBLISHED

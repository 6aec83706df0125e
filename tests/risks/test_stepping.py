"""Every step of RISK_NEXT is taken by an action, every other one is refused; what closing and reopening leave behind."""

import itertools

import pytest

from pvehub.access import Refused, Unmet
from risks import actions
from risks.actions.stepping import step
from risks.models import Treatment
from risks.scoring import Rating
from risks.workflow import RISK_NEXT, RiskState
from tests import make

pytestmark = pytest.mark.django_db

PAIRS = list(itertools.product(RiskState, RiskState))


@pytest.fixture
def register(db):
    return make.register(make.project(status="draft"))


@pytest.fixture
def officer(register):
    return register.project.manager


def in_state(register, state):
    risk = make.risk(register)
    risk.state = state
    risk.save()
    return risk


@pytest.mark.parametrize(("before", "after"), [pair for pair in PAIRS if pair[1] in RISK_NEXT[pair[0]]])
def test_a_step_of_the_table_is_taken_and_recorded(register, officer, verbs_of, before, after):
    risk = step(in_state(register, before), after, verb="risks.closed", by=officer, reason="So it is.")
    risk.refresh_from_db()
    assert (risk.state, risk.state_reason, verbs_of(risk)) == (after, "So it is.", ["risks.closed"])


@pytest.mark.parametrize(("before", "after"), [pair for pair in PAIRS if pair[1] not in RISK_NEXT[pair[0]]])
def test_any_other_step_is_refused_and_leaves_no_trace(register, officer, verbs_of, before, after):
    risk = in_state(register, before)
    with pytest.raises(Unmet):
        step(risk, after, verb="risks.closed", by=officer, reason="x")
    risk.refresh_from_db()
    assert risk.state == before and not verbs_of(risk)


@pytest.mark.parametrize("state", ["draft", "open", "materialised"])
def test_a_live_risk_is_closed(register, officer, state):
    assert actions.close(in_state(register, state), reason="Over.", by=officer).state == "closed"


@pytest.mark.parametrize("state", ["draft", "open", "closed"])
def test_only_what_is_materialised_is_over(register, officer, state):
    with pytest.raises(Refused):
        actions.resume(in_state(register, state), reason="x", by=officer)


def test_what_is_over_is_open_again_and_due_for_a_look(method, verbs_of, fresh):
    """By its owner, also while the register is locked."""
    register = make.register(make.project(status="in_endorsement"))
    risk = in_state(register, "materialised")
    with pytest.raises(Refused):
        actions.resume(risk, reason="x", by=make.reviewer())
    risk = fresh(actions.resume(risk, reason="The road is open.", by=risk.owner))
    assert (risk.state, risk.state_reason) == ("open", "The road is open.")
    assert verbs_of(risk) == ["risks.resumed"]


def test_closing_says_what_becomes_of_open_measures(register, officer):
    risk, other, gone = make.risk(register), make.risk(register), in_state(register, "closed")
    own, shared = make.treatment(risk, gone), make.treatment(risk, other)
    done = make.treatment(risk, progress="done")
    with pytest.raises(Unmet, match="open"):
        actions.close(risk, reason="Over.", by=officer)
    actions.close(risk, reason="Over.", by=officer, drops_measures=True)
    progress = dict(Treatment.objects.values_list("pk", "progress"))
    assert progress == {own.pk: "dropped", shared.pk: "planned", done.pk: "done"}


def test_open_measures_may_be_seen_through(register, officer):
    risk = make.risk(register)
    measure = make.treatment(risk)
    actions.close(risk, reason="Over.", by=officer, drops_measures=False)
    measure.refresh_from_db()
    assert measure.progress == "planned"


def test_the_page_asks_about_open_measures(register, officer, as_, fresh):
    risk, client = make.risk(register), as_(officer)
    measure = make.treatment(risk)
    url = f"{risk.get_absolute_url()}close/"
    assert measure.text in client.get(url).content.decode()
    assert client.post(url, {"reason": "typed words"}).status_code == 200
    assert client.post(url, {"reason": "Over.", "measures": "drop"}).status_code == 302
    measure.refresh_from_db()
    assert (fresh(risk).state, measure.progress) == ("closed", "dropped")


def test_a_reopened_risk_is_a_draft_until_it_is_rated_anew(register, officer, fresh, verbs_of):
    risk = make.risk(register, current=Rating(4, {"people": 4}))
    actions.close(risk, reason="Over.", by=officer)
    risk = fresh(actions.reopen(risk, reason="Back.", by=officer))
    assert (risk.state, risk.assessment) == ("draft", None)
    assert risk.next_review_on is not None
    with pytest.raises(Refused):
        actions.review_unchanged(risk, by=officer)
    ratings = dict.fromkeys(("inherent", "current", "target"), Rating(2, {"people": 3}))
    actions.assess(risk, ratings=ratings, confidence="high", speed="weeks", rationale="New.", by=officer)
    assert fresh(risk).state == "open" and risk.assessments.count() == 2
    assert verbs_of(risk) == ["risks.closed", "risks.reopened", "risks.assessed", "risks.opened"]

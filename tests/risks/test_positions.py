"""After endorsement: what nobody has assumed any more, at once, told once, and mended as it is covered again."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from pvehub.notifications.models import Notice
from risks import actions
from risks.models import BrokenPosition
from risks.scoring import Rating
from tests import make

pytestmark = pytest.mark.django_db
BY_BAND = {
    "medium": Rating(3, {"programme": 3}),
    "high": Rating(3, {"programme": 4}),
    "very_high": Rating(3, {"programme": 5}),
    "extreme": Rating(4, {"programme": 5}),
}


@pytest.fixture
def chief(db):
    return make.chief("UG")


@pytest.fixture
def head(db):
    return make.head()


@pytest.fixture
def risk(chief, head):
    """Medium and accepted, in a project that was endorsed; its working copy is open."""
    project = make.project(status="draft")
    made = make.risk(make.register(project), current=BY_BAND["medium"])
    make.acceptance(made, is_granted=True, by=chief)
    make.published(project, "active")
    return made


def rate(risk, rating, **more):
    every = dict.fromkeys(("inherent", "current", "target"), rating)
    given = {"confidence": "medium", "speed": "weeks", "rationale": "Two threats in May."} | more
    return actions.assess(risk, ratings=every, by=risk.register.project.manager, **given)


def told(risk):
    return {notice.recipient for notice in Notice.objects.filter(kind="risks.position_broken")}


@pytest.mark.parametrize(("band", "days"), [("high", 7), ("very_high", 3), ("extreme", 0)])
def test_a_worse_rating_breaks_the_position_in_the_same_transaction_with_the_grace_of_its_band(
    risk, chief, head, verbs_of, band, days
):
    rate(risk, BY_BAND[band])
    position = BrokenPosition.objects.get()
    assert (position.risk, position.band, position.mended_at) == (risk, band, None)
    assert position.because == "The risk was rated worse."
    assert position.grace_until_on == make.today() + timedelta(days=days)
    assert "risks.position_broken" in verbs_of(risk)
    assert told(risk) == {chief, head}  # the manager rated it


def test_a_rating_that_is_not_worse_breaks_nothing(risk):
    rate(risk, BY_BAND["medium"])
    rate(risk, Rating(1, {"programme": 2}))
    assert not BrokenPosition.objects.exists()


def test_an_acceptance_that_expires_breaks_it_and_the_manager_hears_too(risk, chief, head):
    acceptance = risk.acceptances.get()
    with time_machine.travel(timezone.now() + timedelta(days=400), tick=False):
        assert actions.expire(acceptance, now=timezone.now())
        position = BrokenPosition.objects.get()
        assert position.because == "Its last day passed."
        assert position.grace_until_on == make.today() + timedelta(days=14)
    assert told(risk) == {risk.register.project.manager, chief, head}


def test_a_changed_plan_breaks_it(risk):
    owner = risk.register.project.manager
    due = make.today() + timedelta(days=30)
    actions.treat(risk, text="Two guards", lowers="likelihood", owner=owner, due_on=due, by=owner)
    assert BrokenPosition.objects.get().because == "The treatment plan changed."


def test_it_is_told_once_and_what_gets_worse_shortens_its_grace(risk, chief, head):
    rate(risk, BY_BAND["high"])
    rate(risk, BY_BAND["extreme"])
    rate(risk, BY_BAND["high"])
    position = BrokenPosition.objects.get()
    assert position.band == "extreme" and position.grace_until_on == make.today()
    assert Notice.objects.filter(kind="risks.position_broken").count() == 2


def test_it_is_mended_by_a_lower_rating(risk, verbs_of):
    rate(risk, BY_BAND["high"])
    rate(risk, Rating(1, {"programme": 2}))
    assert BrokenPosition.objects.get().mended_at and "risks.position_mended" in verbs_of(risk)


def test_it_is_mended_by_a_new_acceptance(risk, chief):
    rate(risk, BY_BAND["medium"])
    actions.treat(
        risk,
        text="Two guards",
        lowers="likelihood",
        owner=chief,
        due_on=make.today() + timedelta(days=30),
        by=risk.register.project.manager,
    )
    assert BrokenPosition.objects.open().exists()
    officer = make.officer("UG")
    asked = actions.request_acceptance(risk, reason="It is worth carrying.", by=officer)
    while asked.turn != asked.seat:
        asked = actions.concur(asked, by=risk.register.project.manager)
    actions.grant(asked, by=make.chief("UG"))
    assert BrokenPosition.objects.get().mended_at


def test_it_is_mended_by_closing_and_comes_back_as_another_one(risk):
    manager = risk.register.project.manager
    rate(risk, BY_BAND["high"])
    actions.close(risk, reason="The activity was taken out.", by=manager)
    assert not BrokenPosition.objects.open().exists()
    actions.reopen(risk, reason="It is back.", by=manager)
    rate(risk, BY_BAND["high"])
    assert BrokenPosition.objects.count() == 2 and BrokenPosition.objects.open().count() == 1


def test_before_endorsement_nothing_is_broken(chief):
    risk = make.risk(make.register(make.project(status="draft")), current=BY_BAND["medium"])
    make.acceptance(risk, is_granted=True, by=chief)
    rate(risk, BY_BAND["extreme"])
    assert not BrokenPosition.objects.exists()


def test_a_direct_red_line_that_is_avoided_breaks_nothing_and_one_that_no_longer_is_does(risk):
    manager = risk.register.project.manager
    line = make.risk(risk.register, category="MSG", is_direct=True, strategy="avoid", is_rated=False)
    rate(line, BY_BAND["high"])
    assert not BrokenPosition.objects.exists()
    actions.edit(line, {"strategy": "reduce"}, by=manager)
    assert BrokenPosition.objects.get().risk == line


def test_past_its_grace_it_is_found_while_the_project_goes_on(risk):
    rate(risk, BY_BAND["high"])
    ends = make.today() + timedelta(days=7)
    assert not BrokenPosition.objects.past_grace(ends).exists()
    assert BrokenPosition.objects.past_grace(ends + timedelta(days=1)).count() == 1
    project = risk.register.project
    project.status = "closed"
    project.save()
    assert not BrokenPosition.objects.past_grace(ends + timedelta(days=1)).exists()


def test_project_and_list_show_it_and_of_a_restricted_risk_the_ref_alone(as_, risk, head):
    type(risk).objects.filter(pk=risk.pk).update(visibility="restricted", event="canary2x9d", owner=make.officer("UG"))
    rate(risk, BY_BAND["high"])
    page = as_(head).get("/risks/positions/").text
    assert risk.register.title in page and risk.ref in page
    assert "canary2x9d" not in page and risk.get_absolute_url() not in page
    assert "Broken after endorsement" in as_(head).get(risk.register.project.get_absolute_url()).text
    assert risk.register.code not in as_(make.officer("NG")).get("/risks/positions/").text
    notice = Notice.objects.filter(kind="risks.position_broken").first()
    assert "canary2x9d" not in str(notice.facts) and notice.about_kind == "risks.register"


def test_the_list_costs_the_same_with_1_3_and_300_positions(as_, head, django_assert_max_num_queries):
    client, counts = as_(head), set()
    for more in (1, 2, 297):
        for _ in range(more):
            risk = make.risk(make.register(make.published(make.project(status="draft"))), current=BY_BAND["high"])
            make.broken_position(risk)
        client.get("/risks/positions/")
        with django_assert_max_num_queries(12) as found:
            assert client.get("/risks/positions/").status_code == 200
        counts.add(len(found))
    assert len(counts) == 1

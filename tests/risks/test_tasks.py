"""The timers: each person the latest rung reached, once, however long they were away."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone

from pvehub.notifications.models import Notice
from risks import actions, tasks
from risks.covering import today_of
from risks.models import Acceptance
from risks.scoring import Rating
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def chief(db):
    return make.chief()


@pytest.fixture
def risk(chief):
    return make.risk(make.register(make.project(status="draft")), owner=make.officer())


def due(risk, days):
    """The review was due so many days ago."""
    risk.refresh_from_db()
    risk.next_review_on = today_of(risk.register) - timedelta(days=days)
    risk.save()


def told():
    return list(Notice.objects.filter(kind="risks.review_due").order_by("pk").values_list("recipient", flat=True))


def test_the_owner_hears_14_and_3_days_before_and_on_the_day_each_once(risk):
    due(risk, -20)
    today = timezone.now()
    counts = []
    for days in (0, 6, 7, 17, 18, 20, 21):
        with time_machine.travel(today + timedelta(days=days), tick=False):
            tasks.remind_review()
            tasks.remind_review()
        counts.append(len(told()))
    assert counts == [0, 1, 1, 2, 2, 3, 3]
    assert set(told()) == {risk.owner_id}


def test_after_an_outage_each_person_hears_once_and_not_thrice(risk, chief):
    due(risk, 15)
    assert tasks.remind_review() == 3
    assert sorted(told()) == sorted([risk.owner_id, risk.register.project.manager_id, chief.pk])
    assert tasks.remind_review() == 0


def test_the_manager_hears_a_week_later_and_the_chief_after_two(risk, chief):
    due(risk, 7)
    tasks.remind_review()
    assert told() == [risk.owner_id, risk.register.project.manager_id]
    due(risk, 13)
    tasks.remind_review()
    assert chief.pk not in told()


def test_a_new_review_date_begins_anew_and_a_closed_risk_is_silent(risk):
    due(risk, 0)
    tasks.remind_review()
    actions.review_unchanged(risk, by=risk.owner)
    assert tasks.remind_review() == 0
    due(risk, 1)
    assert tasks.remind_review() == 1
    actions.close(risk, reason="Over.", by=risk.register.project.manager)
    due(risk, 40)
    assert tasks.remind_review() == 0


def test_a_mail_is_not_sent_once_the_review_was_done(risk):
    due(risk, 0)
    tasks.remind_review()
    notice = Notice.objects.get(kind="risks.review_due")
    assert notice.what.relevant(risk, notice.facts)
    assert not notice.what.relevant(actions.review_unchanged(risk, by=risk.owner), notice.facts)


def test_the_register_of_an_office_has_no_manager_to_tell(chief):
    risk = make.risk(make.register(office="UG"))
    due(risk, 15)
    assert tasks.remind_review() == 2


def test_each_acceptance_ends_with_its_own_date_though_the_timer_was_away(chief, outbox):
    project = make.project(status="in_endorsement", tier=1)
    register = make.register(project)
    officer, today = project.manager, timezone.now()
    for days in (3, 5):
        asked = actions.request_acceptance(
            make.risk(register, current=Rating(3, {"programme": 3})), reason="x", by=officer
        )
        actions.grant(asked, by=chief, until=today_of(register) + timedelta(days=days))
    with time_machine.travel(today + timedelta(days=14), tick=False):
        assert tasks.expire_acceptances() == 2
        assert tasks.expire_acceptances() == 0
    ended = Acceptance.objects.order_by("valid_until_on")
    zone = register.lead_office.time_zone
    assert [a.ended_at.astimezone(ZoneInfo(zone)).date() for a in ended] == [
        a.valid_until_on + timedelta(days=1) for a in ended
    ]
    assert {a.state for a in ended} == {"expired"}
    assert [kind for kind, person in outbox if person == officer].count("risks.acceptance_expired") == 2

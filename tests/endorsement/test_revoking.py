"""An endorsement ends before its project: revoked, or by its day, announced before it; and how the project goes on then."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone

from endorsement import actions, tasks
from endorsement.models import Case
from endorsement.workflow import Status
from projects.models import Project
from pvehub import access
from pvehub.audit import trail
from pvehub.notifications import outbox as sending
from pvehub.notifications.models import Delivery, Notice
from tests import make

pytestmark = pytest.mark.django_db
KAMPALA = ZoneInfo("Africa/Kampala")


def fresh(case):
    return Case.objects.get(pk=case.pk), Project.objects.get(pk=case.project_id)


def head():
    return make.someone("trd-head")


def at(year, month, day, hour=12):
    return time_machine.travel(datetime(year, month, day, hour, tzinfo=KAMPALA), tick=False)


@pytest.mark.parametrize("fate", ["suspended", "cancelled"])
def test_a_revoked_endorsement_stops_or_ends_its_project(fate, outbox):
    case = make.at_work()
    waiting = make.amendment(before=case)
    start = len(outbox)

    actions.revoke(case, by=head(), reason="The partner armed a group.", fate=fate)

    case, project = fresh(case)
    assert (case.status, project.status) == (Status.REVOKED, fate)
    assert case.decisions.get().letter.state == "Revoked"
    assert fresh(waiting)[0].status == (Status.WITHDRAWN if fate == "cancelled" else Status.DRAFT)
    told = {person for kind, person in outbox.rows()[start:] if kind == "endorsement.revoked"}
    assert told == {project.manager, make.someone("chief-of-mission", "UG"), make.someone("lead")}
    assert trail.of(case).last().note == "The partner armed a group."


def test_it_is_revoked_for_a_reason_and_with_a_word_on_the_project():
    case = make.at_work()
    for wrong in ({"reason": " "}, {"reason": "x", "fate": "active"}):
        with pytest.raises(access.Unmet):
            actions.revoke(case, by=head(), **wrong)

    assert fresh(case)[0].status == Status.ENDORSED


def test_of_a_project_that_has_ended_nothing_is_revoked():
    case = make.at_work()
    actions.cancel(case.project, by=make.someone("chief-of-mission", "UG"), reason="x")

    with pytest.raises(access.Moved):
        actions.revoke(case, by=head(), reason="x")


def test_after_a_revocation_the_project_goes_on_once_it_is_endorsed_anew():
    case = make.at_work()
    actions.revoke(case, by=head(), reason="x")

    make.amendment(Status.ENDORSED, before=case, summary="Without that partner.")

    case, project = fresh(case)
    assert (case.status, project.status) == (Status.REVOKED, "active")


def test_the_page_asks_twice(as_):
    case = make.at_work()
    page = as_(head())
    url = f"/cases/{case.ref}/revoke/"
    sent = {"reason": "The partner armed a group.", "fate": "suspended", "confirmed": "yes"}

    wrong = page.post(url, sent)
    assert "This is not the ref of the case" in wrong.content.decode()
    assert "The partner armed a group." in wrong.content.decode()
    assert fresh(case)[0].status == Status.ENDORSED
    page.post(url, sent | {"confirmed": f" {case.ref.lower()} "})

    assert fresh(case)[0].status == Status.REVOKED


def test_an_endorsement_ends_with_its_last_day_at_the_office():
    case = make.at_work()  # until 1 January 2028
    with at(2028, 1, 1, 23):
        assert tasks.expire() == 0
    assert fresh(case)[0].status == Status.ENDORSED

    with at(2028, 1, 2, 1):
        assert tasks.expire() == 1
        assert tasks.expire() == 0

    case, project = fresh(case)
    assert (case.status, project.status, project.held_from) == (Status.EXPIRED, "suspended", "active")
    assert case.decisions.get().letter.state == "Expired"
    assert Notice.objects.filter(kind="endorsement.expired").count() == 3
    assert trail.of(case).last().actor_uid is None


def test_a_closing_project_closes_on_and_of_an_ended_one_nobody_is_told():
    closing, cancelled = make.at_work(), make.at_work()
    actions.begin_closing(closing.project, by=closing.project.manager)
    actions.cancel(cancelled.project, by=make.someone("chief-of-mission", "UG"), reason="x")
    with at(2028, 2, 1):
        assert tasks.expire() == 2

    assert [(c.status, p.status) for c, p in (fresh(closing), fresh(cancelled))] == [
        (Status.EXPIRED, "closing"),
        (Status.EXPIRED, "cancelled"),
    ]
    assert not Notice.objects.filter(kind="endorsement.expired", about_id=str(cancelled.pk)).exists()


def days(n):
    return timezone.localdate() + timedelta(days=n)


@pytest.fixture
def extended():
    """Expired the day before, and extended since: the case before, the extension, in a week from now."""
    case = make.at_work(until=days(6))
    with time_machine.travel(timezone.now() + timedelta(days=8)):
        tasks.expire()
        assert fresh(case)[1].status == "suspended"
        yield case, make.amendment(Status.ENDORSED, before=case, kind="extension")


def test_an_extension_endorsed_after_the_end_brings_the_project_back(extended):
    case, later = extended

    assert fresh(later)[1].status == "active"
    assert later.decisions.get().valid_until_on == date(2028, 1, 1)
    assert fresh(case)[0].status == Status.EXPIRED


def test_a_recalled_extension_leaves_the_project_stopped_as_it_was(extended):
    case, later = extended

    actions.recall(later, by=head(), reason="x")

    assert [fresh(case)[0].status, fresh(later)[0].status] == [Status.EXPIRED, Status.DECISION]
    assert fresh(case)[1].status == "suspended"


def reminders(case):
    rows = Notice.objects.filter(kind="endorsement.ending", recipient=case.project.manager)
    return [row.dedupe_key.split(":")[-2] for row in rows.order_by("pk")]


def test_team_and_head_are_reminded_sixty_thirty_and_seven_days_before_the_end():
    case = make.at_work()  # until 1 January 2028
    with at(2027, 11, 1):
        assert tasks.remind_of_end() == 0
    for when in [(2027, 11, 2), (2027, 11, 3), (2027, 12, 2), (2027, 12, 25)]:
        with at(*when):
            tasks.remind_of_end()

    assert reminders(case) == ["60", "30", "7"]
    assert Notice.objects.filter(kind="endorsement.ending").count() == 6


def test_after_an_outage_there_is_one_reminder():
    case = make.at_work()
    with at(2027, 12, 28):
        tasks.remind_of_end()
        tasks.remind_of_end()

    assert reminders(case) == ["7"]


def test_what_was_extended_meanwhile_is_not_mailed_about(mailoutbox):
    case = make.at_work(until=days(6))
    tasks.remind_of_end()
    make.amendment(Status.ENDORSED, before=case, kind="extension")
    Delivery.objects.exclude(notice__kind="endorsement.ending").delete()
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        assert Delivery.objects.count() == 2
        sending.send()
        tasks.remind_of_end()

    assert mailoutbox == []
    assert reminders(case) == ["7"]


def test_a_suspended_endorsement_is_lifted_before_it_is_revoked_and_its_page_says_so(as_):
    case = actions.suspend(make.at_work(), by=head(), reason="An incident.")
    said = "The endorsement is suspended. Lift the suspension first; after that it can be revoked."

    assert said in as_(head()).get(case.get_absolute_url()).content.decode()
    for other in (case.project.manager, make.someone("lead")):
        assert said not in as_(other).get(case.get_absolute_url()).content.decode()
    with pytest.raises(access.Moved, match="Suspended"):
        actions.revoke(case, by=head(), reason="x")

    actions.lift(case, by=head(), reason="Mended.")
    assert said not in as_(head()).get(case.get_absolute_url()).content.decode()

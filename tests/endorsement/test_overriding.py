"""An override: two persons, thirty days, never over a red line or a refusal, over by itself."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from endorsement import actions, tasks
from endorsement.models import Case, Override
from endorsement.workflow import Status
from projects.models import Project
from pvehub import access
from pvehub.audit.models import Event
from pvehub.notifications.models import Notice
from tests import make

pytestmark = pytest.mark.django_db


def ordered(case=None, by=None):
    case = case or make.case(Status.REVIEW)
    return actions.order_override(case, by=by or make.someone("doe-director"), reason="Elections are near.")


def test_an_override_takes_two_persons_and_both_are_on_record():
    admin = make.administrator()
    override = ordered()
    assert Notice.objects.filter(kind="endorsement.override_ordered", recipient=admin).exists()
    project = override.case.project
    assert Project.objects.get(pk=project.pk).status == "in_endorsement"

    override = actions.carry_out(override, by=admin)

    project.refresh_from_db()
    assert (project.status, project.override_until_at) == ("active", override.until_at)
    assert override.until_at - override.ordered_at == timedelta(days=30)
    event = Event.objects.get(verb="endorsement.override_carried_out")
    assert (event.actor_uid, event.on_behalf_of_uid) == (admin.uid, override.ordered_by.uid)
    with pytest.raises(access.Moved):
        actions.carry_out(override, by=make.administrator())


def test_who_ordered_an_override_does_not_carry_it_out():
    both = make.someone("doe-director")
    make.posting(both, role="administrator", office="HQ")
    override = ordered(by=both)
    with pytest.raises(access.Refused, match="somebody else"):
        actions.carry_out(override, by=both)
    with pytest.raises(IntegrityError), transaction.atomic():
        Override.objects.filter(pk=override.pk).update(carried_out_by=both, carried_out_at=timezone.now())
    for person in (make.someone("trd-head"), override.case.project.manager):
        with pytest.raises(access.Refused, match="administrator"):
            actions.carry_out(override, by=person)


@pytest.mark.parametrize("red_line", ["raised", "confirmed"])
def test_there_is_no_override_over_a_red_line(red_line):
    case = make.case(Status.REVIEW)
    Case.objects.filter(pk=case.pk).update(red_line=red_line)
    with pytest.raises(access.Unmet, match="red line"):
        ordered(case)
    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(override_until_at=timezone.now())


def test_there_is_no_override_after_a_refusal():
    case = make.case(Status.NOT_ENDORSED)
    with pytest.raises(access.Moved):
        ordered(case)
    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(override_until_at=timezone.now())
    officer = case.project.manager
    again = actions.submit(actions.open_case(case.project, by=officer), by=officer)
    with pytest.raises(access.Unmet, match="was refused"):
        ordered(again)


def test_a_refusal_between_order_and_carrying_out_stops_it():
    override = ordered(make.case(Status.DECISION))
    make.decided(override.case, Status.NOT_ENDORSED)
    with pytest.raises(access.Unmet):
        actions.carry_out(override, by=make.administrator())
    assert Project.objects.get(pk=override.case.project_id).status == "not_endorsed"


def test_an_override_is_given_once_for_a_case():
    override = ordered()
    with pytest.raises(access.Unmet, match="already"):
        ordered(override.case)


def test_an_override_lapses_by_itself_after_thirty_days_and_once():
    override = actions.carry_out(ordered(), by=make.administrator())
    project = override.case.project
    with time_machine.travel(override.until_at - timedelta(minutes=1)):
        assert tasks.lapse_overrides() == 0
    with time_machine.travel(override.until_at + timedelta(days=3)):
        assert tasks.lapse_overrides() == 1
        assert tasks.lapse_overrides() == 0
    project.refresh_from_db()
    assert (project.status, project.override_until_at, project.code) == ("in_endorsement", None, "PE.0001")
    assert Notice.objects.filter(kind="endorsement.override_ended", recipient=project.manager).count() == 1


def test_an_order_is_not_carried_out_after_its_thirty_days():
    override = ordered()
    with time_machine.travel(timezone.now() + timedelta(days=31)), pytest.raises(access.Unmet, match="over"):
        actions.carry_out(override, by=make.administrator())


@pytest.mark.parametrize("outcome", [Status.ENDORSED, Status.NOT_ENDORSED, Status.WITHDRAWN])
def test_the_end_of_the_passage_ends_the_override(outcome):
    override = actions.carry_out(ordered(make.case(Status.DECISION)), by=make.administrator())
    case = Case.objects.get(pk=override.case_id)
    if outcome == Status.WITHDRAWN:
        actions.withdraw(case, by=case.project.manager, reason="x")
    else:
        make.decided(case, outcome)
    override.refresh_from_db()
    case.refresh_from_db()
    project = Project.objects.get(pk=case.project_id)
    wanted = {"endorsed": "endorsed", "not_endorsed": "not_endorsed", "withdrawn": "draft"}[outcome]
    assert (project.status, project.override_until_at, case.override_until_at) == (wanted, None, None)
    assert override.ended_at is not None


def test_a_confirmed_red_line_ends_the_override_at_once():
    case = make.case(Status.REVIEW)
    actions.carry_out(ordered(case), by=make.administrator())
    Case.objects.filter(pk=case.pk).update(override_until_at=None)
    Case.objects.filter(pk=case.pk).update(red_line="raised")
    Case.objects.filter(pk=case.pk).update(red_line="none")
    Case.objects.filter(pk=case.pk).update(override_until_at=timezone.now() + timedelta(days=9))
    case.refresh_from_db()
    case.red_line = "confirmed"
    from endorsement.actions.ending import settle_override

    assert settle_override(case, by=None, now=timezone.now(), to=case.status)
    assert Project.objects.get(pk=case.project_id).status == "in_endorsement"


def test_an_override_reads_nothing_to_an_administrator_but_its_order(as_):
    case = make.case(Status.REVIEW, title="canary7f3q of the lake")
    override = ordered(case)
    admin = make.administrator()
    page = as_(admin).get(override.get_absolute_url())
    assert page.status_code == 200 and "canary7f3q" not in page.content.decode()
    assert as_(admin).get(case.get_absolute_url()).status_code == 404
    assert as_(make.officer("NG")).get(override.get_absolute_url()).status_code == 404
    assert "canary7f3q" not in as_(admin).get("/overrides/").content.decode()


def test_the_override_pages_walk(as_):
    case = make.case(Status.REVIEW)
    director, admin = as_(make.someone("doe-director")), as_(make.administrator())
    assert director.get(f"/cases/{case.ref}/override/order/").status_code == 200
    assert director.post(f"/cases/{case.ref}/override/order/", {"reason": "Elections."}).status_code == 302
    assert director.post(f"/cases/{case.ref}/override/").status_code == 403
    assert admin.post(f"/cases/{case.ref}/override/").status_code == 302
    page = as_(case.project.manager).get(case.project.get_absolute_url()).content.decode()
    assert "override of the director of DOE" in page

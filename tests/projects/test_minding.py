"""What timers do with projects: a manager who left, and what is late. However late or often they come, once."""

from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone

from projects import actions, tasks
from projects.lateness import SOURCES, badges, reached
from projects.models import ContextAnalysis, Indicator, Project
from pvehub.audit.models import Event
from pvehub.notifications import outbox as sending
from pvehub.notifications.models import Notice
from pvehub.people.models import Posting
from tests import make

pytestmark = pytest.mark.django_db


def leave(person, **when):
    person.postings.update(ends_at=when.get("at") or timezone.now())


def test_when_a_manager_leaves_the_head_stands_in_and_is_told_once():
    project, chief = make.project(status="active"), make.chief("UG")
    assert tasks.stand_in() == 0
    before = project.manager
    leave(before)

    assert tasks.stand_in() == 1
    assert tasks.stand_in() == 0

    project.refresh_from_db()
    assert project.manager == chief
    assert Notice.objects.filter(kind="projects.manager_left", recipient=chief).count() == 1
    event = Event.objects.get(verb="projects.manager_left")
    assert event.changes == {"manager": [str(before.uid), str(chief.uid)]} and event.actor_uid is None


def test_a_manager_who_was_disabled_has_left_too():
    project, chief = make.project(), make.chief("UG")
    project.manager.is_active = False
    project.manager.save()
    tasks.stand_in()
    assert Project.objects.get(pk=project.pk).manager == chief


def test_a_head_in_their_own_right_comes_before_a_delegate():
    project = make.project()
    chief = make.chief("UG")
    deputy = make.officer("UG")
    own = chief.postings.get()
    long_ago = timezone.now() - timedelta(days=99)
    Posting.objects.create(user=deputy, office=own.office, role=own.role, acting_for=own, starts_at=long_ago)
    leave(project.manager)
    tasks.stand_in()
    assert Project.objects.get(pk=project.pk).manager == chief


def test_without_a_head_nothing_happens_until_there_is_one():
    project = make.project()
    leave(project.manager)
    assert tasks.stand_in() == 0
    chief = make.chief("UG")
    assert tasks.stand_in() == 1
    assert Project.objects.get(pk=project.pk).manager == chief


def test_who_never_served_there_and_who_serves_elsewhere_too():
    guest = make.project(manager=make.reviewer())
    moved = make.project()
    make.chief("UG")
    make.posting(moved.manager, role="project-officer", office="KE")
    moved.manager.postings.filter(office__code="UG").update(ends_at=timezone.now())
    closed = make.project(status="closed")
    leave(closed.manager)
    assert tasks.stand_in() == 1
    assert Project.objects.get(pk=guest.pk).manager == guest.manager
    assert Project.objects.get(pk=closed.pk).manager == closed.manager
    assert Project.objects.get(pk=moved.pk).manager != moved.manager


def test_another_manager_named_meanwhile_is_not_mailed_about(mailoutbox):
    project, chief, officer = make.project(), make.chief("UG"), make.officer("UG")
    leave(project.manager)
    tasks.stand_in()
    actions.change_manager(Project.objects.get(pk=project.pk), officer, by=chief)
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        sending.send()
    assert not [mail for mail in mailoutbox if "stand in" in mail.subject]


# What is late


def partner(days, **fields):
    project = make.project(status=fields.pop("status", "active"), **fields)
    row = make.participation(project, diligence_until_on=make.today() + timedelta(days=days))
    return project, row


def told(kind="projects.diligence_due"):
    return list(Notice.objects.filter(kind=kind).order_by("pk").values_list("recipient", flat=True))


def test_the_ladder():
    due = date(2026, 5, 15)
    assert list(reached(due, date(2026, 4, 30))) == []
    assert list(reached(due, date(2026, 5, 1))) == [("owner", -14)]
    assert list(reached(due, date(2026, 5, 17))) == [("owner", 0)]
    assert list(reached(due, date(2026, 6, 30))) == [("owner", 7), ("head", 14)]


def test_the_manager_is_reminded_three_times_and_then_the_head():
    project, _row = partner(14)
    chief, start = make.chief("UG"), timezone.now()
    counts = []
    for day in (0, 13, 14, 20, 21, 27, 28, 60):
        with time_machine.travel(start + timedelta(days=day)):
            tasks.remind_late()
            tasks.remind_late()
            counts.append(len(told()))
    assert counts == [1, 1, 2, 2, 3, 3, 4, 4]
    assert told() == [project.manager.pk] * 3 + [chief.pk]


def test_after_days_of_silence_one_reminder_and_none_for_what_was_mended():
    project, row = partner(-7)
    other, mended = partner(-7)
    mended.diligence_until_on = timezone.localdate() + timedelta(days=300)
    mended.save()
    assert tasks.remind_late() == 1
    assert told() == [project.manager.pk]
    assert row.pk and other.manager.pk not in told()


def test_mended_between_the_reminder_and_its_mail_is_not_mailed(mailoutbox):
    project, row = partner(0)
    kept, _row = partner(0)
    tasks.remind_late()
    row.diligence_until_on = timezone.localdate() + timedelta(days=300)
    row.save()
    with time_machine.travel(timezone.now().replace(hour=9) + timedelta(days=1)):  # at night it would be held
        sending.send()
    assert [mail.to for mail in mailoutbox] == [[kept.manager.email]]


@pytest.mark.parametrize("status", ["idea", "not_endorsed", "closed", "cancelled"])
def test_nobody_is_reminded_of_an_ended_project(status):
    partner(-3, status=status)
    assert tasks.remind_late() == 0


def test_without_a_manager_the_head_is_reminded():
    project, _row = partner(0)
    chief = make.chief("UG")
    Project.objects.filter(pk=project.pk).update(manager=None)
    tasks.remind_late()
    assert told() == [chief.pk]


def test_donors_have_no_due_diligence_here():
    project = make.project(status="active")
    make.participation(project, "A fund", role="donor", diligence_until_on=timezone.localdate())
    assert tasks.remind_late() == 0


def analysed(days, project=None):
    today = timezone.localdate()
    project = project or make.project(status="active")
    written = today - timedelta(days=300 - days)
    ContextAnalysis.objects.create(
        project=project, text="Calm.", written_on=written, review_on=today + timedelta(days=days)
    )
    return project


def test_a_context_analysis_past_its_review_reminds_until_a_newer_one_is_written():
    project = analysed(-7)
    renewed = analysed(40, analysed(-7))
    assert tasks.remind_late() == 1
    assert told("projects.context_due") == [project.manager.pk]
    assert badges(renewed, timezone.localdate()) == []


def measured(days_late):
    today = timezone.localdate()
    project = make.project(
        status="active", start_on=today - timedelta(days=365 + days_late), end_on=today + timedelta(days=99)
    )
    Indicator.objects.create(
        project=project, code="OWN-1", name="Trust", level="outcome", value_type="percent", frequency="yearly"
    )
    return project


def test_values_that_are_late_remind_like_the_rest():
    project = measured(3)
    assert tasks.remind_late() == 1
    assert tasks.remind_late() == 0
    assert told("projects.values_due") == [project.manager.pk]


def test_the_page_of_the_project_says_what_is_late_to_its_people_only(as_):
    project, _row = partner(-3)
    page = as_(project.manager).get(project.get_absolute_url()).content.decode()
    assert "Due diligence has run out" in page
    assert "Due diligence has run out" not in as_(make.outsider()).get(project.get_absolute_url()).content.decode()
    assert [badge.number for badge in badges(project, timezone.localdate())] == [1]


def test_every_source_has_its_kind_and_its_section():
    from projects.sections import BY_SLUG
    from pvehub.notifications.kinds import registry

    assert {source.kind for source in SOURCES.values()} <= set(registry())
    assert {source.section for source in SOURCES.values()} <= set(BY_SLUG)

"""What is over goes, what is not yet stays, and the reading log lets go of nothing before its time."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from django.utils import timezone

from projects.models import FieldDraft
from pvehub import celery
from pvehub.audit import trail
from pvehub.audit.models import READINGS_STAY, Reading
from pvehub.jobs.models import Job
from pvehub.notifications.models import Delivery, Notice
from pvehub.operations import actions, classes
from pvehub.operations.models import Mark
from tests import make


def test_every_class_says_why_and_is_swept():
    planned = {entry["task"] for entry in celery.app.conf.beat_schedule.values()}
    for one in classes.classes():
        assert str(one.what) and len(str(one.why)) > 20
        assert (one.older is None) == bool(one.timer)
        assert not one.timer or one.timer in planned
    assert "operations.tasks.sweep_retained" in planned


@pytest.mark.django_db
def test_each_class_asks_for_what_is_older_than_its_period_and_for_nothing_else():
    person = make.officer()
    project = make.project(manager=person)
    now, young, old = timezone.now(), timedelta(days=5), timedelta(days=400)
    for age in (young, old):
        done = make.job(person, state="done", key=f"done {age.days}")
        Job.objects.filter(pk=done.pk).update(finished_at=now - age)
        told = make.notice(person)
        Notice.objects.filter(pk=told.pk).update(created_at=now - age)
        Delivery.objects.filter(notice=told).update(state="sent", sent_at=now - age)
        FieldDraft.objects.create(
            project=project, user=person, section="basics", field=f"f{age.days}", text="x", updated_at=now - age
        )
    waiting = make.notice(person)
    Notice.objects.filter(pk=waiting.pk).update(created_at=now - old)  # its mail has still to go
    reminder = make.notice(person)
    Notice.objects.filter(pk=reminder.pk).update(created_at=now - old, dedupe_key="due in March, to the officer")
    Delivery.objects.filter(notice=reminder).update(state="sent", sent_at=now - old)

    actions.sweep()
    actions.sweep()

    assert Job.objects.filter(key__startswith="done").values_list("key", flat=True).get() == "done 5"
    assert FieldDraft.objects.get().field == "f5"
    assert Notice.objects.filter(created_at__lt=now - timedelta(days=300)).count() == 2
    assert Notice.objects.filter(pk__in=[waiting.pk, reminder.pk]).count() == 2
    assert Mark.objects.get(work="sweep").said == "0 rows"


@pytest.mark.django_db
def test_who_read_what_goes_after_three_years_and_is_deleted_by_nothing_else(as_app_role):
    thing = make.office("UG")
    for days in (1, READINGS_STAY.days - 1, READINGS_STAY.days + 1):
        at = timezone.now() - timedelta(days=days)
        Reading.objects.create(kind="people.office", thing_id=thing.pk, what=f"d{days}", at=at)

    assert trail.forget_readings() == 1

    assert set(Reading.objects.values_list("what", flat=True)) == {"d1", "d1094"}


@pytest.mark.django_db
def test_the_owner_deletes_no_young_reading_and_changes_none():
    Reading.objects.create(kind="people.office", thing_id=1, what="open")
    for statement in ("DELETE FROM audit_reading", "UPDATE audit_reading SET what = 'x'"):
        with pytest.raises(ProgrammingError, match="Cannot"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)

"""The state of the portal, as administrators see it."""

import time
from datetime import timedelta

import pytest
from django.utils import timezone

from pvehub.operations import actions, showing, tasks
from pvehub.operations.models import Mark
from tests import make

ADDRESS = "/notices/undelivered/"


def _said():
    return {row.what: row for row in showing.rows()}


@pytest.mark.django_db
def test_in_its_first_minutes_no_timetable_is_late(settings, time_machine):
    settings.SERVING_SINCE = time.time() - 10
    assert _said()["The timetable ran"].is_well
    tasks.beat()
    time_machine.move_to(timezone.now() + timedelta(hours=9))
    assert not _said()["The timetable ran"].is_well
    settings.SERVING_SINCE = time.time() - 10  # it was shut down for the night, and has begun again
    assert _said()["The timetable ran"].is_well


@pytest.mark.django_db
def test_beat_backup_trial_queues_disk_and_scanner_stand_on_the_page_of_administrators(
    as_, settings, django_assert_num_queries, time_machine
):
    settings.BACKUP_DIR, settings.CLAMAV_SOCKET = "/somewhere", "/nowhere/clamd.sock"
    with django_assert_num_queries(2):
        rows = _said()
    assert rows["The timetable ran"].is_well is False
    assert rows["Virus scanner"].said == "It does not answer; no upload is taken."

    tasks.beat()
    actions.mark("backup", said="a.backup, 9 bytes")
    actions.mark("trial", said="3 tables came back")
    actions.mark("trial", said="b.backup: it does not open", is_well=False)
    rows = _said()
    assert rows["The timetable ran"].is_well and rows["Last backup"].is_well
    trial = rows["Last backup that was restored for proof"]
    assert (trial.is_well, trial.said) == (False, "It failed: b.backup: it does not open")
    assert trial.at is not None  # the last time that it went well

    page = as_(make.administrator()).get(ADDRESS).content.decode()
    for words in ("It failed: b.backup: it does not open", "a.backup, 9 bytes", "Mails that are due", "free"):
        assert words in page
    assert ADDRESS in as_(make.administrator()).get("/").content.decode()
    assert as_(make.officer()).get(ADDRESS).status_code == 403

    time_machine.move_to(timezone.now() + timedelta(days=2, minutes=1))
    rows = _said()
    assert (rows["The timetable ran"].is_well, rows["Last backup"].is_well) == (False, False)


@pytest.mark.django_db
def test_a_portal_that_makes_no_backups_by_itself_says_so(settings):
    settings.BACKUP_DIR = ""
    assert _said()["Last backup"].said == "Not by itself: BACKUP_DIR names no folder."
    assert Mark.objects.count() == 0

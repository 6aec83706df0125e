"""Which backups stay."""

import pathlib
import tempfile
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ImproperlyConfigured

from pvehub.operations import archive, backups, tasks
from pvehub.operations.models import Mark

TODAY = date(2026, 11, 29)  # a Sunday


def _days(*ages):
    return [(TODAY - timedelta(days=age), pathlib.Path(str(age))) for age in ages]


def _stay(*ages):
    gone = {path.name for path in backups.superfluous(_days(*ages), backups.KEEP)}
    return [age for age in ages if str(age) not in gone]


def test_of_two_years_the_latest_days_weeks_and_months_stay():
    staying = _stay(*range(730))
    assert staying[:7] == list(range(7))
    assert [TODAY - timedelta(days=age) for age in staying[7:]] == [
        *(TODAY - timedelta(weeks=weeks) for weeks in range(1, 5)),  # Sundays are the last of their weeks
        *(date(2026, month, 1) - timedelta(days=1) for month in range(11, 0, -1)),
    ]


def test_after_a_year_of_standstill_nothing_old_is_thrown_away_for_being_old():
    assert _stay(0, 400, 401, 402) == [0, 400, 401, 402]


def test_only_what_the_timetable_named_is_touched_and_nobody_makes_two_at_once(tmp_path):
    names = ["pvehub-20260101T0310Z.backup", "pvehub-20260101T0310Z.backup.part", "mine.backup"]
    for name in names:
        (tmp_path / name).touch()
    assert backups.kept(tmp_path) == [(date(2026, 1, 1), tmp_path / names[0])]
    with backups._alone(tmp_path) as is_ours:
        assert is_ours
        assert backups.make_todays(tmp_path, datetime(2026, 1, 2, tzinfo=UTC)) is None


def test_where_others_reach_the_portal_a_key_is_asked_for(settings):
    settings.BACKUP_KEY, settings.IS_LOCAL = "", False
    with pytest.raises(ImproperlyConfigured, match="BACKUP_KEY_FILE"):
        backups.secret()
    settings.BACKUP_KEY = "a" * 60
    with pytest.raises(ImproperlyConfigured):
        backups.secret()


def test_a_new_key_makes_new_backups_and_the_old_one_opens_the_old(settings, tmp_path):
    old, new = (
        "an old key, as long as a key has to be at the least",
        "a new key, as long as a key has to be at the least",
    )
    (tmp_path / "dump").write_bytes(b"rows")

    def made(name, lines):
        settings.BACKUP_KEY = lines
        return archive.write(tmp_path / name, tmp_path / "dump", tmp_path / "files", {"name": name}, backups.secret())

    def opened(name, lines):
        settings.BACKUP_KEY = lines
        with tempfile.TemporaryDirectory(dir=tmp_path) as folder:
            return archive.unpack(tmp_path / name, pathlib.Path(folder), *backups.keys())

    before, after = made("before", old), made("after", f"{new}\n\n{old}\n")

    assert opened("before", f"{new}\n{old}") == before and opened("after", f"{new}\n{old}") == after
    assert opened("after", new) == after
    for name, lines in (("before", new), ("after", old)):
        with pytest.raises(archive.Damaged, match="made under another key"):
            opened(name, lines)
    settings.BACKUP_KEY = f"{new}\nweak"
    with pytest.raises(ImproperlyConfigured, match="a line"):
        backups.keys()


@pytest.mark.parametrize(
    "back",
    [
        {"people_user": [2, "17"]},  # a table that did not come back
        {"people_user": [2, "17"], "risks_risk": [1, "5"], "more": [0, "0"]},
        {"people_user": [2, "18"], "risks_risk": [1, "5"]},  # another row in the place of one
    ],
)
def test_a_trial_that_brings_back_anything_else_proves_nothing(back):
    with pytest.raises(backups.NotProven, match=r"^The table (risks_risk|more|people_user) did not come back"):
        backups.require_same({"people_user": [2, "17"], "risks_risk": [1, "5"]}, back)


@pytest.mark.django_db
def test_what_went_wrong_is_written_down_and_tried_again_after_six_hours(settings, tmp_path, time_machine):
    (tmp_path / "pvehub-20260101T0310Z.backup").touch()
    settings.BACKUP_DIR, settings.BACKUP_KEY = str(tmp_path), "weak"
    time_machine.move_to(datetime(2026, 1, 2, 12, tzinfo=UTC), tick=False)
    tasks.verify_backup()
    time_machine.move_to(datetime(2026, 1, 2, 17, tzinfo=UTC), tick=False)
    tasks.verify_backup()
    mark = Mark.objects.get()
    assert (mark.work, mark.is_well, mark.tried_at.hour) == ("trial", False, 12)
    assert "BACKUP_KEY_FILE" in mark.said
    time_machine.move_to(datetime(2026, 1, 2, 18, 1, tzinfo=UTC), tick=False)
    tasks.verify_backup()
    assert Mark.objects.get().tried_at.hour == 18

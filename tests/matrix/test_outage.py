"""The timetable was away for a day, for three, for nine: it makes up for it once, and once means once.

Every sweep of the timetable runs over a world that holds every thing in every state. Whoever adds a timer is tried with it.
"""

import dataclasses
import zlib
from collections import Counter
from datetime import timedelta

import pytest
from django.utils import timezone

from pvehub.celery import app
from pvehub.notifications.models import Notice
from tests.matrix import cast as casting
from tests.matrix import policy_files

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.full, pytest.mark.timeout(900)]
# Not about what falls due: these write to disk, to a mail server or to another database.
ELSEWHERE = {"operations.tasks.back_up", "operations.tasks.verify_backup", "notifications.tasks.send"}


def _everything():
    app.loader.import_default_modules()
    people = casting.assemble()
    for thing, build in sorted(casting.builders().items()):
        for state in sorted({s for row in policy_files.rows().values() if row.thing == thing for s in row.cells}):
            build(state, dataclasses.replace(people, canary=f"word{zlib.crc32(f'{thing} {state}'.encode())}x"))


def _sweep():
    """Every sweep once, in the order of the timetable; gives who was told what."""
    before = Notice.objects.order_by("pk").values_list("pk", flat=True).last() or 0
    for entry in app.conf.beat_schedule.values():
        if entry["task"] not in ELSEWHERE:
            app.tasks[entry["task"]].apply(throw=True)
    told = Notice.objects.filter(pk__gt=before)
    return Counter(
        (notice.kind, notice.about_kind, notice.about_id, notice.recipient_id, str(sorted(notice.facts.items())))
        for notice in told
    )


def test_after_an_outage_each_sweep_tells_each_thing_once_and_the_next_run_nothing(time_machine):
    _everything()
    morning = timezone.now().replace(hour=10, minute=0)
    reminded = set()
    for ahead, away in ((1, 1), (8, 3), (40, 9), (70, 1), (100, 3), (200, 9)):
        for day in (ahead, ahead + away):
            time_machine.move_to(morning + timedelta(days=day), tick=False)
            told = _sweep()
            assert set(told.values()) <= {1}, [key for key, times in told.items() if times > 1]
            again = _sweep()
            assert not again, f"day {day}: told again within the minute: {list(again)[:5]}"
            reminded |= {key[0] for key in told}
    assert len(reminded) >= 12, (
        reminded
    )  # the world has something due for most timers; each rule: test_each_reminder.py

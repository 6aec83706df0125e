"""Two timers at once, over everything that any rule finds due: nobody is told twice, nobody is left out, nothing fails."""

from collections import Counter
from datetime import timedelta

import pytest
from django.utils import timezone

from pvehub.notifications import reminders
from pvehub.notifications.models import Notice
from tests.machinery.amount import FULL
from tests.machinery.together import at_once

from .test_each_reminder import BUILD

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True), pytest.mark.timeout(300)]
DAYS = (0, 3, 7, 9, 14, 16, 20, 24, 30, 38, 44, 60, 90) if FULL else (7, 30)


def _everything_due():
    """The moment at which something was made for each rule."""
    for build in {build for build, _days in BUILD.values()}:
        build()


def test_two_timers_at_once_tell_each_person_of_each_rung_once(time_machine, caplog):
    noon = timezone.now().replace(hour=9, minute=30)
    time_machine.move_to(noon, tick=False)
    _everything_due()
    told = Counter()
    for day in DAYS:
        time_machine.move_to(noon + timedelta(days=day), tick=False)
        before = Notice.objects.order_by("pk").values_list("pk", flat=True).last() or 0
        counts = at_once(*[lambda: reminders.sweep(*reminders.registry())] * 2)

        assert all(isinstance(count, int) for count in counts), counts
        rows = list(Notice.objects.filter(pk__gt=before))
        now = Counter((row.kind, row.about_kind, row.about_id, row.recipient_id, str(row.facts)) for row in rows)
        assert set(now.values()) <= {1}, [row for row, number in now.items() if number > 1]
        assert reminders.sweep(*reminders.registry()) == 0, f"day {day}: the two left somebody out"
        told += Counter(row.kind for row in rows)
    assert len(told) >= (20 if FULL else 8), told
    assert not [record for record in caplog.records if record.levelname == "ERROR"]

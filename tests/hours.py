"""The tests at another hour of the day: `PVEHUB_AT=23:30 pytest -p tests.hours tests/risks`.

When it is tomorrow in Kampala and still today in Geneva, what counts days by the wrong clock shows. The hour is that of UTC;
it moves the clock of this process alone: servers and workers that a test starts keep the real one.
"""

import os

import time_machine
from django.utils import timezone

if HOUR := os.environ.get("PVEHUB_AT", ""):
    hour, minute = (int(part) for part in HOUR.split(":"))
    time_machine.travel(timezone.now().replace(hour=hour, minute=minute, second=0, microsecond=0)).start()

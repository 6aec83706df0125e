"""The tests at another hour of the day: `PVEHUB_AT=23:30 pytest -p tests.hours tests/risks`.

When it is tomorrow in Kampala and still today in Geneva, what counts days by the wrong clock shows. The hour is that of UTC;
it moves the clock of this process alone: servers and workers that a test starts keep the real one.
"""

import os
from datetime import UTC, datetime

import time_machine

if HOUR := os.environ.get("PVEHUB_AT", ""):
    hour, minute = (int(part) for part in HOUR.split(":"))
    now = datetime.now(UTC)  # noqa: TID251  (before Django has its settings)
    time_machine.travel(now.replace(hour=hour, minute=minute, second=0, microsecond=0)).start()

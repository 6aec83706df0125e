"""The Celery app and the timetable of beat.

Celery moves the work, rows guarantee it: every entry below is a sweep over rows that are due, so a beat that was away
for an hour makes up for it with one run, and two at once do no harm.

Without REDIS_URL there is no worker: `celery -A pvehub.celery beat` runs the sweeps itself, in one process: what may
have to wait for others beside the rest, which runs one after the other.
"""

import logging
import os
import threading
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

from celery import Celery, signals
from celery.beat import Scheduler, SchedulingError
from django.conf import settings
from django.db import close_old_connections, connections

from pvehub.audit import logs
from pvehub.jobs import broker

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pvehub.settings")

log = logging.getLogger(__name__)
BESIDE = {"outbox", "jobs", "backup", "trial restore"}  # entries that may have to wait for others, or for long
WITH_FILES = {"jobs", "exports", "retention", "backup", "trial restore"}  # work on what lies beside a worker
HARD_LIMIT = 540  # seconds a task may take; below the claim of a job (15 min) and the visibility timeout (1 h)


class Timetable(Scheduler):
    """Keeps its times in memory and runs every entry once at its start: the entries are sweeps over what is due, so a
    file of last runs would only be one more thing to lose, and a beat that was away makes up for it at once.

    In eager mode Celery's Django fix-up leaves connections alone, as if a web request were around the task. In beat
    there is none: without this, a database that was restarted would stay lost to beat for good.

    A mail server that says nothing, a file that takes minutes to read or a trial restore would hold up the seal of the
    history and all else: in eager mode each of these entries has a thread of its own, and is not begun anew before it
    has ended. They die with beat, as a worker may at any moment.

    While the broker is away beat does itself what needs the database and the mail server alone: a mail that is urgent does
    not wait for Redis. What needs files waits for a worker, which may be on another machine.
    """

    @property
    def producer(self) -> Any:
        """Where there is a broker each message takes one from the app's pool: beat's own would wait for a lost broker for
        ever. In eager mode nothing is sent, and Celery's own is only asked how it would write."""
        return Scheduler.producer.__get__(self, type(self)) if self.app.conf.task_always_eager else None

    def setup_schedule(self) -> None:
        super().setup_schedule()
        self.beside: dict[str, threading.Thread] = {}
        for entry in self.schedule.values():
            entry.last_run_at = self.app.now() - timedelta(days=1)

    def apply_entry(self, entry: Any, producer: Any = None) -> None:
        begin = partial(_with_connections, partial(super().apply_entry, entry, producer))
        if self.app.conf.task_always_eager and entry.name in BESIDE:
            self._begin_beside(entry.name, begin)
        else:
            begin()

    def apply_async(self, entry: Any, producer: Any = None, advance: bool = True, **options: Any) -> Any:
        try:
            return super().apply_async(entry, producer, advance, **options)
        except SchedulingError:
            if self.app.conf.task_always_eager or entry.name in WITH_FILES:
                raise
            log.warning("The broker could not be reached: beat does %s itself.", entry.name)
            if entry.name not in BESIDE:
                return self.app.tasks[entry.task].apply()
            return self._begin_beside(entry.name, partial(_with_connections, self.app.tasks[entry.task].apply))

    def _begin_beside(self, name: str, call: Callable[[], Any]) -> None:
        if name not in self.beside or not self.beside[name].is_alive():
            self.beside[name] = threading.Thread(target=call, name=name, daemon=True)
            self.beside[name].start()


def _with_connections(call: Callable[[], Any]) -> None:
    close_old_connections()
    try:
        call()
    finally:
        connections.close_all()


broker.install()
app = Celery("pvehub")
app.conf.update(
    broker_url=settings.REDIS_URL or "memory://",
    task_always_eager=not settings.REDIS_URL,
    broker_connection_retry_on_startup=True,
    broker_connection_max_retries=None,  # a broker may be away for longer than any number we could name
    broker_transport_options={
        "visibility_timeout": 3600,
        # A person waits while a kick looks for the broker: one more attempt at once, not six seconds of patience. The
        # patience of workers is broker_connection_max_retries.
        "max_retries": 1,
        "interval_start": 0,
        "interval_step": 0,
        "socket_connect_timeout": 1,
        "socket_timeout": 30,
        "socket_keepalive": True,
    },
    accept_content=["json"],
    task_serializer="json",
    task_ignore_result=True,
    result_expires=None,  # there are no results, so nothing to clean up
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    worker_prefetch_multiplier=1,
    worker_cancel_long_running_tasks_on_connection_loss=False,  # what is being sent is better sent to its end
    worker_hijack_root_logger=False,  # the settings decide how logs look
    worker_send_task_events=False,
    worker_enable_remote_control=False,
    worker_max_tasks_per_child=500,
    task_soft_time_limit=HARD_LIMIT - 60,
    task_time_limit=HARD_LIMIT,
    enable_utc=True,
    timezone="UTC",
    beat_scheduler="pvehub.celery:Timetable",
    beat_max_loop_interval=5,
)
app.autodiscover_tasks()
signals.task_prerun.connect(logs.begin_task)
signals.task_postrun.connect(logs.end_task)


def every(task: str, **period: float) -> dict[str, Any]:
    """An entry; a message that no worker took before the next one comes is stale."""
    apart = timedelta(**period)
    return {"task": task, "schedule": apart, "options": {"expires": apart.total_seconds(), "ignore_result": True}}


app.conf.beat_schedule = {
    # The way mail goes out; the kick after a commit only makes it faster.
    "outbox": every("notifications.tasks.send", seconds=10),
    # The way background work is done: uploads are read, exports are made.
    "jobs": every("jobs.tasks.sweep", seconds=10),
    # Who changed the history after this minute would be found out.
    "seal": every("audit.tasks.seal", minutes=1),
    # Digests are for 08:00 where each person is: time zones begin at every quarter of an hour.
    "digests": every("notifications.tasks.gather", minutes=5),
    # The index counts words by adding rows; folded hourly, so that a question never adds up many.
    "index": every("index.tasks.refresh", hours=1),
    # Half of the days, most of them, all of them, half as many again: by working days of each side, so hourly is enough.
    "service clock": every("endorsement.tasks.remind_clock", hours=1),
    # Conditions before the start or by a date, by the day of each office.
    "conditions": every("endorsement.tasks.remind_conditions", hours=1),
    # Past its grace a condition by a date stops the project.
    "overdue conditions": every("endorsement.tasks.suspend_overdue", hours=1),
    # A hold whose date has come is looked at again.
    "quiet cases": every("endorsement.tasks.remind_quiet", hours=1),
    # A region that lets its days pass holds no case up.
    "regional advice": every("endorsement.tasks.lapse_advice", hours=1),
    # Questions that missions put to headquarters, by the day there.
    "support": every("endorsement.tasks.remind_support", hours=1),
    # An override lets a project run for thirty days and not for a day more.
    "overrides": every("endorsement.tasks.lapse_overrides", minutes=10),
    # Reports follow dates that change elsewhere, and are reminded of by the day of each office: hourly is enough.
    "report schedules": every("endorsement.tasks.schedule_reports", hours=1),
    "reports": every("endorsement.tasks.remind_reports", hours=1),
    # An endorsement ends with its last day at the lead office: by the day of each office, so hourly is enough.
    "endorsements at their end": every("endorsement.tasks.expire", hours=1),
    "endorsements near their end": every("endorsement.tasks.remind_of_end", hours=1),
    # A change after the endorsement is out already: TRD has five working days, and should not lose the first of them.
    "told changes": every("endorsement.tasks.tell_changes", minutes=5),
    # A project whose manager left is without one until its office's head stands in, and the head hears of it the same day.
    "managers": every("projects.tasks.stand_in", hours=1),
    # Due diligence that runs out, values that are late: by the day of each office, so hourly is enough.
    "late data": every("projects.tasks.remind_late", hours=1),
    # Risks whose review date has come.
    "risk reviews": every("risks.tasks.remind_review", hours=1),
    # What else of the registers is due: by the day of each office, so hourly is enough.
    "risk reminders": every("risks.tasks.remind_due", hours=1),
    # Acceptances end at midnight of their office, by date or by a late precondition; whether one covers never waits for this.
    "acceptances": every("risks.tasks.expire_acceptances", hours=1),
    # Which answers to risk categories no longer hold, for counts; what gates asks the record itself.
    "stale answers": every("risks.tasks.note_stale", hours=6),
    # How many risks stand where, once a day of UTC: the trend is drawn from these nights.
    "risk portfolio": every("risks.tasks.count_portfolio", hours=1),
    # Files that were exported wait for their owners for a day.
    "exports": every("projects.tasks.sweep_exports", hours=1),
    # Compendia live for some days; until this has run nobody is handed an expired one either.
    "compendia": every("projects.tasks.drop_expired_compendia", hours=1),
    # Those over resources likewise.
    "compendia of practices": every("knowledge.tasks.drop_expired_compendia", hours=1),
    # Lessons and tools whose "verify by" date has come.
    "verifications": every("knowledge.tasks.remind_verification", hours=1),
    # What is new in the searches people keep, by the day of each person: hourly is enough.
    "kept searches": every("knowledge.tasks.tell_news", hours=1),
    # What was asked of the search is kept for half a year.
    "old questions": every("knowledge.tasks.forget_asked", hours=6),
    # Running projects that reached their first month or their half, by the day of each office: hourly is enough.
    "lessons": every("knowledge.tasks.ask_for_lessons", hours=1),
    # What was promised at meetings and for evaluations, by the day of the office that promised; what is late, each week anew.
    "promises": every("knowledge.tasks.remind_promises", hours=1),
    # Meetings that are a month away: what is still open from the one before.
    "meetings": every("knowledge.tasks.remind_meetings", hours=1),
    # A series says how often it meets; its organizers hear by the day of their office.
    "series of meetings": every("knowledge.tasks.remind_series", hours=6),
    # What colleagues were asked to read by a day, by the day where each of them serves.
    "readings": every("knowledge.tasks.remind_reading", hours=1),
    # Whose verifier left is passed on the same day; a reader's contest is not left without an answer.
    "trust": every("knowledge.tasks.keep_trust", hours=1),
    # Drafts before colleagues and approvals of words, by the day of their office.
    "guidance": every("knowledge.tasks.remind_guidance", hours=1),
    # Questions nobody has answered for five working days of the office that asked: hourly is enough.
    "questions": every("knowledge.tasks.route_questions", hours=1),
    # Texts that wait for a curator longer than the ten working days that authors are promised.
    "curation": every("knowledge.tasks.remind_reviews", hours=1),
    # That this stands in the database says that beat runs and that what it asks for is done.
    "pulse": every("operations.tasks.beat", seconds=30),
    # One backup for each day of UTC; hourly, so that one which could not be made is made as soon as it can.
    "backup": every("operations.tasks.back_up", hours=1),
    # A backup is one only when it has been restored: once a week, by itself.
    "trial restore": every("operations.tasks.verify_backup", hours=1),
    # What is no record of the work is kept for a time that pvehub/operations/retention.py and its like in each app give.
    "retention": every("operations.tasks.sweep_retained", hours=6),
}

"""The timers of the portal's own works. Each asks whether it is due, so it may run as often as it likes."""

import pathlib
from datetime import timedelta

from celery import shared_task
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone

from pvehub.audit import faults
from pvehub.embedded import place

from . import actions, backups, dumping
from .models import Mark

APART = timedelta(days=7)  # between two trial restores
AGAIN = timedelta(hours=6)  # after one that failed: somebody may be mending it
LONG = {"soft_time_limit": 3200, "time_limit": 3300}  # seconds; a message comes round again after an hour


@shared_task(name="operations.tasks.beat")
def beat() -> None:
    """Leaves a mark: whoever looks knows that the timetable runs, and that what it asks for is done."""
    actions.mark(Mark.Work.BEAT)


@shared_task(name="operations.tasks.back_up", **LONG)
def back_up() -> None:
    """Makes the backup of the day, where there is a folder for it."""
    if not settings.BACKUP_DIR:
        return
    try:
        made = backups.make_todays(pathlib.Path(settings.BACKUP_DIR), timezone.now())
    except backups.Busy:
        return  # the next hour's turn
    except (dumping.Impossible, ImproperlyConfigured) as reason:
        actions.mark(Mark.Work.BACKUP, said=faults.without_paths(str(reason)), is_well=False)
    except OSError as error:
        actions.mark(Mark.Work.BACKUP, said=f"The backup could not be written: {error.strerror}.", is_well=False)
    else:
        if made is not None:
            actions.mark(Mark.Work.BACKUP, said=f"{made.name}, {made.stat().st_size} bytes")


@shared_task(name="operations.tasks.verify_backup", **LONG)
def verify_backup() -> None:
    """Proves the latest backup once a week by restoring it."""
    kept = backups.kept(pathlib.Path(settings.BACKUP_DIR)) if settings.BACKUP_DIR else []
    last = Mark.objects.filter(work=Mark.Work.TRIAL).first()
    if not kept or last and last.tried_at > timezone.now() - (APART if last.is_well else AGAIN):
        return
    try:
        proof = backups.prove(kept[-1][1])
    except backups.Busy:
        return
    except (backups.NotProven, dumping.Impossible, place.Unavailable, ImproperlyConfigured) as reason:
        told = faults.without_paths(f"{kept[-1][1].name}: {reason}")
        actions.mark(Mark.Work.TRIAL, said=told, is_well=False)
    except OSError as error:
        actions.mark(Mark.Work.TRIAL, said=f"{kept[-1][1].name}: {error.strerror}.", is_well=False)
    else:
        actions.mark(Mark.Work.TRIAL, said=str(proof))


@shared_task(name="operations.tasks.sweep_retained")
def sweep_retained() -> None:
    """Lets go of what is over."""
    actions.sweep()

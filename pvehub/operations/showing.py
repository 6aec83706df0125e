"""How the portal fares, in the words of the page for administrators."""

import pathlib
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Count, Min
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext as _

from pvehub.files import clam
from pvehub.notifications.health import has_just_begun
from pvehub.notifications.models import Delivery

from .models import Mark

# After so long without a mark something is wrong; of a backup and a trial, one day more than they are apart.
OVERDUE = {"beat": timedelta(minutes=5), "backup": timedelta(days=2), "trial": timedelta(days=8)}
OVERDUE |= {"sweep": timedelta(days=1)}


@dataclass(frozen=True)
class Row:
    """One line: what, how it stands, since when, and whether that is well (None: it is not in use here)."""

    what: str
    said: str
    is_well: bool | None
    at: datetime | None = None


def rows() -> list[Row]:
    """Everything that is not a mail or a job of its own; two queries."""
    now, marks = timezone.now(), {row.work: row for row in Mark.objects.all()}
    return [_mails(now), *(_work(marks.get(work), work, now) for work in Mark.Work.values), *_disks(), _clam()]


def _mails(now: datetime) -> Row:
    """Of background work the page says itself whether it is late."""
    due = Delivery.objects.waiting().filter(cadence="now", due_at__lte=now).aggregate(n=Count("pk"), at=Min("due_at"))
    return Row(
        _("Mails that are due"), str(due["n"]), not due["at"] or due["at"] > now - timedelta(minutes=5), due["at"]
    )


def _work(mark: Mark | None, work: str, now: datetime) -> Row:
    what = {
        "beat": _("The timetable ran"),
        "backup": _("Last backup"),
        "trial": _("Last backup that was restored for proof"),
        "sweep": _("What is over was let go"),
    }[work]
    if mark is None and work in {"backup", "trial"} and not settings.BACKUP_DIR:
        return Row(what, _("Not by itself: BACKUP_DIR names no folder."), None)
    if mark is None:
        return Row(what, _("Not yet"), work != "beat" or has_just_begun())
    said = mark.said if mark.is_well else _("It failed: %(reason)s") % {"reason": mark.said}
    is_recent = now - mark.tried_at < OVERDUE[work] or (work == "beat" and has_just_begun())
    return Row(what, said, mark.is_well and is_recent, mark.went_well_at)


def _disks() -> Iterator[Row]:
    """Each disk once, by the first thing that lies on it."""
    seen: set[int] = set()
    passing = settings.FILE_UPLOAD_TEMP_DIR or tempfile.gettempdir()
    for what, place, least in (
        (_("Disk"), settings.DATA_DIR, 500),
        (_("Disk of the files"), settings.FILES_ROOT, 500),
        (_("Disk of uploads on their way"), passing, 50),
        (_("Disk of the backups"), settings.BACKUP_DIR or settings.DATA_DIR, 500),
    ):
        folder = pathlib.Path(place)
        while not folder.exists():
            folder = folder.parent
        if (disk := folder.stat().st_dev) in seen:
            continue
        seen.add(disk)
        usage = shutil.disk_usage(folder)
        sizes = {"free": filesizeformat(usage.free), "total": filesizeformat(usage.total)}
        is_well = usage.free > max(usage.total // 20, least * 1024 * 1024)
        yield Row(what, _("%(free)s of %(total)s free") % sizes, is_well)


def _clam() -> Row:
    what = _("Virus scanner")
    if not clam.is_configured():
        return Row(what, _("Not in use: CLAMAV_SOCKET names none."), None)
    is_there = clam.answers()
    return Row(what, _("It answers.") if is_there else _("It does not answer; no upload is taken."), is_there)

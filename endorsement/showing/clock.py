"""The service clock in words: who has had a case for how long, the way of the case with its dates, what holds it up."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from endorsement import timing, workflow
from endorsement.clock import Reading, Side
from endorsement.models import Case
from endorsement.workflow import Status
from pvehub import access
from pvehub.audit import trail, words
from pvehub.audit.models import Event
from pvehub.people.models import User


def _is_mine(user: User, case: Case) -> bool:
    return case.project.manager_id == user.pk or case.project.lead_office_id in access.standing(user).office_ids


def spent(reading: Reading, *, is_mine: bool) -> list[str]:
    """Working days by side since the submission: "With headquarters 6 of 15 working days", "With you 9 working days"."""
    found = []
    if Side.HQ in reading.taken:
        said = ngettext(
            "With headquarters %(n)d of %(all)d working day",
            "With headquarters %(n)d of %(all)d working days",
            reading.hq_days,
        )
        found.append(said % {"n": reading.taken[Side.HQ], "all": reading.hq_days})
    if n := reading.taken.get(Side.REGION):
        said = ngettext("With the region %(n)d working day", "With the region %(n)d working days", n)
        found.append(said % {"n": n})
    if n := reading.taken.get(Side.OFFICE):
        if is_mine:
            said = ngettext("With you %(n)d working day", "With you %(n)d working days", n)
        else:
            said = ngettext("With the mission %(n)d working day", "With the mission %(n)d working days", n)
        found.append(said % {"n": n})
    return found


def left(reading: Reading) -> str:
    """What the stage that runs has left; nothing where it has no target."""
    if reading.days is None or reading.left is None:
        return ""
    over = reading.used - reading.days
    if over > 0:
        said = ngettext("%(n)d working day over its time", "%(n)d working days over their time", over)
        return said % {"n": over}
    said = ngettext("%(n)d of %(all)d working day left", "%(n)d of %(all)d working days left", reading.days)
    return said % {"n": reading.left, "all": reading.days}


def clock(case: Case, user: User, reading: Reading) -> list[str]:
    """The sentences of one case: what the stage has left, and what each side has taken."""
    said = [left(reading), *spent(reading, is_mine=_is_mine(user, case))]
    return [sentence for sentence in said if sentence]


def with_clock(rows: Iterable[Case], user: User, now: datetime) -> list[Case]:
    """The rows of a list, each with its sentences in `spent`; three queries however many."""
    cases = list(rows)
    read = timing.readings(cases, now)
    for case in cases:
        case.__dict__["spent"] = spent(read[case.pk], is_mine=_is_mine(user, case))
    return cases


def passage(case: Case, user: User, now: datetime) -> dict[str, Any]:
    """The way of the case, what its clock says, and since when and why it is suspended."""
    among = Case.objects.visible_to(user) if case.status in workflow.OPEN else Case.objects.none()
    reading, usual = timing.passage(case, among, now)
    began = {stage: timezone.localdate(at) for stage, at in reading.began.items()}
    return {
        "stages": stages(case, began, usual),
        "clock": clock(case, user, reading),
        "suspension": suspension(case),
    }


def stages(case: Case, began: dict[str, date], usual: dict[str, int]) -> list[dict[str, str]]:
    """The way of the case: behind it with its dates, here, ahead with the time it usually takes."""
    here = case.resume_to or case.held_from or case.status
    if case.status in workflow.DECIDED:
        done = [_shown(stage, "done", _on(began.get(stage))) for stage in workflow.STAGES[:-1]]
        now = {"label": str(Status(case.status).label), "state": "now", "note": _on(timezone.localdate(case.moved_at))}
        return [*done, now]
    names = [stage.value for stage in workflow.STAGES]
    at = names.index(here) if here in names else 0
    found = []
    for n, stage in enumerate(workflow.STAGES):
        state = "done" if n < at else "now" if n == at else "next"
        notes = [str(Status(case.status).label)] if n == at and here != case.status else []
        notes += [_on(began[stage])] if n <= at and stage in began else []
        notes += [_usually(usual[stage])] if n >= at and stage in usual and stage != Status.DRAFT else []
        found.append(_shown(stage, state, " · ".join(notes)))
    return found


def _shown(stage: Status, state: str, note: str) -> dict[str, str]:
    return {"label": str(stage.label), "state": state, "note": note}


def _on(day: date | None) -> str:
    return date_format(day, "SHORT_DATE_FORMAT") if day else ""


def _usually(days: int) -> str:
    if days == 0:
        return _("usually the same day")
    return ngettext("usually %(n)d working day", "usually %(n)d working days", days) % {"n": days}


def suspension(case: Case) -> dict[str, Any] | None:
    """Since when the endorsement is suspended, and why; nothing where it is not."""
    if case.status != Status.SUSPENDED:
        return None
    last = trail.of(case).filter(verb=workflow.BY_SLUG["suspend"].verb).last()
    return {"at": last.at, "reason": last.note} if last else None


def targets_set(most: int = 20) -> list[dict[str, Any]]:
    """Who gave a stage other days and when, newest first."""
    events = Event.objects.filter(verb="endorsement.target_set").order_by("-at", "-pk")[:most]
    found = []
    for row in words.told(events):
        ((stage, (before, after)),) = row["event"].changes.items()
        note = f"{workflow.TARGET_LABEL[stage]}: {before} → {after}"
        found.append({"label": row["label"], "actor": row["actor"], "at": row["event"].at, "note": note})
    return found

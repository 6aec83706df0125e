"""Builders of what gates: a project that was endorsed, registers with a snapshot."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.utils import timezone

from projects.models import Project
from risks import actions
from risks.models import BrokenPosition, Escalation, Register, RegisterSnapshot, Risk

from . import risks as builders


def published(project: Project, status: str = "endorsed") -> Project:
    """A draft as it stands once endorsed; what was endorsed has none of its words."""
    project.endorsed_content = {"sections": [], "language": project.language}
    project.submitted_once_at = project.submitted_once_at or timezone.now()
    project.status, project.open_sections = status, None
    if status in ("active", "closing"):
        project.code, project.activated_at = f"PE.G{project.pk:04d}", timezone.now()
    project.save()
    return project


def frozen_register(register: Register, **fields: Any) -> RegisterSnapshot:
    """The register as its project's manager froze it with a submission."""
    by = fields.pop("by", None) or register.project.manager
    return actions.snapshot(register.project, reason=fields.pop("reason", "submission"), by=by)


class _Frozen:
    """A snapshot together with one restricted or open risk of its register, which is part of an address."""

    def __init__(self, state: str, cast: Any) -> None:
        self.risk = builders._matrix_risk(state, cast)
        self.register = self.risk.register
        self.pk = frozen_register(self.register, by=cast.author).pk


def escalation(risk: Risk, *, seat: str = "regional_director", **fields: Any) -> Escalation:
    """A question to a seat that waits for its answer."""
    given = {
        "level": "high",
        "reason": "Nobody here can deal with it.",
        "asked_at": timezone.now(),
        "asked_by": risk.register.opened_by,
        "answer_by_on": timezone.localdate() + timedelta(days=7),
    } | fields
    return Escalation.objects.create(risk=risk, seat=seat, **given)


def broken_position(risk: Risk, **fields: Any) -> BrokenPosition:
    """A risk that nobody has assumed any more, with a week of grace."""
    given = {
        "band": "high",
        "because": "Its last day passed.",
        "since_at": timezone.now(),
        "grace_until_on": timezone.localdate() + timedelta(days=7),
    } | fields
    return BrokenPosition.objects.create(risk=risk, **given)


def _next_phase(state: str, cast: Any) -> Project:
    """A project in that state, made from one of the same state that has a register."""
    before = builders._matrix_filled_register(state, cast).project
    after = builders._matrix_project(state, replace(cast, canary="of every day"))
    Project.objects.filter(pk=after.pk).update(replicated_from=before)
    return after


def stream_register() -> Register:
    """The register of the whole stream, opened by the risk officer."""
    from tests import make

    make.risk_method()
    return actions.open_stream_register(by=make.risk_officer())


def dg_office() -> Any:
    from tests import make

    return make.user("dg-office", "HQ")


def _office_of_mission(state: str, cast: Any) -> Any:
    from tests import make

    make.risk_method()
    return make.office("UG")


THINGS = {
    "frozen_register": _Frozen,
    "next_phase": _next_phase,
    "office_of_mission": _office_of_mission,
    "stream": lambda state, cast: stream_register(),
}

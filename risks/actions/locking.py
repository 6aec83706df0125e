"""Taking the locks in the one order of the house, and what every write of a risk ends with."""

from datetime import datetime

from projects.models import Project
from pvehub.audit import trail
from pvehub.notifications import notify
from pvehub.people.models import User
from risks.covering import broken, today_of
from risks.models import Acceptance, Register, Risk
from risks.workflow import AcceptanceState, RiskState

from .positions import look_at_position, reread
from .stepping import step


def lock_register(pk: int) -> Register:
    """The register, locked after its project, both as they are now."""
    project = Register.objects.values_list("project_id", flat=True).get(pk=pk)
    if project is not None:
        Project.objects.select_for_update(of=("self",)).get(pk=project)
    Register.objects.select_for_update(of=("self",)).get(pk=pk)
    return Register.objects.with_places().get(pk=pk)


def lock_risk(pk: int) -> Risk:
    """The risk, locked after project and register, with what permissions and hashes look at."""
    found = Risk.objects.only("register_id").get(pk=pk)
    register = lock_register(found.register_id)
    Risk.objects.select_for_update(of=("self",)).get(pk=pk)
    risk: Risk = reread(pk)
    risk.register = register
    return risk


def settle(pk: int, *, by: User | None, now: datetime) -> Risk:
    """What a write to a risk ends with: a complete draft is open, and an acceptance it broke has lapsed."""
    risk, has_lapsed = reread(pk), False
    if risk.state == RiskState.DRAFT and risk.has_statement and risk.owner_id and risk.assessment_id:
        step(risk, RiskState.OPEN, verb="risks.opened", by=by)
    for acceptance in risk.acceptances_alive:
        if why := broken(acceptance, risk, today_of(risk.register, now)):
            lapse(acceptance, risk, because=why, by=by, now=now)
            has_lapsed = True
    look_at_position(risk, by=by, now=now)
    return reread(pk) if has_lapsed else risk


def lapse(acceptance: Acceptance, risk: Risk, *, because: str, by: User | None, now: datetime) -> None:
    """What an acceptance stood on is gone; everyone who relied on it is told in the same transaction."""
    before = acceptance.state
    acceptance.state, acceptance.ended_at, acceptance.ended_because = AcceptanceState.LAPSED, now, because
    acceptance.save(update_fields=["state", "ended_at", "ended_because"])
    trail.record(risk, "risks.lapsed", by=by, before=before, after=AcceptanceState.LAPSED, note=because)
    notify(concerned(risk, acceptance), kind="risks.acceptance_lapsed", about=risk, by=by, ref=risk.ref)
    look_at_position(risk, by=by, now=now)


def concerned(risk: Risk, acceptance: Acceptance) -> list[User]:
    """Who relies on an acceptance: who asked, who decided, the owner, the manager. Each once."""
    manager = risk.register.project.manager if risk.register.project else None
    people = [acceptance.requested_by, acceptance.decided_by, risk.owner, manager]
    return list({person.pk: person for person in people if person is not None}.values())

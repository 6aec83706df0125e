"""Whether an acceptance still covers its risk. Reads only; nothing here depends on a sweep having run.

An acceptance covers while it is granted, in date, the rating is not worse, statement and plan are unchanged, and its
preconditions are on time: the measures marked so and, where it was given on the target, every measure of the plan.
"""

from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from pvehub.people.calendar import day_at
from risks import content, scoring
from risks.models import Acceptance, AssumptionRule, Register, Risk
from risks.workflow import AcceptanceState, Basis, Progress


def today_of(register: Register, now: datetime | None = None) -> date:
    """The date it is at the office of the register."""
    return day_at(register.lead_office, now)


def level_of(risk: Risk, basis: str = Basis.CURRENT) -> str:
    """The level that must assume the risk as it was last rated, in the matrix of that rating."""
    latest = risk.rated
    return scoring.required_level(latest.rating(basis), risk.appetite, latest.matrix.cells)


def rule_of(risk: Risk, basis: str = Basis.CURRENT) -> AssumptionRule:
    """The rule of the level that must assume the risk. A red line is assumed by nobody, but can be passed upwards: it
    goes where the same rating of an averse category would."""
    latest, level = risk.rated, level_of(risk, basis)
    if level == scoring.Level.NOBODY:
        level = scoring.required_level(latest.rating(basis), scoring.Appetite.AVERSE, latest.matrix.cells)
    rule: AssumptionRule = latest.matrix.rules.get(level=level)
    return rule


def required_seat(risk: Risk) -> str:
    """The seat that the level of the risk asks for."""
    return str(rule_of(risk).decides)


def broken(acceptance: Acceptance, risk: Risk, today: date) -> str | None:
    """Why a requested or granted acceptance no longer stands on what it was asked on; None while it does.

    A request stands on one rating, so any new one breaks it; what is granted survives a rating that is not worse.
    """
    if acceptance.plan_sha256 != content.plan_sha256(risk):
        return _("The treatment plan changed.")
    if acceptance.statement_sha256 != content.statement_sha256(risk):
        return _("The statement of the risk changed.")
    if acceptance.state == AcceptanceState.REQUESTED:
        return _("The risk was rated anew.") if acceptance.assessment_id != risk.assessment_id else None
    if _is_worse(acceptance, risk):
        return _("The risk was rated worse.")
    return _("A measure that the acceptance depends on is late.") if late_since(risk, acceptance.basis, today) else None


def _is_worse(acceptance: Acceptance, risk: Risk) -> bool:
    level = level_of(risk, acceptance.basis)
    band = getattr(risk.assessment, f"{acceptance.basis}_band")
    return scoring.level_order(level) > scoring.level_order(acceptance.level) or scoring.band_order(
        band
    ) > scoring.band_order(acceptance.band)


def late_since(risk: Risk, basis: str, today: date) -> date | None:
    """The first day on which a precondition was late and still is; None while all are on time.

    A measure marked as a precondition counts always; of an acceptance of the target, the whole plan does.
    """
    counted = (t for t in risk.treatments.all() if t.is_precondition or basis == Basis.TARGET)
    dues = [t.due_on for t in counted if t.progress not in (Progress.DONE, Progress.DROPPED) and t.due_on < today]
    return min(dues) + timedelta(days=1) if dues else None


def is_in_date(acceptance: Acceptance, today: date) -> bool:
    """Whether its last day is not behind us."""
    return acceptance.valid_until_on is not None and acceptance.valid_until_on >= today


def covering(risk: Risk, today: date) -> Acceptance | None:
    """The acceptance that covers this risk today. The risk comes `with_rating()` and `with_treatments()`."""
    for acceptance in risk.acceptances_alive:
        if acceptance.state == AcceptanceState.GRANTED and is_in_date(acceptance, today):
            return None if broken(acceptance, risk, today) else acceptance
    return None


def is_uncovered(risk: Risk, today: date) -> bool:
    """Rated above what the manager carries alone, and assumed by nobody."""
    return (
        risk.is_live
        and risk.assessment is not None
        and scoring.needs_acceptance(level_of(risk))
        and covering(risk, today) is None
    )


def last_day(acceptance: Acceptance, today: date) -> date:
    """The last day this acceptance may be granted to, decided today."""
    rule = acceptance.assessment.matrix.rules.get(level=acceptance.level)
    return today + timedelta(days=scoring.acceptance_days(rule.lasts_days, acceptance.assessment.confidence))

"""The one way the state of a risk changes: along RISK_NEXT."""

from django.utils.translation import gettext as _

from pvehub.access import Unmet
from pvehub.audit import trail
from pvehub.people.models import User
from risks.models import Risk
from risks.workflow import RISK_NEXT, RiskState


def step(risk: Risk, state: str, *, verb: str, by: User | None, reason: str = "") -> Risk:
    """Move a risk, locked by the caller, to its next state and record it; a step that RISK_NEXT does not have is refused.

    The reason stands on the risk until its next step.
    """
    before = RiskState(risk.state)
    if state not in RISK_NEXT[before]:
        sentence = _("%(ref)s is %(before)s; from there no step leads to %(after)s.")
        words = {"ref": risk.ref, "before": before.label, "after": RiskState(state).label}
        raise Unmet([sentence % words])
    risk.state, risk.state_reason = state, reason
    risk.save(update_fields=["state", "state_reason"])
    trail.record(risk, verb, by=by, before=before, after=state, note=reason)
    return risk

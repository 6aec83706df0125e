"""Builders of incidents: the rows as they would stand in the database."""

from typing import Any

from django.utils import timezone

from risks.models import Incident, Register, Risk
from tests.making.risks import _matrix_register, _matrix_risk, register


def incident(where: Register | None = None, *risks: Risk, **fields: Any) -> Incident:
    """An open incident of some weight, reported today by who opened the register."""
    where = where or (risks[0].register if risks else register())
    number = where.incidents.count() + 1
    defaults: dict[str, Any] = {
        "number": number,
        "ref": f"I{number:02d}",
        "title": "A facilitator was followed home",
        "text": "Two men followed a facilitator from the hall to her street.",
        "happened_on": timezone.localdate(),
        "impact_detail": {"people": 3},
        "reported_at": timezone.now(),
        "reported_by": where.opened_by,
    }
    fields = defaults | fields
    fields.setdefault("impact", max(fields["impact_detail"].values()))
    made = Incident.objects.create(register=where, **fields)
    made.risks.set(risks)
    return made


def _matrix_incident(state: str, cast: Any) -> Incident:
    """`restricted`: submitted, and for who reported it; `of_restricted`: of a risk that is for its owner only."""
    words = dict.fromkeys(("title", "text", "done"), cast.canary)
    if state == "of_restricted":
        return incident(None, _matrix_risk("restricted", cast), reported_by=cast.author, **words)
    visibility = "restricted" if state == "restricted" else "office"
    return incident(_matrix_register(state, cast), reported_by=cast.author, visibility=visibility, **words)


THINGS = {"incident": _matrix_incident}

"""Builders of what was passed on: escalations as they would stand in the database, and the seats that answer."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from pvehub.people.models import User
from risks.covering import rule_of
from risks.models import Escalation, Risk
from tests.making import risks


def passed_up(risk: Risk, *, asked_by: User | None = None, **fields: Any) -> Escalation:
    """A risk passed to the regional director by its owner, to be answered in a week."""
    risk = Risk.objects.with_rating().select_related("assessment__matrix").get(pk=risk.pk)
    defaults: dict[str, Any] = {
        "seat": "regional_director",
        "level": rule_of(risk).level,
        "reason": "The mission cannot settle this with the ministry alone.",
        "asked_at": timezone.now(),
        "answer_by_on": timezone.localdate() + timedelta(days=7),
    }
    return Escalation.objects.create(risk=risk, asked_by=asked_by or risk.register.opened_by, **(defaults | fields))


def submitted_register(tier: int = 1, **fields: Any) -> Any:
    """The register of a project that is with its reviewers: region and headquarters read it."""
    from tests import make

    project = make.project(status="in_endorsement", tier=tier, **fields)
    project.submitted_once_at = timezone.now()
    project.save()
    return risks.register(project)


def _matrix_escalation(state: str, cast: Any) -> Escalation:
    made = risks._matrix_risk(state, cast)
    return passed_up(made, asked_by=cast.author, reason=cast.canary)


THINGS = {"escalation": _matrix_escalation}

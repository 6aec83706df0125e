"""Builders of endorsement: a case walked to where the test begins, by its real actions."""

from datetime import date, timedelta
from typing import Any

import pgtrigger
from django.utils import timezone

from endorsement import actions
from endorsement.models import Case, Thread
from endorsement.workflow import Status
from projects.models import Project
from pvehub.people.models import User

from . import ground, projects, risks

SCORE = {"answers": {}, "recommendation": "endorse", "text": "Sound."}
SAID = {"rationale": "Sound analysis.", "risk_statement": "What remains is low and assumed."}


def ready_project(**fields: Any) -> Project:
    """A project that nothing keeps from being submitted: sections complete, register answered, rated, treated."""
    ground.reference()
    made = projects.complete_project(**fields)
    risks.complete_register(made)
    return made


def someone(role: str, office: str = "HQ") -> User:
    """The one person of a role that the builders of cases use, made at first need."""
    found = User.objects.filter(email=f"case-{role}-{office}@test.example".lower()).first()
    return found or ground.user(role, office, email=f"case-{role}-{office}@test.example".lower())


def case(status: str = Status.DRAFT, *, project: Project | None = None, **fields: Any) -> Case:
    """A case in this status, led there step by step; the people on it are `someone(...)` of their roles.

    Statuses no action leads to yet are written past the trigger.
    """
    project = project or ready_project(**fields)
    officer = project.manager
    office = project.lead_office.code
    chief, reviewer, lead = someone("chief-of-mission", office), someone("trd-reviewer"), someone("trd-head")
    made = actions.open_case(project, by=officer)
    if status == Status.DRAFT:
        return made
    if status == Status.WITHDRAWN:
        return actions.withdraw(made, by=officer, reason="Not this year.")
    made = actions.submit(made, by=officer)
    if status == Status.CLEARANCE:
        return made
    made = actions.clear(made, by=chief)
    if status == Status.SCREENING:
        return made
    lead = someone("trd-reviewer-lead") if False else lead_of()
    made = actions.start_review(
        made, by=lead, lead=lead, reviewers=[reviewer], is_scope_confirmed=True, has_asked_about_conflicts=True
    )
    return _on(made, status, officer, lead, reviewer)

"""Builders of registers: the rows as they would stand in the database."""

import itertools
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from projects.models import Project
from pvehub.people.models import User
from risks import content, scoring, triggers
from risks.covering import level_of, today_of
from risks.loading import load_reference
from risks.models import (
    Acceptance,
    AcceptanceStep,
    Assessment,
    Category,
    CategoryScreening,
    MatrixVersion,
    Register,
    Risk,
    Treatment,
)
from risks.scoring import Rating
from risks.workflow import POSITIONS

_numbers = itertools.count(1)


def risk_method() -> MatrixVersion:
    """Categories, library, matrix v1 with its rules; loaded once a test."""
    if not MatrixVersion.objects.exists():
        load_reference()
    return MatrixVersion.objects.get(state="active")


def register(
    project: Project | None = None, *, is_screened: bool = False, office: Any = None, **fields: Any
) -> Register:
    """The register of a project (a new one unless given), with every category answered on request."""
    from tests import make

    risk_method()
    if office is not None:
        place = make.office(office) if isinstance(office, str) else office
        by = make.user(role="project-officer", office=place)
        return Register.objects.create(
            kind="office", code=place.code, office=place, opened_at=timezone.now(), opened_by=by
        )
    project = project or make.project()
    found = Register.objects.of_project(project).first() or Register.objects.create(
        kind="project",
        code=project.ref,
        project=project,
        opened_at=timezone.now(),
        opened_by=project.manager or project.created_by,
        **fields,
    )
    if is_screened:
        screened(found)
    return found


def screened(register: Register) -> Register:
    """Every category answered on what the project says now: it applies where there is a risk, else not, with a reason."""
    found = triggers.of_register(register, today_of(register))
    held = set(register.risks.values_list("category_id", flat=True))
    for category in Category.objects.exclude(screenings__register=register):
        CategoryScreening.objects.create(
            register=register,
            category=category,
            answer="applies" if category.pk in held else "not",
            because="" if category.pk in held else "Nothing of this kind is planned here.",
            basis=triggers.frozen(found.get(category.code, [])),
            answered_at=timezone.now(),
            answered_by=register.opened_by,
        )
    return register


def rating(likelihood: int = 2, **detail: int) -> Rating:
    """A rating; without dimensions, of the programme at 2."""
    return Rating(likelihood, detail or {"programme": 2})


def risk(
    register: Register | None = None,
    *,
    project: Project | None = None,
    category: str = "CAP",
    current: Rating | None = None,
    is_rated: bool = True,
    owner: User | None = None,
    **fields: Any,
) -> Risk:
    """An open, rated risk (Low, in a category open to manage) owned by the manager; `is_rated=False` gives a draft."""
    where = register or _register_of(project)
    number = where.last_number + 1
    where.last_number = number
    where.save()
    defaults: dict[str, Any] = {
        "ref": f"R{number:02d}",
        "cause": "Few staff know the field",
        "event": "the design copies another project",
        "consequence": "nobody changes their mind",
        "strategy": "accept",
        "state": "open" if is_rated else "draft",
        "added_at": timezone.now(),
        "added_by": where.opened_by,
    }
    made = Risk.objects.create(
        register=where,
        number=number,
        category=Category.objects.get(code=category),
        owner=owner or where.opened_by,
        **(defaults | fields),
    )
    if is_rated:
        assessment(made, current=current)
    return made


def _register_of(project: Project | None) -> Register:
    return register(project)


def assessment(
    risk: Risk,
    *,
    current: Rating | None = None,
    inherent: Rating | None = None,
    target: Rating | None = None,
    confidence: str = "medium",
    **fields: Any,
) -> Assessment:
    """The next rating of a risk, in the active matrix unless given; inherent and target are as the current one."""
    matrix = fields.pop("matrix", None) or risk_method()
    appetite = matrix.appetite_for(risk.category, is_direct=risk.is_direct)
    current = current or rating()
    columns: dict[str, Any] = {}
    for position, of in zip(POSITIONS, (inherent or current, current, target or current), strict=True):
        columns |= {
            f"{position}_likelihood": of.likelihood,
            f"{position}_impact": of.impact,
            f"{position}_detail": dict(of.detail),
            f"{position}_band": scoring.band(of.likelihood, of.impact, matrix.cells),
        }
        if position != "inherent":
            columns[f"{position}_level"] = scoring.required_level(of, appetite, matrix.cells)
    made = Assessment.objects.create(
        risk=risk,
        number=risk.assessments.count() + 1,
        matrix=matrix,
        confidence=confidence,
        speed="weeks",
        assessed_by=risk.register.opened_by,
        **({"assessed_at": timezone.now(), "rationale": "Seen twice in three years."} | columns | fields),
    )
    risk.assessment = made
    risk.next_review_on = today_of(risk.register) + timedelta(days=90)
    risk.save()
    return made


def treatment(*risks: Risk, lowers: str = "both", due_on: date | None = None, **fields: Any) -> Treatment:
    """A measure that serves these risks."""
    where = risks[0].register
    defaults: dict[str, Any] = {
        "text": f"Joint selection panel {next(_numbers)}",
        "owner": where.opened_by,
        "planned_at": timezone.now(),
        "planned_by": where.opened_by,
    }
    due_on = due_on or timezone.localdate() + timedelta(days=60)
    made = Treatment.objects.create(register=where, lowers=lowers, due_on=due_on, **(defaults | fields))
    made.risks.set(risks)
    return made


def acceptance(risk: Risk, *, is_granted: bool = False, by: User | None = None, **fields: Any) -> Acceptance:
    """A request on the risk as it is now, its concurrences given; granted on request by somebody in the seat."""
    from tests import make

    risk = Risk.objects.with_rating().with_treatments().select_related("assessment__matrix").get(pk=risk.pk)
    level = level_of(risk, fields.get("basis", "current"))
    rule = risk.assessment.matrix.rules.get(level=level)
    defaults = {
        "band": risk.assessment.current_band,
        "level": level,
        "seat": rule.decides,
        "turn": rule.decides,
        "plan_sha256": content.plan_sha256(risk),
        "statement_sha256": content.statement_sha256(risk),
        "reason": "It is worth carrying.",
        "requested_at": timezone.now(),
        "requested_by": make.user(role="project-officer", office=risk.register.lead_office),
    }
    made = Acceptance.objects.create(risk=risk, assessment=risk.assessment, **(defaults | fields))
    AcceptanceStep.objects.create(acceptance=made, seq=1, act="requested", by=made.requested_by, at=made.requested_at)
    if is_granted:
        made.state, made.decided_by, made.decided_at = "granted", by or make.chief(), timezone.now()
        made.valid_until_on = timezone.localdate() + timedelta(days=rule.lasts_days)
        made.save()
        AcceptanceStep.objects.create(acceptance=made, seq=2, act="granted", by=made.decided_by, at=made.decided_at)
    return made


def _matrix_project(state: str, cast: Any) -> Project:
    """A project of Kampala: draft or submitted, tier 0 unless the state says _t1, _t2, _t3."""
    from tests import make

    word, _, tier = state.partition("_t")
    status = {"draft": "draft", "endorsed": "endorsed"}.get(word, "in_endorsement")
    return make.project(status=status, tier=int(tier or 0), manager=cast.author, title=f"Project {cast.canary}")


def _matrix_register(state: str, cast: Any) -> Register:
    """Its own words carry the canary, those of the project around it do not: a project may be read by more people."""
    return register(_matrix_project(state, replace(cast, canary="of every day")))


def _matrix_filled_register(state: str, cast: Any) -> Register:
    made = _matrix_register(state, cast)
    risk(made, cause=cast.canary, current=rating(3, programme=4))
    return made


def _matrix_risk(state: str, cast: Any) -> Risk:
    """`restricted`: submitted, and for its owner only."""
    visibility = "restricted" if state == "restricted" else "office"
    made = _matrix_register(state, cast)
    words = dict.fromkeys(("cause", "event", "consequence"), cast.canary)
    return risk(made, owner=cast.author, visibility=visibility, current=rating(3, programme=3), **words)


def _matrix_treatment(state: str, cast: Any) -> Any:
    return _In(treatment(_matrix_risk(state, cast), owner=cast.author, progress="done", text=cast.canary))


def _matrix_acceptance(state: str, cast: Any) -> Acceptance:
    return acceptance(_matrix_risk(state, cast), requested_by=cast.author, reason=cast.canary)


class _In:
    """A measure together with the one risk it serves, which is part of its address."""

    def __init__(self, measure: Treatment) -> None:
        self.pk, self.risk = measure.pk, measure.risks.get()


THINGS = {
    "unregistered": lambda state, cast: (risk_method(), _matrix_project(state, cast))[1],
    "register": _matrix_filled_register,
    "risk": _matrix_risk,
    "treatment": _matrix_treatment,
    "acceptance": _matrix_acceptance,
}

"""Builders of many registers at once: regions told apart, and rows in bulk as they would stand."""

from typing import Any

from django.utils import timezone

from risks import scoring
from risks.models import AssumptionRule, Escalation, Incident, LibraryRisk, MatrixVersion, Register, Risk
from risks.scoring import Rating
from risks.workflow import MatrixState

from . import ground, projects, risks


def submitted_register(office: str = "UG", *, tier: int = 0, is_screened: bool = False, **fields: Any) -> Register:
    """The register of a submitted project of this office: regions and headquarters read it."""
    project = projects.project(status="in_endorsement", office=office, tier=tier, **fields)
    return risks.register(project, is_screened=is_screened)


def second_matrix(*, is_active: bool = False) -> MatrixVersion:
    """Matrix v2, in which every cell is one band worse than in v1; with the same rules."""
    first = risks.risk_method()
    bands = scoring.Band.values
    cells = [[bands[min(len(bands) - 1, bands.index(band) + 1)] for band in row] for row in first.cells]
    made = MatrixVersion.objects.create(number=first.number + 1, cells=cells, appetites=first.appetites, why="Tested.")
    for rule in first.rules.all():
        rule.pk, rule.matrix = None, made
        AssumptionRule.objects.bulk_create([rule])
    if is_active:
        MatrixVersion.objects.filter(pk=first.pk).update(state=MatrixState.RETIRED)
        made.state, made.activated_at = MatrixState.ACTIVE, timezone.now()
        made.activated_by = ground.risk_officer()
        made.save()
    return made


def many_risks(register: Register, number: int, *, current: Rating | None = None, **fields: Any) -> None:
    """As many more rows like the first risk of the register, sharing its rating."""
    first = register.risks.first() or risks.risk(register, current=current)
    start = register.last_number + 1
    rows = [
        Risk(
            register=register,
            number=n,
            ref=f"R{n:02d}",
            category=first.category,
            owner=first.owner,
            cause=first.cause,
            event=first.event,
            consequence=first.consequence,
            strategy=first.strategy,
            state="open",
            assessment=first.assessment,
            next_review_on=first.next_review_on,
            added_at=first.added_at,
            added_by=first.added_by,
            **fields,
        )
        for n in range(start, start + number)
    ]
    Risk.objects.bulk_create(rows)
    Register.objects.filter(pk=register.pk).update(last_number=start + number - 1)
    register.last_number = start + number - 1


def incident(register: Register, *made_real: Risk, is_foreseen: bool = False, **fields: Any) -> Incident:
    """Something that happened today, with grave harm to people, and the risks it made real."""
    number = register.incidents.count() + 1
    defaults: dict[str, Any] = {
        "ref": f"I{number:02d}",
        "title": "A participant was threatened",
        "text": "On the way home from the workshop.",
        "happened_on": timezone.localdate(),
        "impact_detail": {"people": 4},
        "impact": 4,
        "reported_at": timezone.now(),
        "reported_by": register.opened_by,
    }
    made = Incident.objects.create(register=register, number=number, is_foreseen=is_foreseen, **(defaults | fields))
    made.risks.set(made_real)
    return made


def escalation(risk: Risk, **fields: Any) -> Escalation:
    """A question to the regional director that waits for an answer."""
    defaults: dict[str, Any] = {
        "seat": "regional_director",
        "level": "high",
        "reason": "The mission cannot move the site.",
        "asked_at": timezone.now(),
        "asked_by": risk.register.opened_by,
        "answer_by_on": timezone.localdate(),
    }
    return Escalation.objects.create(risk=risk, **(defaults | fields))


def _library_risk(state: str, people: Any) -> Any:
    risks.risk_method()
    return LibraryRisk.objects.get(code="SAF-1")


THINGS: dict[str, Any] = {"library-risk": _library_risk}

"""Builders of many registers at once: regions told apart, and rows in bulk as they would stand."""

from datetime import timedelta
from random import Random
from typing import Any

from django.utils import timezone

from projects.models import Project
from risks import actions, scoring
from risks.models import (
    Acceptance,
    Assessment,
    Category,
    CategoryScreening,
    Escalation,
    Incident,
    LibraryRisk,
    MatrixVersion,
    Register,
    Risk,
)
from risks.scoring import Rating
from risks.workflow import POSITIONS

from . import ground, projects, risks


def register_in(office: str = "UG", *, tier: int = 0, is_screened: bool = False, **fields: Any) -> Register:
    """The register of a submitted project of this office: regions and headquarters read it."""
    project = projects.project(status="in_endorsement", office=office, tier=tier, **fields)
    return risks.register(project, is_screened=is_screened)


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


def _library_risk(state: str, people: Any) -> Any:
    risks.risk_method()
    return LibraryRisk.objects.get(code="SAF-1")


def many_registers(projects: int, each: int, assessments: int, seed: int = 1) -> None:
    """Registers in bulk as they would stand: `each` risks with so many assessments, in six offices of two regions; one in
    twenty restricted, one in ten overdue, a third of what needs it accepted, some escalated, some incidents, one night."""
    chance, now = Random(seed), timezone.now()
    matrix, categories = risks.risk_method(), list(Category.objects.order_by("pk"))
    library = list(LibraryRisk.objects.exclude(code__contains="."))
    offices = [ground.office(code) for code in ("UG", "KE", "NE", "NG", "NBO", "DKR")]
    people = {office.pk: (ground.user("project-officer", office), ground.user("staff", office)) for office in offices}
    signer, start = ground.head(), Project.objects.count()
    made = Project.objects.bulk_create(
        [
            Project(
                ref=f"PVE-1997-{n:05d}",
                title=f"Young traders of district {n}",
                lead_office=offices[n % 6],
                manager=people[offices[n % 6].pk][0],
                created_by=people[offices[n % 6].pk][0],
                status="in_endorsement",
                tier=n % 3,
                submitted_once_at=now,
                changed_at=now,
            )
            for n in range(start, start + projects)
        ]
    )
    registers = Register.objects.bulk_create(
        [
            Register(kind="project", code=p.ref, project=p, opened_at=now, opened_by_id=p.manager_id, last_number=each)
            for p in made
        ]
    )
    _answers(chance, registers, categories, now)
    rows = [
        _bulk_risk(chance, register, n, categories, library, people, now)
        for register in registers
        for n in range(1, each + 1)
    ]
    rows = Risk.objects.bulk_create(rows, batch_size=2000)
    latest = {}
    for number in range(1, assessments + 1):
        batch = [_bulk_assessment(chance, risk, number, matrix, now, assessments) for risk in rows]
        for one in Assessment.objects.bulk_create(batch, batch_size=2000):
            latest[one.risk_id] = one
    for risk in rows:
        risk.assessment = latest[risk.pk]
    Risk.objects.bulk_update(rows, ["assessment"], batch_size=1000)
    _signed(chance, rows, latest, signer, now)
    _happened(chance, registers, rows, now)


def _answers(chance: Random, registers: list[Register], categories: list[Category], now: Any) -> None:
    CategoryScreening.objects.bulk_create(
        [
            CategoryScreening(
                register=register,
                category=category,
                answer=chance.choice(("applies", "not")),
                because="Nothing of this kind is planned here.",
                answered_at=now,
                answered_by_id=register.opened_by_id,
            )
            for register in registers
            for category in categories
            if chance.random() < 0.9
        ],
        batch_size=2000,
    )


def _bulk_risk(
    chance: Random, register: Register, n: int, categories: list[Any], library: list[Any], people: Any, now: Any
) -> Risk:
    assert register.project is not None
    known = chance.choice(library)
    due = timezone.localdate() + timedelta(days=-5 if chance.random() < 0.1 else 40)
    return Risk(
        register=register,
        number=n,
        ref=f"R{n:02d}",
        category=chance.choice(categories),
        library_risk=known if chance.random() < 0.5 else None,
        cause="Few staff know the district",
        event="the design copies another project",
        consequence="nobody changes their mind",
        strategy="accept",
        state="materialised" if chance.random() < 0.03 else "open",
        visibility="restricted" if chance.random() < 0.05 else "office",
        owner=people[register.project.lead_office_id][chance.randrange(2)],
        next_review_on=due,
        added_at=now,
        added_by_id=register.opened_by_id,
    )


def _bulk_assessment(chance: Random, risk: Risk, number: int, matrix: MatrixVersion, now: Any, of: int) -> Assessment:
    columns: dict[str, Any] = {}
    for position in POSITIONS:
        likelihood, impact = chance.randint(1, 5), chance.randint(1, 5)
        columns |= {
            f"{position}_likelihood": likelihood,
            f"{position}_impact": impact,
            f"{position}_detail": {"programme": impact},
            f"{position}_band": scoring.band(likelihood, impact, matrix.cells),
        }
        if position != "inherent":
            columns[f"{position}_level"] = columns[f"{position}_band"]
    return Assessment(
        risk=risk,
        number=number,
        matrix=matrix,
        confidence="medium",
        speed="weeks",
        rationale="Seen before.",
        assessed_at=now - timedelta(days=30 * (of - number)),
        assessed_by_id=risk.added_by_id,
        **columns,
    )


def _signed(chance: Random, rows: list[Risk], latest: dict[int, Assessment], signer: Any, now: Any) -> None:
    """Requested first, since that is how an acceptance is born; then granted."""
    asked = [risk for risk in rows if latest[risk.pk].current_band != "low" and chance.random() < 0.33]
    made = Acceptance.objects.bulk_create(
        [
            Acceptance(
                risk=risk,
                assessment=latest[risk.pk],
                band=latest[risk.pk].current_band,
                level=latest[risk.pk].current_band,
                seat="trd_head",
                turn="trd_head",
                plan_sha256="0" * 64,
                statement_sha256="0" * 64,
                reason="Worth it.",
                requested_at=now,
                requested_by_id=risk.added_by_id,
            )
            for risk in asked
        ],
        batch_size=2000,
    )
    for one in made:
        one.state, one.decided_by, one.decided_at = "granted", signer, now
        one.valid_until_on = timezone.localdate() + timedelta(days=chance.randint(1, 120))
    Acceptance.objects.bulk_update(made, ["state", "decided_by", "decided_at", "valid_until_on"], batch_size=500)
    Escalation.objects.bulk_create(
        [
            Escalation(
                risk=risk,
                seat="regional_director",
                level="high",
                reason="The mission cannot move the site.",
                asked_at=now,
                asked_by_id=risk.added_by_id,
                answer_by_on=timezone.localdate() + timedelta(days=chance.randint(-9, 9)),
            )
            for risk in rows
            if chance.random() < 0.02
        ]
    )


def _happened(chance: Random, registers: list[Register], rows: list[Risk], now: Any) -> None:
    made = Incident.objects.bulk_create(
        [
            Incident(
                register=register,
                number=1,
                ref="I01",
                title="A participant was threatened",
                text="On the way home.",
                happened_on=timezone.localdate() - timedelta(days=chance.randint(1, 300)),
                impact_detail={"people": 4},
                impact=4,
                is_foreseen=chance.random() < 0.5,
                reported_at=now,
                reported_by_id=register.opened_by_id,
            )
            for register in registers
            if chance.random() < 0.5
        ]
    )
    first = {risk.register_id: risk for risk in rows}
    through = Incident.risks.through
    through.objects.bulk_create([through(incident=one, risk=first[one.register_id]) for one in made])
    actions.count_portfolio(now=now)


THINGS: dict[str, Any] = {"library-risk": _library_risk}

"""Builders of the portfolio: filters under a name, and portfolios of many projects told apart by their facets."""

from datetime import date, timedelta
from random import Random
from typing import Any

from django.utils import timezone

from projects import content
from projects.models import Driver, Project, SavedView
from projects.workflow import PUBLISHED

from . import ground, projects

OFFICES = ("HQ", "NBO", "UG", "KE", "NE", "NG")
STATUSES = ("draft", "in_endorsement", "endorsed", "active", "closing", "closed", "suspended", "cancelled")


def saved_view(owner: Any, *, audience: str = "owner", office: str | None = None, **fields: Any) -> SavedView:
    fields = {"name": "Lake", "query": "country=UG&status=active"} | fields
    return SavedView.objects.create(
        owner=owner, audience=audience, office=ground.office(office) if office else None, **fields
    )


def portfolio(number: int, seed: int = 1) -> list[Project]:
    """Projects of many kinds, some changed after they were endorsed, some silent about a facet; the same for a seed."""
    chance = Random(seed)
    terms = {
        name: [ground.term(name, f"{name[:2].upper()}{n}", f"{name} {n}") for n in range(3)]
        for name in ("themes", "target-groups", "drivers", "forms-of-ve")
    }
    countries = [ground.country(iso2) for iso2 in ("UG", "KE", "NE", "NG")]
    made = []
    for _ in range(number):
        year = chance.choice([None, 2023, 2024, 2025, 2026])
        project = projects.project(
            office=chance.choice(OFFICES[1:]),
            manager=None,
            status="draft",
            tier=chance.choice([0, 0, 1, 2, 3]),
            classification=chance.choice(["", "specific", "relevant"]),
            budget=chance.choice([None, 1000, 250000]),
            currency=chance.choice(["USD", "EUR"]),
            start_on=date(year, 3, 1) if year else None,
            end_on=date(year + chance.choice([0, 1, 2]), 9, 30) if year else None,
            countries=chance.sample(countries, chance.choice([0, 1, 2])),
            themes=chance.sample(terms["themes"], chance.choice([0, 1, 2])),
            target_groups=chance.sample(terms["target-groups"], chance.choice([0, 1, 2])),
        )
        project.forms_of_ve.set(chance.sample(terms["forms-of-ve"], chance.choice([0, 0, 1, 2])))
        for driver in chance.sample(terms["drivers"], chance.choice([0, 1, 2])):
            Driver.objects.create(project=project, term=driver, level="low", confidence="low")
        for name in chance.sample(["Fund one", "Fund two", "Fund three"], chance.choice([0, 0, 1, 2])):
            gift = {"arm": chance.choice(["", "security", "development"]), "amount": chance.choice([None, 500, 2000])}
            projects.participation(project, name, role="donor", currency=chance.choice(["USD", "EUR"]), **gift)
        _bring(project, chance.choice(STATUSES))
        if project.endorsed_content and chance.random() < 0.5:  # the working copy goes on
            project.countries.set(chance.sample(countries, 1))
            project.themes.set(chance.sample(terms["themes"], 1))
            Project.objects.filter(pk=project.pk).update(classification="relevant", start_on=None)
        made.append(project)
    return made


def _bring(project: Project, status: str) -> None:
    project.status = status
    if status != "draft":
        project.submitted_once_at, project.open_sections = timezone.now(), []
    if status in PUBLISHED and status != "endorsed":
        project.code = f"PE.{project.pk:04d}"
    project.endorsed_content = content.frozen(project) if status in PUBLISHED else None
    project.save()


def many_projects(number: int, seed: int = 1) -> None:
    """Thousands of rows as they would stand, in a few statements: two in three endorsed, one in ten of tier 2."""
    chance, now = Random(seed), timezone.now()
    offices = [ground.office(code) for code in OFFICES[1:]]
    managers = [ground.user("project-officer", office) for office in offices]
    term = ground.term("themes", "SOCOH", "Social cohesion")
    countries = [ground.country(iso2) for iso2 in ("UG", "KE", "NE", "NG")]
    model = projects.complete_project(status="endorsed", manager=managers[1])
    start = Project.objects.count()
    rows = []
    for place in range(start, start + number):
        at, status = chance.randrange(len(offices)), chance.choice(("draft", "endorsed", "endorsed"))
        rows.append(
            Project(
                ref=f"PVE-1998-{place:05d}",
                title=f"Young traders of district {place}",
                summary="Traders and young people of the district settle their disputes together. " * 8,
                lead_office=offices[at],
                manager=managers[at],
                created_by=managers[at],
                status=status,
                tier=2 if place % 10 == 0 else place % 2,
                budget=1000 + place,
                currency="EUR",
                start_on=model.start_on,
                end_on=model.end_on,
                classification="specific",
                submitted_once_at=None if status == "draft" else now,
                endorsed_content=None if status == "draft" else model.endorsed_content,
                changed_at=now - timedelta(minutes=place),
            )
        )
    made = Project.objects.bulk_create(rows, batch_size=1000)
    for field, things in (("countries", countries), ("themes", [term])):
        through = getattr(Project, field).through
        name = "country_id" if field == "countries" else "term_id"
        through.objects.bulk_create(
            [through(project_id=project.pk, **{name: things[project.pk % len(things)].pk}) for project in made],
            batch_size=5000,
        )


def _view(state: str, people: Any) -> SavedView:
    shared = {"private": {}, "region": {"audience": "office", "office": "NBO"}, "link": {"audience": "link"}}
    view = saved_view(people.own_mission, name=f"View {people.canary}", **shared.get(state, {}))
    if state == "removed":
        view.removed_at = timezone.now()
        view.save()
    return view


THINGS: dict[str, Any] = {"saved-view": _view}

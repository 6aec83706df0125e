"""Builders of documents going out: a project whose every field holds what a redacted copy must not."""

from typing import Any

from projects import actions, content
from projects.actions import values
from projects.models import Compendium, Project
from projects.sections import FIELDS, OPEN, SECTION_OF, TABLES, Kind
from pvehub.people.models import User

from . import ground
from . import projects as made_projects

# kind of what is to be left out -> the words that give it away
SECRETS = {
    "partner": ["Zanabari Council", "Quillfond Trust", "ZANABARI COUNCIL"],
    "place": ["Ouadiville", "Kestrelbourg", "Uganda"],
    "person": ["Ysolde Marchetti", "Marchetti", "Bram Oyelaran"],
    "amount": ["7,654,321", "EUR 4,447", "889 900"],
}


def secret_words() -> list[str]:
    return [word for words in SECRETS.values() for word in words]


def secret_project(*, canary: str = "", **fields: Any) -> Project:
    """A complete project: partner, donor, places, people and amounts of SECRETS in their fields and in all its free texts.

    `canary` stands in every text of the team beside them, "open" + canary in every open one.
    """
    manager = fields.pop("manager", None) or ground.user("project-officer", "UG", name="Ysolde Marchetti")
    status = fields.pop("status", "draft")
    every = " / ".join(secret_words())
    texts = {name: f"{name} open{canary} {every}"[:300] for name in ("title", "public_title")}
    made = made_projects.complete_project(manager=manager, budget="7654321.00", currency="EUR", **texts | fields)
    made_projects.member(made, ground.user("staff", "UG", name="Bram Oyelaran"))
    made_projects.participation(made, "Zanabari Council", added_value=every)
    made_projects.participation(made, "Quillfond Trust", role="donor", amount="889900.00", currency="EUR")
    for item in FIELDS.values():
        if item.kind == Kind.LONGTEXT:
            word = "open" if SECTION_OF[item.name].visibility_of(item) == OPEN else "team"
            # a field that is left out gives nothing away that no other field gives
            values.put(made, item.name, f"{word}{canary}" if item.redact else f"{word}{canary} {every}", by=manager)
    made.save()
    _rows(made, canary, every)
    return _put(made, status)


def _rows(made: Project, canary: str, every: str) -> None:
    """A row in each table, the secrets in all texts of it that are not left out anyway."""
    made.locations.create(admin1="Kestrelbourg", place="Ouadiville", note=f"team{canary} {every}")
    made.components.create(title=f"open{canary} {every}"[:300], outcome=every)
    for row in (
        *(made.driver_rows.get(), made.outcomes.get(), made.activities.get(), made.indicators.get()),
        *(made.analyses.get(), made.components.get()),
    ):
        for field in ("text", "evidence", "sources", "name", "source", "outcome"):
            if isinstance(getattr(row, field, None), str):
                setattr(row, field, f"row{canary} {every}"[:200])
        row.save()
    for position, table in enumerate(TABLES.values()):
        word = "open" if SECTION_OF[table.name].visibility_of(FIELDS[table.name]) == OPEN else "team"
        data = {
            column.name: column.choices[0][0]
            if column.choices
            else {"amount": "4447.00", "count": "40", "date": "2026-03-01"}.get(
                column.kind, f"{word}{canary} {every}"[:300]
            )
            for column in table.columns
        }
        made.table_rows.create(table=table.name, position=position, data=data)


def _put(made: Project, status: str) -> Project:
    if status != "draft":
        made.status, made.submitted_once_at, made.open_sections = status, made.created_at, []
        is_endorsed = status not in ("in_endorsement", "not_endorsed")
        made.endorsed_content = content.frozen(made) if is_endorsed else None
        made.save()
    return made


def readers(project: Project) -> dict[str, User]:
    """People who see an endorsed project of tier 0, by how much of it they read."""
    return {"working": project.manager, "whole": ground.user("trd-reviewer", "HQ"), "open": ground.user("staff", "NG")}


def compendium(owner: User, projects: list[Project], *, written: bool = True, **said: Any) -> Compendium:
    """A compendium of these projects, asked for by this person and, unless said otherwise, written."""
    said = {"what": "whole", "form": "pdf", "language": "en", "is_redacted": False} | said
    row = actions.ask_compendium([project.pk for project in projects], by=owner, **said)
    return actions.write_compendium(row) if written else row


def _in_state(state: str, people: Any) -> Compendium:
    """One of the cast's officer over a draft that the mission alone sees, the canary in all its texts."""
    texts = {name: f"{name} {people.canary}" for name in ("title", "public_title", "summary")}
    project = made_projects.complete_project(manager=people.author, tier=0, **texts)
    form = "html" if state == "pages" else "pdf"
    return compendium(people.own_mission, [project], written=state != "waiting", form=form)


THINGS: dict[str, Any] = {"compendium": _in_state}

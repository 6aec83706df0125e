"""Builders of projects whose changes are measured: endorsed, with a baseline, and what the table of changes looks at."""

from dataclasses import replace
from typing import Any

from endorsement.models import Case
from projects import actions, content
from projects.actions import Given, Saved
from projects.models import NotifiedChange, Organization, Project
from projects.tokens import Seen

from . import endorsement, ground, projects

BUDGET = "100000.00"


def endorsed_project(*, status: str = "active", **fields: Any) -> Project:
    """Endorsed as it stands, open for changes: two budget lines, a site in a district, a partner, a donor."""
    ground.term("drivers", "SM2", "Marginalization and discrimination")
    made = projects.complete_project(**{"budget": BUDGET, "open_sections": None, "status": status} | fields)
    projects.table_row(made, "budget_lines", purpose="Hearings", amount="60000.00")
    projects.table_row(made, "budget_lines", purpose="Training", amount="40000.00")
    projects.location(made, "Kawempe market", country=made.lead_office.country, admin1="Central", admin2="Kampala")
    projects.participation(made, "District council", added_value="Rooms")
    projects.participation(made, "Ministry abroad", role="donor", arm="development")
    made.endorsed_content = content.frozen(made)
    made.endorsed_baseline = made.endorsed_content
    made.save()
    return Project.objects.get(pk=made.pk)


def security_body(name: str = "Border police") -> Organization:
    """A partner that no endorsement was asked for."""
    return Organization.objects.get_or_create(name=name, defaults={"kind": "security"})[0]


def saved(project: Project, *, by: Any = None, section: str = "overview", **texts: Any) -> Saved:
    """What somebody types into the fields of one section, and saves."""
    record = content.read(Project.objects.get(pk=project.pk))
    given = {
        name: Given(data, str(data), Seen.of(record.data[name], record.revisions[name])) for name, data in texts.items()
    }
    return actions.save_fields(project, section, given, by=by or project.manager)


def published_fields(project: Project) -> dict[str, Any]:
    """What others read of the project, by field."""
    found = Project.objects.get(pk=project.pk).endorsed_content
    return {item["name"]: item["data"] for section in found["sections"] for item in section["fields"]}


def told_change(case: Case, title: str = "Another name") -> NotifiedChange:
    """The title of an endorsed project, changed by its manager: it went out, and TRD may object."""
    (change,) = saved(case.project, title=title).published.told
    return change


def _matrix_change(state: str, people: Any) -> NotifiedChange:
    """On a case of the matrix's own people; what the change says carries the canary, in a field of the team's sections:
    what goes out in an open one is read by everybody from then on."""
    case = endorsement._matrix_case(state, replace(people, canary="of every day"))
    (change,) = saved(case.project, section="people", targeting=f"Traders {people.canary}").published.told
    change.case = case
    return change


THINGS = {"told-change": _matrix_change}

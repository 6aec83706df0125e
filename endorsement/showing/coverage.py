"""What a page says of the coverage of a project: still covered or not, and the changes TRD was told of."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone

from endorsement import actions, diffing, guards, permissions
from endorsement.models import Case, Decision
from projects.lateness import today_of
from projects.models import NotifiedChange, Project
from projects.sections import FIELDS
from pvehub.people.models import User


@dataclass(frozen=True)
class ToldChange:
    """A notified change as a page draws it: what it changes in what is published, and whether this reader objects."""

    row: NotifiedChange
    label: str
    pieces: list[diffing.Piece]
    url: str = ""


def coverage(project: Project, user: User, *, works_on: bool, stands_on: tuple[Decision, Case]) -> dict[str, Any]:
    """The banner for a reader of the case the endorsement stands on.

    `works_on`: whether this person reads the working copy; `stands_on`: the decision, and its case, which they see.
    """
    decision, case = stands_on
    case.project = project
    standing = NotifiedChange.objects.standing().filter(project=project)
    told = list(standing.select_related("made_by", "objected_by").order_by("pk"))
    found = guards.coverage(project, today_of(project), works_on=works_on, decision=decision)
    today = _today(case, told)
    shown = told_changes(project, told)
    rights = permissions.who_objects(user, case) is None
    rows = [
        ToldChange(
            each.row,
            each.label,
            each.pieces,
            url=reverse("endorsement:change-object", args=[case.ref, each.row.pk])
            if rights and permissions.why_not_object_now(each.row, today) is None
            else "",
        )
        for each in shown
        if works_on or each.row.objected_at is None
    ]
    return {"found": found, "case": case, "told": rows, "works_on": works_on, "project": project}


def _today(case: Case, told: Iterable[NotifiedChange]) -> date:
    """The day it is at headquarters, asked for only where the neighbouring day would say something else."""
    today = timezone.now().date()
    is_near = any(abs((row.objection_until_on - today).days) <= 1 for row in told)
    return actions.today_at_headquarters(case) if is_near else today


def told_changes(project: Project, rows: Iterable[NotifiedChange]) -> list[ToldChange]:
    """Each change with the words that were endorsed and those that are published now."""
    then, now = _values(project.endorsed_baseline), _values(project.endorsed_content)
    return [
        ToldChange(
            row,
            str(FIELDS[row.field].label) if row.field in FIELDS else row.field,
            diffing.words(then.get(row.field, ""), now.get(row.field, "")),
        )
        for row in rows
    ]


def _values(content: dict[str, Any] | None) -> dict[str, str]:
    sections = (content or {}).get("sections", [])
    return {item["name"]: diffing.shown(item["value"]) for section in sections for item in section["fields"]}

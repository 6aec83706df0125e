"""Rows against what stands here: new, changed or unchanged since the list was last applied.

An edit made here is never overwritten, and of a project that the importer may not read nothing is told but that its
identifier is taken.
"""

from collections.abc import Sequence
from typing import Any

from django.db.models import Prefetch
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from pvehub.people.models import User

from .. import permissions
from ..models import ImportRow, OtherProject, Participation, Project
from ..workflow import BEFORE_SUBMISSION
from .verdicts import OWN, Choice, Verdict, stop


class There:
    """Compares rows, some hundred at a time, in seven queries however many they are."""

    def __init__(self, by: User, column: str) -> None:
        self.by, self.column = by, column
        self.everywhere = permissions.imports_everywhere(by)

    def judge(self, rows: Sequence[ImportRow]) -> None:
        """Give every row that nothing stopped yet its verdict."""
        open_rows = [row for row in rows if row.verdict == Verdict.NEW]
        keys = {row.values["external_id"].lower() for row in open_rows}
        found: dict[str, list[Any]] = {}
        for thing in [*self._others(keys), *self._projects(keys)]:
            found.setdefault(thing.external_id.lower(), []).append(thing)
        readable = self._readable(found)
        for row in open_rows:
            things = found.get(row.values["external_id"].lower(), [])
            exact = [thing for thing in things if thing.external_id == row.values["external_id"]]
            self._one(row, exact or things, readable, is_exact=bool(exact))

    def _others(self, keys: set[str]) -> Any:
        return OtherProject.objects.annotate(key=Lower("external_id")).filter(key__in=keys).order_by("pk")

    def _projects(self, keys: set[str]) -> Any:
        donors = Participation.objects.filter(role=Participation.Role.DONOR).select_related("organization")
        projects = Project.objects.exclude(external_id="").annotate(key=Lower("external_id")).filter(key__in=keys)
        return (
            projects.defer("endorsed_content")
            .prefetch_related("countries", "themes", Prefetch("participations", donors, to_attr="donor_rows"))
            .order_by("pk")
        )

    def _readable(self, found: dict[str, list[Any]]) -> set[int]:
        ids = [thing.pk for things in found.values() for thing in things if isinstance(thing, Project)]
        return set(Project.objects.whole_for(self.by).filter(pk__in=ids).values_list("pk", flat=True))

    def _one(self, row: ImportRow, things: list[Any], readable: set[int], *, is_exact: bool) -> None:
        if not things:
            return
        thing = things[0]
        is_hidden = isinstance(thing, Project) and thing.pk not in readable
        if is_hidden and not self.everywhere:
            reason = _("This identifier cannot be used here; ask TRD to look at it.")
            stop(row, Verdict.UNCLEAR, self.column, reason)
            return
        choices = [Choice.SAME, Choice.OWN, Choice.OUT]
        if not is_exact and row.choice in (Choice.OWN, Choice.SAME):
            row.choices = list(map(str, choices))
            if row.choice == Choice.OWN:
                return
        elif not is_exact:
            reason = _("%(id)s stands here already and differs only by upper and lower case. Are they one project?")
            told = reason % {"id": thing.external_id}
            stop(row, Verdict.UNCLEAR, self.column, told, choices if len(things) == 1 else choices[1:])
            return
        self._compare(row, thing, is_hidden)

    def _compare(self, row: ImportRow, thing: Any, is_hidden: bool) -> None:
        if isinstance(thing, Project) != (row.becomes == OWN):
            reason = _("It stands here already, once as ours and once as another organization's.")
            stop(row, Verdict.UNCLEAR, self.column, reason)
            return
        row.project, row.other = (thing, None) if row.becomes == OWN else (None, thing)
        if isinstance(thing, OtherProject) and not thing.imported and row.choice != Choice.SAME:
            reason = _("It was written down here by hand: no list overwrites that unasked.")
            stop(row, Verdict.UNCLEAR, self.column, reason, [Choice.SAME, Choice.OUT])
            return
        before = thing.imported or {}
        row.changes = {
            name: [before.get(name, [] if isinstance(value, list) else ""), value]
            for name, value in row.values.items()
            if name != "external_id" and value != before.get(name, [] if isinstance(value, list) else "")
        }
        row.verdict = Verdict.CHANGED if row.changes else Verdict.UNCHANGED
        edited = _edited_here(thing, row) if row.changes and isinstance(thing, Project) else []
        if edited and row.choice != Choice.KEEP:
            reason = _("The list changed what was edited here meanwhile: %(names)s.") % {"names": ", ".join(edited)}
            stop(row, Verdict.UNCLEAR, "", reason, [Choice.KEEP, Choice.OUT])
        elif edited:
            row.choices = [Choice.KEEP, Choice.OUT]
            row.changes = {name: pair for name, pair in row.changes.items() if name not in edited}
        if is_hidden:
            row.changes = {name: ["", after] for name, (_before, after) in row.changes.items()}


def _edited_here(project: Project, row: ImportRow) -> list[str]:
    """Names of the fields that the list changed and somebody changed here as well; every field once it is no draft."""
    if project.status not in BEFORE_SUBMISSION:
        return sorted(row.changes)
    now = current(project)
    return sorted(
        name for name, (before, _after) in row.changes.items() if _plain(now.get(name, before)) != _plain(before)
    )


def _plain(value: Any) -> Any:
    """Names and codes in a list without their upper and lower case: an organization keeps the spelling it has here."""
    return sorted(name.casefold() for name in value) if isinstance(value, list) else value


def current(project: Project) -> dict[str, Any]:
    """What stands in the project, in the form of an imported row; countries, themes and donors come prefetched."""
    return {
        "title": project.title,
        "summary": project.summary,
        "budget": "" if project.budget is None else str(project.budget),
        "currency": project.currency,
        "start_on": project.start_on.isoformat() if project.start_on else "",
        "end_on": project.end_on.isoformat() if project.end_on else "",
        "countries": sorted(country.iso2 for country in project.countries.all()),
        "themes": sorted(term.code for term in project.themes.all()),
        "donors": sorted(row.organization.name for row in project.donor_rows),
    }

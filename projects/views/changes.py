"""What a change after the endorsement does, in words: before it is typed, and once it is saved."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from .. import content, covering
from ..models import NotifiedChange, Project
from ..sections import AGAIN, FIELDS, NOTIFY


def ahead(project: Project, name: str) -> list[str]:
    """What changing this field asks for and how far its sums went; for pages that have not read the record."""
    if not covering.is_measured(project):
        return []
    names = dict.fromkeys(["budget", "end_on", name])
    return covering.ahead(project, FIELDS[name], content.read(project, names).data)


def say(request: HttpRequest, project: Project, names: Sequence[str], done: Any = None) -> None:
    """After a save: it went out, TRD was told and may object until a day, or it waits for a new endorsement, and why."""
    done = _("Saved.") if done is None else done
    project = Project.objects.select_related("lead_office", "manager").get(pk=project.pk)
    if not covering.is_measured(project):
        _success(request, done)
        return
    found = [change for change in covering.changes(project) if change.field in names]
    told = [change for change in found if change.asks == NOTIFY]
    waits = [change for change in found if change.asks == AGAIN]
    rest = [name for name in names if name not in {change.field for change in [*told, *waits]}]
    if rest:
        _success(request, _("Saved and published at once: %(names)s.") % {"names": _labels(rest)})
    if told:
        until = NotifiedChange.objects.standing().filter(project=project, field__in=[each.field for each in told])
        last = max(until.values_list("objection_until_on", flat=True), default=None)
        sentence = _("Saved and published; TRD is told and may object until %(day)s: %(names)s.")
        told_of = {"day": date_format(last, "DATE_FORMAT") if last else "", "names": _labels(x.field for x in told)}
        messages.info(request, sentence % told_of)
    if waits:
        why = covering.sentences(waits)
        sentence = _("Saved in the team's copy only; it needs a new endorsement: %(names)s. %(why)s")
        because = " ".join(dict.fromkeys(text for change in waits for text in why[change.field]))
        messages.warning(request, sentence % {"names": _labels(x.field for x in waits), "why": because})


def _success(request: HttpRequest, sentence: Any) -> None:
    if sentence:
        messages.success(request, sentence)


def _labels(names: Iterable[str]) -> str:
    return ", ".join(str(FIELDS[name].label) for name in names)

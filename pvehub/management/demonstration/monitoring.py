"""What the demonstration has measured: indicators, values month by month since the start, and papers with the record."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from projects import actions as projects
from projects.forms import row_form
from projects.measuring import Said
from projects.models import Indicator, Project
from pvehub.people.models import User
from pvehub.vocabulary.models import Term


def indicators(project: Project, rows: list[dict[str, Any]], by: User) -> None:
    """The indicators of a text, of the bank by its code or own ones, through the form people use."""
    for said in rows:
        code = said.get("term")
        term = Term.objects.get(list="indicators", code=code).pk if code else None
        form = row_form("indicators", project, {"is_measurable": True, **said, "term": term})
        assert form.is_valid(), form.errors
        projects.add_row(project, "indicators", by=by, fields=form.cleaned_data)


def documents(project: Project, rows: list[dict[str, Any]], by: User) -> None:
    """The papers of a text, each a small file of words."""
    for said in rows:
        upload = SimpleUploadedFile(said["name"], said["text"].encode())
        fields = {
            "title": said["title"],
            "kind": Term.objects.get(list="resource-types", code=said["kind"]),
            "language": said["language"],
            "section": said["section"],
            "dated_on": date.fromisoformat(said["dated_on"]),
            "tier": project.tier,
        }
        projects.add_document(project, upload, by=by, fields=fields)


def values(project: Project, measured: dict[str, list[dict[str, Any]]], by: User) -> None:
    """Values by indicator (its code, or the beginning of its name): one for each month since the start that is over."""
    for key, said in measured.items():
        rows = project.indicators.filter(code=key) or project.indicators.filter(name__startswith=key)
        indicator: Indicator = rows.get()
        start = project.start_on
        for each in said:
            if start is None:
                return
            end = _end_of_month(start)
            if end <= timezone.localdate():
                _record(indicator, start, end, each, by)
            start = end + timedelta(days=1)


def _record(indicator: Indicator, start: date, end: date, said: dict[str, Any], by: User) -> None:
    given = {name: said[name] for name in ("base", "parts", "note", "quality") if name in said}
    projects.record_value(indicator, Said(start_on=start, end_on=end, value=Decimal(said["value"]), **given), by=by)


def _end_of_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1) - timedelta(days=1)

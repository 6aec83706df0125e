"""What a page shows of a project to whom: the working copy, the endorsed content, or its open sections."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from pvehub.people.models import User

from .. import content
from ..models import Project
from ..sections import Class
from ..workflow import PILL, Status


def row(project: Any) -> dict[str, Any]:
    """One row of the portfolio. Only who works on a project that was endorsed reads its words from the working copy."""
    data = {
        "project": project,
        "title": project.title,
        "countries": [str(country) for country in project.countries.all()],
        "start_on": project.start_on,
        "end_on": project.end_on,
        "class": project.get_classification_display(),
        "pill": PILL[Status(project.status)],
    }
    if not project.is_whole or (project.is_published and not project.is_working):
        data |= _endorsed_facts(project)
    return data


def _endorsed_facts(project: Project) -> dict[str, Any]:
    """Title, countries and period that were endorsed, the latter two in the reader's language."""
    told = {
        item["name"]: item
        for section in content.open_only(project.endorsed_content)
        for item in section["fields"]
        if item["name"] in {"title", "countries", "start_on", "end_on", "classification"}
    }
    names = {country.iso2: str(country) for country in project.countries.all()}
    countries = told.get("countries", {})
    frozen = dict(zip(countries.get("data", []), countries.get("value", "").split("\n"), strict=False))
    days = {name: told.get(name, {}).get("data") for name in ("start_on", "end_on")}
    return {
        "title": told.get("title", {}).get("value") or project.ref,
        "class": dict(Class.choices).get(told.get("classification", {}).get("data"), ""),
        "countries": [names.get(code, name) for code, name in frozen.items()],
        **{name: date.fromisoformat(day) if day else None for name, day in days.items()},
    }


def endorsed(project: Project) -> dict[str, str]:
    """The open fields of the endorsed content, as words by name."""
    sections = content.open_only(project.endorsed_content)
    return {item["name"]: item["value"] for section in sections for item in section["fields"]}


def head(project: Project, reads: str) -> dict[str, Any]:
    """Title and facts at the top of the page, from what the reader may read."""
    pill = PILL[Status(project.status)]
    if reads == "working" or (reads == "whole" and not project.is_published):
        return {"title": project.title, "public_title": project.public_title, "summary": project.summary, "pill": pill}
    told = endorsed(project)
    names = ("title", "public_title", "summary")
    return {name: told.get(name, "") for name in names} | {"title": told.get("title") or project.ref, "pill": pill}


def named(project: Project, reads: str) -> set[str]:
    """The uids of the people whom the sections of this reader name; the working copy names them itself."""
    is_frozen = reads == "open" or (reads == "whole" and project.is_published)
    return content.uids(_frozen(project, reads)) if is_frozen else set()


def _frozen(project: Project, reads: str) -> list[dict[str, Any]]:
    if reads == "open":
        return content.open_only(project.endorsed_content)
    found: list[dict[str, Any]] = (project.endorsed_content or {}).get("sections", [])
    return found


def shown(
    project: Project, reads: str, record: content.Record | None, people: Mapping[UUID, User] | None = None
) -> list[dict[str, Any]]:
    """The sections for this reader, names of people resolved, empty fields left out for those who cannot fill them."""
    if record:
        sections = content.as_sections(record)
        return [{**each, "empty": [item["label"] for item in each["fields"] if not item["value"]]} for each in sections]
    if reads != "open" and not project.is_published:
        return content.as_sections(content.read(project))
    return content.with_names(_frozen(project, reads), people)

"""What a document holds of each project: what its reader reads, of many projects in a fixed number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import prefetch_related_objects

from pvehub.people.models import Country, Office, User

from .. import content, permissions, redacting
from ..models import Project
from ..redacting import Names
from ..sections import FIELDS, Kind

LANGUAGES = ("en", "fr", "es")
Sections = list[dict[str, Any]]


@dataclass(frozen=True)
class Part:
    """One project in a document: how it is read ("working", "whole" or "open"), its sections in the frozen shape.

    `names` is what a redacted copy masks, also of sections its reader does not read; None in a copy that is not redacted.
    """

    project: Project
    reads: str
    sections: Sections = field(default_factory=list)
    names: Names | None = None

    def told(self) -> dict[str, dict[str, Any]]:
        """Its fields by name."""
        return {item["name"]: item for section in self.sections for item in section["fields"]}

    def mask(self, text: str) -> str:
        return self.names.mask(text) if self.names else text


def parts(user: User, projects: Sequence[Project], *, is_redacted: bool, only_open: bool = False) -> list[Part]:
    """The parts of a document for this reader, who sees every one of these projects: the caller has asked.

    Like the page of a project: its people read the working copy; its reviewers the endorsed content, or the working copy
    while there is none; everybody else the open sections of the endorsed content. `only_open` leaves the rest out for all.
    """
    prefetch_related_objects(projects, "partner_offices", "countries", "lead_office__parent", "manager")
    reads = permissions.reads_of(user, projects)
    working = [each for each in projects if reads[each.pk] == "working" or not each.is_published]
    records = {each.project.pk: each for each in content.read_many(projects if is_redacted else working)}
    frozen = {each.pk: _frozen(each) for each in projects}
    _resolve(list(frozen.values()))
    for each in projects:
        _say(frozen[each.pk], each)
    names = _names(projects, records, frozen) if is_redacted else {}
    found = []
    for each in projects:
        sections = content.as_sections(records[each.pk]) if each in working else frozen[each.pk]
        if only_open or reads[each.pk] == "open":
            sections = content.open_only({"sections": sections})
        if is_redacted:
            sections = redacting.redacted(sections, names[each.pk])
        found.append(Part(each, reads[each.pk], sections, names.get(each.pk)))
    return found


def masks(projects: Sequence[Project]) -> dict[int, Names]:
    """What a redacted copy of each of these projects must not hold, by its key; whoever reads how much of them."""
    prefetch_related_objects(projects, "partner_offices", "countries", "lead_office__parent", "manager")
    frozen = {each.pk: _frozen(each) for each in projects}
    _resolve(list(frozen.values()))
    return _names(projects, {each.project.pk: each for each in content.read_many(projects)}, frozen)


def _frozen(project: Project) -> Sections:
    return list((project.endorsed_content or {}).get("sections", [])) if project.is_published else []


def _resolve(every: list[Sections]) -> None:
    """People of frozen content by the name they have today, headings in the reader's language; one query for all."""
    flat = content.with_names([section for sections in every for section in sections])
    for sections in every:
        sections[:], flat = flat[: len(sections)], flat[len(sections) :]


def _say(sections: Sections, project: Project) -> None:
    """Choices and countries of frozen content in the reader's language, so that projects can be counted by them."""
    names = {country.iso2: str(country) for country in project.countries.all()}
    for section in sections:
        for place, item in enumerate(section["fields"]):
            known = FIELDS.get(item["name"])
            if known and item["kind"] == Kind.CHOICE:
                said = str(dict(known.choices).get(item["data"], item["value"]))
                section["fields"][place] = item | {"value": said}
            elif item["kind"] == Kind.COUNTRIES:
                frozen = zip(item["data"], item["value"].split("\n"), strict=False)
                section["fields"][place] = item | {"value": "\n".join(names.get(code, name) for code, name in frozen)}


def _names(
    projects: Sequence[Project], records: dict[int, content.Record], frozen: dict[int, Sections]
) -> dict[int, Names]:
    """What must not stand in a redacted copy of each project, whoever reads how much of it."""
    prefetch_related_objects(projects, "members__user", "created_by")
    found = {}
    for each in projects:
        now = content.as_sections(records[each.pk])
        people = {each.manager, each.created_by, *(row.user for row in each.members.all())} - {None}
        named = [person.name for person in people if person]
        named += [item["value"] for item in _fields(frozen[each.pk]) if item["kind"] == Kind.PEOPLE and item["value"]]
        offices = [each.lead_office, *each.partner_offices.all()]
        places: list[Any] = [*each.countries.all(), *(one for one in offices if one.kind != Office.Kind.HQ)]
        places += [row.country for row in records[each.pk].rows["locations"] if row.country]
        found[each.pk] = redacting.together(
            [
                redacting.names_in(now),
                redacting.names_in(frozen[each.pk]),
                *map(redacting.person, named),
                *(redacting.place(name) for thing in places for name in _in_all_languages(thing)),
            ]
        )
    return found


def _fields(sections: Sections) -> list[dict[str, Any]]:
    return [item for section in sections for item in section["fields"]]


def _in_all_languages(thing: Country | Office) -> set[str]:
    return {getattr(thing, f"name_{language}") for language in LANGUAGES} - {""}

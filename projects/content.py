"""What a project says, read through the table of sections: values, what is missing, and the frozen form."""

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Model, prefetch_related_objects
from django.urls import reverse
from django.utils import formats, translation
from django.utils.translation import gettext as _

from pvehub.access import Blocker
from pvehub.people.models import Country, User
from pvehub.vocabulary.models import Term

from . import gathering
from .classifying import Proposal, propose
from .models import Project
from .rowsets import ROWSETS, RowSet
from .sections import BY_SLUG, FIELDS, OPEN, SECTIONS, Field, Kind, Section

LISTS = {Kind.TERMS, Kind.CHOICES, Kind.COUNTRIES, Kind.OFFICES}
Data = str | list[Any]
Terms = dict[tuple[str, str], Term]


@dataclass
class Record:
    """All values of one project, read once (half a dozen queries, however many rows): as JSON, and with their words."""

    project: Project
    data: dict[str, Data] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    revisions: dict[str, int] = field(default_factory=dict)
    rows: dict[str, list[Any]] = field(default_factory=dict)  # of each table's accessor, as they were read
    themes: list[Term] = field(default_factory=list)  # every living one, for what else belongs to those of the record

    def is_empty(self, item: Field) -> bool:
        return not self.data[item.name]


def empty(item: Field) -> Data:
    return [] if item.kind in LISTS or item.kind == Kind.ROWS else ""


def digest(value: Data) -> str:
    """A short fingerprint of a value, the same for equal values whatever the order of their keys."""
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def read_many(projects: Sequence[Project]) -> list[Record]:
    """The whole records of many projects, in a number of queries that does not depend on how many there are."""
    columns = [item.name for item in FIELDS.values() if item.column and item.kind in {*LISTS, Kind.PEOPLE}]
    rows = {rowset.reverse: rowset.fetching() for rowset in ROWSETS.values()}
    prefetch_related_objects(projects, "answers", *columns, *rows.values())
    terms = _answered_terms([answer for project in projects for answer in project.answers.all()])
    return [read(project, terms=terms) for project in projects]


def read(project: Project, names: Collection[str] = FIELDS, *, terms: Terms | None = None) -> Record:
    """The whole record of a project in the reader's language, or the named fields of it."""
    record = Record(project)
    gathered = gathering.read(project) if terms is None else None
    given = project.answers.all() if gathered is None else gathered.rows["answers"]
    answers = {answer.field: answer for answer in given}
    record.themes = list(gathered.terms[("vocabulary", "themes", 0)]) if gathered else []
    terms = _answered_terms(answers.values()) if terms is None else terms
    for name in names:
        item, answer = FIELDS[name], answers.get(name)
        record.revisions[name] = answer.revision if answer else 0
        if item.kind == Kind.ROWS:
            rowset = ROWSETS[name]
            if rowset.reverse not in record.rows:
                record.rows[rowset.reverse] = rowset.every(project, gathered)
            rows = [row for row in record.rows[rowset.reverse] if rowset.holds(row)]
            record.data[name] = [rowset.data(row) for row in rows]
            record.words[name] = "\n".join(rowset.text(row) for row in rows)
            continue
        if item.column:
            record.data[name], record.words[name] = _column(project, item, gathered)
        else:
            value = answer.value if answer and answer.value is not None else empty(item)
            record.data[name], record.words[name] = value, _words(item, value, terms)
    return record


def _answered_terms(answers: Iterable[Any]) -> Terms:
    """The terms that answers name by code, in one query."""
    lists = [item.vocabulary for item in FIELDS.values() if item.kind == Kind.TERMS and not item.column]
    named = {item.name for item in FIELDS.values() if item.kind == Kind.TERMS and not item.column}
    values = [answer.value for answer in answers if answer.field in named and isinstance(answer.value, list)]
    codes = {code for value in values for code in value}
    found = Term.objects.filter(list__in=lists, code__in=codes) if codes else []
    return {(term.list, term.code): term for term in found}


def _column(project: Project, item: Field, gathered: gathering.Gathered | None) -> tuple[Data, str]:
    value = getattr(project, item.name)
    if item.kind in LISTS:
        found: Any = ()
        if item.kind in (Kind.COUNTRIES, Kind.OFFICES) and gathered is not None:
            found = gathered.rows[item.name]
        elif item.kind == Kind.TERMS and gathered is not None:
            found = gathered.terms.get(("project", item.name, project.pk), [])
        else:
            found = value.all()
        things: list[Model] = sorted(found, key=code_of)
        return [code_of(thing) for thing in things], "\n".join(str(thing) for thing in things)
    if item.kind == Kind.PEOPLE:
        return (str(value.uid), str(value)) if value else ("", "")
    data = "" if value is None else value.isoformat() if item.kind == Kind.DATE else str(value)
    return data, _words(item, data, {})


def code_of(thing: Any) -> str:
    """The code by which a term, country or office stands in JSON."""
    return str(thing.iso2 if isinstance(thing, Country) else thing.code)


def words(item: Field, value: Data) -> str:
    """How a value of this field reads; for a single value, as on a page that shows two texts side by side."""
    if item.kind == Kind.PEOPLE and value:
        return str(User.objects.filter(uid=value).first() or "")
    if item.kind == Kind.COUNTRIES and value:
        return "\n".join(str(country) for country in Country.objects.filter(iso2__in=value).order_by("iso2"))
    terms = Term.objects.filter(list=item.vocabulary, code__in=value) if item.kind == Kind.TERMS and value else []
    return _words(item, value, {(term.list, term.code): term for term in terms})


def _words(item: Field, value: Data, terms: dict[tuple[str, str], Term]) -> str:
    if not value:
        return ""
    if item.kind == Kind.TERMS:
        return "\n".join(str(terms.get((item.vocabulary, code), code)) for code in value)
    if item.kind == Kind.CHOICES:
        return _ticked(item, value)
    if isinstance(value, list):
        return "\n".join(map(str, value))
    if item.kind == Kind.CHOICE:
        return str(dict(item.choices).get(str(value), value))
    if item.kind == Kind.DATE:
        return formats.date_format(date.fromisoformat(str(value)), "DATE_FORMAT")
    if item.kind == Kind.MONEY:
        return formats.number_format(value, decimal_pos=2, use_l10n=True, force_grouping=True)
    return str(value)


def _ticked(item: Field, value: Data) -> str:
    """What is ticked, one a line; of a checklist also what is not, as open."""
    if not item.is_checklist:
        return "\n".join(str(label) for code, label in item.choices if code in value)
    agreed, still = _("%(item)s: agreed"), _("%(item)s: open")
    return "\n".join((agreed if code in value else still) % {"item": label} for code, label in item.choices)


def frozen(project: Project) -> dict[str, Any]:
    """The record as it is frozen: canonical JSON, said in the language of the project whoever freezes it.

    {"sections": [{slug, title, visibility, fields: [{name, label, kind, visibility, red_line, change, value, data}]}]}.
    `value` is the text a reader sees, `data` the machine's form; a person stands as uid in both.
    """
    with translation.override(project.language if project.language in {"en", "fr", "es"} else "en"):
        record = read(project)
        return {
            "language": project.language,
            "sections": [
                {
                    "slug": section.slug,
                    "title": str(section.title),
                    "visibility": section.visibility,
                    "fields": [_frozen_field(record, section, item) for item in section.fields],
                }
                for section in SECTIONS
            ],
        }


def _frozen_field(record: Record, section: Section, item: Field) -> dict[str, Any]:
    data = record.data[item.name]
    return {
        "name": item.name,
        "label": str(item.label),
        "kind": item.kind.value,
        "visibility": section.visibility_of(item),
        "red_line": item.red_line,
        "change": item.change,
        "value": data if item.kind == Kind.PEOPLE else record.words[item.name],
        "data": data,
    }


def attachments(project: Project) -> list[dict[str, Any]]:
    """The documents of the record by their fingerprints, for a frozen version; without titles, as some are stricter than
    the record itself."""
    return [
        {"document": document.pk, "sha256": document.file.sha256, "tier": document.tier_now}
        for document in project.documents.select_related("file").order_by("pk")
    ]


def open_only(content: dict[str, Any] | None) -> list[dict[str, Any]]:
    """Of frozen content, the sections and fields that are open to readers outside the project."""
    sections = (content or {}).get("sections", [])
    found = []
    for section in sections:
        fields = [item for item in section["fields"] if item["visibility"] == OPEN]
        if section["visibility"] == OPEN and fields:
            found.append({**section, "fields": fields})
    return found


def _headings() -> tuple[dict[tuple[str, str], str], dict[tuple[str, str], str]]:
    """What a heading of today's form is to the reader, by the words it has in any language: of sections, and of fields."""
    titles: dict[tuple[str, str], str] = {}
    labels: dict[tuple[str, str], str] = {}
    mine = {slug: str(section.title) for slug, section in BY_SLUG.items()}
    asked = {name: str(item.label) for name, item in FIELDS.items()}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            titles |= {(slug, str(section.title)): mine[slug] for slug, section in BY_SLUG.items()}
            labels |= {(name, str(item.label)): asked[name] for name, item in FIELDS.items()}
    return titles, labels


def uids(sections: list[dict[str, Any]]) -> set[str]:
    """The people whom frozen sections name, by uid."""
    found = {item["value"] for section in sections for item in section["fields"] if item["kind"] == Kind.PEOPLE}
    return found - {""}


def with_names(sections: list[dict[str, Any]], people: Mapping[UUID, User] | None = None) -> list[dict[str, Any]]:
    """Frozen sections for the screen: headings in the reader's language, answers as they were given.

    A heading that the form has changed since stays the one that was asked under. The uid of a person becomes the name the
    person has today (one query, or none where the page has read the people).
    """
    titles, labels = _headings()
    found = User.objects.filter(uid__in=uids(sections)) if people is None else people.values()
    names = {str(user.uid): user.name for user in found}
    return [
        {
            **section,
            "title": titles.get((section["slug"], section["title"]), section["title"]),
            "fields": [
                {
                    **item,
                    "label": labels.get((item["name"], item["label"]), item["label"]),
                    "value": names.get(item["value"], "") if item["kind"] == Kind.PEOPLE else item["value"],
                }
                for item in section["fields"]
            ],
        }
        for section in sections
    ]


def as_sections(record: Record) -> list[dict[str, Any]]:
    """The working copy in the shape of frozen sections, in the reader's language, for the page."""
    return [
        {
            "slug": section.slug,
            "title": str(section.title),
            "visibility": section.visibility,
            "fields": [
                {**_frozen_field(record, section, item), "value": record.words[item.name]} for item in section.fields
            ],
        }
        for section in SECTIONS
    ]


def missing_in(record: Record, section: Section) -> list[Blocker]:
    """What this section still needs before submission, each sentence naming section and field."""
    project = record.project
    found = []
    for item in section.fields:
        if item.is_required(project.classification) and record.is_empty(item):
            page = reverse("projects:project-section", args=[project.ref, section.slug])
            sentence = _sentence(item, section, project.classification)
            found.append(Blocker(sentence, f"{page}#field-{item.name}"))
        if item.kind == Kind.ROWS and ROWSETS[item.name].lacks:
            found += _rows_lack(record, section, ROWSETS[item.name])
    return found


def _rows_lack(record: Record, section: Section, rowset: RowSet) -> list[Blocker]:
    """Of each row that is not complete, one sentence that names it and what it lacks."""
    page = reverse("projects:project-section", args=[record.project.ref, section.slug])
    found = []
    for row in record.rows[rowset.reverse]:
        lacks = rowset.lacks(row) if rowset.lacks and rowset.holds(row) else []
        if lacks:
            names = {"section": section.title, "row": str(row), "names": ", ".join(map(str, lacks))}
            sentence = _("%(section)s: “%(row)s” lacks: %(names)s.") % names
            found.append(Blocker(sentence, f"{page}#field-{rowset.name}"))
    return found


def _sentence(item: Field, section: Section, classification: str) -> str:
    names = {"section": section.title, "field": item.label}
    if item.required == "always":
        return _("%(section)s: “%(field)s” is still empty.") % names
    if classification == "specific":
        return _("%(section)s: a PVE-specific project needs “%(field)s”.") % names
    return _("%(section)s: a PVE-relevant project needs “%(field)s”.") % names


def missing(project: Project, record: Record | None = None) -> list[Blocker]:
    """Everything the record still needs before it can be submitted; empty when it is complete."""
    record = record or read(project)
    return [blocker for section in SECTIONS for blocker in missing_in(record, section)]


def proposal(record: Record) -> Proposal:
    """The class that the answers so far propose, with its rule."""
    outcomes = record.data["outcomes"]
    return propose(
        title=record.project.title,
        themes=record.data["themes"],
        driver_outcomes=sum(1 for row in outcomes if isinstance(row, dict) and row["drivers"]),
        addresses_drivers=str(record.data["addresses_drivers"]),
        has_evidence=str(record.data["has_evidence"]),
        chosen_for_exposure=str(record.data["chosen_for_exposure"]),
        other_type=str(record.data["other_type"]),
    )

"""The demonstration's lessons: contributed, curated by somebody else, published, some still waiting."""

import json
from typing import Any

from django.utils.translation import override

from knowledge import actions
from knowledge.actions.contributing import Tags, Text
from knowledge.models import Resource
from knowledge.workflow import CHECKLIST
from projects.models import Project
from pvehub.people.models import Country, Office
from pvehub.vocabulary.models import Term

from .people import person
from .portfolio import TEXTS


def fill(projects: dict[str, Project]) -> None:
    """Every resource of texts/resources.json, brought to the stage it names."""
    for said in json.loads((TEXTS / "resources.json").read_text(encoding="utf-8")):
        with override(said["language"]):
            _bring(_write(said, projects), said["stage"])


def _write(said: dict[str, Any], projects: dict[str, Project]) -> Resource:
    office = Office.objects.get(code=said["office"])
    return actions.contribute(
        said["kind"],
        by=person(said.get("by") or f"project-officer-{office.code.lower()}"),
        office=office,
        text=Text(said["title"], said["summary"], said["language"], said["fields"]),
        tags=Tags(
            themes=list(Term.objects.of("themes").filter(code__in=said["themes"])),
            drivers=list(Term.objects.of("drivers").filter(code__in=said["drivers"])),
            countries=list(Country.objects.filter(pk=said["office"])),
            stages=list(Term.objects.of("stages").filter(code__in=said.get("stages", ()))),
            evidence_strength=said.get("evidence"),
            is_masked=said.get("is_masked", False),
            tier=said.get("tier", 1 if said["project"] else 0),
        ),
        project=projects.get(said["project"] or ""),
    )


def _bring(resource: Resource, stage: str) -> None:
    curator = person("curator")
    if stage == "draft":
        return
    author = resource.authors.first()
    assert author is not None
    revision = actions.submit(resource, by=author)
    if stage == "published":
        actions.claim(resource, by=curator)
        actions.publish(
            resource, by=curator, seen=revision.sha256, checklist={name: True for name, _label in CHECKLIST}
        )

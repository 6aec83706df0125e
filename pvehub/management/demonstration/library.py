"""The demonstration's lessons: contributed, curated by somebody else, published, some still waiting."""

import json
from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
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
            resource = _write(said, projects)
            if name := said.get("file"):
                _attach(resource, name)
            _bring(resource, said["stage"])
    _collect()


def _collect() -> None:
    """A reading list that the curator shares, with what all staff may read, and a colleague who was asked to read it."""
    curator, officer = person("curator"), person("project-officer-ug")
    made = actions.make_collection(
        by=curator,
        title="For colleagues who begin with PVE",
        about="Read these before the first draft: what worked, what did not, and why.",
        is_shared=True,
    )
    for resource in Resource.objects.visible_to(officer).published().filter(tier=0).newest()[:4]:
        actions.add_item(made, resource, by=curator)
    actions.assign_reading(made, [officer], by=curator, due_on=timezone.localdate() + timedelta(days=14))


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


def _attach(resource: Resource, name: str) -> None:
    """A file of texts/, put beside the text by its author; the timers read it for search."""
    content = (TEXTS / name).read_bytes()
    actions.attach(resource, SimpleUploadedFile(name, content, content_type="text/plain"), by=resource.created_by)


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

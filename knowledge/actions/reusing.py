"""A draft project begun from a practice or a lesson: how it works, on which themes, for whom; and the word that says so."""

from __future__ import annotations

from typing import Final

from django.db import transaction
from django.db.models.functions import Coalesce
from django.utils import timezone

from knowledge import masking, permissions, workflow
from knowledge.actions.weighing import Place, weigh
from knowledge.models import Resource
from projects import indexing
from projects.actions import values
from projects.actions.beginning import new_draft
from projects.actions.editing import follow_groups
from projects.actions.reusing import write_table
from projects.models import Project
from projects.redacting import Names, person, place, together
from projects.sections import FIELDS, Kind
from projects.workflow import Tier
from pvehub import access
from pvehub.audit import trail
from pvehub.people.models import LANGUAGES, Office, User

#: Answer of the resource -> field of the project. What says where, who or for how much has no counterpart.
TRAVELS: Final = {
    "practice": {"approach": "theory_of_change", "conditions": "assumptions", "do_no_harm": "do_no_harm"},
    "lesson": {"recommendation": "theory_of_change", "applies": "assumptions"},
}
TAGS: Final = ("themes", "target_groups")
#: The code of a term, or of what it was merged into.
TODAY: Final = Coalesce("merged_into__code", "code")


@transaction.atomic
def begin_from(resource: Resource, *, by: User, office: Office, title: str) -> Project:
    """Begin a draft of the own office from what every reader gets of the text. It cites the text as adapted, which names it to
    whoever may open it and to nobody else; people, places finer than the country, money and risks stay behind."""
    resource = Resource.objects.visible_to(by).for_document().get(pk=resource.pk)
    access.require(permissions.why_not_reuse(by, resource, office))
    text = resource.published_revision
    assert text is not None, "what is published has a text"
    names = _names(resource)
    language = text.language if text.language in dict(LANGUAGES) else by.language
    project = new_draft(office, by=by, manager=by, title=title, language=language, tier=Tier.REGION)
    # Of the history more people read than of the text: it is named by its permanent number.
    trail.record(project, "projects.reused", by=by, after=project.status, changes={"from": ["", str(resource.uid)]})
    if office.country:
        project.countries.add(office.country)
    told = {field.name: answer for field, answer in masking.answers(resource, text, whole=False)}
    for answer, field in TRAVELS[resource.kind].items():
        if told.get(answer):
            _write(project, field, names.mask(told[answer]), by)
    for field in TAGS:
        if codes := list(getattr(resource, field).order_by("pk").values_list(TODAY, flat=True)):
            values.put(project, field, codes, by=by)
    project.changed_at = timezone.now()
    project.save()
    follow_groups(project, by)
    indexing.put(project)
    weigh(project, resource, by=by, stance=workflow.Stance.ADAPTED, place=Place("project", project.ref))
    return project


def _write(project: Project, field: str, words: str, by: User) -> None:
    """A text into its field; of a table, one row."""
    is_table = FIELDS[field].kind == Kind.ROWS
    if is_table:
        write_table(project, field, words)
    values.put(project, field, [] if is_table else words, by=by)


def _names(resource: Resource) -> Names:
    """The people behind a text and the places of its project: what no draft of others takes over."""
    people = {*resource.authors.all(), resource.created_by, resource.focal_point, resource.verifier} - {None}
    found = [person(each.name) for each in people if each]
    if resource.origin_project is not None:
        found += [place(str(location)) for location in resource.origin_project.locations.all()]
    return together(found)

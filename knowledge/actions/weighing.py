"""A project says what it makes of a text: cites it, adapts it, sets it aside, keeps it for later; and whether it helped."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from knowledge import permissions, workflow
from knowledge.models import Citation, Clause, Resource
from projects.actions.locking import locked as locked_project
from projects.models import Project
from pvehub import access
from pvehub.access import Blocker
from pvehub.audit import trail
from pvehub.people.models import User


@dataclass(frozen=True)
class Place:
    """Where something is cited: a section, a case, a report; known by its own id there, never joined."""

    kind: str
    id: str
    label: str = ""


@transaction.atomic
def weigh(
    project: Project, resource: Resource, *, by: User, stance: str, place: Place, why: str = "", clause: str = ""
) -> Citation:
    """The team says what a published text is to its project; a later word takes the place of the one before. On the page of
    the text the project is named to whoever can open it, and to nobody else."""
    project = locked_project(project)
    access.require(permissions.why_not_weigh(by, project))
    _readable(resource, by)
    _said(stance, why)
    if clause and not Clause.objects.visible_to(by).live().filter(resource=resource, number=clause).exists():
        raise access.Unmet([Blocker(_("There is no clause %(number)s in it.") % {"number": clause}, "#id_clause")])
    rows = Citation.objects.of_team().select_for_update(of=("self",))
    before = rows.filter(project=project, resource=resource, clause=clause).first()
    made = _keep(before or Citation(project=project, clause=clause), resource, by, stance, why, place)
    changes = {"resource": ["", str(resource.uid)], "word": [before.stance if before else "", stance]}
    trail.record(project, "knowledge.weighed", by=by, changes=changes)
    return made


def weigh_internally(
    project: Project, resource: Resource, *, by: User, stance: str, place: Place, why: str
) -> tuple[Citation, str]:
    """Headquarters says at a place of its own what a text is to a project, always with a reason; and the word before. The
    caller, who knows the place, has locked it, asked who may and writes the history."""
    _readable(resource, by)
    if not why.strip():
        raise access.Unmet([Blocker(_("Say whether you cite it, and why."), "#id_why")])
    _said(stance, why)
    before = Citation.objects.internal_at(place.kind, place.id).filter(resource=resource).first()
    word = before.stance if before else ""
    return _keep(before or Citation(project=project, is_internal=True), resource, by, stance, why, place), word


@transaction.atomic
def unweigh(citation: Citation, *, by: User) -> None:
    """The word is taken back, as if it had not been said; the history keeps that it was."""
    project = locked_project(citation.project)
    access.require(permissions.why_not_weigh(by, project))
    changes = {"resource": [str(citation.resource.uid), ""], "word": [citation.stance, ""]}
    trail.record(project, "knowledge.unweighed", by=by, changes=changes)
    Citation.objects.of_team().filter(pk=citation.pk).delete()


@transaction.atomic
def confirm(citation: Citation, *, by: User, seen: int) -> Citation:
    """The team has read the text of today, and says of it what it said of the one before; not of one that came meanwhile."""
    project = locked_project(citation.project)
    access.require(permissions.why_not_weigh(by, project))
    citation = Citation.objects.of_team().select_related("resource__published_revision", "project").get(pk=citation.pk)
    _readable(citation.resource, by)
    text = citation.resource.published_revision
    if text is None or text.number != seen:
        raise access.Moved(
            _("A newer text came in while you read: read what changed first."), url=citation.get_absolute_url()
        )
    citation.revision, citation.by, citation.at = text, by, timezone.now()
    citation.save(update_fields=["revision", "by", "at"])
    changes = {"resource": ["", str(citation.resource.uid)], "word": [citation.stance, citation.stance]}
    trail.record(project, "knowledge.weighed", by=by, changes=changes)
    return citation


@transaction.atomic
def say_outcome(citation: Citation, *, by: User, outcome: str, word: str = "") -> Citation:
    """Whether what was used helped, made no difference or did harm; of harm one word how, so that others are warned."""
    project = locked_project(citation.project)
    citation = Citation.objects.of_team().select_related("project", "resource").get(pk=citation.pk)
    access.require(permissions.why_not_say_outcome(by, citation))
    if outcome not in workflow.Helped.values:
        raise access.Unmet([Blocker(_("Say whether it helped."), "#id_outcome")])
    if outcome == workflow.Helped.HARMED and not word.strip():
        raise access.Unmet([Blocker(_("Say in a few words what harm it did, so that others are warned."), "#id_word")])
    before = citation.outcome
    citation.outcome, citation.outcome_word = outcome, word.strip()
    citation.outcome_by, citation.outcome_at = by, timezone.now()
    citation.save(update_fields=["outcome", "outcome_word", "outcome_by", "outcome_at"])
    changes = {"resource": ["", str(citation.resource.uid)], "word": [before, outcome]}
    trail.record(project, "knowledge.outcome_said", by=by, changes=changes)
    return citation


def _readable(resource: Resource, by: User) -> None:
    if not Resource.objects.visible_to(by).published().filter(pk=resource.pk).exists():
        raise access.Unmet([Blocker(_("There is no such resource."))])


def _said(stance: str, why: str) -> None:
    if stance not in workflow.Stance.values:
        raise access.Unmet([Blocker(_("Say what it is to your project."), "#id_stance")])
    if stance in workflow.SAYS_WHY and not why.strip():
        raise access.Unmet([Blocker(_("Say in a few words why."), "#id_why")])


def _keep(row: Citation, resource: Resource, by: User, stance: str, why: str, place: Place) -> Citation:
    """Written anew; what was said of its outcome was said of the word before and goes with it."""
    assert resource.published_revision is not None, "what is published has a text"
    row.resource, row.revision = resource, resource.published_revision
    row.place_kind, row.place_id, row.place_label = place.kind, place.id, place.label
    row.stance, row.why, row.by, row.at = stance, why.strip(), by, timezone.now()
    if stance not in workflow.USED:
        row.outcome, row.outcome_word, row.outcome_by, row.outcome_at = "", "", None, None
    row.save()
    return row

"""Guidance, messages and donors on pages: clauses with their numbers, what changed between two texts, who approved what."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django import template
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.utils import timezone

from knowledge import checks, permissions, workflow
from knowledge.actions.approving import unapproved
from knowledge.kinds import Field, clauses
from knowledge.models import Approval, Clause, ClauseComment, Guidance, NegotiationNote, Resource, Revision
from knowledge.models.messages import words_hash
from knowledge.owing import owed
from knowledge.templatetags.linked import told
from projects.models import Participation, Project
from pvehub import access
from pvehub.people.calendar import day_at
from pvehub.ui.components import words_between
from pvehub.vocabulary.models import Term

register = template.Library()

FORCE_PILL = {"must": "info", "should": "neutral", "red-line": "danger"}
SHOWN = 5
LANGUAGES = dict(checks.LANGUAGES)
#: The organization has some dozens of message lines.
LOOKED_AT = 100


def _line(line: clauses.Line) -> dict[str, Any]:
    return {
        "number": line.number,
        "section": line.section,
        "text": line.text,
        "force": Clause.Force(line.force).label,
        "pill": FORCE_PILL[line.force],
    }


@register.inclusion_tag("ui/pill.html")
def force_pill(force: str) -> dict[str, Any]:
    """How far a clause binds."""
    return {"text": Clause.Force(force).label, "kind": FORCE_PILL[force]}


@register.inclusion_tag("knowledge/_clauses.html", takes_context=True)
def clause_list(context: template.Context, value: str, language: str) -> dict[str, Any]:
    """The clauses of a text under their sections, each with its number as an address; the page gives `links`."""
    rows = [_line(line) for line in clauses.parse(value)]
    for row in rows:
        row["pieces"] = told(context, row["text"])
    groups = [(section, list(found)) for section, found in groupby(rows, key=lambda row: row["section"])]
    return {"groups": groups, "language": language}


@register.inclusion_tag("knowledge/_clause_changes.html")
def clause_changes(older: Revision, newer: Revision) -> dict[str, Any]:
    """Clause by clause what became of it from one text to another; what stayed as it was is left out."""
    was, now = (clauses.parse(text.fields.get("clauses", "")) for text in (older, newer))
    told = [
        {
            "how": change.how,
            "old": _line(change.old) if change.old else None,
            "new": _line(change.new) if change.new else None,
            "pieces": words_between(change.old.text, change.new.text) if change.old and change.new else [],
        }
        for change in clauses.changes(was, now)
        if change.how != "same"
    ]
    return {"changes": told, "language": newer.language}


@register.inclusion_tag("knowledge/_guidance_head.html")
def guidance_head(resource: Resource, text: Revision) -> dict[str, Any]:
    """The number under which a note is cited, since when it is in effect and for whom."""
    return {
        "guidance": Guidance.objects.filter(resource=resource).first(),
        "resource": resource,
        "effective_on": text.fields.get("effective_on", ""),
        "answered": ClauseComment.objects.filter(
            consultation__resource=resource, consultation__ended_at__isnull=False
        ).exists()
        if resource.state == workflow.State.PUBLISHED
        else False,
    }


@register.inclusion_tag("knowledge/_consultation_links.html", takes_context=True)
def consultation_links(context: template.Context, resource: Resource) -> dict[str, Any]:
    """For the authors of a note: put its draft before colleagues, or see what they say."""
    user = context["user"]
    running = resource.consultations.visible_to(user).filter(ended_at=None).first()
    return {
        "resource": resource,
        "running": running,
        "why_not": permissions.why_not_consult(user, resource) if running is None else "",
    }


@register.inclusion_tag("knowledge/_approval.html", takes_context=True)
def approval_of(context: template.Context, resource: Resource, text: Revision, field: Field) -> dict[str, Any]:
    """Whether these very words may be used outside today, by whose word and until when; for the seats a way to say so."""
    user, today = context["user"], day_at(resource.owner_office)
    digest = words_hash(text.language, text.fields.get(field.name, ""))
    rows = Approval.objects.filter(resource=resource, version=field.name, sha256=digest).select_related("by")
    last = rows.order_by("-at", "-pk").first()
    stands = rows.standing(today).order_by("-valid_until_on", "-pk").first()
    is_live = text.pk == resource.published_revision_id
    return {
        "resource": resource,
        "version": field.name,
        "approval": stands,
        "last": last,
        "is_published": is_live,
        "may_approve": is_live and permissions.why_not_approve(user, resource) is None,
        "may_withdraw": stands is not None and permissions.why_not_withdraw_approval(user, stands) is None,
    }


@register.inclusion_tag("knowledge/_languages_of.html", takes_context=True)
def languages_of(context: template.Context, resource: Resource) -> dict[str, Any]:
    """The same message line in other languages, as far as this reader reads them. One query."""
    rows = Resource.objects.visible_to(context["user"]).published().saying_the_same(resource)
    others = [(LANGUAGES.get(row.language, row.language), row) for row in rows if row.pk != resource.pk]
    return {"resource": resource, "others": others}


@register.inclusion_tag("knowledge/_guidance_for.html", takes_context=True)
def guidance_for(context: template.Context, code: str) -> dict[str, Any]:
    """Guidance on a category of risk, by its code: in effect, and as far as this reader may read it. One query."""
    rows = Resource.objects.visible_to(context["user"]).published().filter(kind="guidance")
    terms = Term.objects.meaning("risk-categories", code).order_by().values("pk")
    tags = Resource.risk_categories.through.objects.filter(term__in=terms).values("resource")
    return {"notes": list(rows.filter(pk__in=tags).select_related("guidance").newest()[:SHOWN])}


@register.inclusion_tag("knowledge/_funded.html", takes_context=True)
def funded_projects(context: template.Context, donor: Any) -> dict[str, Any]:
    """The projects a donor funds, the newest first, as far as this reader reads them whole; its page has all of them."""
    parts = Participation.objects.filter(organization=donor, role=Participation.Role.DONOR)
    user = context["user"]
    whole = Project.objects.whole_for(user).marked_working_for(user).filter(pk__in=parts.order_by().values("project"))
    return {"projects": list(whole.order_by("-changed_at", "pk")[: SHOWN + 1]), "shown": SHOWN, "donor": donor}


@register.inclusion_tag("knowledge/_negotiation.html", takes_context=True)
def negotiation_of(context: template.Context, project: Project) -> dict[str, Any]:
    """On the page of a project: how many of the six points are settled with its donors, for who reads the whole of it."""
    rows = NegotiationNote.objects.visible_to(context["user"]).filter(project=project)
    newest = {row.item: row.state for row in rows.order_by("at", "pk")}
    settled = sum(state == "agreed" for state in newest.values())
    return {"project": project, "settled": settled, "items": len(NegotiationNote.Item)}


@register.inclusion_tag("knowledge/_approvals_awaiting_me.html", takes_context=True)
def approvals_awaiting_me(context: template.Context) -> dict[str, Any]:
    """Message lines whose words wait for this person's seat."""
    user = context["user"]
    if not any(access.standing(user).anywhere(perm) for perm in permissions.APPROVING):
        return {"messages": []}
    said = Approval.objects.filter(resource=OuterRef("pk"), withdrawn_at=None).as_facts()
    rows = Resource.objects.visible_to(user).published().filter(kind="message")
    rows = rows.exclude(authors=user).exclude(created_by=user).annotate(approved=ArraySubquery(said))
    rows = rows.select_related("published_revision", "owner_office").order_by("published_at", "pk")
    wait = [
        row
        for row in rows[:LOOKED_AT]
        if unapproved(row, day_at(row.owner_office)) and permissions.holds_approving_seat(user, row)
    ]
    return {"messages": wait[:SHOWN]}


@register.inclusion_tag("knowledge/_comments_to_answer.html", takes_context=True)
def comments_to_answer(context: template.Context) -> dict[str, Any]:
    """Drafts this person wrote whose comments wait for an answer."""
    return {"drafts": _drafts(context["user"], "answer")}


@register.inclusion_tag("knowledge/_drafts_for_me.html", takes_context=True)
def drafts_for_me(context: template.Context) -> dict[str, Any]:
    """Drafts of guidance this person was asked about and has not commented yet."""
    return {"drafts": _drafts(context["user"], "comment")}


def _drafts(user: Any, waits: str) -> list[dict[str, Any]]:
    rows = owed(user, timezone.localdate())["consultation"]
    return [row for row in rows if row["state_"] == waits][:SHOWN]

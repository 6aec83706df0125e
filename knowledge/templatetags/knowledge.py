"""Cards of knowledge for the pages of the roof, and the small marks its own pages use."""

from __future__ import annotations

from datetime import date
from itertools import groupby
from typing import Any

from django import template
from django.utils import timezone
from django.utils.translation import gettext as _

from knowledge import kinds, workflow
from knowledge.beginnings import signed
from knowledge.models import Resource
from knowledge.owing import owed
from pvehub.ui.templatetags import ui
from pvehub.ui.templatetags.ui import MARKS

register = template.Library()

SHOWN = 5
TRUST_KIND = {
    workflow.Trust.VERIFIED: "ok",
    workflow.Trust.DUE: "warn",
    workflow.Trust.OVERDUE: "warn",
    workflow.Trust.CONTESTED: "warn",
    workflow.Trust.DATED: "neutral",
    workflow.Trust.UNVERIFIED: "neutral",
}
STATE_KIND = {workflow.State.DRAFT: "info", workflow.State.PUBLISHED: "ok"}


@register.inclusion_tag("ui/pill.html")
def trust_pill(resource: Resource) -> dict[str, Any]:
    """How far a reader may rely on it today; nothing before it is published."""
    if resource.state != workflow.State.PUBLISHED:
        return {"text": "", "kind": "neutral"}
    trust = resource.trust_on(timezone.localdate())
    return {"text": trust.label, "kind": TRUST_KIND[trust]}


@register.inclusion_tag("ui/pill.html")
def state_pill(resource: Resource) -> dict[str, Any]:
    """Where the resource itself stands."""
    return {"text": resource.get_state_display(), "kind": STATE_KIND.get(workflow.State(resource.state), "neutral")}


@register.inclusion_tag("ui/pill.html")
def tier_pill(tier: int) -> dict[str, Any]:
    """Who may open a file, where that is fewer people than may read the page."""
    return {"text": MARKS[tier], "kind": "warn"}


@register.inclusion_tag("knowledge/_resource_row.html")
def resource_row(resource: Resource, passage: Any = (), file: str = "") -> dict[str, Any]:
    """A row of a list; `passage` are the found words, `file` the attachment they stand in."""
    return {"resource": resource, "passage": passage, "file": file}


@register.simple_tag
def from_where(resource: Resource) -> str:
    """The office a list names: of a masked origin its region and no more, whoever reads."""
    if not resource.is_masked:
        return str(ui.office(resource.owner_office))
    region = resource.told_office
    return _("an office of %(region)s") % {"region": region.name} if region else _("an office it does not name")


@register.filter
def said(field: kinds.Field, value: str) -> Any:
    """The words for a stored answer."""
    return field.label_of(value)


@register.filter
def rows(field: kinds.Field, value: str) -> list[list[tuple[Any, str]]]:
    """The rows of a table, each cell with the label of its column."""
    return [list(zip(field.columns, row, strict=True)) for row in field.rows(value)]


@register.filter
def answer(fields: dict[str, str], name: str) -> str:
    """The answer to one question, empty where there is none."""
    return fields.get(name, "")


@register.filter
def as_day(value: str) -> date | None:
    """A stored day; None where what is stored is no day."""
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


@register.simple_tag
def place_label(resource: Resource, name: str) -> str:
    """What a place of the text is called."""
    fixed = {"title": _("Title"), "summary": _("Summary"), "files": _("Files")}
    return fixed.get(name) or str(resource.shape.by_name[name].label)


@register.inclusion_tag("knowledge/_project_resources.html", takes_context=True)
def project_resources(context: template.Context, project: Any) -> dict[str, Any]:
    """What came out of a project, by kind, as far as this reader may see it."""
    user = context["user"]
    order = {kind.slug: number for number, kind in enumerate(kinds.KINDS)}
    rows = (
        Resource.objects.visible_to(user)
        .told_origin_of(user)
        .of_project(project)
        .exclude(state__in=workflow.GONE)
        .order_by("-created_at", "-pk")
    )
    rows = sorted(rows, key=lambda row: order[row.kind])
    groups = [(kinds.BY_SLUG[slug].plural, list(found)) for slug, found in groupby(rows, key=lambda row: row.kind)]
    return {"groups": groups, "project": project}


@register.inclusion_tag("knowledge/_draft_lesson.html", takes_context=True)
def draft_lesson(
    context: template.Context, about: Any, title: str = "", text: str = "", tier: int = 0, at: str = ""
) -> dict[str, Any]:
    """A button that begins a lesson with what is known of the project filled in, and the words given.

    `at` is the milestone it is written at. The words travel in the form's body, never in an address; the lesson is born with
    at least `tier`, which is signed.
    """
    return {
        "csrf_token": context.get("csrf_token"),
        "project": about,
        "title": title[:200],
        "text": text,
        "least": signed(tier),
        "at": at,
    }


@register.inclusion_tag("knowledge/_awaiting_me.html", takes_context=True)
def resources_awaiting_me(context: template.Context) -> dict[str, Any]:
    """Texts that wait for this person: to curate, or to change because a curator asked."""
    return {"resources": owed(context["user"], timezone.localdate())["resource"][:SHOWN]}


@register.inclusion_tag("knowledge/_fresh_lessons.html", takes_context=True)
def fresh_lessons(context: template.Context) -> dict[str, Any]:
    """What curators put before this person's region or the themes they follow, then the newest, as far as they may read it;
    in one query."""
    rows = Resource.objects.visible_to(context["user"]).before(context["user"], timezone.localdate(), limit=SHOWN)
    found: dict[int, Resource] = {}
    for row in sorted(rows, key=lambda row: not row.featured_why):
        found.setdefault(row.pk, row)
    return {"resources": list(found.values())[:SHOWN]}

"""Discussions on the pages of what they are about, and questions on the desk of who could answer them."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import template
from django.utils import timezone

from knowledge import conversing
from knowledge.models import Discussion, Resource
from knowledge.owing import owed
from projects.models import Project

register = template.Library()

SHOWN = 5
KIND = {conversing.State.OPEN: "info", conversing.State.ANSWERED: "ok", conversing.State.HIDDEN: "warn"}


@register.inclusion_tag("ui/pill.html")
def talk_pill(discussion: Discussion) -> dict[str, Any]:
    """Where it stands."""
    state = conversing.State(discussion.state)
    return {"text": discussion.get_state_display(), "kind": KIND.get(state, "neutral")}


@register.inclusion_tag("knowledge/_discussion_row.html")
def discussion_row(discussion: Discussion) -> dict[str, Any]:
    """A row of a list, read by `for_list`."""
    return {"row": discussion}


@register.inclusion_tag("knowledge/_talk_about.html", takes_context=True)
def talk_about(context: template.Context, thing: Any) -> dict[str, Any]:
    """What is discussed on a project, a resource or a term, as far as this reader reads it, with a way to begin. One query."""
    if isinstance(thing, Project):
        on, where = {"project": thing}, {"project": thing.ref}
    elif isinstance(thing, Resource):
        on, where = {"resource": thing}, {"resource": str(thing.uid)}
    else:  # an entry of the glossary has the number of its term
        on, where = {"term": thing.pk}, {"term": str(thing.pk)}
    rows = Discussion.objects.visible_to(context["user"]).filter(**on).for_list()
    return {"discussions": rows[:SHOWN], "where": urlencode(where), "is_term": "term" in where}


@register.inclusion_tag("knowledge/_questions_for_me.html", takes_context=True)
def questions_for_me(context: template.Context) -> dict[str, Any]:
    """Open questions on what this person says they know, and requests put to their office."""
    return {"questions": owed(context["user"], timezone.localdate())["question"][:SHOWN]}

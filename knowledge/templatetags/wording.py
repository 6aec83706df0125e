"""Words on pages: the check beside a form, words of a resource that stay, and the red lines in force."""

from __future__ import annotations

from typing import Any

from django import forms, template
from django.utils import timezone

from knowledge import inspecting, permissions
from knowledge.models import KeptWord, RedLine, Resource, Revision
from knowledge.owing import SHOWN, owed
from projects.watchwords import RED_LINE

register = template.Library()


@register.inclusion_tag("knowledge/_words_beside.html", takes_context=True)
def words_beside(context: template.Context, form: Any, to: str = "") -> dict[str, Any]:
    """A button that checks the words of a form, inside it and behind its own buttons; with a script they are told while one
    writes. `to`, or the form's own page, goes on from there with what was replaced."""
    texts = [
        f"{bound.html_name}|{bound.label}"
        for bound in form
        if isinstance(bound.field.widget, forms.Textarea)
        or (type(bound.field.widget) is forms.TextInput and isinstance(bound.field, forms.CharField))
    ]
    return {"words_in": texts, "to": to or context["request"].get_full_path()}


@register.inclusion_tag("knowledge/_second_voices.html", takes_context=True)
def second_voices(context: template.Context) -> dict[str, Any]:
    """On a curator's desk: what a colleague proposed of red lines and their words, and what readers flagged."""
    found = owed(context["user"], timezone.localdate())
    return {"rows": found["second"][:SHOWN], "flags": found["flag"][:SHOWN]}


@register.inclusion_tag("knowledge/_kept_words.html", takes_context=True)
def kept_words(context: template.Context, resource: Resource, text: Revision) -> dict[str, Any]:
    """Each hit in the text with why it stays; a box for the author's reason, or the question to the curator in whose hand
    the text is. Only on pages of who may read the text before it is published."""
    user = context["request"].user
    hits = inspecting.words(resource, text)
    said = KeptWord.objects.said_of(resource) if hits else {}
    rows = [
        {
            "hit": hit,
            "label": label,
            "kept": said.get((hit.field, hit.term, hit.quoted[:300])),
            "is_line": hit.severity == RED_LINE,
        }
        for hit, label in hits
    ]
    may_keep = bool(hits) and permissions.why_not_keep_word(user, resource) is None
    may_judge = bool(hits) and permissions.why_not_judge_word(user, resource) is None
    return {"rows": rows, "resource": resource, "may_keep": may_keep, "may_judge": may_judge}


@register.inclusion_tag("knowledge/_red_lines_beside.html")
def red_lines_beside() -> dict[str, Any]:
    """The red lines in force, to be kept in mind where somebody decides or negotiates."""
    return {"lines": list(RedLine.objects.in_force())}

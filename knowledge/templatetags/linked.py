"""Texts in which the address of another resource is a link for whoever may open it, and words for everybody else; where
the page explains them, terms of the glossary open."""

from __future__ import annotations

import re
from typing import Any

from django import template
from django.template.defaultfilters import linebreaksbr
from django.utils.html import format_html, format_html_join

from knowledge import linking
from knowledge.linking import pieces
from knowledge.templatetags.glossary import cut_for, opened

register = template.Library()

_PARAGRAPHS = re.compile(r"\n{2,}")


@register.simple_tag(takes_context=True)
def links_in(context: template.Context, *things: Any) -> str:
    """Finds once for a page what its texts lead to for this reader: texts, rows that hold texts, lists of either. Writes
    nothing; `linked` and `linked_block` read it."""
    texts = linking.said_in(*(one for one in things if one))
    context["links"] = {**(context.get("links") or {}), **linking.links_among(context["request"].user, texts)}
    return ""


@register.inclusion_tag("knowledge/_linked_block.html", takes_context=True)
def linked_block(context: template.Context, text: str, language: str = "") -> dict[str, Any]:
    """What somebody wrote, in its own language and direction, with its paragraphs; the page gives `links`."""
    paragraphs = _PARAGRAPHS.split(text.replace("\r\n", "\n").replace("\r", "\n"))
    return {"paragraphs": [told(context, one) for one in paragraphs], "language": language}


@register.simple_tag(takes_context=True)
def linked(context: template.Context, text: str) -> str:
    """The same in the middle of a line, without a blank before or behind."""
    return format_html_join("", "{}", ((_shown(piece),) for piece in told(context, text)))


def _shown(piece: dict[str, Any]) -> str:
    if piece.get("term"):
        return opened(piece)
    if (target := piece["target"]) is None:
        return linebreaksbr(piece["text"])
    link = '<a href="{}" lang="{}"><bdi>{}</bdi></a>'
    return format_html(link, target.get_absolute_url(), target.language, target.title)


def told(context: template.Context, text: str) -> list[dict[str, Any]]:
    """The text in pieces: links, terms of the glossary where the page explains them, and words."""
    return [
        cut | {"target": target}
        for said, target in pieces(text, context.get("links") or {})
        for cut in ([{"text": said}] if target else cut_for(context, said))
    ]

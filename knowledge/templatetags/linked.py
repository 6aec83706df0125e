"""Texts in which the address of another resource is a link for whoever may open it, and words for everybody else."""

from __future__ import annotations

import re
from typing import Any

from django import template

from knowledge.linking import pieces

register = template.Library()

_PARAGRAPHS = re.compile(r"\n{2,}")


@register.inclusion_tag("knowledge/_linked_block.html", takes_context=True)
def linked_block(context: template.Context, text: str, language: str = "") -> dict[str, Any]:
    """What somebody wrote, in its own language and direction, with its paragraphs; the page gives `links`."""
    paragraphs = _PARAGRAPHS.split(text.replace("\r\n", "\n").replace("\r", "\n"))
    return {"paragraphs": [_told(context, one) for one in paragraphs], "language": language}


@register.inclusion_tag("knowledge/_linked.html", takes_context=True)
def linked(context: template.Context, text: str) -> dict[str, Any]:
    """The same in the middle of a line."""
    return {"pieces": _told(context, text)}


def _told(context: template.Context, text: str) -> list[dict[str, Any]]:
    return [{"text": said, "target": target} for said, target in pieces(text, context.get("links") or {})]

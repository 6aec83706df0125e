"""Terms of the glossary in a text, each where it first stands on the page, opened by a click or a key."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

from django import template
from django.http import HttpRequest
from django.template.defaultfilters import linebreaksbr
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from knowledge.models import GlossaryEntry, Level, ReadingLevel
from knowledge.owing import SHOWN, owed
from knowledge.spotting import spotter
from pvehub.people.models import User

register = template.Library()

_KEPT: Final = "_glossary"


@dataclass
class Explaining:
    """What one page has explained so far. One query for the terms, when the first text comes; one for the level, when the
    first term is found."""

    user: User
    language: str
    passed: set[int] = field(default_factory=set)
    _entries: dict[int, Any] | None = None
    _level: str = ""

    def cut(self, text: str) -> list[dict[str, Any]]:
        """The text in pieces, those that are a term with its entry: `name`, `level`, `definition`."""
        if self._entries is None:
            rows = GlossaryEntry.objects.visible_to(self.user).living().published_in(self.language)
            self._entries = {row.pk: row for row in rows.told_in(self.language).for_list().by_name()}
        entries = self._entries
        column = f"name_{self.language}"
        names = tuple((pk, getattr(row.term, column)) for pk, row in entries.items())
        found = spotter(names, self.language).spots(text, self.passed) if text and names else []
        pieces: list[dict[str, Any]] = []
        at = 0
        for spot in found:
            self.passed.add(spot.term)
            if spot.start > at:
                pieces.append({"text": text[at : spot.start]})
            pieces.append({"text": text[spot.start : spot.end], "term": self._told(entries[spot.term])})
            at = spot.end
        return [*pieces, {"text": text[at:]}] if text[at:] else pieces

    def _told(self, entry: Any) -> dict[str, Any]:
        self._level = self._level or ReadingLevel.objects.first_for(self.user)
        return {
            "entry": entry,
            "name": getattr(entry.term, f"name_{self.language}"),
            "level": Level(self._level).label,
            "definition": getattr(entry, self._level),
            "language": self.language,
        }


@register.inclusion_tag("knowledge/_terms_to_agree.html", takes_context=True)
def terms_to_agree(context: template.Context) -> dict[str, Any]:
    """On the desk: terms that somebody else proposed and that wait for a second person."""
    found = owed(context["user"], timezone.localdate())["term"]
    return {"rows": found[:SHOWN], "more": len(found) > SHOWN}


@register.simple_tag(takes_context=True)
def explain_terms(context: template.Context, language: str = "") -> str:
    """From here on the texts of this page, in that language, open the terms of the glossary."""
    request = context.get("request")
    if isinstance(request, HttpRequest) and request.user.is_authenticated:
        told = (language or get_language() or "en")[:2]
        setattr(request, _KEPT, Explaining(request.user, told) if told in ("en", "fr", "es") else None)
    return ""


@register.simple_tag(takes_context=True)
def explained(context: template.Context, text: str) -> str:
    """A text, in the middle of a line, with its terms; where `explain_terms` stands before it."""
    pieces = cut_for(context, text)
    return format_html_join(
        "", "{}", ((opened(each) if "term" in each else linebreaksbr(each["text"]),) for each in pieces)
    )


@register.simple_tag
def opened(piece: dict[str, Any]) -> str:
    """A term in a text as a button, and what it opens: no script, no blank before or behind."""
    term = piece["term"]
    return format_html(
        '<button type="button" class="link" popovertarget="term-{0}">{1}</button><span class="pop" id="term-{0}" popover'
        ' lang="{2}" dir="auto"><strong>{3}</strong><br>{4}<br><span class="muted small">{5}</span> · <a href="{6}">{7}</a>'
        "</span>",
        term["entry"].pk,
        piece["text"],
        term["language"],
        term["name"],
        term["definition"],
        term["level"],
        term["entry"].get_absolute_url(),
        _("In the glossary"),
    )


def cut_for(context: template.Context, text: str) -> list[dict[str, Any]]:
    """The text in pieces, some of them terms; whole, where the page explains none."""
    explaining: Explaining | None = getattr(context.get("request"), _KEPT, None)
    return explaining.cut(text) if explaining else [{"text": text}]

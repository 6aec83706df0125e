"""Reading the glossary: the list, a term, its versions, what to review together, and what goes out of it."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from django.db.models import QuerySet
from django.db.models.functions import Substr, Upper
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from knowledge import exporting, permissions
from knowledge.forms import GlossaryFilterForm, TermAnswerForm, TermCommentForm
from knowledge.models import Definition, GlossaryComment, GlossaryEntry, Level, ReadingLevel
from projects.paper import render as print_paper
from pvehub import access
from pvehub.audit import trail, words
from pvehub.people.models import LANGUAGES, User
from pvehub.ui.components import words_between
from pvehub.ui.paging import page_of, url_of, whole

PAPER: Final = Path(exporting.__file__).with_name("handout.typ")
#: More terms than anybody hands out on paper.
MOST: Final = 200


@require_safe
def glossary_list(request: HttpRequest) -> HttpResponse:
    """The terms in use, A to Z, each with the definition this person reads first."""
    access.require(permissions.why_not_read_glossary(request.user))
    form = GlossaryFilterForm(request.GET)
    rows = form.narrow(GlossaryEntry.objects.visible_to(request.user))
    letter = request.GET.get("letter", "")[:1].upper()
    letters = rows.annotate(letter=Upper(Substr("term__name_en", 1, 1))).order_by("letter")
    if letter:
        rows = rows.filter(term__name_en__istartswith=letter)
    language = form.data.get("language") or spoken()
    page = page_of(rows.told_in(language).with_languages().for_list().by_name(), request)
    level = ReadingLevel.objects.first_for(request.user)
    for row in page.rows:
        row.first = getattr(row, level)
    context = {
        "page": page,
        "form": form,
        "letter": letter,
        "letters": [(each, url_of(request, letter=each, page=None)) for each in _distinct(letters)],
        "all_url": url_of(request, letter=None, page=None),
        "why_not": permissions.why_not_define(request.user),
    } | levels(level)
    return render(request, "knowledge/glossary_list.html", context)


def _distinct(letters: QuerySet[Any]) -> list[str]:
    return list(letters.values_list("letter", flat=True).distinct())


def levels(level: str) -> dict[str, Any]:
    """What the switch needs: the level that comes first now, and the other one."""
    other = Level.FIELD if level == Level.INSTITUTIONAL else Level.INSTITUTIONAL
    return {"level": Level(level), "other_level": other}


def spoken() -> str:
    """The reader's language."""
    return (get_language() or "en")[:2]


def entry_of(request: HttpRequest, pk: int) -> GlossaryEntry:
    """The term, or 404."""
    rows = GlossaryEntry.objects.visible_to(request.user).for_list()
    found: GlossaryEntry = get_object_or_404(
        rows.select_related("term", "owner_office", "proposed_by", "agreed_by"), pk=pk
    )
    return found


@require_safe
def glossary_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One term: both definitions, the reader's own level first."""
    entry = entry_of(request, pk)
    return render(request, "knowledge/glossary_detail.html", shown(request, entry))


def shown(request: HttpRequest, entry: GlossaryEntry) -> dict[str, Any]:
    """Everything on the page of a term."""
    user, level = request.user, ReadingLevel.objects.first_for(request.user)
    rows = Definition.objects.visible_to(user).filter(entry=entry)
    live = {row.language: row for row in rows.live()}
    asked = request.GET.get("language", "") or spoken()
    language = asked if asked in live else "en"
    comments = GlossaryComment.objects.visible_to(user).filter(entry=entry).select_related("by", "answered_by")
    why_not = permissions.why_not_define(user)
    return {
        "entry": entry,
        "language": language,
        "definitions": both(live[language], level) if language in live else [],
        "languages": _languages(user, entry, live, rows.newest()),
        "related": entry.related.visible_to(user).living().for_list().by_name(),
        "comments": list(comments.order_by("at", "pk")),
        "comment_form": TermCommentForm(),
        "answer_form": TermAnswerForm(),
        "why_not": why_not,
        "acts": {} if why_not else _acts(user, entry),
        "events": [] if why_not else words.told(trail.of(entry).order_by("-seq")[:30]),
    } | levels(level)


def _languages(user: User, entry: GlossaryEntry, live: dict[str, Any], newest: Any) -> list[dict[str, Any]]:
    """Each language: what the term is called in it, what is published, and the draft, for those who keep it."""
    drafts = {row.language: row for row in newest if row.published_at is None}
    return [
        {
            "code": code,
            "label": label,
            "name": getattr(entry.term, f"name_{code}"),
            "live": live.get(code),
            "draft": _draft(user, drafts.get(code)),
        }
        for code, label in LANGUAGES
    ]


def both(row: Definition, level: str) -> list[dict[str, Any]]:
    """Both definitions, that of this level first."""
    order = [Level(level), *(each for each in Level if each != level)]
    return [{"level": each, "text": getattr(row, each)} for each in order]


def _draft(user: User, row: Definition | None) -> dict[str, Any] | None:
    return {"row": row, "why_not": permissions.why_not_publish(user, row)} if row else None


def _acts(user: User, entry: GlossaryEntry) -> dict[str, Any]:
    """The acts that change where a term stands, each with the sentence that says no."""
    asked = {
        "propose": permissions.why_not_propose,
        "agree": permissions.why_not_agree,
        "retire": permissions.why_not_retire_entry,
        "restore": permissions.why_not_restore_entry,
    }
    return {act: why_not(user, entry) or "" for act, why_not in asked.items()}


@require_safe
def glossary_versions(request: HttpRequest, pk: int) -> HttpResponse:
    """How the definitions in one language came to be what they are, word by word."""
    entry = entry_of(request, pk)
    asked = request.GET.get("language", "en")
    language = asked if asked in dict(LANGUAGES) else "en"
    rows = Definition.objects.visible_to(request.user).filter(entry=entry, language=language)
    found = list(rows.select_related("made_by").order_by("number", "pk"))
    told = [
        {
            "row": row,
            "levels": [
                {"label": level.label, "pieces": words_between(getattr(before, level, ""), getattr(row, level))}
                for level in Level
            ],
        }
        for before, row in zip([None, *found], found, strict=False)
    ]
    context = {"entry": entry, "language": language, "languages": LANGUAGES, "versions": told[::-1]}
    return render(request, "knowledge/glossary_versions.html", context)


@require_safe
def divergence_list(request: HttpRequest) -> HttpResponse:
    """Definitions to read side by side: one level, or the English, got other words and the rest did not."""
    access.require(permissions.why_not_define(request.user))
    rows = Definition.objects.visible_to(request.user).drifted().select_related("entry__term")
    page = page_of(rows.order_by("changed", "pk"), request)
    entries = [row.entry_id for row in page.rows]
    english = {row.entry_id: row for row in Definition.objects.live().filter(language="en", entry__in=entries)}
    for row in page.rows:
        row.english = english.get(row.entry_id) if row.language != "en" else None
    return render(request, "knowledge/divergence_list.html", {"page": page})


@require_safe
def glossary_handout(request: HttpRequest) -> HttpResponse:
    """First which terms; then a page to print, in one language and at one level."""
    access.require(permissions.why_not_read_glossary(request.user))
    language, level = _asked(request)
    entries = GlossaryEntry.objects.visible_to(request.user).living().published_in(language).for_list().by_name()
    chosen = _chosen(request, language)
    context = {
        "language": language,
        "languages": LANGUAGES,
        "level": level,
        "levels": Level,
        "query": request.GET.urlencode(),
    }
    if not chosen:
        return render(request, "knowledge/glossary_choose.html", context | {"entries": entries[:MOST]})
    return render(request, "knowledge/glossary_handout.html", context | exporting.handout(chosen, level, language))


def _asked(request: HttpRequest) -> tuple[str, str]:
    """The language and level of a hand-out: plain words, unless the other is asked for."""
    language, level = request.GET.get("language", spoken()), request.GET.get("level", "")
    return language if language in dict(LANGUAGES) else "en", level if level in Level.values else Level.FIELD


def _chosen(request: HttpRequest, language: str) -> list[Definition]:
    """The published definitions of the terms that were ticked; of the whole glossary with `all`."""
    entries = GlossaryEntry.objects.visible_to(request.user).living()
    if not request.GET.get("all"):
        ticked = [whole(pk, 0) for pk in request.GET.getlist("term")[:MOST]]
        entries = entries.filter(pk__in=ticked)
    rows = Definition.objects.live().filter(language=language, entry__in=entries.order_by().values("pk"))
    return list(rows.select_related("entry__term").order_by("entry__term__name_en", "pk")[:MOST])


@require_safe
def glossary_handout_pdf(request: HttpRequest) -> HttpResponse:
    """The same as a PDF."""
    access.require(permissions.why_not_read_glossary(request.user))
    language, level = _asked(request)
    chosen = _chosen(request, language)
    if not chosen:
        raise Http404
    today = timezone.localdate()
    document = exporting.handout(chosen, level, language) | {"foot": f"{_('For staff')} · {today.isoformat()}"}
    instead = _("[letters this document cannot print]")
    response = HttpResponse(
        print_paper(document, at=timezone.now(), instead=instead, template=PAPER), content_type="application/pdf"
    )
    response["Content-Disposition"] = f'attachment; filename="glossary-{language}.pdf"'
    return response


@require_safe
def glossary_csv(request: HttpRequest) -> HttpResponse:
    """Everything that is published, a row for each term and language."""
    access.require(permissions.why_not_read_glossary(request.user))
    entries = GlossaryEntry.objects.visible_to(request.user).order_by().values("pk")
    rows: Iterable[Definition] = (
        Definition.objects.live()
        .filter(entry__in=entries)
        .select_related("entry__term")
        .order_by("entry__term__name_en", "language", "pk")
    )
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="glossary.csv"'
    response.write("\ufeff")
    csv.writer(response).writerows(exporting.glossary_rows(rows))
    return response

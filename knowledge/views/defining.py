"""Keeping the glossary: terms, definitions, where a term stands, and what people say of it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from knowledge import actions, permissions
from knowledge.forms import DefinitionForm, GlossaryTermForm, ReasonForm, TermAnswerForm, TermCommentForm
from knowledge.models import Definition, GlossaryComment, Level
from knowledge.views.glossary import entry_of, shown
from knowledge.views.meetings import sent_of
from pvehub import access
from pvehub.people.models import LANGUAGES


@access.once
@require_http_methods(["GET", "HEAD", "POST"])
def glossary_new(request: HttpRequest) -> HttpResponse:
    """A new working term."""
    access.require(permissions.why_not_define(request.user))
    form = GlossaryTermForm(sent_of(request), initial={"owner_office": request.user.first_office()})
    if form.is_bound and form.is_valid():
        try:
            entry = actions.add_glossary_term(form.names(), by=request.user, office=form.cleaned_data["owner_office"])
        except access.Unmet as unmet:
            form.add_error("name_en", str(unmet))
        else:
            messages.success(request, _("Entered. Readers see it when its English definitions are published."))
            return redirect("knowledge:glossary-define", entry.pk, "en")
    context = {"form": form, "entry": None}
    return render(request, "knowledge/glossary_form.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def glossary_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Its names, the office that answers for it, and what it goes with."""
    entry = entry_of(request, pk)
    access.require(permissions.why_not_define(request.user))
    now = {name: getattr(entry.term, name) for name in actions.GLOSSARY_NAMES}
    now |= {"owner_office": entry.owner_office, "related": list(entry.related.all())}
    form = GlossaryTermForm(sent_of(request), entry=entry, initial=now)
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        try:
            actions.change_glossary_term(
                entry, form.names(), by=request.user, office=said["owner_office"], related=said["related"]
            )
        except access.Unmet as unmet:
            form.add_error("name_en", str(unmet))
        else:
            messages.success(request, _("Saved."))
            return redirect(entry)
    context = {"form": form, "entry": entry}
    return render(request, "knowledge/glossary_form.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def glossary_define(request: HttpRequest, pk: int, language: str) -> HttpResponse:
    """The next version of both definitions in one language."""
    entry = entry_of(request, pk)
    if language not in dict(LANGUAGES):
        raise Http404
    access.require(permissions.why_not_define(request.user))
    rows = Definition.objects.visible_to(request.user).filter(entry=entry)
    last = rows.filter(language=language).order_by("-number").first()
    form = DefinitionForm(sent_of(request), initial=_said_now(last))
    if form.is_bound and form.is_valid():
        actions.define(entry, form.words(language), by=request.user, seen=form.cleaned_data["seen"])
        messages.success(request, _("Kept as a draft. Readers see it when it is published."))
        return redirect(entry)
    english = rows.live().filter(language="en").first() if language != "en" else None
    name = getattr(entry.term, f"name_{language}") or entry.term.name_en
    context = {"form": form, "entry": entry, "language": language, "english": english, "name": name}
    context["label"] = dict(LANGUAGES)[language]
    return render(request, "knowledge/glossary_define.html", context, status=422 if form.is_bound else 200)


def _said_now(last: Definition | None) -> dict[str, Any]:
    if last is None:
        return {"seen": 0}
    return {"institutional": last.institutional, "field": last.field, "seen": last.number}


@require_POST
def definition_publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Readers see it from now on."""
    row = _definition(request, pk)
    actions.publish_definition(row, by=request.user)
    messages.success(request, _("Published. Readers see it from now on."))
    return redirect(row.entry)


@require_POST
def definition_reviewed(request: HttpRequest, pk: int) -> HttpResponse:
    """Read side by side: they say the same."""
    row = _definition(request, pk)
    actions.review_together(row, by=request.user)
    messages.success(request, _("Noted: both say the same."))
    return redirect("knowledge:divergence-list")


def _definition(request: HttpRequest, pk: int) -> Definition:
    rows = Definition.objects.visible_to(request.user).select_related("entry__term")
    found: Definition = get_object_or_404(rows, pk=pk)
    return found


@require_POST
def glossary_status(request: HttpRequest, pk: int) -> HttpResponse:
    """Propose, agree, retire or restore a term."""
    entry, act = entry_of(request, pk), request.POST.get("act", "")
    if act == "retire":
        access.require(permissions.why_not_retire_entry(request.user, entry))
        form = ReasonForm(request.POST)
        if not form.is_valid():
            context = shown(request, entry) | {"retire_form": form}
            return render(request, "knowledge/glossary_detail.html", context, status=422)
        actions.retire_entry(entry, by=request.user, why=form.cleaned_data["reason"][:300])
    elif act == "propose":
        actions.propose_agreed(entry, by=request.user)
    elif act == "restore":
        actions.restore_entry(entry, by=request.user)
    else:
        actions.agree_term(entry, by=request.user)
    messages.success(request, _("Done."))
    return redirect(entry)


@access.once
@require_POST
def glossary_comment(request: HttpRequest, pk: int) -> HttpResponse:
    """What this person says of a term."""
    entry = entry_of(request, pk)
    form = TermCommentForm(request.POST)
    if form.is_valid():
        actions.comment_on_term(entry, by=request.user, **form.cleaned_data)
        messages.success(
            request, _("Thank you. Those who keep the glossary are told, and you hear what becomes of it.")
        )
        return redirect(f"{entry.get_absolute_url()}#comments")
    context = shown(request, entry) | {"comment_form": form}
    return render(request, "knowledge/glossary_detail.html", context, status=422)


@access.once
@require_POST
def glossary_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """What becomes of a comment."""
    rows = GlossaryComment.objects.visible_to(request.user).select_related("entry__term", "by")
    comment = get_object_or_404(rows, pk=pk)
    access.require(permissions.why_not_answer_comment(request.user, comment))
    form = TermAnswerForm(request.POST)
    if form.is_valid():
        actions.answer_comment(comment, by=request.user, text=form.cleaned_data["text"])
        return redirect(f"{comment.entry.get_absolute_url()}#comments")
    entry = entry_of(request, comment.entry_id)
    context = shown(request, entry) | {"answer_form": form, "answering": comment.pk}
    return render(request, "knowledge/glossary_detail.html", context, status=422)


@require_POST
def glossary_level(request: HttpRequest) -> HttpResponse:
    """Which definition comes first from now on, for this person, everywhere."""
    access.require(permissions.why_not_read_glossary(request.user))
    level, back = request.POST.get("level", ""), request.POST.get("next", "")
    if level in Level.values:
        actions.read_first(level, by=request.user)
    is_ours = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()})
    return redirect(back if is_ours else "knowledge:glossary-list")

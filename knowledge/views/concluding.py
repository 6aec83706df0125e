"""What comes of a discussion: accepted answers and lessons, its end, flags and what curators decide, outcomes."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from knowledge import actions, conversing, permissions
from knowledge.forms.talking import OutcomeForm, RuleForm, WhyForm
from knowledge.models import Discussion, Flag, Reply
from knowledge.views.talking import one, reply_of
from pvehub import access
from pvehub.ui.paging import page_of


@require_POST
def reply_accept(request: HttpRequest, uid: UUID, pk: int) -> HttpResponse:
    """This answers it, or does not after all."""
    discussion = one(request, uid)
    actions.accept(reply_of(request, discussion, pk), by=request.user, is_accepted=request.POST.get("accepted") == "1")
    return redirect(f"{discussion.get_absolute_url()}#reply-{pk}")


@require_POST
@access.once
def reply_lesson(request: HttpRequest, uid: UUID, pk: int) -> HttpResponse:
    """Begin a lesson from an accepted answer."""
    lesson = actions.begin_lesson(reply_of(request, one(request, uid), pk), by=request.user)
    messages.success(request, _("A draft was begun, with whoever answered as its co-author. Nobody else sees it yet."))
    return redirect("knowledge:resource-edit", lesson.uid)


@require_http_methods(["GET", "HEAD", "POST"])
def discussion_close(request: HttpRequest, uid: UUID) -> HttpResponse:
    """End it with a reason, or let it go on."""
    discussion = one(request, uid)
    access.require(permissions.why_not_close(request.user, discussion))
    if request.method == "POST" and discussion.state == conversing.State.CLOSED:
        actions.reopen(discussion, by=request.user)
        return redirect(discussion)
    form = WhyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.close(discussion, by=request.user, **form.cleaned_data)
        messages.success(request, _("Closed. What was written stays readable."))
        return redirect(discussion)
    facts = {"form": form, "discussion": discussion}
    return render(request, "knowledge/discussion_close.html", facts, status=422 if request.method == "POST" else 200)


def _words(request: HttpRequest, uid: UUID, pk: int | None) -> tuple[Discussion, Reply | None]:
    discussion = one(request, uid)
    return discussion, reply_of(request, discussion, pk) if pk is not None else None


@require_http_methods(["GET", "HEAD", "POST"])
@access.once
def discussion_flag(request: HttpRequest, uid: UUID, pk: int | None = None) -> HttpResponse:
    """Say that words should not stand there, and why."""
    discussion, reply = _words(request, uid, pk)
    access.require(permissions.why_not_flag(request.user, discussion, reply))
    form = WhyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.flag(discussion, reply, by=request.user, **form.cleaned_data)
        messages.success(request, _("The curators have been told. You hear what they decide."))
        return redirect(discussion)
    facts = {"form": form, "discussion": discussion, "words": reply or discussion}
    return render(request, "knowledge/discussion_flag.html", facts, status=422 if request.method == "POST" else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def discussion_rule(request: HttpRequest, uid: UUID, pk: int | None = None) -> HttpResponse:
    """A curator decides on words: read them with what was flagged, then hide, restore or leave them."""
    discussion, reply = _words(request, uid, pk)
    access.require(permissions.why_not_rule(request.user, discussion, reply))
    is_hidden = bool(reply.hidden_at) if reply else discussion.state == conversing.State.HIDDEN
    form = RuleForm(request.POST or None, is_hidden=is_hidden)
    if request.method == "POST" and form.is_valid():
        actions.rule(discussion, reply, by=request.user, **form.cleaned_data)
        messages.success(request, _("Decided. Those concerned have been told."))
        return redirect(discussion)
    flags = Flag.objects.open().filter(discussion=discussion, reply=reply).select_related("by").order_by("at", "pk")
    facts = {"form": form, "discussion": discussion, "words": reply or discussion, "flags": flags}
    return render(request, "knowledge/discussion_rule.html", facts, status=422 if request.method == "POST" else 200)


@require_safe
def flag_list(request: HttpRequest) -> HttpResponse:
    """What was flagged and waits for this person."""
    access.require(permissions.why_not_read_flags(request.user))
    rows = Flag.objects.ruled_by(request.user).select_related("discussion", "reply", "by").order_by("at", "pk")
    return render(request, "knowledge/flag_list.html", {"page": page_of(rows, request)})


@require_http_methods(["GET", "HEAD", "POST"])
def discussion_outcome(request: HttpRequest, uid: UUID) -> HttpResponse:
    """What came of asking another mission."""
    discussion = one(request, uid)
    access.require(permissions.why_not_note_outcome(request.user, discussion))
    form = OutcomeForm(request.POST or None, initial={"outcome": discussion.outcome})
    if request.method == "POST" and form.is_valid():
        actions.note_outcome(discussion, by=request.user, **form.cleaned_data)
        messages.success(request, _("Noted. Both missions read it."))
        return redirect(discussion)
    facts = {"form": form, "discussion": discussion}
    return render(request, "knowledge/discussion_outcome.html", facts, status=422 if request.method == "POST" else 200)

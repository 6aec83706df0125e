"""Comments on a place of the version, answers, and the word that one is settled."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from endorsement import actions, permissions, showing
from endorsement.diffing import shown
from endorsement.forms.threads import CommentForm, ReplyForm, ResolveForm
from endorsement.models import Case, Comment, Thread
from projects import content
from projects.compendium.telling import mark_of
from pvehub import access
from pvehub.audit import trail
from pvehub.ui.htmx import render_page

from ._loading import told, visible
from ._words import kept, typed
from .printing import copy_of


@require_http_methods(["GET", "HEAD", "POST"])
@access.once
def case_comment(request: HttpRequest, ref: str) -> HttpResponse:
    """Comment on `?section=…&field=…` of the version that counts now; without them, on the whole case."""
    case = visible(request, ref)
    access.require(permissions.why_not_comment(request.user, case))
    place = {name: request.GET.get(name, "")[:80] for name in ("section", "field")}
    people = actions.mentionable(case, by=request.user, audience=Thread.Audience.EVERYONE)
    takes, about = actions.takes_words(place["field"]), _place(case, **place)
    words = kept(request, case, actions.comment_form(**place))
    has = {"has_words": about is not None, "takes_suggestions": takes, "initial": typed(words, "mentions")}
    form = CommentForm(request.POST or None, people=people, **has)
    if request.method == "POST" and form.is_valid():
        try:
            thread = actions.comment(case, by=request.user, **place, **form.cleaned_data)
        except access.Unmet as problem:
            told(form, problem)
        else:
            messages.success(request, _("Comment written."))
            return redirect(f"{case.get_absolute_url()}#{thread.anchor}")
    context = {
        "case": case,
        "form": form,
        "kept": words,
        "place": about,
        "why_not": permissions.why_not_comment(request.user, case),
    }
    return render_page(request, "endorsement/case_comment.html", context)


def _place(case: Case, section: str, field: str) -> dict[str, str] | None:
    """The title and the words of a place of the current version."""
    parts = case.current_submission.content.get("sections", []) if case.current_submission else []
    for part in content.with_names([part for part in parts if part["slug"] == section]):
        for item in part["fields"]:
            if item["name"] == field:
                return {"title": f"{part['title']}: {item['label']}", "text": shown(item["value"])}
        return {"title": part["title"], "text": ""}
    return None


def _thread(request: HttpRequest, ref: str, pk: int) -> Thread:
    case = visible(request, ref)
    thread: Thread = get_object_or_404(Thread.objects.visible_to(request.user), case=case, pk=pk)
    thread.case = case
    return thread


@require_http_methods(["GET", "HEAD", "POST"])
@access.once
def thread_reply(request: HttpRequest, ref: str, pk: int) -> HttpResponse:
    """Answer a thread, or write on in it."""
    thread = _thread(request, ref, pk)
    access.require(permissions.why_not_answer(request.user, thread))
    people = actions.mentionable(thread.case, by=request.user, audience=thread.audience)
    words = kept(request, thread.case, actions.reply_form(thread))
    form = ReplyForm(request.POST or None, people=people, initial=typed(words, "mentions"))
    if request.method == "POST" and form.is_valid():
        actions.reply(thread, by=request.user, **form.cleaned_data)
        messages.success(request, _("Answer written."))
        return redirect(_back(thread), ref)
    _shorten(form, thread, is_answer=permissions.answers_for_the_project(request.user, thread.case))
    context = {
        "case": thread.case,
        "thread": thread,
        "shown": next(row for row in showing.threads(thread.case, request.user) if row.pk == thread.pk),
        "form": form,
        "kept": words,
        "why_not": permissions.why_not_answer(request.user, thread),
    }
    return render_page(request, "endorsement/thread_reply.html", context)


def _shorten(form: ReplyForm, thread: Thread, *, is_answer: bool) -> None:
    """Leave out what does not apply: the project asks nobody again, headquarters explains no unchanged text."""
    del form.fields["asks_again" if is_answer or not thread.is_response_required else "is_unchanged_explained"]
    if not is_answer and not thread.is_response_required:
        del form.fields["is_unchanged_explained"]


def _back(thread: Thread) -> str:
    """Where the writer came from: the page of questions while they are being answered."""
    return "endorsement:case-answer" if thread.case.status == "returned" else "endorsement:case-detail"


@require_http_methods(["GET", "HEAD", "POST"])
def thread_resolve(request: HttpRequest, ref: str, pk: int) -> HttpResponse:
    """Settle a thread, with a word on how."""
    thread = _thread(request, ref, pk)
    access.require(permissions.why_not_resolve(request.user, thread))
    form = ResolveForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        actions.resolve(thread, by=request.user, verdict=form.cleaned_data["verdict"])
        messages.success(request, _("Resolved."))
        return redirect(f"{thread.case.get_absolute_url()}#{thread.anchor}")
    shown = next(row for row in showing.threads(thread.case, request.user) if row.pk == thread.pk)
    context = {"case": thread.case, "thread": thread, "shown": shown, "form": form}
    return render_page(request, "endorsement/thread_resolve.html", context)


@require_POST
@access.once
def suggestion_accept(request: HttpRequest, ref: str, pk: int) -> HttpResponse:
    """Take the suggested words over into the text; where that cannot be done by itself, the thread says why."""
    case = visible(request, ref)
    threads = Thread.objects.visible_to(request.user).filter(case=case)
    rows = Comment.objects.select_related("thread").filter(thread__in=threads).exclude(suggested_text="")
    comment: Comment = get_object_or_404(rows, pk=pk)
    comment.thread.case = case
    try:
        actions.accept_suggestion(comment, by=request.user)
    except access.Unmet as problem:
        messages.warning(request, " ".join(blocker.sentence for blocker in problem.blockers))
    else:
        messages.success(request, _("Accepted. The words stand in the text, and the comment is answered."))
    return redirect(f"{reverse(_back(comment.thread), args=[ref])}#{comment.thread.anchor}")


@require_safe
def case_responses(request: HttpRequest, ref: str) -> HttpResponse:
    """Questions, answers, what changed, how it was settled, on one page to print; `?field` without internal threads."""
    case = visible(request, ref)
    is_internal = Case.objects.internal_to(request.user).filter(pk=case.pk).exists()
    is_for_field = "field" in request.GET or not is_internal
    trail.read(case, by=request.user, what="print")
    what = _("Questions and answers on %(ref)s") % {"ref": case.ref}
    document = {
        "title": what,
        "tier": case.tier,
        "mark": mark_of(case.tier),
        "foot": copy_of(request).foot(what),
        "notes": [],
    }
    context = {
        "case": case,
        "document": document,
        "rows": showing.responses(case, request.user, is_for_field=is_for_field),
        "is_internal": is_internal,
        "is_for_field": is_for_field,
    }
    return render_page(request, "endorsement/case_responses.html", context)

"""Comments on a place of the version, answers, and the word that one is settled."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from endorsement import actions, permissions, showing
from endorsement.diffing import shown
from endorsement.forms import CommentForm, ReplyForm
from endorsement.models import Case, Thread
from projects import content
from pvehub import access
from pvehub.ui.htmx import render_page

from ._loading import told, visible


@require_http_methods(["GET", "HEAD", "POST"])
@access.once
def case_comment(request: HttpRequest, ref: str) -> HttpResponse:
    """Comment on `?section=…&field=…` of the version that counts now; without them, on the whole case."""
    case = visible(request, ref)
    access.require(permissions.why_not_comment(request.user, case))
    place = {name: request.GET.get(name, "")[:80] for name in ("section", "field")}
    form = CommentForm(request.POST or None)
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
        "place": _place(case, **place),
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
    form = ReplyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.reply(thread, by=request.user, **form.cleaned_data)
        messages.success(request, _("Answer written."))
        page = "endorsement:case-answer" if thread.case.status == "returned" else "endorsement:case-detail"
        return redirect(page, ref)
    is_answer = permissions.answers_for_the_project(request.user, thread.case)
    del form.fields["asks_again" if is_answer or not thread.is_response_required else "is_unchanged_explained"]
    if not is_answer and not thread.is_response_required:
        del form.fields["is_unchanged_explained"]
    context = {
        "case": thread.case,
        "thread": thread,
        "shown": next(row for row in showing.threads(thread.case, request.user) if row.pk == thread.pk),
        "form": form,
        "why_not": permissions.why_not_answer(request.user, thread),
    }
    return render_page(request, "endorsement/thread_reply.html", context)


@require_POST
def thread_resolve(request: HttpRequest, ref: str, pk: int) -> HttpResponse:
    """Settle a thread."""
    thread = actions.resolve(_thread(request, ref, pk), by=request.user)
    messages.success(request, _("Resolved."))
    return redirect(f"{thread.case.get_absolute_url()}#{thread.anchor}")

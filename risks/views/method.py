"""How risks are rated, for everybody; the draft of the next version, for the risk officer."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from pvehub.access import once, require, require_recent
from risks import actions, explaining, permissions, previewing, versions
from risks.drafting import FORMS, ActivateForm
from risks.models import MatrixVersion

from .loading import did


def method_detail(request: HttpRequest) -> HttpResponse:
    """The version in force: grid, scales, who may assume what, appetites, and why it is so."""
    return render(request, "risks/method_detail.html", explaining.version_page(MatrixVersion.objects.active()))


def version_detail(request: HttpRequest, number: int) -> HttpResponse:
    """One version, in force or retired; a draft for who owns the method."""
    matrix = get_object_or_404(MatrixVersion.objects.visible_to(request.user), number=number)
    return render(request, "risks/method_detail.html", explaining.version_page(matrix))


def version_diff(request: HttpRequest, number: int, other: int) -> HttpResponse:
    """What changed from one version to another."""
    seen = MatrixVersion.objects.visible_to(request.user)
    old, new = get_object_or_404(seen, number=other), get_object_or_404(seen, number=number)
    return render(request, "risks/version_diff.html", explaining.difference(old, new))


def _draft_or_404(request: HttpRequest) -> MatrixVersion:
    """The draft, for the risk officer."""
    require(permissions.why_not_own_method(request.user))
    draft: MatrixVersion | None = MatrixVersion.objects.draft()
    if draft is None:
        raise Http404
    return draft


def _draft_page(draft: MatrixVersion) -> dict[str, Any]:
    """What a draft changes, what is wrong with it, what it would do; `seen` says which draft this was."""
    return {
        "draft": draft,
        "seen": versions.sha256(draft),
        "problems": versions.problems(draft),
        "preview": previewing.preview(draft),
        "events": explaining.history(draft),
        **explaining.difference(MatrixVersion.objects.active(), draft),
    }


@once
def draft_detail(request: HttpRequest) -> HttpResponse:
    """The draft with what it would do; where there is none, POST begins one."""
    require(permissions.why_not_own_method(request.user))
    if request.method == "POST":
        draft = actions.draft_matrix(by=request.user)
        messages.success(request, _("Version %(number)d begun, as a copy.") % {"number": draft.number})
        return redirect("risks:draft-detail")
    draft = MatrixVersion.objects.draft()
    parts = [(part, form.title) for part, form in FORMS.items()]
    context = {"parts": parts} | (_draft_page(draft) if draft else {"active": MatrixVersion.objects.active()})
    return render(request, "risks/draft_detail.html", context)


@once
def draft_edit(request: HttpRequest, part: str) -> HttpResponse:
    """One part of the draft: its cells, appetites, rules, or the words of the scales in one language."""
    draft = _draft_or_404(request)
    if part not in FORMS:
        raise Http404
    form = FORMS[part](request.POST or None, draft=draft)
    seen = request.POST.get("seen") or versions.sha256(draft)
    if request.method == "POST" and did(
        form, lambda: actions.change_draft(draft, by=request.user, seen=seen, **form.parts())
    ):
        messages.success(request, _("Saved."))
        return redirect("risks:draft-detail")
    return render(request, "risks/draft_edit.html", {"draft": draft, "form": form, "seen": seen})


@require_POST
@once
def draft_drop(request: HttpRequest) -> HttpResponse:
    actions.drop_draft(_draft_or_404(request), by=request.user, seen=request.POST.get("seen", ""))
    messages.success(request, _("The draft is dropped."))
    return redirect("risks:draft-detail")


@once
def draft_activate(request: HttpRequest) -> HttpResponse:
    """The preview once more, why the method changes, and the button, which asks once more who it is."""
    draft = _draft_or_404(request)
    require_recent(request)
    form = ActivateForm(request.POST or None)
    if request.method == "POST" and did(
        form,
        lambda: actions.activate(draft, by=request.user, seen=request.POST.get("seen", ""), **form.cleaned_data),
    ):
        messages.success(request, _("Version %(number)d is in force.") % {"number": draft.number})
        return redirect("risks:method-detail")
    return render(request, "risks/draft_activate.html", _draft_page(draft) | {"form": form})

"""A register as a whole: its table and grid, opening it, screening, adding from the library."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from projects.models import Project
from pvehub.access import once, require
from pvehub.ui.htmx import render_page
from pvehub.ui.paging import page_of
from risks import actions, permissions, readiness, triggers
from risks.covering import today_of
from risks.experience import with_experience
from risks.forms import LibraryForm, ScreeningForm
from risks.grid import Choice, grid
from risks.models import LibraryRisk, Register

from .loading import did, register_or_404


@once
def register_open(request: HttpRequest, ref: str) -> HttpResponse:
    """GET says what a register is for; POST opens it and goes on to the screening."""
    project = get_object_or_404(Project.objects.whole_for(request.user), ref=ref)
    if Register.objects.of_project(project).exists():
        return redirect("risks:register-detail", project.ref)
    if request.method == "POST":
        register = actions.open_register(project, by=request.user)
        return redirect("risks:screening-edit", register.code)
    context = {"project": project, "why_not": permissions.why_not_open(request.user, project)}
    return render(request, "risks/register_open.html", context)


@once
def register_copy(request: HttpRequest, ref: str) -> HttpResponse:
    """Into this project the register of the one it continues: what comes along, and what does not, before it is done."""
    project = get_object_or_404(Project.objects.whole_for(request.user), ref=ref)
    rows = Register.objects.visible_to(request.user).with_places()
    source = get_object_or_404(rows, project=project.replicated_from_id or 0)
    why_not = permissions.why_not_copy(request.user, source, project)
    if request.method == "POST":
        copied = actions.copy_register(source.project, project, by=request.user)
        messages.success(request, readiness.copied_words(len(copied.risks), copied.unread))
        return redirect(copied.register)
    live = source.risks.live()
    context = {"project": project, "source": source, "why_not": why_not}
    context |= {"number": live.visible_to(request.user).count(), "unread": live.hidden_count(request.user)}
    return render(request, "risks/register_copy.html", context)


def register_detail(request: HttpRequest, code: str) -> HttpResponse:
    """The grid, and the risks of the chosen cell, band or state under it, the worst first."""
    register = register_or_404(request, code)
    choice = Choice.of(request)
    risks = register.risks.visible_to(request.user)
    page = page_of(choice.rows(risks).with_rating().by_urgency(choice.position), request)
    context = {
        "register": register,
        "choice": choice,
        "page": page,
        "grid": grid(risks, choice, register),
        "hidden": register.risks.hidden_count(request.user),
        "missing": readiness.missing(register, request.user),
        "meter": readiness.completeness(register, request.user),
        **readiness.own_page(register, request.user),
        "why_not_edit": permissions.why_not_edit(request.user, register),
    }
    return render_page(request, "risks/register_detail.html", context, fragment="risks/_register.html")


@once
def screening_edit(request: HttpRequest, code: str) -> HttpResponse:
    """All categories on one page; what is answered is saved, what is left open stays open. A stale answer is given anew."""
    register = register_or_404(request, code)
    asked = triggers.screening(register, today_of(register))
    form = ScreeningForm(request.POST or None, asked=asked)
    if request.method == "POST" and did(
        form, lambda: actions.screen(register, form.answers(), by=request.user, seen=form.seen())
    ):
        left = sum(one.is_open for one in triggers.screening(register, today_of(register)))
        messages.success(request, _left(left))
        return redirect(register)
    if form.is_bound:  # what came meanwhile is shown with what was typed
        form.asked = triggers.screening(register, today_of(register))
    context = {"register": register, "form": form, "is_quoted": readiness.quotes_the_record(register, request.user)}
    context["why_not"] = permissions.why_not_edit(request.user, register)
    return render(request, "risks/screening_edit.html", context)


def _left(left: int) -> str:
    if not left:
        return _("Saved. Every category is answered.")
    return ngettext("Saved. %(n)d category is still open.", "Saved. %(n)d categories are still open.", left) % {
        "n": left
    }


@once
def library_add(request: HttpRequest, code: str) -> HttpResponse:
    """The known risks by category, in the reader's language; several are copied at once."""
    register = register_or_404(request, code)
    require(permissions.why_not_edit(request.user, register))
    items = list(LibraryRisk.objects.pickable_for(register, (get_language() or "en")[:2]))
    form = LibraryForm(request.POST or None, items=items)
    if request.method == "POST" and did(
        form, lambda: actions.add_from_library(register, form.cleaned_data["codes"], by=request.user)
    ):
        n = len(form.cleaned_data["codes"])
        words = ngettext("%(n)d risk added. Rate it next.", "%(n)d risks added. Rate them next.", n)
        messages.success(request, words % {"n": n})
        return redirect(register)
    context = {
        "register": register,
        "form": form,
        "rows": with_experience(items),
        "ticked": request.POST.getlist("codes"),
    }
    return render(request, "risks/library_add.html", context)

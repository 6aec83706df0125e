"""How a project goes: updates and visits on its own page, what is new across projects, what one follows, reuse."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from pvehub import access
from pvehub.people.models import Office
from pvehub.ui.htmx import render_page
from pvehub.ui.paging import page_of

from .. import actions, permissions
from ..forms import FeedForm, FollowForm, ReuseForm, UpdateForm, VisitForm
from ..models import Follow, Project, Update, Visit
from . import listing
from .loading import visible

UPDATE_PILL = {"programmatic": "info", "donor": "neutral", "government": "warn"}


@require_safe
def update_list(request: HttpRequest) -> HttpResponse:
    """What is new in projects this person may read, by country, theme and kind; the filter is the url."""
    form, updates = FeedForm(request.GET), Update.objects.visible_to(request.user)
    if form.is_valid():
        asked = form.cleaned_data
        country = asked["country"].iso2 if asked["country"] else ""
        theme = asked["theme"].code if asked["theme"] else ""
        updates = updates.telling(request.user, country=country, theme=theme)
        updates = updates.filter(kind=asked["kind"]) if asked["kind"] else updates
    else:
        updates = updates.none()
    page = page_of(updates.newest(), request)
    context = {"page": page, "form": form, "rows": _rows(request, page.rows), "is_asked": any(request.GET.values())}
    return render_page(request, "projects/update_list.html", context)


def _rows(request: HttpRequest, updates: list[Update]) -> list[dict[str, Any]]:
    """Each update with its project as this reader reads it; three queries, however many."""
    projects = Project.objects.visible_to(request.user).marked_whole_for(request.user).for_list()
    read = {project.pk: listing.row(project) for project in projects.filter(pk__in={row.project_id for row in updates})}
    found = [(update, read[update.project_id]) for update in updates if update.project_id in read]
    return [{"update": update, "pill": UPDATE_PILL[update.kind], **told} for update, told in found]


@require_safe
def project_updates(request: HttpRequest, ref: str) -> HttpResponse:
    """Every update and visit of one project that this person may read, newest first."""
    project = visible(request, ref)
    updates = Update.objects.visible_to(request.user).filter(project=project).newest()
    page = page_of(updates, request)
    context = {
        "project": project,
        "head": listing.head(project, permissions.reads(request.user, project)),
        "page": page,
        "rows": [{"update": row, "pill": UPDATE_PILL[row.kind], **_mine(request, project, row)} for row in page.rows],
        "visits": [
            {"visit": row, **_mine(request, project, row)}
            for row in Visit.objects.visible_to(request.user).filter(project=project).newest()[:50]
        ],
        "why_not": permissions.why_not_update(request.user, project),
    }
    return render_page(request, "projects/project_updates.html", context)


def _mine(request: HttpRequest, project: Project, row: Any) -> dict[str, bool]:
    return {"may_take_back": permissions.why_not_take_back(request.user, project, row.author) is None}


def _said(request: HttpRequest, ref: str, form_class: Any, act: Any, title: str, done: str) -> HttpResponse:
    """The page on which the team says one thing."""
    project = visible(request, ref)
    access.require(permissions.why_not_update(request.user, project))
    form = form_class(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            act(project, by=request.user, **form.cleaned_data)
        except access.Unmet as problem:
            form.add_error("happened_on", str(problem))
        else:
            messages.success(request, done)
            return redirect("projects:project-updates", ref)
    context = {"project": project, "form": form, "title": title}
    return render_page(request, "projects/update_form.html", context, status=422 if form.is_bound else 200)


@access.once
def update_add(request: HttpRequest, ref: str) -> HttpResponse:
    """A dated word on how it goes."""
    done = _("Written. Who follows the country or a theme of the project hears of it, as far as they may read it.")
    return _said(request, ref, UpdateForm, actions.write_update, _("Write an update"), done)


@access.once
def visit_add(request: HttpRequest, ref: str) -> HttpResponse:
    """Somebody went and looked."""
    return _said(request, ref, VisitForm, actions.record_visit, _("Record a visit"), _("The visit is recorded."))


@require_POST
def update_remove(request: HttpRequest, ref: str, pk: int) -> HttpResponse:
    """Take back an update."""
    rows = Update.objects.visible_to(request.user).filter(project=visible(request, ref))
    actions.take_back_update(get_object_or_404(rows, pk=pk), by=request.user)
    messages.success(request, _("Taken back. What it said stays in the history."))
    return redirect("projects:project-updates", ref)


@require_POST
def visit_remove(request: HttpRequest, ref: str, pk: int) -> HttpResponse:
    """Take back a visit."""
    rows = Visit.objects.visible_to(request.user).filter(project=visible(request, ref))
    actions.take_back_visit(get_object_or_404(rows.select_related("project"), pk=pk), by=request.user)
    messages.success(request, _("Taken back. What it said stays in the history."))
    return redirect("projects:project-updates", ref)


def follow_list(request: HttpRequest) -> HttpResponse:
    """The countries and themes this person follows; another one is added here."""
    form = FollowForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        for what, thing in form.cleaned_data.items():
            if thing is not None:
                code = thing.iso2 if what == "country" else thing.code
                actions.begin_following(what, code, by=request.user)
        messages.success(request, _("You hear of it in your daily mail, or as you have set it."))
        return redirect("projects:follow-list")
    context = {
        "form": form,
        "rows": Follow.objects.visible_to(request.user).for_list(),
        "why_not": permissions.why_not_follow(request.user),
    }
    return render_page(request, "projects/follow_list.html", context, status=422 if form.is_bound else 200)


@require_POST
def follow_end(request: HttpRequest, pk: int) -> HttpResponse:
    """No longer follow one of them."""
    follow = get_object_or_404(Follow.objects.visible_to(request.user), pk=pk)
    actions.end_following(follow, by=request.user)
    return redirect("projects:follow-list")


@access.once
def project_reuse(request: HttpRequest, ref: str) -> HttpResponse:
    """A new draft of the own office from what this person reads of a project."""
    source = visible(request, ref)
    access.require(permissions.why_not_reuse(request.user, source))
    offices = Office.objects.filter(access.standing(request.user).within("create_projects", "pk")).by_name()
    form = ReuseForm(offices, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        project = actions.reuse(source, by=request.user, **form.cleaned_data)
        said = _("%(ref)s was begun from %(source)s. What was copied is a proposal: make it yours.")
        messages.success(request, said % {"ref": project.ref, "source": source.ref})
        return redirect("projects:project-tasks", project.ref)
    head = listing.head(source, permissions.reads(request.user, source))
    context = {"project": source, "head": head, "form": form}
    return render_page(request, "projects/project_reuse.html", context, status=422 if form.is_bound else 200)

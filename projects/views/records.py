"""The portfolio, one project, its task list and its answers."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from pvehub import access
from pvehub.audit import words
from pvehub.people.models import Office
from pvehub.ui.htmx import render_page
from pvehub.ui.paging import page_of

from .. import actions, cautions, content, permissions
from ..forms import BeginForm
from ..models import FieldDraft, Project
from ..sections import BY_SLUG, SECTIONS
from . import figures, history, listing, news, saved
from .loading import to_show, working


def project_list(request: HttpRequest) -> HttpResponse:
    """The portfolio as this person sees it; the filters are the url."""
    found = figures.found(request)
    page = page_of(found.ordered.for_list(), request)
    context = {
        "filter": found,
        "page": page,
        "rows": [listing.row(project) for project in page.rows],
        "ways": figures.ways(request, "project-list"),
        "asked": saved.kept(request.GET),
        "why_not_create": permissions.why_not_create(request.user),
        "may_import": access.standing(request.user).anywhere("create_projects")
        or permissions.imports_everywhere(request.user),
    }
    return render_page(request, "projects/project_list.html", context, fragment="projects/_project_list.html")


@access.once
def project_create(request: HttpRequest) -> HttpResponse:
    """A title and an office begin a draft; the sections follow in any order."""
    access.require(permissions.why_not_create(request.user))
    standing = access.standing(request.user)
    offices = Office.objects.filter(standing.within("create_projects", "pk")).by_name()
    start = {"language": request.user.language}
    form = BeginForm(offices, request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        project = actions.begin(said["office"], by=request.user, title=said["title"], language=said["language"])
        messages.success(
            request, _("%(ref)s was begun. Its sections can be filled in any order.") % {"ref": project.ref}
        )
        return redirect("projects:project-tasks", project.ref)
    status = 422 if request.method == "POST" else 200
    return render_page(request, "projects/project_create.html", {"form": form}, status=status)


def project_detail(request: HttpRequest, ref: str) -> HttpResponse:
    """One project: for its people the working copy, for its reviewers what was endorsed, for others the open sections."""
    project = to_show(request, ref)
    reads = permissions.reads(request.user, project)
    is_read = reads == "working" or (reads == "whole" and not project.is_published)
    whole = content.read(project) if reads != "open" else None  # what its register is asked by, whoever reads what
    record = whole if is_read else None
    events = history.read(project) if reads != "open" else []
    people = words.people_of(events, listing.named(project, reads))
    context: dict[str, Any] = {
        "project": project,
        "record": whole,
        "reads": reads,
        "sections": listing.shown(project, reads, record, people),
        "head": listing.head(project, reads),
        "why_not_edit": permissions.why_not_edit(request.user, project),
        "why_not_team": permissions.why_not_change_team(request.user, project),
        "news": news.of(project, request.user, reads),
    }
    if reads != "open":
        context["events"] = history.lines(events, people)
        context["members"] = project.read_team()
    if record:
        context["missing"] = content.missing(project, record)
        context["cautions"] = cautions.of(record, timezone.localdate())
    return render_page(request, "projects/project_detail.html", context)


def project_tasks(request: HttpRequest, ref: str) -> HttpResponse:
    """The sections in any order, each with where it stands and what it lacks."""
    project = working(request, ref)
    record = content.read(project)
    drafts = set(FieldDraft.objects.filter(project=project, user=request.user).values_list("section", flat=True))
    rows = [_task(project, record, section, section.slug in drafts) for section in SECTIONS]
    done = sum(1 for row in rows if row["kind"] == "ok")
    context = {
        "project": project,
        "rows": rows,
        "done": done,
        "total": len(rows),
        "missing": content.missing(project, record),
        "why_not_edit": permissions.why_not_edit(request.user, project),
    }
    return render_page(request, "projects/project_tasks.html", context)


def _task(project: Project, record: content.Record, section: Any, has_draft: bool) -> dict[str, Any]:
    lacks = content.missing_in(record, section)
    begun = any(not record.is_empty(item) for item in section.fields)
    optional = not any(item.required for item in section.fields)
    if not begun:
        status, kind = (_("Optional"), "neutral") if optional else (_("Not started"), "neutral")
    else:
        status, kind = (_("In progress"), "info") if lacks else (_("Complete"), "ok")
    names = [
        str(item.label) for item in section.fields if item.is_required(project.classification) and record.is_empty(item)
    ]
    hint = _("Still empty: %(names)s") % {"names": ", ".join(names)} if begun and lacks else str(section.purpose)
    if has_draft:
        hint = _("You have unsaved text here.") + " " + hint
    locked = "" if project.is_open(section.slug) else _("Not open for changes now.")
    url = reverse("projects:project-section", args=[project.ref, section.slug])
    return {"title": section.title, "url": url, "status": status, "kind": kind, "hint": hint, "why_not": locked}


def project_check(request: HttpRequest, ref: str) -> HttpResponse:
    """All answers on one page before they go to the head of the office, and what happens next."""
    project = working(request, ref)
    record = content.read(project)
    sections = content.as_sections(record)
    for section in sections:
        section["lacks"] = content.missing_in(record, BY_SLUG[section["slug"]])
        section["is_open"] = project.is_open(section["slug"])
    context = {
        "project": project,
        "sections": sections,
        "missing": content.missing(project, record),
        "cautions": [*cautions.of(record, timezone.localdate()), *cautions.wording(record)],
        "grid": cautions.grid(record),
        "why_not_edit": permissions.why_not_edit(request.user, project),
    }
    return render_page(request, "projects/project_check.html", context)

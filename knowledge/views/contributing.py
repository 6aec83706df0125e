"""Contributing: choose a kind, write, check, send; and what became of it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from knowledge import actions, beginnings, kinds, linking, permissions, workflow
from knowledge.forms import AttachmentForm, ResourceForm
from knowledge.models import Attachment, Resource, Revision
from knowledge.views.showing import files_of, findings, reply_of
from projects.models import Project
from projects.permissions import reads
from pvehub import access, files
from pvehub.people.models import Office, User
from pvehub.ui.paging import page_of


@require_safe
def resource_contribute(request: HttpRequest) -> HttpResponse:
    """What is it? One answer, then the form; and what does not belong here."""
    access.require(permissions.why_not_contribute(request.user))
    facts = {"kinds": kinds.KINDS, "project": _project(request)}
    return render(request, "knowledge/resource_contribute.html", facts)


@require_http_methods(["GET", "HEAD", "POST"])
@access.once
def resource_new(request: HttpRequest, kind: str) -> HttpResponse:
    """Write a new one; from a project its tags are filled in, from something that happened there its words too."""
    if kind not in kinds.BY_SLUG:
        raise Http404
    access.require(permissions.why_not_contribute(request.user))
    project, offices = _project(request), _offices(request.user)
    initial = _beginning(project, offices, request.user, request.GET.get("at", "")) | _begun(request)
    sent = None if "begin" in request.POST else request.POST or None
    form = ResourceForm(sent, kind=kind, offices=offices, initial=initial)
    if sent is not None and form.is_valid():
        office = form.cleaned_data.get("office") or offices[0]
        resource = actions.contribute(
            kind, by=request.user, office=office, text=form.text(), tags=form.tags(), project=project
        )
        messages.success(request, _("Saved. Check it, attach files if there are any, and send it."))
        return redirect("knowledge:resource-submit", resource.uid)
    facts = {"form": form, "kind": kinds.BY_SLUG[kind], "project": project, "offices": offices}
    return render(request, "knowledge/resource_edit.html", facts)


@require_http_methods(["GET", "HEAD", "POST"])
def resource_edit(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Change the words or the tags."""
    resource = get_object_or_404(Resource.objects.visible_to(request.user), uid=uid)
    access.require(permissions.why_not_edit(request.user, resource))
    text = resource.revisions.newest().first()
    form = ResourceForm(
        request.POST or None,
        kind=resource.kind,
        offices=[resource.owner_office],
        authors=[person for person in resource.authors.by_name() if person != resource.created_by],
        initial=_as_written(resource, text),
    )
    if request.method == "POST" and form.is_valid() and _keeps_mask(request.user, resource, form):
        seen = form.cleaned_data["seen"]
        given = {"text": form.text(), "tags": form.tags(), "is_typo": form.cleaned_data["is_typo"]}
        actions.edit(resource, by=request.user, seen=seen, **given)
        messages.success(request, _("Saved."))
        return redirect("knowledge:resource-submit", uid)
    facts = {
        "form": form,
        "kind": resource.shape,
        "resource": resource,
        "text": text,
        "offices": [],
        "reply": reply_of(text),
    }
    return render(request, "knowledge/resource_edit.html", facts)


@require_http_methods(["GET", "HEAD", "POST"])
def resource_submit(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Check what was written, what the machine found and who will see it; then send it."""
    resource = get_object_or_404(Resource.objects.visible_to(request.user), uid=uid)
    access.require(permissions.why_not_edit(request.user, resource))
    if request.method == "POST":
        actions.submit(resource, by=request.user)
        messages.success(request, _("Sent to the curators. You hear from them here and by mail."))
        return redirect(resource)
    return render(
        request,
        "knowledge/resource_submit.html",
        _check(request.user, resource, AttachmentForm(initial=_file_facts(resource))),
    )


@require_POST
@access.once
def attachment_add(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Attach a file to the text in hand."""
    resource = get_object_or_404(Resource.objects.visible_to(request.user), uid=uid)
    access.require(permissions.why_not_edit(request.user, resource))
    form = AttachmentForm(request.POST, request.FILES)
    if form.is_valid():
        given = form.cleaned_data
        try:
            file = actions.attach(
                resource, given["file"], by=request.user, tier=given["tier"], language=given["language"]
            )
        except files.Rejected as rejected:
            form.add_error("file", rejected)
        else:
            messages.success(request, _("“%(name)s” is attached.") % {"name": file.name})
            return redirect("knowledge:resource-submit", uid)
    return render(request, "knowledge/resource_submit.html", _check(request.user, resource, form))


@require_POST
def attachment_remove(request: HttpRequest, uid: UUID, pk: int) -> HttpResponse:
    """Take a file off the text in hand."""
    rows = Attachment.objects.visible_to(request.user).select_related("resource")
    attachment = get_object_or_404(rows, pk=pk, resource__uid=uid)
    actions.detach(attachment, by=request.user)
    messages.success(request, _("“%(name)s” was taken off.") % {"name": attachment.name})
    return redirect("knowledge:resource-submit", uid)


@require_safe
def contribution_list(request: HttpRequest) -> HttpResponse:
    """What I wrote, where it stands, whose turn it is."""
    rows = Resource.objects.of_author(request.user).with_newest().order_by("-created_at", "-pk")
    page = page_of(rows, request)
    for row in page.rows:
        row.status, row.turn = workflow.Status(row.newest_status), workflow.TURN[row.newest_status]
    return render(request, "knowledge/contribution_list.html", {"page": page})


def _project(request: HttpRequest) -> Project | None:
    """The project it comes from, named in the url; 404 if this person cannot see it."""
    ref = request.GET.get("project", "")
    return get_object_or_404(Project.objects.visible_to(request.user), ref=ref) if ref else None


def _keeps_mask(user: User, resource: Resource, form: ResourceForm) -> bool:
    """Said beside the box, so that nothing typed is lost, where a curator has the word on it."""
    sentence = None if form.cleaned_data["is_masked"] else permissions.why_not_show_origin(user, resource)
    if sentence:
        form.add_error("is_masked", sentence)
    return sentence is None


def _offices(user: User) -> list[Office]:
    """The offices the person serves at, once each."""
    return list({posting.office_id: posting.office for posting in access.standing(user).postings}.values())


def _beginning(project: Project | None, offices: list[Office], user: User, at: str) -> dict[str, Any]:
    """What is known before a word is written."""
    facts: dict[str, Any] = {"language": user.language, "tier": 0, "office": offices[0].pk}
    facts["credit"] = workflow.Credit.NAMED
    if project is None:
        return facts | {"countries": [office.country_id for office in offices[:1] if office.country_id]}
    if project.lead_office in offices:
        facts["office"] = project.lead_office_id
    # Who reads the open sections alone reads what was endorsed of them, and not the tags of the working copy.
    for name in ("themes", "target_groups", "drivers", "countries") if reads(user, project) != "open" else ():
        facts[name] = list(getattr(project, name).all())
    facts |= {"tier": actions.floor(project, facts.get("target_groups", ())), "language": project.language}
    return facts | beginnings.from_project(project, user, at)


def _begun(request: HttpRequest) -> dict[str, Any]:
    """Words that another page sends along to begin with, and the tier they are born with at the least; nothing is kept."""
    if "begin" not in request.POST:
        return {}
    given = {name: request.POST.get(name, "") for name in ("title", "text", "least")}
    return {"title": given["title"][:200], "happened": given["text"][:20_000], "least": given["least"]}


def _as_written(resource: Resource, text: Revision) -> dict[str, Any]:
    """The newest text and the tags, as the form wants them."""
    facts: dict[str, Any] = {name: getattr(text, name) for name in ("title", "summary", "language")}
    facts |= {name: list(getattr(resource, name).all()) for name in ResourceForm.LISTS}
    facts |= {
        "is_masked": resource.is_masked,
        "credit": resource.credit,
        "is_typo": text.is_typo,
        "tier": resource.tier,
        "evidence_strength": resource.evidence_strength,
        "office": resource.owner_office_id,
    }
    return facts | text.fields | {"seen": text.digest(resource.kind, [])}


def _file_facts(resource: Resource) -> dict[str, Any]:
    return {"tier": resource.tier, "language": resource.language}


def _check(user: User, resource: Resource, form: AttachmentForm) -> dict[str, Any]:
    """What the page before sending shows."""
    text = resource.revisions.newest().first()
    return {
        "resource": resource,
        "text": text,
        "links": linking.links_in(user, text),
        "answers": kinds.ordered(resource.kind, text.fields),
        "files": (files := files_of(user, text)),
        "form": form,
        "send_url": reverse("knowledge:resource-submit", args=[resource.uid]),
        "why_not": permissions.why_not_submit(user, resource),
        **findings(user, resource, text, files),
    }

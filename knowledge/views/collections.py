"""Collections and reading lists: made, ordered, shared, assigned, read."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from knowledge import actions, permissions
from knowledge.forms import AssignForm, CollectForm, CollectionForm, NoteForm
from knowledge.models import Collection, CollectionItem, ReadingAssignment, Resource
from pvehub import access
from pvehub.ui.paging import page_of, whole


def _collection(request: HttpRequest, uid: UUID) -> Collection:
    rows = Collection.objects.visible_to(request.user).select_related("owner", "office")
    found: Collection = get_object_or_404(rows, uid=uid)
    return found


@require_safe
def collection_list(request: HttpRequest) -> HttpResponse:
    """What one was asked to read, one's own collections, and those that others share."""
    seen = Collection.objects.visible_to(request.user)
    asked = ReadingAssignment.objects.visible_to(request.user).live().filter(person=request.user)
    context = {
        "assigned": asked.select_related("collection", "by").order_by("due_on", "pk")[:50],
        "mine": seen.filter(owner=request.user).for_list(request.user)[:100],
        "page": page_of(seen.filter(is_shared=True).exclude(owner=request.user).for_list(request.user), request),
        "why_not": permissions.why_not_collect(request.user),
    }
    return render(request, "knowledge/collection_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@access.once
def collection_new(request: HttpRequest) -> HttpResponse:
    """A collection of one's own."""
    form = CollectionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        collection = actions.make_collection(by=request.user, **form.cleaned_data)
        messages.success(request, _("Made. Open a resource and put it in."))
        return redirect(collection)
    return render(
        request, "knowledge/collection_form.html", {"form": form}, status=422 if request.method == "POST" else 200
    )


@require_http_methods(["GET", "HEAD", "POST"])
def collection_edit(request: HttpRequest, uid: UUID) -> HttpResponse:
    """What it is called and who finds it."""
    collection = _collection(request, uid)
    access.require(permissions.why_not_change_collection(request.user, collection))
    now = {name: getattr(collection, name) for name in ("title", "about", "is_shared")}
    form = CollectionForm(request.POST or None, initial=now)
    if request.method == "POST" and form.is_valid():
        actions.edit_collection(collection, by=request.user, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect(collection)
    context = {"form": form, "collection": collection}
    return render(request, "knowledge/collection_form.html", context, status=422 if request.method == "POST" else 200)


@require_POST
def collection_end(request: HttpRequest, uid: UUID) -> HttpResponse:
    """It is over."""
    actions.end_collection(_collection(request, uid), by=request.user)
    messages.success(request, _("The collection has ended; what was in it stays in the repository."))
    return redirect("knowledge:collection-list")


@require_safe
def collection_detail(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Its items in their order, as far as this person may read them, and what they have read of it."""
    collection = _collection(request, uid)
    mine = collection.assignments.live().filter(person=request.user).select_related("by").first()
    is_owner = collection.owner_id == request.user.pk
    given = ReadingAssignment.objects.visible_to(request.user).live().filter(collection=collection)
    context = {
        "collection": collection,
        "rows": _rows(request, collection, mine),
        "mine": mine,
        "is_owner": is_owner,
        "given": given.exclude(person=request.user)
        .select_related("person")
        .prefetch_related("done")
        .order_by("pk")[:100],
        "why_not_assign": permissions.why_not_assign(request.user, collection),
    }
    return render(request, "knowledge/collection_detail.html", context)


def _rows(request: HttpRequest, collection: Collection, mine: ReadingAssignment | None) -> list[dict[str, Any]]:
    """Items with their resources as lists show them; three queries, however many."""
    items = list(collection.items.readable_by(request.user).order_by("position", "pk"))
    wanted = [item.resource_id for item in items]
    resources = Resource.objects.visible_to(request.user).for_list().in_bulk(wanted)
    done = set(mine.done.values_list("item", flat=True)) if mine else set()
    return [
        {"item": item, "resource": resources[item.resource_id], "is_done": item.pk in done}
        for item in items
        if item.resource_id in resources
    ]


@require_POST
def collection_item(request: HttpRequest, uid: UUID, pk: int) -> HttpResponse:
    """One item: earlier, later, out, or with another line."""
    collection = _collection(request, uid)
    access.require(permissions.why_not_change_collection(request.user, collection))
    item = get_object_or_404(collection.items.readable_by(request.user), pk=pk)
    act, note = request.POST.get("act", ""), NoteForm(request.POST)
    if act in ("up", "down"):
        actions.move_item(item, by=request.user, before=act == "up")
    elif act == "remove":
        actions.remove_item(item, by=request.user)
        messages.success(request, _("Taken out of the collection."))
    elif note.is_valid():
        actions.note_item(item, by=request.user, note=note.cleaned_data["note"])
    else:
        messages.error(request, _("A line has 300 characters at most; this one was not saved."))
    return redirect(collection)


@require_http_methods(["GET", "HEAD", "POST"])
def collection_assign(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Ask colleagues to read it."""
    collection = _collection(request, uid)
    access.require(permissions.why_not_assign(request.user, collection))
    form = AssignForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.assign_reading(collection, by=request.user, **form.cleaned_data)
        messages.success(request, _("They hear of it. Each sees of it what they may read."))
        return redirect(collection)
    context = {"form": form, "collection": collection}
    return render(request, "knowledge/collection_assign.html", context, status=422 if request.method == "POST" else 200)


@require_POST
def assignment_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Asked of them no more."""
    rows = ReadingAssignment.objects.visible_to(request.user).select_related("collection")
    assignment = get_object_or_404(rows, pk=pk)
    actions.end_assignment(assignment, by=request.user)
    messages.success(request, _("Taken back."))
    return redirect("knowledge:collection-list")


@require_POST
def reading_mark(request: HttpRequest, pk: int) -> HttpResponse:
    """Read, or not read after all."""
    rows = ReadingAssignment.objects.visible_to(request.user).live().select_related("collection")
    assignment = get_object_or_404(rows, pk=pk)
    items = CollectionItem.objects.filter(collection=assignment.collection).readable_by(request.user)
    item = get_object_or_404(items, pk=whole(request.POST.get("item"), 0))
    actions.mark_item(assignment, item, by=request.user, is_done=request.POST.get("done") == "1")
    return redirect(assignment.collection)


@require_http_methods(["GET", "HEAD", "POST"])
def resource_collect(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Put a resource into a collection, a new one if need be."""
    resource = get_object_or_404(Resource.objects.visible_to(request.user), uid=uid)
    access.require(permissions.why_not_collect(request.user))
    form = CollectForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        collection = given["collection"] or actions.make_collection(by=request.user, title=given["title"])
        actions.add_item(collection, resource, by=request.user, note=given["note"])
        messages.success(request, _("It is in “%(title)s”.") % {"title": collection.title})
        return redirect(collection)
    context = {"form": form, "resource": resource}
    return render(request, "knowledge/resource_collect.html", context, status=422 if request.method == "POST" else 200)

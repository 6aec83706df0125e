"""Discussions: the list, one of them, beginning one, writing on, changing one's words."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from knowledge import actions, conversing, permissions
from knowledge.forms.talking import ChangeForm, DiscussionForm, ReplyForm, TalkFilterForm
from knowledge.models import Discussion, Flag, GlossaryEntry, Reply, Resource
from knowledge.views import hinting
from projects.models import Project
from pvehub import access
from pvehub.people.models import Office
from pvehub.ui.htmx import render_page
from pvehub.ui.paging import page_of, whole


def one(request: HttpRequest, uid: UUID) -> Discussion:
    """The discussion, if this person may read it; 404 otherwise."""
    rows = Discussion.objects.visible_to(request.user)
    rows = rows.select_related("project", "resource", "term", "author", "office", "asked_office", "outcome_by")
    found: Discussion = get_object_or_404(rows, uid=uid)
    return found


def reply_of(request: HttpRequest, discussion: Discussion, pk: int) -> Reply:
    """One of its replies, if this person may read it."""
    rows = Reply.objects.visible_to(request.user).filter(discussion=discussion).select_related("author")
    found: Reply = get_object_or_404(rows, pk=pk)
    found.discussion = discussion
    return found


@require_safe
def discussion_list(request: HttpRequest) -> HttpResponse:
    """What people ask and tell, as far as this person reads it; the url is the whole filter."""
    form = TalkFilterForm(request.GET)
    form.is_valid()
    asked, rows = form.cleaned_data, Discussion.objects.visible_to(request.user)
    rows = rows.filter(**{name: asked[name] for name in ("kind", "state") if asked.get(name)})
    if asked.get("theme"):
        rows = rows.themed(asked["theme"].code)
    if asked.get("mine"):
        rows = rows.filter(author=request.user) if asked["mine"] == "mine" else rows.filter(follows__user=request.user)
    facts = {
        "page": page_of(rows.for_list(), request),
        "form": form,
        "rules": permissions.why_not_read_flags(request.user) is None,
        "why_not": permissions.why_not_talk(request.user),
    }
    return render_page(request, "knowledge/discussion_list.html", facts, fragment="knowledge/_discussion_list.html")


@require_http_methods(["GET", "HEAD", "POST"])
@access.once
def discussion_new(request: HttpRequest) -> HttpResponse:
    """Ask or tell; the address says what it stands on, and what is known of it."""
    place = _place(request)
    kept = {"is_free": place.project is None and place.resource is None, "on_text": place.resource is not None}
    if request.method == "POST" and "suggest" in request.POST:
        return hinting.suggested(request, place, kept)
    form = DiscussionForm(request.POST or None, initial=_beginning(request, place), **kept)
    if request.method == "POST" and form.is_valid():
        try:
            made = _begin(request, place, form.cleaned_data)
        except access.Unmet as unmet:
            form.add_error("named", str(unmet))
        else:
            messages.success(request, _("It stands here. You hear when somebody writes on."))
            return redirect(made)
    facts = {"form": form, "place": place, "who": Discussion(project=place.project, resource=place.resource).who_sees()}
    return render(request, "knowledge/discussion_new.html", facts, status=422 if request.method == "POST" else 200)


def _place(request: HttpRequest) -> actions.Anchor:
    """What the address names; 404 if this person cannot see it."""
    given, user = request.GET, request.user
    if given.get("project"):
        return actions.Anchor(project=get_object_or_404(Project.objects.visible_to(user), ref=given["project"]))
    if given.get("resource"):
        rows = Resource.objects.visible_to(user).published().select_related("published_revision")
        try:
            return actions.Anchor(resource=get_object_or_404(rows, uid=UUID(given["resource"])))
        except ValueError:
            return actions.Anchor(resource=get_object_or_404(rows, pk=None))
    if given.get("term"):
        entries = GlossaryEntry.objects.visible_to(user).published_in("en").for_list()
        return actions.Anchor(term=get_object_or_404(entries, pk=whole(given["term"], 0)).term)
    return actions.Anchor()


def _beginning(request: HttpRequest, place: actions.Anchor) -> dict[str, Any]:
    """What is known before a word is written: the words somebody searched for, the mission that is asked, and the tags of
    a text, never those of a masked origin or of a project."""
    given = request.GET
    facts: dict[str, Any] = {"title": given.get("title", "")[:200], "language": request.user.language, "own_tier": 0}
    facts["kind"] = given["kind"] if given.get("kind") in conversing.Sort.values else conversing.Sort.QUESTION
    facts["named"] = given.get("named", "")[:200]
    if given.get("office"):
        facts["asked_office"] = Office.objects.missions().filter(code=given["office"]).first()
    if place.resource and not place.resource.is_masked:
        facts |= {name: list(getattr(place.resource, name).all()) for name in ("themes", "drivers", "countries")}
    return facts


def _begin(request: HttpRequest, place: actions.Anchor, given: dict[str, Any]) -> Discussion:
    tags = {name: given[name] for name in ("themes", "drivers", "countries", "asked_office", "named")}
    return actions.begin(
        given["kind"],
        by=request.user,
        said=actions.Said(given["title"], given["text"], given["language"]),
        place=actions.Anchor(place.project, place.resource, place.term, given.get("quoted", "")),
        subject=actions.Subject(tier=given.get("own_tier") or 0, **tags),
    )


@require_safe
def discussion_detail(request: HttpRequest, uid: UUID) -> HttpResponse:
    """What was asked and what was written on, in its order."""
    discussion = one(request, uid)
    return render(request, "knowledge/discussion_detail.html", page(request, discussion, ReplyForm()))


def page(request: HttpRequest, discussion: Discussion, form: ReplyForm) -> dict[str, Any]:
    """What the page of one shows; the number of queries does not depend on the number of replies."""
    user, now = request.user, timezone.now()
    replies = _replies(request, discussion)
    is_ruling = permissions.moderates(user, discussion)
    flags = Flag.objects.ruled_by(user).filter(discussion=discussion)
    why_not = {
        "reply": permissions.why_not_reply(user, discussion),
        "change": permissions.why_not_change_words(user, discussion, now),
        "close": permissions.why_not_close(user, discussion),
        "outcome": permissions.why_not_note_outcome(user, discussion),
    }
    return {
        "discussion": discussion,
        "replies": replies,
        "accepted": [row for row in replies if row.accepted_at and not row.hidden_at],
        "earlier": list(discussion.earlier.filter(reply=None).order_by("until_at", "pk")),
        "named": list(discussion.named.by_name()),
        "themes": list(discussion.themes.all()),
        "countries": list(discussion.countries.order_by("pk")),
        "quote_stands": _stands(discussion),
        "follows": discussion.follows.filter(user=user).exists(),
        "is_ruling": is_ruling,
        "flagged": set(flags.values_list("reply", flat=True)) if is_ruling else set(),
        "why_not": why_not,
        "form": form,
    }


def _replies(request: HttpRequest, discussion: Discussion) -> list[Reply]:
    """What was written on, each with what this person may do with it; the same number of queries however many."""
    user, now = request.user, timezone.now()
    rows = (
        Reply.objects.visible_to(user).filter(discussion=discussion).select_related("author", "accepted_by", "lesson")
    )
    replies = list(rows.prefetch_related("named", "earlier").order_by("written_at", "pk"))
    lessons = Resource.objects.visible_to(user).in_bulk([row.lesson_id for row in replies if row.lesson_id])
    for row in replies:
        row.discussion, row.seen_lesson = discussion, lessons.get(row.lesson_id)
        row.why_not_accept = permissions.why_not_accept(user, row)
        row.is_changeable = permissions.why_not_change_words(user, row, now) is None
        row.may_begin = permissions.why_not_begin_lesson(user, row) is None
    return replies


def _stands(discussion: Discussion) -> bool:
    """Whether the passage still stands in what readers read today."""
    if not discussion.quoted or discussion.resource is None:
        return True
    return " ".join(discussion.quoted.split()) in " ".join(actions.text_of(discussion.resource).split())


@require_POST
@access.once
def discussion_reply(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Write on."""
    discussion = one(request, uid)
    form = ReplyForm(request.POST)
    if form.is_valid():
        try:
            made = actions.reply(discussion, by=request.user, **form.cleaned_data)
        except access.Unmet as unmet:
            form.add_error("named", str(unmet))
        else:
            return redirect(f"{discussion.get_absolute_url()}#reply-{made.pk}")
    return render(request, "knowledge/discussion_detail.html", page(request, discussion, form), status=422)


@require_http_methods(["GET", "HEAD", "POST"])
def discussion_change(request: HttpRequest, uid: UUID, pk: int | None = None) -> HttpResponse:
    """Say it better within a day; what was said before stays readable."""
    discussion = one(request, uid)
    words: Discussion | Reply = discussion if pk is None else reply_of(request, discussion, pk)
    access.require(permissions.why_not_change_words(request.user, words, timezone.now()))
    has_title = pk is None
    initial = {"title": discussion.title, "text": words.text}
    form = ChangeForm(request.POST or None, initial=initial, has_title=has_title)
    if request.method == "POST" and form.is_valid():
        actions.change_words(words, by=request.user, **form.cleaned_data)
        messages.success(request, _("Changed. What it said before can still be read."))
        return redirect(discussion)
    facts = {"form": form, "discussion": discussion, "has_title": has_title}
    return render(request, "knowledge/discussion_change.html", facts, status=422 if request.method == "POST" else 200)


@require_POST
def discussion_follow(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Hear how it goes on, or no longer."""
    discussion = one(request, uid)
    actions.follow_talk(discussion, by=request.user, is_on=request.POST.get("on") == "1")
    return redirect(discussion)

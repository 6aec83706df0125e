"""Meetings: the list, one meeting, what is changed of it, its documents and topics, its place in a calendar."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from knowledge import actions, ledger, permissions
from knowledge.calendars import entry
from knowledge.forms import CallOffForm, DocumentForm, MeetingForm, TopicForm, resource_at
from knowledge.models import FollowUpAction, Meeting, MeetingDocument, Recommendation, Topic
from knowledge.querysets import organizes_at
from pvehub import access, files
from pvehub.audit import trail
from pvehub.people.models import Office, User
from pvehub.ui.paging import page_of


@require_safe
def meeting_list(request: HttpRequest) -> HttpResponse:
    """Every meeting this person can read, the latest first."""
    page = page_of(Meeting.objects.visible_to(request.user).for_list().newest(), request)
    today = timezone.localdate()
    for row in page.rows:
        row.state = row.state_on(today)
    context = {"page": page, "why_not": permissions.why_not_plan(request.user)}
    return render(request, "knowledge/meeting_list.html", context)


@access.once
@require_http_methods(["GET", "HEAD", "POST"])
def meeting_new(request: HttpRequest) -> HttpResponse:
    """Plan a meeting; after another one (`?after=`) it begins with what does not change within a series."""
    access.require(permissions.why_not_plan(request.user))
    before = _named(request, request.GET.get("after", ""))
    form = MeetingForm(sent_of(request), user=request.user, initial=_begun(request, before))
    if form.is_bound and form.is_valid():
        try:
            meeting = _planned(request, form, before)
        except access.Unmet as unmet:
            form.add_error("guests", str(unmet))
        else:
            messages.success(request, _("The meeting is planned. Its page opens on what was promised before."))
            return redirect(meeting)
    context = {"form": form, "meeting": None, "before": before}
    return render(request, "knowledge/meeting_form.html", context, status=422 if form.is_bound else 200)


def _planned(request: HttpRequest, form: MeetingForm, before: Meeting | None) -> Meeting:
    facts = {"by": request.user, "office": form.cleaned_data["office"]}
    if before is not None:
        return actions.plan_next(before, form.about(), **facts)
    return actions.plan_meeting(form.about(), **facts)


def _begun(request: HttpRequest, before: Meeting | None) -> dict[str, Any]:
    """What a new meeting takes over from the one before it, or from who plans it: the headings of its agenda without days,
    the day by its rhythm. For a region (`?region=`) it begins a series of that region."""
    if before is None:
        return {"office": request.user.first_office(), "language": request.user.language}
    names = ("title", "series", "office", "tier", "language", "objectives", "every_months")
    facts = {name: getattr(before, name) for name in names} | {"offices": list(before.offices.all())}
    facts["agenda"] = "\n".join(item.title for item in before.agenda.order_by("position", "pk"))
    first = before.next_on
    facts["title"] = _title_after(before)
    facts |= {"starts_on": first, "ends_on": first + (before.ends_on - before.starts_on)} if first else {}
    region = Office.objects.regions().filter(code=request.GET.get("region", "").replace("\x00", "")).first()
    return facts | _for_region(before, region) if region else facts


def _title_after(before: Meeting) -> str:
    """Another title than that of the one before, so that the two are told apart: with the next year or number where it names
    one, with the month of the next where it does not; nothing, so that it is asked for, where that is not known either."""
    with translation.override(before.language):
        dated = f", {date_format(before.starts_on, 'F Y')}"
        plain = before.title.removesuffix(dated)
        title = ledger.next_title(plain, before.starts_on, before.next_on)
        if title != before.title and plain == before.title:
            return title
        return f"{title[:170]}, {date_format(before.next_on, 'F Y')}" if before.next_on else ""


def _for_region(before: Meeting, region: Office) -> dict[str, Any]:
    return {
        "title": f"{before.title}: {region}"[:200],
        "series": f"{(before.series or before.title)[:60]} · {region.code}",
        "office": region,
        "offices": list(Office.objects.filter(parent=region).by_name()),
        "starts_on": None,
        "ends_on": None,
    }


def _named(request: HttpRequest, uid: str) -> Meeting | None:
    try:
        return Meeting.objects.visible_to(request.user).filter(uid=UUID(uid)).first()
    except ValueError:
        return None


def sent_of(request: HttpRequest) -> Any:
    """What was sent, also when nothing stands in it; None when nothing was sent."""
    return request.POST if request.method == "POST" else None


def meeting_of(request: HttpRequest, uid: UUID) -> Meeting:
    """The meeting, or 404."""
    found: Meeting = get_object_or_404(
        Meeting.objects.visible_to(request.user).select_related("office__parent"), uid=uid
    )
    return found


@require_safe
def meeting_detail(request: HttpRequest, uid: UUID) -> HttpResponse:
    """One meeting. It opens on what was promised at those before it and is neither done nor dropped."""
    meeting = meeting_of(request, uid)
    trail.read(meeting, by=request.user)
    return render(request, "knowledge/meeting_detail.html", _shown(request, meeting))


def _series_of(user: User, meeting: Meeting, *, is_organizer: bool) -> dict[str, Any]:
    """The next one of its series; and where its organizer may begin a series of a region."""
    regions = Office.objects.regions().filter(organizes_at(user, "pk")).by_name()
    return {
        "later": Meeting.objects.visible_to(user).after(meeting).first() if meeting.series else None,
        "regions": regions if is_organizer else [],
    }


def _shown(request: HttpRequest, meeting: Meeting) -> dict[str, Any]:
    user = request.user
    earlier = Meeting.objects.visible_to(user).before(meeting)
    promised = FollowUpAction.objects.visible_to(user).of_meetings(earlier.values("pk"))
    documents = MeetingDocument.objects.visible_to(user).filter(meeting=meeting).select_related("file", "resource")
    why_not_organize = permissions.why_not_organize(user, meeting.office)
    return {
        "meeting": meeting,
        "today": timezone.localdate(),
        "state": meeting.state_on(timezone.localdate()),
        "has_begun": meeting.starts_on <= timezone.localdate(),
        "before": earlier.first(),
        "left": promised.unkept().for_list().by_day()[:50],
        "was_promised": promised.exists(),
        "agenda": meeting.agenda.order_by("position", "pk"),
        "recommendations": Recommendation.objects.visible_to(user).filter(meeting=meeting).by_number(),
        "documents": documents.order_by("added_at", "pk"),
        "topics": Topic.objects.visible_to(user).filter(meeting=meeting).most_wanted(user)[:20],
        "offices": meeting.offices.by_name(),
        "is_organizer": not why_not_organize,
        **_series_of(user, meeting, is_organizer=not why_not_organize),
        "why_not_feedback": permissions.why_not_give_feedback(user, meeting),
        "why_not_suggest": permissions.why_not_suggest(user, meeting),
        "document_form": None if why_not_organize else DocumentForm(),
        "topic_form": TopicForm(),
    }


@require_http_methods(["GET", "HEAD", "POST"])
def meeting_edit(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Change what is said of it, or call it off."""
    meeting = meeting_of(request, uid)
    access.require(permissions.why_not_organize(request.user, meeting.office))
    data, act = sent_of(request), request.POST.get("act", "")
    form = MeetingForm(None if act == "off" else data, user=request.user, meeting=meeting, initial=_told(meeting))
    off = CallOffForm(data if act == "off" else None)
    if off.is_bound and off.is_valid():
        actions.call_off(meeting, by=request.user, why=off.cleaned_data["why"])
        messages.success(request, _("The meeting is called off."))
        return redirect(meeting)
    if form.is_bound and form.is_valid() and _changed(request, meeting, form):
        return redirect(meeting)
    context = {
        "form": form,
        "meeting": meeting,
        "off": off,
        "why_not_agenda": permissions.why_not_change_agenda(meeting),
    }
    return render(request, "knowledge/meeting_form.html", context, status=422 if data is not None else 200)


def _changed(request: HttpRequest, meeting: Meeting, form: MeetingForm) -> bool:
    """Whether it was saved; what holds it back stands beside the field."""
    try:
        actions.change_meeting(meeting, form.about(), by=request.user)
    except access.Unmet as unmet:
        form.add_error("guests", str(unmet))
    except access.Refused as refused:
        form.add_error("agenda", refused.sentence)
    else:
        messages.success(request, _("Saved."))
        return True
    return False


def _told(meeting: Meeting) -> dict[str, Any]:
    names = (
        "title",
        "series",
        "every_months",
        "place",
        "starts_on",
        "ends_on",
        "tier",
        "guests",
        "language",
        "objectives",
        "key_points",
    )
    facts = {name: getattr(meeting, name) for name in (*names, "note")}
    offices: list[Office] = list(meeting.offices.all())
    return facts | {"agenda": actions.agenda_text(meeting), "offices": offices}


@access.once
@require_POST
def document_add(request: HttpRequest, uid: UUID) -> HttpResponse:
    """A file, or an item of the repository this person can read."""
    meeting = meeting_of(request, uid)
    access.require(permissions.why_not_organize(request.user, meeting.office))
    form = DocumentForm(request.POST, request.FILES)
    if form.is_valid():
        upload, address = form.cleaned_data["file"], form.cleaned_data["address"]
        resource = resource_at(address, request.user) if address else None
        if upload or resource:
            try:
                actions.add_document(meeting, by=request.user, upload=upload, resource=resource)
                return redirect(f"{meeting.get_absolute_url()}#documents")
            except files.Rejected as rejected:
                form.add_error("file", rejected)
        else:
            form.add_error("address", _("Nothing of the repository that you can read stands at this address."))
    context = _shown(request, meeting) | {"document_form": form}
    return render(request, "knowledge/meeting_detail.html", context, status=422)


@access.silent
@require_safe
def document_download(request: HttpRequest, uid: UUID, pk: int) -> HttpResponse:
    """A file of a meeting, to whoever reads the meeting."""
    rows = MeetingDocument.objects.visible_to(request.user).filter(file__isnull=False).select_related("file")
    document = get_object_or_404(rows, pk=pk, meeting__uid=uid)
    trail.read(document, by=request.user, what="download")
    return files.respond(request, document.file, document.name)


@require_POST
def document_remove(request: HttpRequest, uid: UUID, pk: int) -> HttpResponse:
    """Off the page."""
    rows = MeetingDocument.objects.visible_to(request.user).select_related("meeting")
    document = get_object_or_404(rows, pk=pk, meeting__uid=uid)
    actions.remove_document(document, by=request.user)
    messages.success(request, _("Taken off."))
    return redirect(f"{document.meeting.get_absolute_url()}#documents")


@access.once
@require_POST
def topic_add(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Something for the agenda."""
    meeting = meeting_of(request, uid)
    access.require(permissions.why_not_suggest(request.user, meeting))
    form = TopicForm(request.POST)
    if form.is_valid():
        actions.suggest_topic(meeting, by=request.user, text=form.cleaned_data["text"])
        return redirect(f"{meeting.get_absolute_url()}#topics")
    return render(request, "knowledge/meeting_detail.html", _shown(request, meeting) | {"topic_form": form}, status=422)


@require_POST
def topic_vote(request: HttpRequest, uid: UUID, pk: int) -> HttpResponse:
    """One voice, or taken back."""
    rows = Topic.objects.visible_to(request.user).select_related("meeting")
    topic = get_object_or_404(rows, pk=pk, meeting__uid=uid)
    actions.vote(topic, by=request.user, is_wanted=request.POST.get("wanted") == "1")
    return redirect(f"{topic.meeting.get_absolute_url()}#topics")


@require_safe
def meeting_calendar(request: HttpRequest, uid: UUID) -> HttpResponse:
    """One entry for a calendar: title, days and place, and the address of its page."""
    meeting = meeting_of(request, uid)
    response = HttpResponse(entry(meeting), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="meeting-{meeting.starts_on.isoformat()}.ics"'
    return response

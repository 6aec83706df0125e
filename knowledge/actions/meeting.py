"""What happens to a meeting: planned, changed, called off, its documents, its topics, what people thought of it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from knowledge import ledger, permissions
from knowledge.models import (
    AgendaItem,
    FeedbackComment,
    FeedbackGiven,
    FeedbackRating,
    FollowUpAction,
    Meeting,
    MeetingDocument,
    Resource,
    Topic,
)
from knowledge.querysets import ORGANIZES
from pvehub import access, files, index
from pvehub.audit import trail
from pvehub.notifications import remind
from pvehub.people.calendar import day_at
from pvehub.people.models import Office, User

_HOURS = re.compile(r"^(\d{1,2}[:.h]?\d{2}(?:\s*[-–]\s*\d{1,2}[:.h]?\d{2})?)$")
#: What no list of names may hold: an address, or a row of digits as telephone numbers and passports have.
_MORE_THAN_NAMES = re.compile(r"@|\d{4}|\+\d")


@dataclass(frozen=True)
class About:
    """What a meeting is: the words of its form. `agenda` has a line for each session: day | hours | title."""

    title: str
    starts_on: date
    ends_on: date
    series: str = ""
    every_months: int = 0
    place: str = ""
    language: str = "en"
    tier: int = 0
    note: str = ""
    objectives: str = ""
    agenda: str = ""
    key_points: str = ""
    guests: str = ""
    offices: Sequence[Office] = field(default_factory=tuple)


@transaction.atomic
def plan_meeting(about: About, *, by: User, office: Office) -> Meeting:
    """A meeting that an office organizes. Of a series it opens on what was promised at the one before."""
    access.require(permissions.why_not_organize(by, office))
    meeting: Meeting = Meeting(office=office, made_at=timezone.now(), made_by=by)
    _write(meeting, about)
    _set_agenda(meeting, about.agenda)
    index_meeting(meeting)
    trail.record(meeting, "knowledge.meeting_planned", by=by)
    return meeting


@transaction.atomic
def change_meeting(meeting: Meeting, about: About, *, by: User) -> Meeting:
    """Everything but what people have commented on."""
    meeting = _organized(meeting, by=by)
    if agenda_text(meeting) != "\n".join(ledger.lines(about.agenda)):
        access.require(permissions.why_not_change_agenda(meeting))
        _set_agenda(meeting, about.agenda)
    before = {name: str(getattr(meeting, name)) for name in ("title", "starts_on", "ends_on", "tier")}
    _write(meeting, about)
    index_meeting(meeting)
    after = {name: str(getattr(meeting, name)) for name in before}
    changes = {name: [old, after[name]] for name, old in before.items() if old != after[name]}
    trail.record(meeting, "knowledge.meeting_changed", by=by, changes=changes)
    return meeting


@transaction.atomic
def call_off(meeting: Meeting, *, by: User, why: str) -> Meeting:
    """It does not take place; what was promised at earlier ones waits for the next."""
    meeting = _organized(meeting, by=by)
    if meeting.called_off_at is None:
        meeting.called_off_at, meeting.called_off_why = timezone.now(), why
        meeting.save(update_fields=["called_off_at", "called_off_why"])
        index_meeting(meeting)
        trail.record(meeting, "knowledge.meeting_called_off", by=by, note=why)
    return meeting


@transaction.atomic
def add_document(
    meeting: Meeting, *, by: User, upload: UploadedFile | None = None, resource: Resource | None = None
) -> MeetingDocument:
    """A file for all who read the meeting, or an item of the repository, which opens that item to nobody."""
    meeting = _organized(meeting, by=by)
    facts: dict[str, Any] = {"added_at": timezone.now(), "added_by": by}
    if upload is not None:
        facts |= {"file": files.store(upload, by=by), "name": files.safe_name(upload.name or "")}
        document = MeetingDocument.objects.create(meeting=meeting, **facts)
    else:
        document, _made = MeetingDocument.objects.get_or_create(meeting=meeting, resource=resource, defaults=facts)
    # The title of a resource is its readers' alone.
    trail.record(meeting, "knowledge.meeting_document_added", by=by, note=document.name)
    return document


@transaction.atomic
def remove_document(document: MeetingDocument, *, by: User) -> None:
    """Off the meeting's page; an item of the repository stays where it is."""
    meeting = _organized(document.meeting, by=by)
    MeetingDocument.objects.filter(pk=document.pk).delete()
    trail.record(meeting, "knowledge.meeting_document_removed", by=by, note=document.name)


@transaction.atomic
def suggest_topic(meeting: Meeting, *, by: User, text: str) -> Topic:
    """Something for the agenda; who suggests it votes for it."""
    access.require(permissions.why_not_suggest(by, meeting))
    topic: Topic = Topic.objects.create(meeting=meeting, text=text, by=by, at=timezone.now())
    topic.voters.add(by)
    return topic


@transaction.atomic
def vote(topic: Topic, *, by: User, is_wanted: bool) -> None:
    """One voice each, which can be taken back."""
    access.require(permissions.why_not_suggest(by, topic.meeting))
    (topic.voters.add if is_wanted else topic.voters.remove)(by)


@transaction.atomic
def give_feedback(
    meeting: Meeting, *, by: User, scores: Mapping[str, int], sessions: Mapping[int, str], answers: Mapping[str, str]
) -> None:
    """Both scores, and whatever words. That this person answered is kept, and apart from it what was said: no row and no
    event binds the two, so nothing of this is in the history."""
    meeting = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    access.require(permissions.why_not_give_feedback(by, meeting))
    FeedbackGiven.objects.create(meeting=meeting, person=by)
    FeedbackRating.objects.bulk_create(
        FeedbackRating(meeting=meeting, question=question, score=scores[question]) for question in ledger.Rating
    )
    asked = {item.pk: item for item in meeting.agenda.all() if item.takes_comments}
    said = [FeedbackComment(meeting=meeting, session=asked[pk], text=text) for pk, text in sessions.items() if text]
    said += [FeedbackComment(meeting=meeting, question=name, text=text) for name, text in answers.items() if text]
    FeedbackComment.objects.bulk_create(said)


@transaction.atomic
def remind_preparation(meeting: Meeting, *, now: datetime) -> bool:
    """A month before it those who organize it at its office are told, once, how much of what they may read is open from
    the ones before."""
    days = (meeting.starts_on - day_at(meeting.office, now)).days
    if not 0 <= days <= ledger.PREPARATION_DAYS:
        return False
    left = FollowUpAction.objects.of_meetings(Meeting.objects.before(meeting)).unkept()
    told = [
        remind([one], "knowledge.meeting_near", meeting, "meeting", meeting.starts_on, n=left.visible_to(one).count())
        for one in organizers_serving(meeting.office)
    ]
    return any(told)


def organizers_serving(office: Office) -> list[User]:
    """Those who may organize the meetings of an office and serve there."""
    people = {person for perm in ORGANIZES for person in access.people_holding(perm, office)}
    serving = [person for person in people if User.objects.serving(office).filter(pk=person.pk).exists()]
    return sorted(serving, key=lambda person: person.pk)


def agenda_text(meeting: Meeting) -> str:
    """The agenda as it is typed: a line for each session."""
    rows = meeting.agenda.order_by("position", "pk")
    return "\n".join(" | ".join(part for part in (str(row.on or ""), row.hours, row.title) if part) for row in rows)


def index_meeting(meeting: Meeting) -> None:
    """What may be found of it: its own words and what was recommended and promised there, never the names of guests."""
    words = [meeting.objectives, meeting.key_points, meeting.note]
    words += [item.title for item in meeting.agenda.order_by("position", "pk")]
    for row in meeting.recommendations.order_by("number", "pk").prefetch_related("actions"):
        words += [row.text, *(action.text for action in row.actions.all())]
    region = meeting.office.region
    index.put(
        index.Item(
            "meeting",
            meeting.pk,
            meeting.title,
            [f"{meeting.series} {meeting.place}\n\n" + "\n\n".join(word for word in words if word)],
            meeting.language,
            region=region.pk if region else 0,
            tier=meeting.tier,
            is_open=meeting.tier == 0,
        )
    )


def _organized(meeting: Meeting, *, by: User) -> Meeting:
    rows = Meeting.objects.select_for_update(of=("self",)).select_related("office__parent")
    held: Meeting = rows.get(pk=meeting.pk)
    access.require(permissions.why_not_organize(by, held.office))
    return held


def _write(meeting: Meeting, about: About) -> None:
    if _MORE_THAN_NAMES.search(about.guests):
        raise access.Unmet([_("The list of guests holds more than names. Leave out addresses and numbers.")])
    for name in ("title", "series", "place", "language", "tier", "note", "objectives", "key_points", "guests"):
        setattr(meeting, name, getattr(about, name))
    meeting.starts_on, meeting.ends_on = about.starts_on, about.ends_on
    meeting.every_months = about.every_months if about.series else 0
    meeting.save()
    meeting.offices.set(about.offices)


def _set_agenda(meeting: Meeting, text: str) -> None:
    """A line for each session: its day and hours where they are given, then what it is called. A break takes no comments."""
    meeting.agenda.all().delete()
    rows = []
    for position, line in enumerate(ledger.lines(text)):
        parts = [part.strip() for part in line.split("|")]
        on, hours = None, ""
        if len(parts) > 1 and (on := _day(parts[0])):
            parts = parts[1:]
        if len(parts) > 1 and _HOURS.match(parts[0]):
            hours, parts = parts[0], parts[1:]
        title = " | ".join(parts)
        rows.append(AgendaItem(meeting=meeting, position=position, on=on, hours=hours, title=title[:200]))
    AgendaItem.objects.bulk_create(rows)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def latest_due(day: date) -> date:
    """The day on which a promise falls due for which none was said: a year after the meeting."""
    return day + timedelta(days=365)

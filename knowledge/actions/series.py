"""A series of meetings: what the next one takes over from the last, and the word that it is due to be planned."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from knowledge import ledger
from knowledge.actions.meeting import About, organizers_serving, plan_meeting
from knowledge.models import Meeting, MeetingDocument, Topic
from knowledge.querysets import DocumentQuerySet
from pvehub.notifications import quiet, remind
from pvehub.people.calendar import day_at
from pvehub.people.models import Office, User


@transaction.atomic
def plan_next(before: Meeting, about: About, *, by: User, office: Office) -> Meeting:
    """The next meeting after one that its organizer reads. In the same series of the same office what people wished for since
    the last one moves on to it, with their voices, unless more people would read it there; in a series of its own, as for a
    region, the items of the repository that were shared are shared again."""
    before = Meeting.objects.visible_to(by).select_related("office").get(pk=before.pk)
    meeting = plan_meeting(about, by=by, office=office)
    if before.series and (meeting.series, meeting.office_id) == (before.series, before.office_id):
        _move_wishes(before, meeting)
    else:
        _share_again(MeetingDocument.objects.visible_to(by).filter(meeting=before), meeting, by)
    return meeting


def _move_wishes(before: Meeting, meeting: Meeting) -> None:
    offices = set(meeting.offices.values_list("pk", flat=True))
    known = {before.office_id, *before.offices.values_list("pk", flat=True)}
    is_as_close = meeting.tier >= before.tier
    if before.tier and not (is_as_close and (meeting.tier < 2 or offices <= known)):
        return
    zone = quiet.zone(before.office.time_zone)
    over = [topic.pk for topic in before.topics.order_by("pk") if timezone.localdate(topic.at, zone) > before.ends_on]
    Topic.objects.filter(pk__in=over).update(meeting=meeting)


def _share_again(documents: DocumentQuerySet, meeting: Meeting, by: User) -> None:
    now = timezone.now()
    rows = documents.filter(resource__isnull=False).order_by("added_at", "pk")
    MeetingDocument.objects.bulk_create(
        MeetingDocument(meeting=meeting, resource_id=row.resource_id, added_at=now, added_by=by) for row in rows
    )


@transaction.atomic
def remind_series(meeting: Meeting, *, now: datetime) -> bool:
    """The last meeting of a series that has a rhythm and no next one: those who organize at its office are told once when it
    is time to plan, and once more on the day itself. An outage longer than a year is not made up for."""
    due = meeting.next_on
    if due is None:
        return False
    days = (day_at(meeting.office, now) - due).days
    reached = [rung for rung in ledger.PLANNING_RUNGS if rung <= days]
    if not reached or days > ledger.PLANNING_LATEST:
        return False
    people = organizers_serving(meeting.office)
    return bool(remind(people, "knowledge.series_due", meeting, rule="series", due=due, rung=str(reached[-1])))

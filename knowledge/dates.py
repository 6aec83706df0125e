"""What of the repository falls due to a person, for their calendar."""

from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from knowledge import permissions
from knowledge.models import (
    Approval,
    CollectionItem,
    Consultation,
    FollowUpAction,
    Meeting,
    ReadingAssignment,
    ReadingDone,
    Resource,
)
from knowledge.models.messages import words_to_approve
from pvehub import access
from pvehub.dates import Due


def _answers(user: Any) -> Q:
    """The resources this person answers for; where nobody is named, whoever holds the role behind it at its office."""
    mine = Q(verifier=user)
    for posting in access.standing(user).postings:
        mine |= Q(verifier=None, verifier_role=posting.role, verifier_office=posting.office_id)
    return mine


def _verifications(user: Any, first: date, last: date) -> Any:
    """What this person answers for."""
    rows = Resource.objects.visible_to(user).published().filter(_answers(user), verify_by_on__range=(first, last))
    return rows.order_by("verify_by_on", "pk")


def _readings(user: Any, first: date, last: date) -> Any:
    """What this person was asked to read, while something of it is left that they can read and have not marked."""
    marked = ReadingDone.objects.filter(assignment=OuterRef(OuterRef("pk")), item=OuterRef("pk"))
    left = CollectionItem.objects.readable_by(user).filter(~Exists(marked), collection=OuterRef("collection"))
    rows = ReadingAssignment.objects.visible_to(user).live().filter(Exists(left), person=user)
    return rows.filter(due_on__range=(first, last)).select_related("collection").order_by("due_on", "pk")


def _promises(user: Any, first: date, last: date) -> Any:
    """What a role of this person promised and has neither kept nor dropped."""
    rows = FollowUpAction.objects.visible_to(user).unkept().answered_by(user)
    return rows.filter(due_on__range=(first, last)).for_list().by_day()


def _consultations(user: Any, first: date, last: date) -> Any:
    """Drafts on which this person was asked by the name of their office and has said nothing yet, or whose comments are
    theirs to answer. What all staff are asked falls due to nobody."""
    rows = Consultation.objects.for_desk(user, timezone.now().date()).filter(until_on__range=(first, last))
    return rows.exclude(waits="comment", is_for_all=True).order_by("until_on", "pk")


def _approvals(user: Any, first: date, last: date) -> list[Approval]:
    """Approvals of the words readers have of messages, near their last day: for who approves them and for who answers for the
    message. A list: words that were edited have no approval, and that is asked of the text itself."""
    mine, standing = _answers(user), access.standing(user)
    for perm in permissions.APPROVING:
        offices = standing.offices(perm)
        seat = Q(pk__isnull=False) if offices is None else Q(owner_office__in=offices)
        mine |= seat & ~Q(authors=user)
    texts = Resource.objects.visible_to(user).published().filter(mine).order_by().values("pk")
    again = Approval.objects.filter(
        resource=OuterRef("resource"), version=OuterRef("version"), sha256=OuterRef("sha256"), withdrawn_at=None
    )
    rows = Approval.objects.filter(resource__in=texts, withdrawn_at=None, valid_until_on__range=(first, last))
    rows = rows.exclude(Exists(again.filter(valid_until_on__gt=OuterRef("valid_until_on"))))
    rows = rows.select_related("resource__published_revision").order_by("valid_until_on", "pk")
    return [row for row in rows if words_to_approve(row.resource).get(row.version) == row.sha256]


def _meetings(user: Any, first: date, last: date) -> Any:
    """Meetings this person organizes, by the day they begin."""
    rows = Meeting.objects.visible_to(user).organized_by(user).near(first, last)
    return rows.filter(ends_on__gte=timezone.now().date()).order_by("starts_on", "pk")


def _series(user: Any, first: date, last: date) -> list[Meeting]:
    """Series of the offices this person organizes for, by the day on which the next one begins by their rhythm. A list: the
    day is counted from the last meeting."""
    rows = Meeting.objects.visible_to(user).organized_by(user).ending_series()
    return sorted((row for row in rows if first <= _next_on(row) <= last), key=lambda row: (_next_on(row), row.pk))


def _next_on(meeting: Meeting) -> date:
    found = meeting.next_on
    assert found is not None  # only series with a rhythm are asked for
    return found


def _title(thing: Any) -> str:
    return str(thing.notice_title())


DATES = [
    Due(
        "knowledge.verification",
        _("A text is to be verified."),
        _verifications,
        lambda text: text.verify_by_on,
        name=_title,
    ),
    Due(
        "knowledge.reading",
        _("Something is to be read."),
        _readings,
        lambda row: row.due_on,
        name=lambda row: row.collection.notice_title(),
        url=lambda row: str(row.collection.get_absolute_url()),
    ),
    Due(
        "knowledge.promise",
        _("A promise is to be kept."),
        _promises,
        lambda action: action.due_on,
        name=_title,
        of=lambda action: action.recommendation.source.title,
    ),
    Due(
        "knowledge.consultation",
        _("Comments on a draft end."),
        _consultations,
        lambda consultation: consultation.until_on,
        name=_title,
    ),
    Due(
        "knowledge.approval",
        _("An approval of words ends."),
        _approvals,
        lambda approval: approval.valid_until_on,
        name=lambda approval: approval.resource.notice_title(),
        of=lambda approval: approval.get_version_display(),
        url=lambda approval: str(approval.resource.get_absolute_url()),
    ),
    Due("knowledge.meeting", _("A meeting begins."), _meetings, lambda meeting: meeting.starts_on, name=_title),
    Due("knowledge.series", _("The next meeting of a series is to be planned."), _series, _next_on, name=_title),
]

"""What of the repository falls due to a person, for their calendar."""

from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from knowledge.models import CollectionItem, Consultation, FollowUpAction, ReadingAssignment, ReadingDone, Resource
from pvehub import access
from pvehub.dates import Due


def _verifications(user: Any, first: date, last: date) -> Any:
    """What this person answers for; where nobody is named, whoever holds the role behind it at its office."""
    mine = Q(verifier=user)
    for posting in access.standing(user).postings:
        mine |= Q(verifier=None, verifier_role=posting.role, verifier_office=posting.office_id)
    rows = Resource.objects.visible_to(user).published().filter(mine, verify_by_on__range=(first, last))
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
    return rows.filter(due_on__range=(first, last)).order_by("due_on", "pk")


def _consultations(user: Any, first: date, last: date) -> Any:
    """Drafts on which this person was asked by the name of their office and has said nothing yet, or whose comments are
    theirs to answer. What all staff are asked falls due to nobody."""
    rows = Consultation.objects.for_desk(user, timezone.now().date()).filter(until_on__range=(first, last))
    return rows.exclude(waits="comment", is_for_all=True).order_by("until_on", "pk")


DATES = [
    Due("knowledge.verification", _("A text is to be verified."), _verifications, lambda text: text.verify_by_on),
    Due(
        "knowledge.reading",
        _("Something is to be read."),
        _readings,
        lambda row: row.due_on,
        lambda row: str(row.collection.get_absolute_url()),
    ),
    Due("knowledge.promise", _("A promise is to be kept."), _promises, lambda action: action.due_on),
    Due(
        "knowledge.consultation",
        _("Comments on a draft end."),
        _consultations,
        lambda consultation: consultation.until_on,
    ),
]

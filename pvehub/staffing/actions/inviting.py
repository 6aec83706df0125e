"""How people come in: invited by an administrator; the first two administrators by whoever runs the server."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from pvehub import access
from pvehub.audit import trail
from pvehub.notifications import notify
from pvehub.people.models import Office, User

from .. import permissions
from .serving import create_user, post


@transaction.atomic
def invite(email: str, *, by: User, name: str, language: str, office: Office, role: str) -> User:
    """An account and its first posting, or neither; the person is told by mail where to set a password."""
    access.require(permissions.why_not_administer(by))
    try:
        user = create_user(email, by=by, name=name, language=language, time_zone=office.time_zone)
    except IntegrityError:
        raise access.Unmet([str(permissions.ADDRESS_TAKEN)]) from None
    posting = post(user, by=by, office=office, role=role)
    notify([user], kind="staffing.invited", about=posting, by=by)
    return user


@transaction.atomic
def make_administrators(first: str, second: str) -> list[User]:
    """The first two administrators, while there is none: nobody before them could confirm, so each does the other.

    An account that is there keeps what it has and gets the posting; one that was closed is not opened again.
    """
    office = Office.objects.select_for_update(of=("self",)).filter(kind=Office.Kind.HQ).first()
    missing = permissions.why_not_begin(office, [first, second])
    if missing or office is None:
        raise access.Unmet([str(missing)])
    people = [
        User.objects.filter(email=email).first()
        or create_user(email, by=None, name=email.partition("@")[0], time_zone=office.time_zone)
        for email in (first, second)
    ]
    for person, other in zip(people, reversed(people), strict=True):
        posting = post(person, by=None, office=office, role="administrator")
        posting.confirmed_by, posting.confirmed_at = other, timezone.now()
        posting.save(update_fields=["confirmed_by", "confirmed_at"])
        trail.record(posting, "staffing.confirmed", by=None)
    return people

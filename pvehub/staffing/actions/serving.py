"""Offices open, people come, serve, delegate and leave. Every right begins and ends here."""

from datetime import datetime
from typing import Any

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.utils import timezone

from pvehub import access
from pvehub.access.models import OfficeGroupGrant
from pvehub.access.roles import BY_SLUG, ROLES, group_name
from pvehub.audit import trail
from pvehub.notifications import notify
from pvehub.people.models import Country, Office, Posting, User

from .. import permissions


@transaction.atomic
def open_office(
    code: str,
    *,
    by: User | None,
    kind: str,
    names: dict[str, str],
    parent: Office | None = None,
    country: Country | None = None,
    **facts: Any,
) -> Office:
    """Open an office and give every role served there its rights. `by` is None while reference data loads."""
    if by is not None:
        access.require(permissions.why_not_administer(by))
    office = Office.objects.create(
        code=code,
        kind=kind,
        parent=parent,
        path=f"{parent.path if parent else ''}{code}/",
        country=country,
        **{f"name_{language}": name for language, name in names.items()},
        **{"weekend": [5, 6], **facts},
    )
    grant_roles([office])
    trail.record(office, "staffing.opened", by=by)
    return office


def grant_roles(offices: list[Office]) -> None:
    """Fill the grants of every role at these offices; what is there already stays. Three statements, however many."""
    wanted = [(office, role) for office in offices for role in ROLES if office.kind in role.at]
    Group.objects.bulk_create(
        [Group(name=group_name(office.code, role.slug)) for office, role in wanted], ignore_conflicts=True
    )
    groups = {
        group.name: group for group in Group.objects.filter(name__in=[group_name(o.code, r.slug) for o, r in wanted])
    }
    rights = {
        right.codename: right
        for right in Permission.objects.filter(content_type__app_label="people", content_type__model="office")
    }
    OfficeGroupGrant.objects.bulk_create(
        [
            OfficeGroupGrant(
                group=groups[group_name(office.code, role.slug)], permission=rights[codename], content_object=office
            )
            for office, role in wanted
            for codename in sorted(role.grants)
        ],
        ignore_conflicts=True,
    )


@transaction.atomic
def create_user(email: str, *, by: User | None, name: str, password: str | None = None, **fields: Any) -> User:
    """An account; without a password it cannot be used until its owner has set one. `by` is None at first start."""
    if by is not None:
        access.require(permissions.why_not_administer(by))
    user = User.objects.create_user(email, password, name=name, **fields)
    trail.record(user, "staffing.account_made", by=by)
    return user


@transaction.atomic
def post(
    user: User,
    *,
    by: User | None,
    office: Office,
    role: str,
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
) -> Posting:
    """Somebody begins to serve. A role that reads across missions works only once a second person has confirmed it."""
    if by is not None:
        access.require(permissions.why_not_post(by, office))
    if office.kind not in BY_SLUG[role].at:
        raise access.Unmet([str(permissions.NOT_SERVED_THERE)])
    posting = Posting.objects.create(
        user=user,
        office=office,
        role=role,
        starts_at=starts_at or timezone.now(),
        ends_at=ends_at,
        made_by=by,
        needs_confirmation=BY_SLUG[role].needs_confirmation,
    )
    trail.record(posting, "staffing.posted", by=by, after=str(posting))
    return posting


@transaction.atomic
def confirm(posting: Posting, *, by: User) -> Posting:
    """The second person's word: from now on the posting works."""
    posting = Posting.objects.select_for_update(of=("self",)).get(pk=posting.pk)
    access.require(permissions.why_not_confirm(by, posting))
    posting.confirmed_by, posting.confirmed_at = by, timezone.now()
    posting.save(update_fields=["confirmed_by", "confirmed_at"])
    trail.record(posting, "staffing.confirmed", by=by)
    return posting


@transaction.atomic
def end_posting(posting: Posting, *, by: User | None, at: datetime | None = None) -> Posting:
    """Somebody stops serving; from that very second the posting gives nothing, nor do its delegations."""
    posting = Posting.objects.select_for_update(of=("self",)).get(pk=posting.pk)
    if by is not None:
        access.require(permissions.why_not_end(by, posting))
    posting.ends_at = max(at or timezone.now(), posting.starts_at)
    posting.save(update_fields=["ends_at"])
    trail.record(posting, "staffing.ended", by=by, after=posting.ends_at.isoformat())
    return posting


@transaction.atomic
def delegate(posting: Posting, *, by: User, to: User, ends_at: datetime, ceiling: str = "") -> Posting:
    """Somebody acts for the holder of a posting: dated, one link deep, never longer than the posting itself."""
    posting = Posting.objects.select_for_update(of=("self",)).get(pk=posting.pk)
    access.require(permissions.why_not_delegate(by, posting, to, ends_at))
    acting = Posting.objects.create(
        user=to,
        office=posting.office,
        role=posting.role,
        ends_at=ends_at,
        acting_for=posting,
        ceiling=ceiling,
        made_by=by,
        needs_confirmation=False,  # the holder's own posting was confirmed, and dies with it
    )
    trail.record(acting, "staffing.delegated", by=by, after=str(acting), changes={"to": ["", str(to.uid)]})
    notify([to], kind="staffing.delegated", about=acting, by=by)
    return acting


@transaction.atomic
def disable(user: User, *, by: User) -> User:
    """The account is closed: no sign-in, and every open session is worth nothing from the next request on."""
    user = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    access.require(permissions.why_not_disable(by, user))
    user.is_active = False
    user.save(update_fields=["is_active"])
    trail.record(user, "staffing.disabled", by=by)
    return user


@transaction.atomic
def prefer(user: User, *, by: User, **choices: Any) -> User:
    """A person's own language, time zone, theme, density, shortcuts."""
    access.require(permissions.why_not_prefer(by, user))
    for name, value in choices.items():
        setattr(user, name, value)
    user.save(update_fields=sorted(choices))
    return user

"""What the pages of people show: postings with their state and who may do what, and the history in words."""

from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from pvehub.access.roles import BY_SLUG
from pvehub.audit import words
from pvehub.people.models import Posting, User

from . import permissions, querysets

LINES = 50


@dataclass(frozen=True)
class Served:
    """A posting with its state, and the sentence beside each button."""

    posting: Posting
    role: Any
    state: str
    kind: str
    is_ended: bool
    is_waiting: bool
    why_not_confirm: str | None
    why_not_end: str | None


def role_name(slug: str) -> str:
    """The role's name in the reader's language; an old slug stands for itself."""
    return str(BY_SLUG[slug].name) if slug in BY_SLUG else slug


def served(reader: User, person: User) -> list[Served]:
    """Every posting of the person, those that have not ended first."""
    rows = querysets.postings(reader).filter(user=person).order_by("-starts_at", "-pk")
    return sorted((_served(reader, posting) for posting in rows), key=lambda row: row.is_ended)


def _served(reader: User, posting: Posting) -> Served:
    now = timezone.now()
    is_ended = posting.ends_at is not None and posting.ends_at <= now
    is_waiting = not is_ended and posting.needs_confirmation and posting.confirmed_at is None
    if is_ended:
        state, kind = _("Ended"), "neutral"
    elif not posting.user.is_active:
        state, kind = _("Gives nothing: the account is closed"), "neutral"
    elif is_waiting:
        state, kind = _("Waits for a second person"), "warn"
    elif posting.starts_at > now:
        state, kind = _("Not begun"), "info"
    elif posting.acting_for and not posting.acting_for.is_live(now):
        state, kind = _("Gives nothing: the posting it comes from does not work"), "warn"
    else:
        state, kind = _("Works"), "ok"
    return Served(
        posting=posting,
        role=role_name(posting.role),
        state=state,
        kind=kind,
        is_ended=is_ended,
        is_waiting=is_waiting,
        why_not_confirm=permissions.why_not_confirm(reader, posting),
        why_not_end=permissions.why_not_end(reader, posting),
    )


def timeline(person: User) -> list[dict[str, Any]]:
    """The newest lines of account and postings; three queries, however long the history."""
    events = words.told(querysets.history(person)[:LINES])
    ids = {told["event"].thing_id for told in events if told["event"].kind == Posting._meta.label_lower}
    places = {row.pk: row for row in Posting.objects.filter(pk__in=ids).select_related("office")}
    return [
        {
            "label": told["label"],
            "actor": told["actor"],
            "on_behalf_of": told["principal"],
            "at": told["event"].at,
            "note": _place(told["event"], places),
        }
        for told in events
    ]


def _place(event: Any, places: dict[int, Posting]) -> str:
    """Which posting a line is about."""
    posting = places.get(event.thing_id) if event.kind == Posting._meta.label_lower else None
    return f"{role_name(posting.role)}, {posting.office.name}" if posting else ""

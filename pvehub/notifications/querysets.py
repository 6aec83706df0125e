"""Reads of notices and deliveries."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any, Self

from django.apps import apps
from django.db import models


class NoticeQuerySet(models.QuerySet[Any]):
    """Notices by whose they are."""

    def visible_to(self, user: Any) -> Self:
        """One's own, and nobody else's."""
        return self.filter(recipient_id=user.pk) if user.pk else self.none()

    def of(self, user: Any) -> Self:
        """The list of one person, newest first."""
        return self.visible_to(user).order_by("-created_at", "-pk")

    def unread(self) -> Self:
        return self.filter(read_at__isnull=True)


class DeliveryQuerySet(models.QuerySet[Any]):
    """Deliveries by what is to be done with them."""

    def waiting(self) -> Self:
        return self.filter(state="waiting")

    def sendable(self, now: datetime) -> Self:
        """Mails whose time has come, oldest first. What waits for a digest goes out inside of it only."""
        return self.waiting().filter(cadence="now", next_try_at__lte=now).order_by("next_try_at", "pk")

    def for_digest(self, now: datetime) -> Self:
        return self.waiting().exclude(cadence="now").filter(due_at__lte=now)

    def parked(self) -> Self:
        """Given up after all tries; an administrator sees them with their errors."""
        return self.filter(state="parked").order_by("-due_at", "-pk")


class MuteQuerySet(models.QuerySet[Any]):
    """Muted things by who muted them."""

    def visible_to(self, user: Any) -> Self:
        """One's own, and nobody else's."""
        return self.filter(user_id=user.pk) if user.pk else self.none()

    def newest(self) -> Self:
        return self.order_by("-created_at", "-pk")

    def of(self, about_kind: str, about_id: str) -> Self:
        """Whoever muted this thing."""
        return self.filter(about_kind=about_kind, about_id=about_id)

    def pairs(self) -> set[tuple[str, str]]:
        """The things, as (kind, id)."""
        return set(self.values_list("about_kind", "about_id"))


def abouts(pairs: Iterable[tuple[str, str]], user: Any) -> dict[tuple[str, str], Any]:
    """What notices are about, as far as this person may see it now, by (kind, id): one query per kind, however many."""
    wanted: dict[str, set[str]] = defaultdict(set)
    for kind, pk in pairs:
        if kind:
            wanted[kind].add(pk)
    seen: dict[tuple[str, str], Any] = {}
    for kind, pks in sorted(wanted.items()):
        try:
            model = apps.get_model(kind)
        except LookupError:  # a row older than the removal of its app
            continue
        for thing in model._default_manager.visible_to(user).filter(pk__in=pks):  # type: ignore[attr-defined]  # every kind of thing has it
            seen[kind, str(thing.pk)] = thing
    return seen

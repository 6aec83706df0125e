"""Those who follow a text, its themes or its countries hear what became of it: found to hold, contested, taken out."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from knowledge.models import Resource, TrustChange
from projects.models import Follow as Interest
from pvehub.jobs import later
from pvehub.notifications import notify
from pvehub.people.models import User


def note_turn(resource: Resource, what: str, *, by: User) -> None:
    """Written in the transaction of the turn; who hears of it is asked after it. Of what nobody was shown, nothing."""
    if resource.published_at is None:
        return
    made = TrustChange.objects.create(resource=resource, what=what, at=timezone.now())
    later("knowledge.tasks.tell_of_turn", made.pk, by.pk, key=f"knowledge.turn:{made.pk}")


@transaction.atomic
def tell_of_turn(change: TrustChange, by: int) -> int:
    """Each of those who follow it hears once; what they may see is asked now, and once more when the mail goes out. Its
    authors hear of it otherwise, and who did it knows. Says how many were told."""
    resource = change.resource
    codes = list(resource.themes.values_list("code", flat=True))
    countries = [] if resource.is_masked else resource.countries.values_list("pk", flat=True)
    wanted = Q(theme__in=Interest.themes_holding(codes).values("pk")) | Q(country__in=countries)
    interested = Q(pk__in=Interest.objects.filter(wanted).values("user")) | Q(pk__in=resource.follows.values("user"))
    people = User.objects.active().filter(interested).exclude(pk__in=resource.authors.values("pk")).exclude(pk=by)
    told = [person for person in people.order_by("pk") if _concerns(change, person)]
    return len(notify(told, "knowledge.followed_turn", about=change, key="turn"))


def _concerns(change: TrustChange, person: User) -> bool:
    rows = TrustChange.objects.visible_to(person).followed_by(person)
    return bool(rows.filter(pk=change.pk).exists())

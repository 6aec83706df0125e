"""Reusable reads of what is watched beside the risks themselves: escalations, incidents, positions, nightly counts.

Each is seen through `visible_to` of the risk or register it belongs to, and fails closed.
"""

from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from pvehub import access
from risks.querysets import _at
from risks.workflow import SEAT_PERMISSION, EscalationState, IncidentState, Seat, Visibility

if TYPE_CHECKING:
    from pvehub.people.models import User


class EscalationQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: "User") -> Self:
        """Escalations of risks this person may read."""
        risks = self.model._meta.get_field("risk").related_model.objects
        return self.filter(risk__in=risks.visible_to(user).values("pk"))

    def asked(self) -> Self:
        """Waiting for the receiver."""
        return self.filter(state=EscalationState.ASKED)

    def unanswered(self, today: date) -> Self:
        """Waiting, and past the day by which they should have been answered."""
        return self.asked().filter(answer_by_on__lt=today)

    def awaiting(self, user: "User") -> Self:
        """Those whose answer is this person's, by the seat they were sent to."""
        standing = access.standing(user)
        seats = Q(seat=Seat.MANAGER, risk__register__project__manager=user)
        for seat, permission in SEAT_PERMISSION.items():
            places = ("risk__register__project__lead_office", "risk__register__office")
            seats |= Q(seat=seat) & _at(standing, permission, *places)
        return self.asked().filter(seats).exclude(asked_by=user).visible_to(user)

    def with_risk(self) -> Self:
        """Together with the risk, its register, its places and the people."""
        return self.select_related(
            "risk__category",
            "risk__assessment",
            "risk__register__project__lead_office",
            "risk__register__office",
            "asked_by",
            "answered_by",
        )


class IncidentQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: "User") -> Self:
        """Incidents of registers this person may read, at most as wide as every risk they materialised.

        A restricted one is for who reported it, the head of the lead office and the risk officer.
        """
        registers = self.model._meta.get_field("register").related_model.objects
        risks = self.model._meta.get_field("risks").related_model.objects
        through = self.model._meta.get_field("risks").remote_field.through.objects
        standing = access.standing(user)
        places = ("register__project__lead_office", "register__office")
        closest = (
            Q(reported_by=user) | _at(standing, "see_restricted_drafts", *places) | _at(standing, "own_method", *places)
        )
        unread = through.filter(incident=OuterRef("pk")).exclude(risk__in=risks.visible_to(user).values("pk"))
        wide = Q(visibility=Visibility.OFFICE) | closest
        return self.filter(register__in=registers.visible_to(user).values("pk")).filter(wide).exclude(Exists(unread))

    def open(self) -> Self:
        """Not yet dealt with."""
        return self.filter(state=IncidentState.OPEN)

    def hidden_count(self, user: "User") -> int:
        """How many of this selection this person may not read."""
        return self.count() - self.visible_to(user).count()


class PositionQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: "User") -> Self:
        """Broken positions of registers this person may read; the text of a restricted risk is no part of them."""
        registers = self.model._meta.get_field("risk").related_model._meta.get_field("register").related_model.objects
        return self.filter(risk__register__in=registers.visible_to(user).values("pk"))

    def open(self) -> Self:
        """Not mended yet."""
        return self.filter(mended_at__isnull=True)

"""Reusable reads of what is watched beside the risks themselves: escalations, incidents, positions, nightly counts.

Each is seen through `visible_to` of the risk or register it belongs to, and fails closed.
"""

from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Value
from django.db.models.functions import Coalesce

from pvehub import access
from risks.querysets import _at
from risks.workflow import (
    AFTER_ENDORSEMENT,
    CRITICAL,
    GRAVE,
    LIVE,
    SEAT_PERMISSION,
    EscalationState,
    IncidentState,
    Seat,
    Visibility,
)

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
        return self.waiting().filter(answer_by_on__lt=today)

    def waiting(self) -> Self:
        """Asked about a risk that is still alive: one that was closed meanwhile asks nobody."""
        return self.asked().filter(risk__state__in=LIVE)

    def awaiting(self, user: "User") -> Self:
        """Those whose answer is this person's, by the seat they were sent to."""
        standing = access.standing(user)
        seats = Q(seat=Seat.MANAGER, risk__register__project__manager=user)
        for seat, permission in SEAT_PERMISSION.items():
            places = ("risk__register__project__lead_office", "risk__register__office")
            seats |= Q(seat=seat) & _at(standing, permission, *places)
        return self.waiting().filter(seats).exclude(asked_by=user).visible_to(user)

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


COLUMNS = ("what", "pk", "ref", "code", "title", "asker", "at", "band", "due_on")


def waiting_for(user: "User", language: str) -> models.QuerySet[Any]:
    """Requests and escalations whose next word is this person's, the oldest first, as rows of COLUMNS: one query."""
    titles = (F("risk__register__project__title"), F(f"risk__register__office__name_{language}"), Value(""))
    asked = {"ref": F("risk__ref"), "code": F("risk__register__code"), "title": Coalesce(*titles)}
    requests = apps.get_model("risks", "Acceptance").objects.awaiting(user).order_by()
    escalations = apps.get_model("risks", "Escalation").objects.awaiting(user).order_by()
    rows = requests.annotate(
        what=Value("acceptance"),
        **asked,
        asker=F("requested_by__name"),
        at=F("requested_at"),
        due_on=Value(None, output_field=models.DateField()),
    ).values_list(*COLUMNS)
    more = escalations.annotate(
        what=Value("escalation"),
        **asked,
        asker=F("asked_by__name"),
        at=F("asked_at"),
        band=F("risk__assessment__current_band"),
        due_on=F("answer_by_on"),
    ).values_list(*COLUMNS)
    return rows.union(more, all=True).order_by("at", "what", "pk")


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

    def critical(self) -> Self:
        """Critical on any dimension, or grave for people: what `actions.incidents.is_critical` says of one."""
        return self.filter(Q(impact__gte=CRITICAL) | Q(impact_detail__people__gte=GRAVE))

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

    def standing(self) -> Self:
        """Open ones of projects that still go on under their endorsement."""
        return self.open().filter(risk__register__project__status__in=AFTER_ENDORSEMENT)

    def past_grace(self, today: date) -> Self:
        """Standing ones whose grace was over before this day."""
        return self.standing().filter(grace_until_on__lt=today)

    def with_risk(self) -> Self:
        """Together with what names and places them, the shortest grace first."""
        rows = self.select_related("risk__register__project__lead_office", "risk__register__project__manager")
        return rows.order_by("grace_until_on", "pk")


class AssumptionQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: "User") -> Self:
        """Those of registers this person may read."""
        registers = self.model._meta.get_field("register").related_model.objects
        return self.filter(register__in=registers.visible_to(user).values("pk"))

    def newest(self) -> Self:
        """The one that counts of each register: that which lasts longest."""
        longest = self.order_by("register", "-valid_until_on", "-pk").distinct("register").values("pk")
        return self.filter(pk__in=longest)

    def ending(self, by: date) -> Self:
        """Of each register the one that counts, where its year is over by that day."""
        return self.newest().filter(valid_until_on__lte=by)

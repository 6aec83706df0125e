"""Reads of the promise ledger. What is promised is seen with the meeting or evaluation it comes from, and its origin: the
owner of an action would tell where a masked evaluation was made."""

from __future__ import annotations

from datetime import date
from typing import Any, Self

from django.apps import apps
from django.db import models
from django.db.models import BooleanField, Case, Count, ExpressionWrapper, Q, When, Window

from knowledge import ledger
from pvehub import access
from pvehub.people.models import User


def _seen(user: User, at: str) -> Q:
    meetings = apps.get_model("knowledge", "Meeting").objects.visible_to(user)
    resources = apps.get_model("knowledge", "Resource").objects.visible_to(user).told_origin_of(user)
    return Q(**{f"{at}meeting__in": meetings.order_by().values("pk")}) | Q(
        **{f"{at}resource__in": resources.order_by().values("pk")}
    )


def _answers(user: User) -> Q:
    """Owned by a role this person holds today, at that very office."""
    mine = Q(pk__in=[])
    for posting in access.standing(user).postings:
        mine |= Q(owner_role=posting.role, owner_office=posting.office_id)
    return mine


class RecommendationQuerySet(models.QuerySet[Any]):
    """What meetings and evaluations recommend."""

    def visible_to(self, user: User) -> Self:
        """With their source."""
        return self.filter(_seen(user, ""))

    def by_number(self) -> Self:
        """In their order, with what was promised for each."""
        actions = apps.get_model("knowledge", "FollowUpAction").objects.for_list().order_by("due_on", "pk")
        rows = self.select_related("theme", "meeting", "resource", "answered_by")
        return rows.prefetch_related(models.Prefetch("actions", actions)).order_by("number", "pk")


class FollowUpQuerySet(models.QuerySet[Any]):
    """What was promised."""

    def visible_to(self, user: User) -> Self:
        """With the meeting or evaluation it comes from."""
        return self.filter(_seen(user, "recommendation__"))

    def unkept(self) -> Self:
        """Neither done nor dropped."""
        return self.filter(state__in=ledger.UNKEPT)

    def overdue(self, today: date) -> Self:
        """Past its day, and neither done nor dropped."""
        return self.unkept().filter(due_on__lt=today)

    def answered_by(self, user: User) -> Self:
        """Those whose owner is a role this person holds today, at that very office."""
        return self.filter(_answers(user))

    def for_desk(self, user: User, today: date, soon: date, *, oversees: bool) -> Self:
        """What this person answers for and is due by `soon` (`is_mine`), the longest due first; after it, for who oversees,
        all that is overdue, counted in `late`. One query, however much is promised."""
        mine, late = _answers(user) & Q(due_on__lte=soon), Q(due_on__lt=today)
        rows = self.unkept().filter(mine | late if oversees else mine).for_list()
        overdue = Count(Case(When(late, then="pk")))
        rows = rows.annotate(is_mine=ExpressionWrapper(mine, BooleanField()), late=Window(overdue))
        return rows.order_by("-is_mine", "due_on", "pk")

    def of_meetings(self, meetings: Any) -> Self:
        """Promised at these meetings."""
        return self.filter(recommendation__meeting__in=meetings)

    def near(self, first: date, last: date) -> Self:
        """Unkept and due between these days; what a reminder needs is read with it."""
        rows = self.unkept().filter(due_on__gte=first, due_on__lte=last)
        return rows.for_list().select_related("owner_office__parent").order_by("due_on", "pk")

    def for_list(self) -> Self:
        """What a row shows, in one query."""
        return self.select_related(
            "owner_office", "recommendation__meeting", "recommendation__resource", "evidence_resource"
        )

    def by_day(self) -> Self:
        """The longest due first."""
        return self.order_by("due_on", "pk")

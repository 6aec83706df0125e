"""Reads of meetings and of what hangs on them."""

from __future__ import annotations

from datetime import date
from typing import Any, Final, Self

from django.apps import apps
from django.db import models
from django.db.models import Count, Exists, OuterRef, Q

from knowledge import ledger
from knowledge.querysets.resources import EVERYTHING, offices_around, serves
from pvehub import access
from pvehub.people.models import User

#: Who holds one of these at an office organizes its meetings: curators, regional specialists, TRD, DOE.
ORGANIZES: Final = ("curate_resources", "review_cases", "decide_high_cases")


def organizes_at(user: User, field: str) -> Q:
    """The condition that `field`, a foreign key to an office, is one at which this person organizes meetings."""
    standing = access.standing(user)
    found = Q(pk__in=[])
    for perm in ORGANIZES:
        if standing.anywhere(perm):
            condition = standing.within(perm, field)
            if not condition:
                return EVERYTHING
            found |= condition
    return found


class MeetingQuerySet(models.QuerySet[Any]):
    """Meetings, seen through the person who asks."""

    def visible_to(self, user: User) -> Self:
        """Tier 0 all staff, 1 the region and headquarters, 2 the office that organizes it and those invited; and always
        those who organize it."""
        if not serves(user):
            return self.none()
        standing = access.standing(user)
        around = offices_around(standing)
        near = EVERYTHING if around is None else Q(office__in=around)
        invited = self.model.offices.through.objects.filter(
            meeting_id=OuterRef("pk"), office_id__in=standing.office_ids
        )
        ours = Q(office__in=standing.office_ids) | Q(Exists(invited))
        return self.filter(Q(tier=0) | (Q(tier=1) & near) | ours | organizes_at(user, "office"))

    def organized_by(self, user: User) -> Self:
        """Of the offices at which this person serves and organizes meetings: those are told what a meeting needs."""
        return self.filter(organizes_at(user, "office"), office__in=access.standing(user).office_ids)

    def standing(self) -> Self:
        """Not called off."""
        return self.filter(called_off_at__isnull=True)

    def in_series(self, meeting: Any) -> Self:
        """The others of its series, and itself; of a meeting of no series itself alone. A series is an office's own: what
        another office calls by the same name is another one."""
        same = Q(series=meeting.series, office=meeting.office_id)
        return self.filter(same) if meeting.series else self.filter(pk=meeting.pk)

    def before(self, meeting: Any) -> Self:
        """Those of its series that were held before it, the latest first."""
        rows = self.standing().in_series(meeting).exclude(pk=meeting.pk).filter(starts_on__lt=meeting.starts_on)
        return rows.order_by("-starts_on", "-pk")

    def after(self, meeting: Any) -> Self:
        """Those of its series that come after it, the next first."""
        rows = self.standing().in_series(meeting).exclude(pk=meeting.pk).filter(starts_on__gt=meeting.starts_on)
        return rows.order_by("starts_on", "pk")

    def ending_series(self) -> Self:
        """The last one of each series that has a rhythm."""
        later = self.model.objects.standing().filter(starts_on__gt=OuterRef("starts_on"))
        later = later.filter(series=OuterRef("series"), office=OuterRef("office"))
        rows = self.standing().filter(every_months__gt=0).exclude(Exists(later))
        return rows.select_related("office__parent").order_by("pk")

    def newest(self) -> Self:
        """The latest first."""
        return self.order_by("-starts_on", "-pk")

    def near(self, first: date, last: date) -> Self:
        """Not called off and beginning between these days."""
        return self.standing().filter(starts_on__gte=first, starts_on__lte=last).select_related("office").order_by("pk")

    def for_list(self) -> Self:
        """What a row shows: how much was promised there and how much of it is over."""
        over = Q(recommendations__actions__state__in=(ledger.Promise.DONE, ledger.Promise.DROPPED))
        promised = Count("recommendations__actions", distinct=True)
        ended = Count("recommendations__actions", filter=over, distinct=True)
        return self.select_related("office").annotate(promised=promised, ended=ended)


class DocumentQuerySet(models.QuerySet[Any]):
    """Documents of meetings."""

    def visible_to(self, user: User) -> Self:
        """Files with their meeting; items of the repository only for whoever may read that item too."""
        meetings = apps.get_model("knowledge", "Meeting").objects.visible_to(user).order_by().values("pk")
        resources = apps.get_model("knowledge", "Resource").objects.visible_to(user).order_by().values("pk")
        return self.filter(Q(resource=None) | Q(resource__in=resources), meeting__in=meetings)


class TopicQuerySet(models.QuerySet[Any]):
    """What people would like to see on an agenda."""

    def visible_to(self, user: User) -> Self:
        """With the meeting."""
        meetings = apps.get_model("knowledge", "Meeting").objects.visible_to(user)
        return self.filter(meeting__in=meetings.order_by().values("pk"))

    def most_wanted(self, user: User) -> Self:
        """With `votes`, and whether this person voted (`is_mine`); the most wanted first."""
        mine = self.model.voters.through.objects.filter(topic_id=OuterRef("pk"), user_id=user.pk)
        rows = self.annotate(votes=Count("voters"), is_mine=Exists(mine))
        return rows.select_related("by").order_by("-votes", "at", "pk")

"""Reads of indicators, their values, and documents. Each starts from what the reader may see of the project."""

from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Case, DateField, Exists, F, Func, JSONField, Max, OuterRef, Q, Value, When
from django.db.models.functions import Coalesce, JSONObject, Least

from pvehub import access
from pvehub.people.models import User

from .measures import MONTHS, Frequency
from .workflow import Status, Tier

if TYPE_CHECKING:
    from .querysets import ProjectQuerySet


def _projects() -> "ProjectQuerySet":
    found: ProjectQuerySet = apps.get_model("projects", "Project").objects.all()
    return found


class _Array(Func):
    function = "jsonb_build_array"
    output_field = JSONField()


def _was_endorsed() -> Exists:
    """A condition: the endorsed content of the project holds an indicator with this code."""
    row = _Array(JSONObject(code=OuterRef("code")))
    fields = _Array(JSONObject(name=Value("indicators"), data=row))
    sections = JSONObject(sections=_Array(JSONObject(slug=Value("monitoring"), fields=fields)))
    return Exists(_projects().filter(pk=OuterRef("project"), endorsed_content__contains=sections))


class IndicatorQuerySet(models.QuerySet[Any]):
    """Indicators of projects, and which of them are late."""

    def visible_to(self, user: User) -> Self:
        """Those of the working copy to whoever reads the whole record; to others those that were endorsed."""
        whole = Q(project__in=_projects().whole_for(user).order_by().values("pk"))
        seen = Q(project__in=_projects().visible_to(user).order_by().values("pk"))
        return self.filter(whole | (seen & _was_endorsed()))

    def for_whole(self, user: User) -> Self:
        """Those of projects whose whole record this person reads."""
        return self.filter(project__in=_projects().whole_for(user).order_by().values("pk"))

    def with_due_on(self) -> Self:
        """`due_on` = the day the next value is due, null where none is: of measurable indicators of running projects,
        one interval after the last period (or the start of the project), at the latest at its end. `last_on` = the last
        day for which there is a value."""
        value = apps.get_model("projects", "IndicatorValue").objects.filter(indicator=OuterRef("pk"))
        last = value.order_by().values("indicator").annotate(on=Max("end_on")).values("on")
        steps = [
            When(
                frequency=frequency,
                then=Func(
                    F("since_on"), template=f"(%(expressions)s + interval '{n} months')::date", output_field=DateField()
                ),
            )
            for frequency, n in MONTHS.items()
        ]
        at_end = When(frequency=Frequency.START_END, then=F("project__end_on"))
        running = Q(project__status__in=[Status.ACTIVE, Status.CLOSING], is_measurable=True)
        covered = Q(last_on__isnull=False, project__end_on__isnull=False, last_on__gte=F("project__end_on"))
        with_last = self.annotate(last_on=models.Subquery(last, output_field=DateField()))
        return with_last.annotate(since_on=Coalesce("last_on", "project__start_on")).annotate(
            due_on=Case(
                When(~running | covered, then=None),
                default=Least(Case(*steps, at_end, default=None), F("project__end_on")),
                output_field=DateField(),
            )
        )

    def late(self, today: date) -> Self:
        """Indicators whose next value was due before today, the longest late first."""
        return self.with_due_on().filter(due_on__lt=today).order_by("due_on", "pk")


class ValueQuerySet(models.QuerySet[Any]):
    """Values per period."""

    def visible_to(self, user: User) -> Self:
        indicators = apps.get_model("projects", "Indicator").objects.visible_to(user).order_by().values("pk")
        return self.filter(indicator__in=indicators)

    def in_order(self) -> Self:
        return self.order_by("start_on", "end_on", "pk")


class ValueSheetQuerySet(models.QuerySet[Any]):
    """Uploaded sheets: their owner's own business."""

    def visible_to(self, user: User) -> Self:
        return self.filter(owner=user) if user.is_active and access.standing(user).office_ids else self.none()


class DocumentQuerySet(models.QuerySet[Any]):
    """Documents of projects; each is read under the stricter of its own tier and the project's."""

    def visible_to(self, user: User) -> Self:
        """The section is the team's, so: who would read the whole record if the project had the tier of the document."""
        found = Q(pk__in=[])
        for tier in Tier.values:
            found |= Q(tier=tier, project__in=_projects().whole_at(user, tier).order_by().values("pk"))
        return self.filter(found)

    def in_order(self) -> Self:
        return self.order_by(F("dated_on").desc(nulls_last=True), "-pk")

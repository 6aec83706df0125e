"""Reads of texts, files and reviews of resources."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db import models
from django.db.models import (
    Case,
    CharField,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    FloatField,
    Func,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Concat, Extract, Ln

from knowledge import workflow
from pvehub import access
from pvehub.access import grants
from pvehub.people.models import User

from .resources import EVERYTHING, by_tier, serves

if TYPE_CHECKING:
    from pvehub.access import Standing


class RevisionQuerySet(models.QuerySet[Any]):
    """Texts of resources."""

    def visible_to(self, user: User) -> Self:
        """Texts this person may read: those of what is theirs to write or to judge, drafts their authors' only; of what
        else they may read the texts that were published, where the origin is not masked."""
        resources = apps.get_model("knowledge", "Resource").objects
        whole, own = resources.whole_for(user).values("pk"), resources.of_author(user).values("pk")
        sent = Q(resource__in=whole) & (~Q(status=workflow.Status.DRAFT) | Q(resource__in=own))
        read = Q(resource__in=resources.visible_to(user).filter(is_masked=False).values("pk"))
        return self.filter(sent | (read & Q(status=workflow.Status.PUBLISHED)))

    def waiting(self) -> Self:
        """Sent and not yet decided."""
        return self.filter(status__in=workflow.WAITING)

    def newest(self) -> Self:
        """The newest text first."""
        return self.order_by("-number")


class AttachmentQuerySet(models.QuerySet[Any]):
    """Files of resources, each with a tier of its own."""

    def visible_to(self, user: User) -> Self:
        """Files this person may open: everything of a resource that is theirs to write or to judge; for readers, what
        the published text carries, if the file's own tier lets them."""
        if not serves(user):
            return self.none()
        standing = access.standing(user)
        resources = apps.get_model("knowledge", "Resource").objects
        carried = self.model.revisions.rel.through.objects.filter(
            attachment_id=OuterRef("pk"), revision=OuterRef("resource__published_revision")
        )
        granted = resources.filter(grants.things(user, "see_resource", resources.model)).values("pk")
        readable = by_tier(standing, resource="resource") | Q(resource__in=granted)
        return self.filter(
            Q(resource__in=self._judged(user)) & self._within_named(standing, user)
            | (Exists(carried) & readable & self._shown() & Q(resource__in=resources.visible_to(user).values("pk")))
        )

    def _shown(self) -> Q:
        """Where the origin is masked, readers get a copy without the properties of the document, or nothing."""
        return Q(resource__is_masked=False) | Q(clean_file__isnull=False)

    def named(self) -> Self:
        """`told_name`: what a list calls the file; where the origin is masked, a number and the ending."""
        number = Concat(Value("document-"), Cast("pk", CharField()), Value("."), F("file__extension"))
        masked = When(resource__is_masked=True, then=number)
        return self.annotate(told_name=Case(masked, default=F("name"), output_field=CharField()))

    def _judged(self, user: User) -> QuerySet[Any]:
        return apps.get_model("knowledge", "Resource").objects.whole_for(user).values("pk")

    def _within_named(self, standing: Standing, user: User) -> Q:
        """A file for named persons is open to those who wrote it and to whoever sees what is named; not to every curator."""
        if standing.anywhere("see_named"):
            return EVERYTHING
        own = apps.get_model("knowledge", "Resource").objects.of_author(user).values("pk")
        return Q(tier__lte=2) | Q(resource__in=own) | Q(resource__focal_point=user)

    def live(self) -> Self:
        """Files that the published text of their resource carries: what search may speak of."""
        carried = self.model.revisions.rel.through.objects.filter(
            attachment_id=OuterRef("pk"), revision=OuterRef("resource__published_revision")
        )
        return self.filter(Exists(carried))


def _people(follows: QuerySet[Any]) -> Subquery:
    """How many people these rows are of."""
    number = Func(F("user_id"), function="COUNT", template="%(function)s(DISTINCT %(expressions)s)")
    return Subquery(follows.order_by().annotate(n=number).values("n"), output_field=IntegerField())


class CurationQuerySet(models.QuerySet[Any]):
    """Reviews of resources."""

    def open(self) -> Self:
        """Not yet at an end."""
        return self.filter(closed_at__isnull=True)

    def for_curator(self, user: User) -> Self:
        """Open reviews this person could decide: in scope, with a text that waits, nothing of their own."""
        model = apps.get_model("knowledge", "Resource")
        mine = model.objects.of_author(user).values("pk")
        waiting = apps.get_model("knowledge", "Revision").objects.waiting().filter(resource=OuterRef("resource"))
        scope = model.objects.curated_by(user).values("pk")
        return self.open().filter(Exists(waiting), resource__in=scope).exclude(resource__in=mine)

    def in_region(self, code: str) -> Self:
        """Of offices of the region."""
        return self.filter(Q(resource__owner_office__code=code) | Q(resource__owner_office__parent__code=code))

    def unseconded(self) -> Self:
        """To whose very text that waits no second curator has agreed yet."""
        waits = apps.get_model("knowledge", "Revision").objects.waiting()
        agreed = waits.filter(resource=OuterRef("resource"), sha256=OuterRef("seconded_sha256"))
        return self.filter(~Exists(agreed))

    def for_list(self) -> Self:
        """What a row of the queue shows."""
        return self.select_related("resource", "resource__owner_office__parent", "claimed_by")

    def with_waiting(self) -> Self:
        """`waits_since`: when the text was sent with which the curators' turn began; none while it is the author's."""
        decided = (
            apps.get_model("knowledge", "Decision").objects.filter(curation=OuterRef("pk")).order_by("-decided_at")
        )
        sent = apps.get_model("knowledge", "Revision").objects.filter(
            resource=OuterRef("resource"), submitted_at__gte=OuterRef("turned_at")
        )
        return self.annotate(turned_at=Coalesce(Subquery(decided.values("decided_at")[:1]), F("opened_at"))).annotate(
            waits_since=Subquery(sent.order_by("submitted_at").values("submitted_at")[:1])
        )

    def oldest_most_wanted(self, now: datetime) -> Self:
        """The order of the queue: days waited times how many want it, those who follow it or its themes or countries; the
        number of those weighs by its logarithm, so that what nobody follows comes to its turn too."""
        follow = apps.get_model("projects", "Follow").objects
        of, this = apps.get_model("knowledge", "Resource"), OuterRef(OuterRef("resource_id"))
        themes = of.themes.through.objects.filter(resource_id=this).values("term_id")
        countries = of.countries.through.objects.filter(resource_id=this).values("country_id")
        near = follow.filter(Q(theme_id__in=themes) | Q(country_id__in=countries))
        follows = apps.get_model("knowledge", "Follow").objects.filter(resource_id=OuterRef("resource_id"))
        rows = self.with_waiting().annotate(
            wanted=_people(follows) + _people(near),
            waited=Extract(ExpressionWrapper(Value(now) - F("waits_since"), DurationField()), "epoch"),
        )
        weight = (F("waited") / 86_400.0 + 1.0) * (1.0 + Ln(1.0 + F("wanted"), output_field=FloatField()))
        return rows.order_by(ExpressionWrapper(weight, FloatField()).desc(nulls_last=True), "opened_at", "pk")

"""Reads of guidance, consultations, approvals of messages and what was negotiated."""

from __future__ import annotations

from datetime import date
from typing import Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Case, Count, Exists, F, OuterRef, Q, Value, When
from django.db.models.functions import Cast, JSONObject

from knowledge import workflow
from pvehub import access
from pvehub.people.models import User

from .resources import serves


class ClauseQuerySet(models.QuerySet[Any]):
    """Clauses of published texts."""

    def visible_to(self, user: User) -> Self:
        """Clauses this person may read: those of the text that readers have today; older ones where the former texts are
        theirs to read."""
        resources = apps.get_model("knowledge", "Resource").objects.visible_to(user)
        readable = Q(resource__in=resources.filter(is_masked=False).values("pk"))
        return self.filter(readable | (Q(resource__in=resources.values("pk")) & self._live()))

    def live(self) -> Self:
        """Those of the text that readers have today."""
        return self.filter(self._live())

    def _live(self) -> Q:
        return Q(resource__state=workflow.State.PUBLISHED, revision=F("resource__published_revision"))

    def cited(self, pairs: list[tuple[int, str]]) -> Self:
        """The living clauses cited as (number of the note, number of the clause)."""
        asked = Q(pk__in=[])
        for note, clause in pairs:
            asked |= Q(resource__guidance__number=note, number=clause)
        return self.live().filter(asked).select_related("resource__guidance")

    def naming_red_line(self, number: int) -> Self:
        """Living clauses that name a red line of the register by its number: RL-3."""
        said = rf"(^|[^[:alnum:]_-])RL-0*{number}($|[^[:alnum:]_-])"
        return self.live().filter(text__regex=said).select_related("resource__guidance")


class ConsultationQuerySet(models.QuerySet[Any]):
    """Drafts of guidance that colleagues were asked about."""

    def visible_to(self, user: User) -> Self:
        """Who writes the note, who curates it, and who was asked; as long as the note has not been taken out."""
        if not serves(user):
            return self.none()
        resources = apps.get_model("knowledge", "Resource").objects
        whole = resources.of_author(user).values("pk") | resources.curated_by(user).values("pk")
        there = Q(resource__state__in=(workflow.State.DRAFT, workflow.State.PUBLISHED))
        return self.filter(Q(resource__in=whole) | (there & self._asked(user)))

    def _asked(self, user: User) -> Q:
        named = self.model.offices.through.objects.filter(office__in=access.standing(user).office_ids)
        return Q(is_for_all=True) | Q(pk__in=named.values("consultation"))

    def asking(self, user: User) -> Self:
        """Those in which this person was asked, whatever else they are to it."""
        return self.filter(self._asked(user)) if serves(user) else self.none()

    def running(self, today: date) -> Self:
        """Comments are still taken."""
        return self.filter(ended_at=None, until_on__gte=today)

    def for_desk(self, user: User, today: date) -> Self:
        """Those that wait for this person's word: `waits` says "answer" where colleagues commented on what they wrote, and
        "comment" where they were asked, said nothing yet and still may."""
        writes = apps.get_model("knowledge", "Resource").objects.of_author(user).values("pk")
        said = self.model.comments.rel.related_model._default_manager.filter(consultation=OuterRef("pk"))
        answer = Q(resource__in=writes) & Q(Exists(said.filter(disposed_at=None)))
        asked = self._asked(user) & Q(until_on__gte=today) & ~Q(Exists(said.filter(by=user)))
        waits = Case(When(answer, then=Value("answer")), default=Value("comment"))
        rows = self.visible_to(user).filter(ended_at=None).filter(answer | (asked & ~Q(resource__in=writes)))
        return rows.annotate(waits=waits).order_by("waits", "until_on", "pk")

    def for_list(self) -> Self:
        """What a row shows: how many comments there are, and how many have an answer."""
        return self.select_related("resource__owner_office").annotate(
            said=Count("comments"), answered=Count("comments", filter=Q(comments__disposed_at__isnull=False))
        )


class ClauseCommentQuerySet(models.QuerySet[Any]):
    """Comments on drafts of guidance."""

    def visible_to(self, user: User) -> Self:
        """Comments of consultations this person may read."""
        seen = apps.get_model("knowledge", "Consultation").objects.visible_to(user)
        return self.filter(consultation__in=seen.values("pk"))

    def published_for(self, user: User) -> Self:
        """What stands beside a published note: the answered comments of consultations that have ended, for its readers."""
        notes = apps.get_model("knowledge", "Resource").objects.visible_to(user).published()
        rows = self.filter(consultation__resource__in=notes.values("pk"), consultation__ended_at__isnull=False)
        return rows.filter(disposed_at__isnull=False)


class ApprovalQuerySet(models.QuerySet[Any]):
    """Words of seats on versions of messages."""

    def visible_to(self, user: User) -> Self:
        """Approvals of what this person may read."""
        seen = apps.get_model("knowledge", "Resource").objects.visible_to(user)
        return self.filter(resource__in=seen.values("pk"))

    def as_facts(self) -> models.QuerySet[Any, Any]:
        """What an approval says, as one value a row: which version, of which words, until when."""
        said = JSONObject(version="version", sha256="sha256", until=Cast("valid_until_on", models.TextField()))
        return self.order_by().values_list(said, flat=True)

    def standing(self, today: date) -> Self:
        """Not taken back, and not past their day."""
        return self.filter(withdrawn_at=None, valid_until_on__gte=today)


class NegotiationQuerySet(models.QuerySet[Any]):
    """What was talked over with donors."""

    def visible_to(self, user: User) -> Self:
        """Lines of projects this person reads as a whole."""
        whole = apps.get_model("projects", "Project").objects.whole_for(user)
        return self.filter(project__in=whole.values("pk"))

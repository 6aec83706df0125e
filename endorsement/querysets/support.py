"""Reads of questions put to headquarters: who reads one, whose word is next, which are late."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db.models import Case, Q, QuerySet, When

from pvehub import access

if TYPE_CHECKING:
    from pvehub.people.models import User

# Who answers which kind of question: the right that is asked at the office it comes from.
ANSWERING = {"trd": "screen_cases", "monitoring": "advise_results"}
# Above this tier a question is read by those it names alone, not by everybody who answers such questions.
OPEN_TIER = 2


def _at(offices: frozenset[int] | None) -> Q:
    """A condition: the office that asks is one of these; None is everywhere."""
    return Q(pk__isnull=False) if offices is None else Q(office__in=offices)


class SupportQuerySet(QuerySet[Any]):
    """Questions to headquarters."""

    def visible_to(self, user: User) -> Self:
        """Who asked and who answers; who reads the whole project, or serves as an officer where there is none; and those who
        answer such questions for the office, up to tier 2 (above it only who is named owner)."""
        standing = access.standing(user)
        if not (user.is_active and standing.office_ids):
            return self.none()
        whole = apps.get_model("projects", "Project").objects.whole_for(user).order_by().values("pk")
        found = Q(asked_by=user) | Q(owner=user) | Q(project__in=whole)
        found |= Q(project=None) & _at(standing.offices("see_drafts"))
        return self.filter(found | self._answering(user))

    @staticmethod
    def _answering(user: User) -> Q:
        """Questions of a kind this person answers for the office that asks, as far as they are open to all who do."""
        standing, found = access.standing(user), Q(pk__in=[])
        for kind, perm in ANSWERING.items():
            found |= Q(kind=kind) & (Q(project=None) | Q(project__tier__lte=OPEN_TIER)) & _at(standing.offices(perm))
        return found

    def unanswered(self) -> Self:
        """Open, or waiting for a word of the mission."""
        return self.filter(state__in=["open", "asked_back"])

    def awaiting(self, user: User) -> Self:
        """Questions whose next word is this person's: its owner's, of all who answer while it has none, or the mission's
        once it was asked back. Nobody answers for an office they serve in."""
        standing = access.standing(user)
        nobodys = Q(owner=None) & self._answering(user) & ~Q(office__in=standing.office_ids)
        asked_back = Q(state="asked_back") & (Q(asked_by=user) | _at(standing.offices("submit_cases")))
        return self.visible_to(user).filter(Q(state="open") & (Q(owner=user) | nobodys) | asked_back)

    def late(self, today: date) -> Self:
        """With those who answer, and past their day."""
        return self.filter(state="open", due_on__lt=today)

    def with_words(self, words: str) -> Self:
        """Every word stands in the subject or the question."""
        found = self
        for word in words.split()[:8]:
            found = found.filter(Q(subject__icontains=word) | Q(question__icontains=word))
        return found

    def for_list(self) -> Self:
        """With what a row shows; what waits stands first, the longest due before the others."""
        waits = Case(When(state="open", then=0), When(state="asked_back", then=1), default=2)
        rows = self.select_related("office", "project", "country", "owner", "asked_by")
        return rows.order_by(waits, "due_on", "pk")

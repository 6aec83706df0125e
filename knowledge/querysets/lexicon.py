"""Reading what is proposed of the list of words that could harm, and how its hints were taken."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import Sum

from pvehub import access
from pvehub.people.models import User


class WordProposalQuerySet(models.QuerySet[Any]):
    """Proposals that wait for a second curator."""

    def visible_to(self, user: User) -> Self:
        """Curators of headquarters: they are the ones who may agree."""
        if user.is_active and access.standing(user).offices("curate_resources") is None:
            return self
        return self.none()

    def waiting(self) -> Self:
        """The oldest first, each with its word and who proposed it."""
        return self.select_related("term", "proposed_by").order_by("proposed_at", "pk")

    def to_agree(self, user: User) -> Self:
        """What another one proposed."""
        return self.visible_to(user).exclude(proposed_by=user).order_by("proposed_at", "pk")


class HintCountQuerySet(models.QuerySet[Any]):
    """Counts that know no text and nobody."""

    def by_term(self) -> dict[str, tuple[int, int]]:
        """Code of a word -> how often it was shown, and replaced; one query."""
        rows = self.order_by().values_list("term__code").annotate(shown=Sum("shown"), taken=Sum("taken"))
        return {code: (shown, taken) for code, shown, taken in rows}

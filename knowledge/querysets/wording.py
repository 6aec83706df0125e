"""Reading words that stay, and red lines."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import Count, Q

from pvehub import access
from pvehub.people.models import User


class KeptWordQuerySet(models.QuerySet[Any]):
    """Reasons for words, and rulings. They are for who writes the text and who curates it: the pages ask that first."""

    def said_of(self, resource: Any) -> dict[tuple[str, str, str], Any]:
        """(field, term, words as they stand) -> what was said of them in this resource; one query."""
        rows = self.filter(resource=resource).select_related("said_by", "judged_by").order_by("pk")
        return {(row.field, row.term, row.quoted): row for row in rows}

    def counted_by_term(self) -> dict[str, tuple[int, int, int]]:
        """Code of a word -> in how many resources it was kept with a reason, let stand by a curator, refused. Counts for
        figures of which those under three are never shown; one query."""
        rows = self.order_by().values_list("term")
        rows = rows.annotate(
            kept=Count("resource", filter=~Q(reason=""), distinct=True),
            stays=Count("resource", filter=Q(ruling="stays"), distinct=True),
            goes=Count("resource", filter=Q(ruling="goes"), distinct=True),
        )
        return {term: (kept, stays, goes) for term, kept, stays, goes in rows}


class RedLineQuerySet(models.QuerySet[Any]):
    """The register of what the organization will not do."""

    def visible_to(self, user: User) -> Self:
        """Everybody who serves somewhere reads what was agreed at least once; proposals are for those who may agree."""
        standing = access.standing(user)
        if not (user.is_active and standing.office_ids):
            return self.none()
        if standing.offices("curate_resources") is None or standing.anywhere("administer"):
            return self
        return self.exclude(state="proposed")

    def agreed(self) -> Self:
        """Those that hold, then those that did, each by number."""
        return self.exclude(state="proposed").order_by("-state", "number", "pk")

    def waiting(self) -> Self:
        """Those of which something is proposed, with who did."""
        return self.exclude(proposed={}).select_related("proposed_by").order_by("number", "pk")

    def to_agree(self, user: User) -> Self:
        """What another curator of headquarters proposed, for this one to agree to."""
        if not user.is_active or access.standing(user).offices("curate_resources") is not None:
            return self.none()
        return self.exclude(proposed={}).exclude(proposed_by=user).order_by("proposed_at", "pk")

    def in_force(self) -> Self:
        """Those that hold today, by number."""
        return self.filter(state="in-force").order_by("number", "pk")

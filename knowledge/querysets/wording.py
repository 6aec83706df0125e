"""Reading words that stay, and red lines."""

from __future__ import annotations

from typing import Any, Self

from django.db import models

from pvehub import access
from pvehub.people.models import User


class KeptWordQuerySet(models.QuerySet[Any]):
    """Reasons for words, and rulings. They are for who writes the text and who curates it: the pages ask that first."""

    def said_of(self, resource: Any) -> dict[tuple[str, str, str], Any]:
        """(field, term, words as they stand) -> what was said of them in this resource; one query."""
        rows = self.filter(resource=resource).select_related("said_by", "judged_by").order_by("pk")
        return {(row.field, row.term, row.quoted): row for row in rows}


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

    def in_force(self) -> Self:
        """Those that hold today, by number."""
        return self.filter(state="in-force").order_by("number", "pk")

"""Who asks the board, about which region, and what of endorsement that person may know of."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from statistics import median
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse

from endorsement.models import Case
from pvehub.people.models import Office, User


def middle(days: Iterable[int]) -> int | float | None:
    """The median: half of them took no longer. None of nothing; a whole number where it is one."""
    found = sorted(days)
    value = median(found) if found else None
    return int(value) if value is not None and value == int(value) else value


@dataclass(frozen=True)
class Asked:
    """A reader's board under the filters of a url. `query` holds what a list behind a figure is narrowed by."""

    user: User
    now: datetime
    today: date
    region: Office | None = None
    query: dict[str, str] = field(default_factory=dict)

    @property
    def cases(self) -> Any:
        """Cases this person may read as headquarters: none of their own offices, none they stand aside from."""
        return Case.objects.internal_to(self.user).filter(self.within("project"))

    def of_cases(self, path: str) -> Q:
        """A condition: the case at this path is one of those counted."""
        return Q(**{f"{path}__in": self.cases.order_by().values("pk")})

    def within(self, path: str) -> Q:
        """A condition: the project at this path is led in the region that was asked for, if one was."""
        return Q(**{f"{path}__lead_office__path__startswith": self.region.path}) if self.region else Q()

    def at(self, path: str) -> Q:
        """The same for an office at this path."""
        return Q(**{f"{path}__path__startswith": self.region.path}) if self.region else Q()

    def list_url(self, slug: str, **facets: Any) -> str:
        """The list of exactly what a figure counts."""
        kept = {"region": self.region.pk if self.region else "", **facets}
        asked = urlencode({name: value for name, value in kept.items() if value not in ("", None)})
        return reverse("endorsement:oversight-list", args=[slug]) + (f"?{asked}" if asked else "")

"""What is counted over: risks and registers of one reader, and the address of the list behind each figure."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse

from pvehub.people.models import User

LISTED = ("region", "office", "country", "kind", "category", "position")


@dataclass(frozen=True)
class Asked:
    """A reader's portfolio under the filters of a url."""

    user: User
    registers: Any
    risks: Any
    category: str
    position: str
    query: dict[str, str]

    def list_url(self, **facets: Any) -> str:
        """The list of exactly the risks behind a figure."""
        return f"{reverse('risks:risk-list')}?{urlencode(self._kept({'whose': 'portfolio'}, facets))}"

    def url(self, name: str, *parts: str, **facets: Any) -> str:
        """Another page of the portfolio under the same filters."""
        asked, page = urlencode(self._kept({}, facets)), reverse(f"risks:{name}", args=parts)
        return f"{page}?{asked}" if asked else page

    def _kept(self, first: dict[str, str], facets: dict[str, Any]) -> dict[str, Any]:
        kept = {name: self.query[name] for name in LISTED if self.query.get(name)}
        return first | {name: value for name, value in (kept | facets).items() if value}

    def of_registers(self, path: str) -> Q:
        """A condition: the register at this path is one of those counted."""
        return Q(**{f"{path}__in": self.registers.order_by().values("pk")})

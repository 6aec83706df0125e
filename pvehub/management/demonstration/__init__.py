"""The demonstration: fictional missions, accounts named by role and office, and a portfolio walked through real actions."""

from typing import NamedTuple

from pvehub.access.roles import BY_SLUG
from pvehub.people.models import Posting

from .people import password


class Account(NamedTuple):
    """One account that can sign in."""

    email: str
    who: str
    password: str


def accounts() -> list[Account]:
    """One demonstration account for each role, in the order of the roles."""
    found: dict[str, Account] = {}
    live = Posting.objects.live().filter(user__is_demonstration=True).select_related("user", "office")
    for posting in live.order_by("pk"):
        found.setdefault(posting.role, Account(posting.user.email, str(BY_SLUG[posting.role].name), password()))
    return [found[slug] for slug in BY_SLUG if slug in found]

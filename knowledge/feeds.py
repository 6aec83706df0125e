"""What is new in the repository as Atom, for readers outside the portal: of tier 0, by title, kind and day, and a link."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, Final

from django.conf import settings
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from knowledge import narrowing, search
from knowledge.models import Resource, SavedSearch
from knowledge.narrowing import Filters
from pvehub.people.models import User

ENTRIES: Final = 50
#: A feed without entries was last changed before there was one: its bytes stay the same.
BEGINNING: Final = datetime(2026, 1, 1, tzinfo=UTC)
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


def newest(user: User, filters: Filters) -> list[Resource]:
    """The latest of tier 0 that the filters leave, for this person."""
    rows = narrowing.resources(user, filters).filter(tier=0)
    return list(rows.newest()[:ENTRIES])


def newest_in(saved: SavedSearch) -> list[Resource]:
    """The latest of tier 0 that a kept search finds for its owner today; nothing for who serves nowhere."""
    rows = narrowing.resources(saved.owner, narrowing.of(saved)).filter(tier=0)
    if saved.words:
        found = search.found(saved.words, by=saved.owner, among=rows, correct=False)
        rows = rows.filter(pk__in=found)
    return list(rows.newest()[:ENTRIES])


def atom(title: str, rows: Iterable[Resource], *, address: str) -> str:
    """The feed; `address` is that of the page which shows the same."""
    feed: Any = Atom1Feed(
        title=_clean(title),
        link=f"{settings.SITE_URL}{address}",
        description="",
        author_name="PVE Hub",
        feed_guid=f"{settings.SITE_URL}{reverse('knowledge:feed-list')}?{title}",
    )
    for row in rows:
        feed.add_item(
            title=_clean(row.title),
            link=f"{settings.SITE_URL}{row.get_absolute_url()}",
            description=None,
            unique_id=f"urn:uuid:{row.uid}",
            pubdate=row.published_at,
            updateddate=row.published_at,
            categories=[str(row.get_kind_display())],
        )
    feed.latest_post_date = lambda: max((item["updateddate"] for item in feed.items), default=BEGINNING)
    return str(feed.writeString("utf-8"))


def title_of(filters: Filters, names: Iterable[str]) -> str:
    """What a feed is called: what it is narrowed to, in words."""
    said = ", ".join(names)
    return _("PVE Hub: %(what)s") % {"what": said} if filters.given() and said else _("PVE Hub: new in the repository")


def _clean(text: str) -> str:
    """Without the signs that no XML may hold."""
    return _CONTROL.sub(" ", text)

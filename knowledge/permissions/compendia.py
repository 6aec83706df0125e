"""Who has resources bound into a document, and when it is handed out; as sentences."""

from __future__ import annotations

from typing import Final

from django.utils import timezone
from django.utils.translation import gettext as _

from knowledge.models import Compendium, Resource
from knowledge.querysets import serves
from pvehub.notifications import quiet
from pvehub.people.models import User

MOST_ITEMS: Final = 300
MOST_KEPT: Final = 20


def why_not_make_compendium(user: User, count: int) -> str | None:
    """Whoever serves somewhere, over something and not over everything."""
    if not serves(user):
        return _("Only colleagues with a posting today have compendia written.")
    if not count:
        return _("Nothing that you can read matches.")
    if count > MOST_ITEMS:
        return _("A compendium holds at most %(most)d items. Narrow the filter.") % {"most": MOST_ITEMS}
    if Compendium.objects.visible_to(user).count() >= MOST_KEPT:
        return _("You have %(most)d compendia already. Throw one away first.") % {"most": MOST_KEPT}
    return None


def why_not_hand_out(user: User, row: Compendium) -> str | None:
    """Its owner, while each item in it is still theirs to read, as openly as it was written."""
    if row.owner_id != user.pk:
        return _("Only the person who asked for a compendium reads it.")
    if not row.written_at:
        return _("It is still being written.")
    if row.expires_at <= timezone.now():
        return _("Its seven days are over.")
    written = {pk: (tier, is_masked) for pk, tier, is_masked in row.parts or []}
    if not written:
        return _("Nothing of it may stand in it any more.")
    seen = Resource.objects.visible_to(user).published().filter(pk__in=written)
    if row.is_outside:
        seen = seen.for_outside(timezone.localdate(timezone.now(), quiet.zone(user.time_zone)))
    found = dict(seen.order_by().values_list("pk", "tier"))
    if len(found) < len(written):
        return _("Since it was written something in it was closed, contested or withdrawn.")
    if any(tier > written[pk][0] for pk, tier in found.items()):
        return _("Since it was written the confidentiality of an item in it was raised: its mark is wrong.")
    masked = seen.filter(is_masked=True).order_by().values_list("pk", flat=True)
    if any(not written[pk][1] for pk in masked):
        return _("Since it was written the origin of an item in it was masked.")
    return None

"""Whether people still want the mails they are owed: asked when a digest is gathered, and again of every mail when it is sent."""

from collections.abc import Iterable

from .kinds import Kind, get
from .models import Mute, Notice, Preference


def cadence_of(kind: Kind, preferred: str | None) -> str:
    """At once for what always comes at once, else as the person prefers, else the kind's own."""
    return "now" if kind.always else preferred or kind.cadence


def unwanted(person_id: int, notices: Iterable[Notice]) -> set[int]:
    """Those of the notices (by their keys) whose kind or whose thing the person has switched off since; never those that
    always come. Two queries, however many."""
    asked = [(notice, kind) for notice in notices if (kind := get(notice.kind)) and not kind.always]
    if not asked:
        return set()
    slugs = {kind.slug for _notice, kind in asked}
    preferred = dict(Preference.objects.filter(user=person_id, kind__in=slugs).values_list("kind", "cadence"))
    muted = Mute.objects.filter(user=person_id, about_id__in={notice.about_id for notice, _kind in asked}).pairs()
    return {
        notice.pk
        for notice, kind in asked
        if cadence_of(kind, preferred.get(kind.slug)) == "never" or (notice.about_kind, notice.about_id) in muted
    }

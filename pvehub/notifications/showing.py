"""What a person's list of notices shows: titles and links only of what that person may see now."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from . import mail
from .models import Mute, Notice
from .querysets import abouts


@dataclass(frozen=True)
class Line:
    """One notice as it is shown. Without a url it is inert: the person has lost sight of the thing."""

    notice: Notice
    title: str
    url: str
    mute: Mute | None = None

    @property
    def may_mute(self) -> bool:
        """Whether to mute the thing would keep any mail away."""
        kind = self.notice.what
        return bool(self.url and self.notice.about_kind and kind and not kind.always and not self.mute)


@dataclass(frozen=True)
class MutedLine:
    """One muted thing. Without a url it is inert, as a notice of it is."""

    mute: Mute
    title: str
    url: str


def lines(notices: Iterable[Notice], user: Any) -> list[Line]:
    """The notices with their titles: one query per kind of thing, whatever the number of notices."""
    notices = list(notices)
    seen = abouts([(notice.about_kind, notice.about_id) for notice in notices], user)
    muted = {(mute.about_kind, mute.about_id): mute for mute in Mute.objects.visible_to(user)}
    pairs = [(notice, (notice.about_kind, notice.about_id)) for notice in notices]
    return [Line(notice, *_shown(pair[0], seen.get(pair)), muted.get(pair)) for notice, pair in pairs]


def muted_lines(mutes: Iterable[Mute], user: Any) -> list[MutedLine]:
    """The muted things with their titles, as far as the person may see them now."""
    mutes = list(mutes)
    seen = abouts([(mute.about_kind, mute.about_id) for mute in mutes], user)
    return [MutedLine(mute, *_shown(mute.about_kind, seen.get((mute.about_kind, mute.about_id)))) for mute in mutes]


def _shown(about_kind: str, about: Any) -> tuple[str, str]:
    """Title and address; neither says anything of what the person has lost sight of."""
    if about is not None:
        return mail.title_of(about), mail.url_of(about)
    return (_("You no longer have access to this.") if about_kind else ""), ""

"""What a person's list of notices shows: titles and links only of what that person may see now."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from . import mail
from .models import Notice
from .querysets import abouts


@dataclass(frozen=True)
class Line:
    """One notice as it is shown. Without a url it is inert: the person has lost sight of the thing."""

    notice: Notice
    title: str
    url: str


def lines(notices: Iterable[Notice], user: Any) -> list[Line]:
    """The notices with their titles: one query per kind of thing, whatever the number of notices."""
    notices = list(notices)
    seen = abouts([(notice.about_kind, notice.about_id) for notice in notices], user)
    return [_line(notice, seen.get((notice.about_kind, notice.about_id))) for notice in notices]


def _line(notice: Notice, about: Any) -> Line:
    if about is not None:
        return Line(notice, mail.title_of(about), mail.url_of(about))
    return Line(notice, _("You no longer have access to this.") if notice.about_kind else "", "")

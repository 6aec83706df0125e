"""A living example of each mail: the real templates with made-up, neutral facts. No row is written or read."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from pvehub.people.models import User

from . import mail
from .kinds import Kind
from .models import Delivery, Notice


@dataclass(frozen=True)
class Example:
    """What a mail of one kind looks like to this person."""

    subject: str
    text: str


class Thing:
    """Stands for whatever a notice may be about."""

    tier = 0

    def get_absolute_url(self) -> str:
        return reverse("home")

    def notice_title(self) -> str:
        return _("An example")


def facts() -> dict[str, Any]:
    """Every fact that a template of a mail names, with a neutral value."""
    day = (timezone.localdate() + timedelta(days=7)).isoformat()
    days = dict.fromkeys(("due_on", "until_on", "expires_on", "by_on"), day)
    words = dict.fromkeys(("code", "letter", "office", "seat", "token_name", "ref"), _("An example"))
    return {**days, **words, "number": 1, "n": 3, "grace": 14}


def example(kind: Kind, person: User) -> Example:
    """The mail of this kind in the person's language. Its links to act are made out to nobody."""
    nobody = User(name=person.name, language=person.language, time_zone=person.time_zone)
    notice = Notice(pk=0, recipient=nobody, kind=kind.slug, about_kind="example.thing", about_id="0", facts=facts())
    delivery = Delivery(recipient=nobody, notice=notice, message_id="<example>")
    message = mail.of_notice(delivery, kind, notice, Thing())
    return Example(str(message.subject), str(message.body))

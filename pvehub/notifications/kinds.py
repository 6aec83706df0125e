"""What a person can be told: one Kind per event, listed by each app in its `notices.py`."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from django.conf import settings
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from pvehub import listed

CADENCES = [("now", _("At once")), ("daily", _("Once a day")), ("weekly", _("Once a week")), ("never", _("Never"))]

APPS = {
    "projects": _("Projects"),
    "endorsement": _("Cases"),
    "risks": _("Risks"),
    "knowledge": _("Knowledge"),
}


@dataclass(frozen=True)
class Kind:
    """One thing people are told, and how.

    `slug` is `app.event` and picks `templates/mail/app/event.*`. `urgent`: also at night. `always`: at once, whatever
    the person prefers. `cadence`: for who has no preference. `relevant(about, facts)` is asked again when the mail is
    sent: what has been done meanwhile is not mailed. `why` says who is told, to the one who was: one sentence. `subject`
    is what the page of choices gathers it under.
    """

    slug: str
    label: Any
    urgent: bool = False
    always: bool = False
    cadence: str = "now"
    relevant: Callable[[Any, dict[str, Any]], bool] | None = None
    why: Any = ""
    subject: Any = ""

    @property
    def app(self) -> str:
        return self.slug.partition(".")[0]

    @property
    def heading(self) -> Any:
        """Its subject; its app for a kind without one."""
        return self.subject or APPS.get(self.app, self.app)

    def is_urgent_with(self, facts: dict[str, Any]) -> bool:
        """Whether this very notice is: the kind is, or what it tells of is and its facts say so (`is_urgent`)."""
        return self.urgent or facts.get("is_urgent") is True

    @property
    def template(self) -> str:
        """Where its mail is, without the ending."""
        return f"mail/{self.slug.replace('.', '/', 1)}"


def on(subject: Any, *kinds: Kind) -> list[Kind]:
    """These kinds, gathered under one subject."""
    return [replace(kind, subject=subject) for kind in kinds]


@cache
def registry() -> dict[str, Kind]:
    """Every kind by its slug, in the order of the apps. A slug stands once."""
    return listed.by_slug(settings.NOTICE_KINDS, "KINDS", "notice")


def get(slug: str) -> Kind | None:
    """The kind, or nothing where an old row names one that is no more."""
    return registry().get(slug)


def code_of(kind: Kind) -> str:
    """What stands for a kind in an address: in the log of a proxy nobody reads from it what somebody is told."""
    return salted_hmac("notifications.kind", kind.slug).hexdigest()[:16]


def by_code(code: str) -> Kind | None:
    """The kind of such an address; addresses in mails that were sent before name the slug."""
    return next((kind for kind in registry().values() if code in (code_of(kind), kind.slug)), None)

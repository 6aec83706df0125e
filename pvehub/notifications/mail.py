"""One mail for one person: in their language, by their clock, with no more in it than a mailbox may hold."""

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMultiAlternatives
from django.template import Context
from django.template.loader import get_template
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from . import quiet
from .kinds import Kind, code_of
from .models import Delivery, Notice

RESTRICTED = 2  # from this tier on a mail says only that something changed
UNSUBSCRIBE_SALT = "notifications.unsubscribe"


def of_notice(delivery: Delivery, kind: Kind, notice: Notice, about: Any) -> EmailMultiAlternatives:
    """The mail of one notice. For tiers 2 and 3 the app's own template is not even rendered: a link, no title."""
    restricted = is_restricted(about)
    template = "mail/restricted" if restricted else kind.template
    context = {"notice": notice, "about": None if restricted else about, "url": absolute(url_of(about))}
    context["title"] = "" if restricted else _title_for(delivery, about)
    context["facts"] = {} if restricted else facts_of(notice)
    context["why"] = _("You work on it, are named in it, or follow it.") if restricted else kind.why
    context["is_always"] = kind.always
    if notice.about_kind and notice.pk and not kind.always:
        context["mute_url"] = absolute(reverse("notifications:notice-mute", args=[notice.pk]))
    return _message(delivery, template, context, None if kind.always else kind)


def of_digest(delivery: Delivery, rows: list[tuple[Notice, Any]]) -> EmailMultiAlternatives:
    """One mail for everything a person wanted gathered: what happened and to what, where that may be told, and a link."""
    lines = []
    for notice, about in rows:
        told = {"label": notice.label, "title": _title_for(delivery, about)}
        if is_restricted(about):
            told = {"label": _("Something you follow changed"), "title": ""}
        lines.append({**told, "url": absolute(url_of(about)), "at": notice.created_at})
    context: dict[str, Any] = {"rows": lines, "url": absolute(reverse("notifications:notice-list"))}
    context["why"] = _("These come together once a day or once a week, as you chose or as is usual for their kinds.")
    return _message(delivery, "mail/digest", context, None)


def is_restricted(about: Any) -> bool:
    """Whether a mail may not say what it is about."""
    return bool(getattr(about, "tier", 0) >= RESTRICTED)


def title_of(about: Any) -> str:
    """How a thing is called in a notice: one line."""
    titled = getattr(about, "notice_title", None)
    return " ".join(str(titled() if titled else about or "").split())[:150]


def _title_for(delivery: Delivery, about: Any) -> str:
    """The same in the language of who gets the mail: a worker has none of its own."""
    with translation.override(delivery.recipient.language):
        return title_of(about)


def url_of(about: Any) -> str:
    return about.get_absolute_url() if about is not None else reverse("notifications:notice-list")


def absolute(url: str) -> str:
    return f"{settings.SITE_URL}{url}"


def facts_of(notice: Notice) -> dict[str, Any]:
    """The facts as the template wants them: what is called _on is a date again, what is called _at a moment."""
    facts = dict(notice.facts)
    for name, value in facts.items():
        if isinstance(value, str) and name.endswith("_on"):
            facts[name] = date.fromisoformat(value)
        elif isinstance(value, str) and name.endswith("_at"):
            facts[name] = datetime.fromisoformat(value)
    return facts


def unsubscribe_url(person: Any, kind: Kind | None) -> str:
    """A page that asks before it does anything; without sign-in, for one person and one kind."""
    if kind is None:
        return absolute(reverse("notifications:preference-edit"))
    token = signing.dumps([str(person.uid), code_of(kind)], salt=UNSUBSCRIBE_SALT)
    return absolute(reverse("notifications:unsubscribe", args=[token]))


def _message(delivery: Delivery, template: str, context: dict[str, Any], kind: Kind | None) -> EmailMultiAlternatives:
    person = delivery.recipient
    with translation.override(person.language), timezone.override(quiet.zone(person.time_zone)):
        unsubscribe = unsubscribe_url(person, kind)
        context |= {
            "person": person,
            "language": person.language,
            "direction": "rtl" if translation.get_language_bidi() else "ltr",
            "unsubscribe_url": unsubscribe if kind else "",
            "preferences_url": absolute(reverse("notifications:preference-edit")),
            "password_url": absolute(reverse("account_reset_password")),
        }
        subject, text, html = (
            _render(f"{template}.{ending}", context, escape=ending == "html")
            for ending in ("subject.txt", "txt", "html")
        )
    headers = {
        "Message-ID": delivery.message_id,
        "Auto-Submitted": "auto-generated",  # no out-of-office replies to us
        "List-Unsubscribe": f"<{unsubscribe}>",
    }
    if kind is not None:
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message = EmailMultiAlternatives(" ".join(subject.split()), text.strip() + "\n", to=[person.email], headers=headers)
    message.attach_alternative(html, "text/html")
    return message


def _render(name: str, context: dict[str, Any], *, escape: bool) -> str:
    """Plain text is not escaped: an apostrophe must arrive as one."""
    template = get_template(name).template  # type: ignore[attr-defined]  # Django's own engine has it, the stubs know any engine
    return str(template.render(Context(dict(context), autoescape=escape)))

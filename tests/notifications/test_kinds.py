"""Every kind of notice that any app lists: its mail renders in every language, and says no more than it may."""

import pytest
from django.conf import settings
from django.utils.translation import gettext

from pvehub.jobs.models import Job
from pvehub.notifications import Kind, kinds, mail
from pvehub.notifications.models import Delivery, Notice
from pvehub.people.models import User

SECRET = "Canary of Karamoja"
FACT = "canary-fact"
REAL = list(kinds.registry.__wrapped__().values())


class Thing:
    """Stands for whatever a notice may be about: any attribute a template asks for is a word of its content."""

    def __init__(self, tier):
        self.tier = tier

    def get_absolute_url(self):
        return "/projects/PVE-2026-0042/"

    def notice_title(self):
        return SECRET

    def __getattr__(self, name):
        if name.startswith("_") or name in {"resolve_expression", "as_sql"}:
            raise AttributeError(name)
        return Thing(self.tier)

    def __str__(self):
        return SECRET


def rendered(kind, *, language, tier):
    person = User(name="Chief of mission", email="chief@test.example", language=language, time_zone="Africa/Niamey")
    facts = {"due_on": "2026-03-04", "until_at": "2026-03-04T12:00:00+00:00", "number": FACT}
    notice = Notice(recipient=person, kind=kind.slug, facts=facts)
    delivery = Delivery(recipient=person, notice=notice, message_id="<1@test.example>")
    return mail.of_notice(delivery, kind, notice, Thing(tier))


@pytest.mark.parametrize("kind", REAL, ids=lambda kind: kind.slug)
@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
def test_every_kind_renders_in_every_language(kind, language):
    message = rendered(kind, language=language, tier=0)
    html = message.alternatives[0].content

    assert message.subject and "\n" not in message.subject and len(message.subject) <= 200
    assert SECRET in message.body and "/projects/PVE-2026-0042/" in message.body
    assert f'lang="{language}"' in html and "/projects/PVE-2026-0042/" in html
    assert "{{" not in message.body + html and "{%" not in message.body + html
    assert "<img" not in html and "http" not in html.replace(settings.SITE_URL, "")
    assert len(message.message().as_bytes()) <= 20 * 1024


@pytest.mark.parametrize("kind", REAL, ids=lambda kind: kind.slug)
@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
@pytest.mark.parametrize("tier", [2, 3])
def test_no_kind_says_anything_of_a_restricted_thing(kind, language, tier):
    message = rendered(kind, language=language, tier=tier)
    sent = message.subject + message.body + message.alternatives[0].content

    assert SECRET not in sent and FACT not in sent and "<p" in sent
    assert str(kind.label) not in sent
    assert "/projects/PVE-2026-0042/" in message.body


@pytest.mark.parametrize("kind", REAL, ids=lambda kind: kind.slug)
def test_every_kind_is_named_after_its_app_and_can_be_chosen_or_says_why_not(kind):
    app, _, event = kind.slug.partition(".")
    assert any(name.split(".")[-1] == app for name in settings.INSTALLED_APPS) and event
    assert kind.label and kind.cadence in {"now", "daily", "weekly"}


def test_a_slug_stands_once(settings, monkeypatch):
    from tests.notifications import notices

    monkeypatch.setattr(notices, "KINDS", [Kind("letters.sent", label="a"), Kind("letters.sent", label="b")])
    kinds.registry.cache_clear()
    with pytest.raises(ValueError, match=r"letters\.sent"):
        kinds.registry()


def test_an_app_without_kinds_is_no_error(settings):
    settings.NOTICE_KINDS = ["pvehub.jobs.notices", "nosuch.notices"]
    kinds.registry.cache_clear()
    assert kinds.registry() == {}


def test_facts_come_back_as_dates_and_moments():
    facts = mail.facts_of(
        Notice(facts={"due_on": "2026-03-04", "sent_at": "2026-03-04T12:00:00+00:00", "no": 3, "not_on": None})
    )
    assert (facts["due_on"].isoformat(), facts["sent_at"].hour, facts["no"], facts["not_on"]) == (
        "2026-03-04",
        12,
        3,
        None,
    )


def test_a_title_is_one_line_and_a_thing_without_one_is_called_what_it_is():
    assert mail.title_of(Job(name="a\nb", args=[1])) == "a b [1]"
    assert mail.title_of(None) == ""
    assert len(mail.title_of("long " * 100)) == 150


def test_what_a_thing_is_called_is_told_in_the_language_of_who_gets_the_mail():
    class Risk:
        tier = 0

        def get_absolute_url(self):
            return "/"

        def notice_title(self):
            return gettext("An example")

    person = User(name="Ana", email="ana@test.example", language="fr", time_zone="Africa/Niamey")
    notice = Notice(recipient=person, kind="risks.review_due", facts={"due_on": "2026-03-04"})
    delivery = Delivery(recipient=person, notice=notice, message_id="<1@test.example>")
    for message in (
        mail.of_notice(delivery, kinds.get(notice.kind), notice, Risk()),
        mail.of_digest(delivery, [(notice, Risk())]),
    ):
        assert "Un exemple" in message.body and "Un exemple" in message.alternatives[0].content
        assert "An example" not in message.body

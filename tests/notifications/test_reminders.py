"""The rules by which people are reminded: every one is listed, run by one timer, asked again, and said to its reader."""

import ast
import types
from collections import Counter

import pytest
from django.conf import settings
from django.db import OperationalError
from django.utils import translation

from pvehub import bootstrap
from pvehub.celery import app
from pvehub.notifications import kinds, reminders
from pvehub.notifications.models import Mute, Notice
from pvehub.notifications.reminders import Reminder, Step
from tests import make

RULES = list(reminders.registry.__wrapped__().values())
BY_HAND = {"endorsement.reminded"}  # a person asks for it, see endorsement/actions/batching.py
ELSEWHERE = {"operations.tasks.back_up", "operations.tasks.verify_backup"}  # these write to disk


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.slug)
def test_every_rule_sends_kinds_that_are_asked_again_and_says_when_in_every_language(rule):
    home, _, name = rule.slug.partition(".")
    assert any(app_name.split(".")[-1] == home for app_name in settings.INSTALLED_APPS) and name
    assert rule.kinds and rule.steps
    for slug in rule.kinds:
        assert kinds.get(slug) is not None, f"{slug} is no kind of notice"
        assert kinds.get(slug).relevant is not None, f"what was settled meanwhile is still mailed: {slug}"
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            for step in rule.steps:
                assert str(step).count(":") == 1 and str(step).split(":")[1].strip(), str(step)


def test_a_step_says_its_days_in_words():
    assert str(Step("Owner", (0, -60, -30, 7))) == "Owner: 60 and 30 days before, on the day, 7 days after"
    assert str(Step("Owner", (-1,))) == "Owner: 1 day before"
    assert str(Step("Curator", (5, 10), working=True, after="after it was sent")) == (
        "Curator: 5 and 10 working days after it was sent"
    )
    assert str(Step("Owner", (0, 7), after="after it began")) == "Owner: at once, 7 days after it began"
    assert str(Step("Head", said="each week")) == "Head: each week"


def test_no_reminder_is_sent_outside_the_registry():
    listed = {slug for rule in RULES for slug in rule.kinds} | BY_HAND
    found = Counter()
    for house in ("projects", "endorsement", "knowledge", "risks"):
        for path in (bootstrap.FOLDER / house).rglob("*.py"):
            for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "remind":
                    words = [node.value for node in ast.walk(call) if isinstance(node, ast.Constant)]
                    found.update(word for word in words if word in kinds.registry())
    assert found and set(found) <= listed, set(found) - listed


@pytest.mark.django_db
def test_every_rule_is_run_by_one_timer(monkeypatch):
    app.loader.import_default_modules()
    swept = Counter()
    monkeypatch.setattr(reminders, "sweep", lambda *slugs: swept.update(slugs) or 0)
    for entry in app.conf.beat_schedule.values():
        if entry["task"] not in ELSEWHERE:
            app.tasks[entry["task"]].apply(throw=True)
    assert swept == Counter(rule.slug for rule in RULES)


@pytest.fixture
def rule(monkeypatch):
    """A rule of three rows, of which the second cannot be told of, and what it did with each."""
    done = types.SimpleNamespace(told=[], error=ValueError("Canary of Karamoja"))
    person = make.officer()

    def tell(row, now):
        Mute.objects.create(user=person, about_kind="letters.letter", about_id=str(row))
        if row == 2:
            raise done.error
        done.told.append(row)
        return 1

    one = Reminder("letters.late", "", ("letters.sent",), (Step("Owner", (0,)),), lambda now: iter([1, 2, 3]), tell)
    monkeypatch.setattr(reminders, "registry", lambda: {one.slug: one})
    return done


@pytest.mark.django_db
def test_a_row_that_cannot_be_told_of_keeps_nobody_else_from_hearing_and_leaves_nothing_behind(rule, caplog):
    assert reminders.sweep("letters.late") == 2

    assert rule.told == [1, 3]
    assert sorted(Mute.objects.values_list("about_id", flat=True)) == ["1", "3"]
    assert [record.getMessage() for record in caplog.records] == [
        "The reminder letters.late could not be given for one row."
    ]


@pytest.mark.django_db
def test_a_database_that_is_away_ends_the_sweep_for_the_next_one_to_make_up_for(rule):
    rule.error = OperationalError("gone")
    with pytest.raises(OperationalError):
        reminders.sweep("letters.late")
    assert rule.told == [1]


@pytest.mark.django_db
def test_who_asks_why_reads_when_such_a_notice_comes(client):
    client.force_login(make.officer())
    page = client.get("/notices/kinds/risks.acceptance_ending/").content.decode()
    assert "60, 30 and 7 days before" in page
    page = client.get("/notices/kinds/endorsement.returned/").content.decode()
    assert "When it is told" not in page
    assert not Notice.objects.exists()

"""Kinds and templates of a made-up app, a thing to tell about, and days to tell it on."""

import copy
import pathlib
from datetime import UTC, datetime

import pytest

from pvehub.jobs.models import Job
from pvehub.notifications import kinds

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)  # a Wednesday


@pytest.fixture(autouse=True)
def letters(settings):
    """The kinds letters.sent, letters.decided and letters.listed, beside the real ones."""
    templates = copy.deepcopy(settings.TEMPLATES)
    templates[0]["DIRS"].append(pathlib.Path(__file__).parent / "templates")
    settings.TEMPLATES = templates
    settings.NOTICE_KINDS = [*settings.NOTICE_KINDS, "tests.notifications.notices"]
    kinds.registry.cache_clear()
    yield
    kinds.registry.cache_clear()


@pytest.fixture
def thing(db):
    """Makes something to tell a person about, which that person alone may see: a job of theirs."""

    def of(owner, **fields):
        return Job.objects.create(name="letters.tasks.write", owner=owner, **{"label": "Quarterly letter"} | fields)

    return of


@pytest.fixture
def at(time_machine):
    """Sets the clock: at(NOON), at(NOON, hours=9)."""
    from datetime import timedelta

    def moved(moment=NOON, **later):
        time_machine.move_to(moment + timedelta(**later), tick=False)
        return moment + timedelta(**later)

    return moved

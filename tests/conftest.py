"""What every test has at hand. The machinery below it (database, mail, Redis, browser) is in tests/machinery."""

import time
from collections.abc import Callable, Iterator
from typing import Any

import django
import hypothesis
import pytest

from tests.machinery import amount, database

database.start()  # before anything reads the settings
django.setup()

from django.test import Client  # noqa: E402  (needs the settings)
from django.utils import timezone, translation  # noqa: E402

# A red gate is red again on the next machine, with the same example; the full gate looks for new ones each time.
hypothesis.settings.register_profile("gate", derandomize=not amount.FULL)
hypothesis.settings.load_profile("gate")

pytest_plugins = (
    "tests.machinery.database",
    "tests.machinery.network",
    "tests.machinery.servers",
    "tests.machinery.badmail",
    "tests.machinery.workers",
    "tests.machinery.web",
    "tests.machinery.browser",
    "tests.machinery.portal",
    "tests.machinery.disk",
    "tests.machinery.slowness",
    "tests.machinery.memory",
)


@pytest.fixture(autouse=True)
def _language_and_clock_as_before() -> Iterator[None]:
    """A page asked for as a reader of French leaves French active in this thread; the next test begins without it."""
    yield
    translation.deactivate()
    timezone.deactivate()


@pytest.fixture
def as_() -> Callable[[Any], Client]:
    """A client that has just signed in as this person: as_(make.officer()).get(...)."""

    def signed_in(person: Any) -> Client:
        client = Client()
        client.force_login(person)
        session = client.session
        session["account_authentication_methods"] = [{"method": "password", "at": time.time()}]
        session["account_authentication_methods_user"] = str(person.pk)
        session.save()
        return client

    return signed_in


class Outbox:
    """What people have been told since the test began, as (kind, recipient), in order; compares like a list."""

    def __init__(self) -> None:
        from pvehub.notifications.models import Notice

        self.notices = Notice.objects.order_by("pk")
        self.start = self.notices.values_list("pk", flat=True).last() or 0

    def rows(self) -> list[tuple[str, Any]]:
        return [(notice.kind, notice.recipient) for notice in self.notices.filter(pk__gt=self.start)]

    def __eq__(self, other: object) -> bool:
        return self.rows() == other

    def __iter__(self) -> Iterator[tuple[str, Any]]:
        return iter(self.rows())

    def __len__(self) -> int:
        return len(self.rows())

    def __repr__(self) -> str:
        return repr(self.rows())


@pytest.fixture
def outbox(db: None) -> Outbox:
    return Outbox()

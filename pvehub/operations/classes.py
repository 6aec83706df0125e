"""How long a class of rows is kept and why, and what becomes of a person's rows when the person is erased: the ideas only.

Every app has a module `retention` with CLASSES (what is kept for a time), GOES (rows that go with a person, each with
what is to be done before) and STAYS (rows that stay under the emptied account, each with its why).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import ModuleType
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from pvehub import listed


@dataclass(frozen=True)
class Retained:
    """Rows of one class go `period` after the moment that `older` asks for; with `timer`, a timer of the app's own does it."""

    what: Any
    period: timedelta
    why: Any
    older: Callable[[datetime], QuerySet[Any]] | None = None
    timer: str = ""


def modules() -> Iterator[ModuleType]:
    """The modules named in settings.RETENTION that are there."""
    return listed.modules(settings.RETENTION)


def classes() -> list[Retained]:
    """Every class of every app."""
    return [one for module in modules() for one in module.CLASSES]


def goes() -> dict[str, Callable[[Any], None] | None]:
    """app.Model of the rows that go with a person; what is called with each row before, if anything."""
    return {label: before for module in modules() for label, before in module.GOES.items()}


def stays() -> dict[str, str]:
    """app.Model of the rows that would have gone with the account and stay under the emptied one; why."""
    return {label: why for module in modules() for label, why in module.STAYS.items()}

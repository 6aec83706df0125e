"""How a due day reaches people: rung by rung, each person the latest they have reached, once, for ever.

A sweep that was away makes up for it with one run and one reminder per person; the rows of notices are what remembers.
Who may not read a thing is not reminded of it.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from pvehub.notifications import remind
from pvehub.people.calendar import day_at
from pvehub.people.models import Office, User
from risks import permissions
from risks.models import Register, Risk
from risks.workflow import LADDERS, Seat

People = Callable[[], Iterable[User | None]]


@dataclass(frozen=True)
class Due:
    """One thing that falls due: what is told about it, by the clock of which office, and who stands on which step."""

    about: Any
    on: date
    office: Office | None
    people: Mapping[str, People]
    rule: str
    facts: Mapping[str, Any] = field(default_factory=dict)

    @property
    def pk(self) -> Any:
        return self.about.pk

    def today(self, now: datetime) -> date:
        return day_at(self.office, now)


Rows = Callable[[date], Iterator[Due]]


@dataclass(frozen=True)
class Source:
    """One kind of thing that falls due: its ladder, the notice it gives, its rows due by a day, and what is told about."""

    ladder: str
    kind: str
    rows: Rows
    thing: str = "risks.risk"

    def upto(self, now: datetime) -> Iterator[Due]:
        """Everything whose first rung is reached somewhere on earth by now."""
        first = min(min(rungs) for rungs in LADDERS[self.ladder].values())
        return self.rows(now.date() + timedelta(days=1 - max(first, -400)))


@transaction.atomic
def tell(source: Source, due: Due, now: datetime) -> int:
    """Each person the latest rung they have reached; says how many were told now."""
    told, days = 0, (due.today(now) - due.on).days
    for rung, people in _by_rung(LADDERS[source.ladder], due.people, days).items():
        readers = [person for person in people if _may_read(person, due.about)]
        told += len(remind(readers, source.kind, due.about, due.rule, due.on, rung=str(rung), **due.facts))
    return told


def _by_rung(ladder: Mapping[str, tuple[int, ...]], people: Mapping[str, People], days: int) -> dict[int, list[User]]:
    """Each person once, under the latest rung that any of their roles has reached."""
    reached: dict[int, tuple[int, User]] = {}
    for role, rungs in ladder.items():
        passed = [rung for rung in rungs if rung <= days]
        for person in people[role]() if passed else ():
            if person is not None and person.is_active and reached.get(person.pk, (-9999,))[0] < max(passed):
                reached[person.pk] = (max(passed), person)
    found: dict[int, list[User]] = {}
    for rung, person in reached.values():
        found.setdefault(rung, []).append(person)
    return found


def _may_read(person: User, about: Any) -> bool:
    return bool(type(about)._default_manager.visible_to(person).filter(pk=about.pk).exists())


def around(risk: Risk) -> dict[str, People]:
    """Who stands around a risk: its owner, the manager, and the seats of its register."""
    register: Register = risk.register
    return {"owner": lambda: [risk.owner], **{seat.value: _sitting(seat, register) for seat in Seat}}


def _sitting(seat: str, register: Register) -> People:
    return lambda: permissions.people_in(seat, register)

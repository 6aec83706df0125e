"""The same act on several cases: each in its own transaction, each with its result and, where it was not done, the reason."""

import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from endorsement import permissions
from endorsement.models import Case
from pvehub import access
from pvehub.access import Blocker
from pvehub.audit import trail
from pvehub.notifications import remind
from pvehub.people.models import User

from .moving import locked
from .reminding import holders
from .screening import assign

MOST = 50  # cases in one batch


@dataclass(frozen=True)
class Result:
    """What became of one case of a batch."""

    case: Case
    is_done: bool
    sentence: str


@transaction.atomic
def remind_holders(case: Case, *, by: User) -> list[User]:
    """Whoever has the next step is reminded by name of a person; each case at most once a day. Says who was told."""
    case = locked(case)
    access.require(permissions.why_not_remind(by, case))
    people = [person for person in holders(case) if person.pk != by.pk]
    if not people:
        raise access.Unmet([Blocker(_("Nobody else has the next step here."))])
    due, moved = timezone.localdate(), case.moved_at.isoformat()
    told = remind(people, kind="endorsement.reminded", about=case, rule="asked", due=due, moved=moved)
    if not told:
        raise access.Unmet([Blocker(_("Today they have been reminded already."))])
    trail.record(case, "endorsement.reminded", by=by)
    return [notice.recipient for notice in told]


def remind_each(cases: Iterable[Case], *, by: User, key: uuid.UUID | None = None) -> list[Result]:
    """Remind the holders of each case."""

    def one(case: Case) -> str:
        told = remind_holders(case, by=by)
        return _("Reminded: %(names)s.") % {"names": ", ".join(str(person) for person in told)}

    return _each(cases, one, by=by, key=key)


def assign_each(
    cases: Iterable[Case], person: User, *, by: User, part: str, key: uuid.UUID | None = None
) -> list[Result]:
    """One more reader, or another lead, for each case."""

    def one(case: Case) -> str:
        assign(case, person, by=by, part=part)
        return _("%(name)s reads it from now on.") % {"name": person}

    return _each(cases, one, by=by, key=key)


def _each(cases: Iterable[Case], act: Callable[[Case], Any], *, by: User, key: uuid.UUID | None) -> list[Result]:
    """One transaction an item; a form that is sent twice does each item once."""
    results = []
    for case in list(cases)[:MOST]:
        try:
            with transaction.atomic():
                if key is not None and not access.first_time(uuid.uuid5(key, case.ref), by=by):
                    results.append(Result(case, True, _("Done already by this very form.")))
                    continue
                results.append(Result(case, True, str(act(case))))
        except (access.Refused, access.Moved) as problem:
            results.append(Result(case, False, problem.sentence))
        except access.Unmet as problem:
            results.append(Result(case, False, str(problem)))
    return results

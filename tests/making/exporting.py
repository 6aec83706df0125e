"""Builders of what goes out: an export that waits for its owner."""

from typing import Any

from projects import actions
from projects.exporting.writing import Ledger, Wish, write
from projects.filters import asked
from projects.models import Export
from pvehub.files import passing
from pvehub.people.models import User
from pvehub.tokens import actions as tokens

from . import ground, projects


def export(owner: User, *, format: str = "csv", parts: str = "facts", **fields: Any) -> Export:
    """An export of all that its owner reads, made as the job makes it."""
    made, _progress = actions.ask_export(by=owner, query="", format=format, parts=parts, **fields)
    name, ledger = passing.new_name(), Ledger()
    with passing.writing(name) as out:
        write(asked(owner, {}).ordered, Wish(format, parts), ledger, out)
    return actions.keep_export(made, name, open_ids=ledger.open_ids, whole_ids=ledger.whole_ids)


def _waiting(state: str, people: Any) -> Export:
    projects.project(manager=people.own_mission, office="UG", title=f"Markets {people.canary}")
    return export(people.own_mission)


def token(owner: User, name: str = "A table") -> tuple[Any, str]:
    """A token of this person, and its text, which is nowhere else."""
    return tokens.make_token(by=owner, name=name)


THINGS = {
    "export": _waiting,
    "token": lambda state, people: token(people.own_mission, people.canary)[0],
    "vocabulary": lambda state, people: ground.term("themes"),
}

"""Builders of documents over resources."""

from typing import Any

from knowledge import actions
from knowledge.models import Compendium, Resource
from pvehub.people.models import User

from . import knowledge


def practices(owner: User, resources: list[Resource], *, written: bool = True, **said: Any) -> Compendium:
    """A compendium of these resources, asked for by this person and, unless said otherwise, written."""
    said = {"purpose": "inside", "form": "html", "language": "en"} | said
    row = actions.ask_compendium([resource.pk for resource in resources], by=owner, **said)
    return actions.write_compendium(row) if written else row


def _practices_in_state(state: str, people: Any) -> Compendium:
    """One of the cast's officer over a text that nobody else reads, the canary in its words."""
    text = knowledge.resource(title=f"Title {people.canary}", author=people.own_mission, tier=3)
    form = "html" if state == "pages" else "docx"
    return practices(people.own_mission, [text], written=state != "waiting", form=form)


THINGS: dict[str, Any] = {"practices": _practices_in_state}

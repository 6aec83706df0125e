"""Builders of trust: what readers say of a published text."""

from typing import Any

from knowledge import actions
from knowledge.models import Contest, Resource
from pvehub.people.models import User

from . import ground, knowledge


def contest(resource: Resource | None = None, *, by: User | None = None, **said: str) -> Contest:
    """A contest that waits, raised by a colleague of another mission unless somebody is named."""
    resource = resource or knowledge.resource()
    said = {"why": "The committees were dissolved last year."} | said
    return actions.contest(resource, by=by or ground.user("staff", "KE"), **said)


def _matrix_contest(state: str, cast: Any) -> Contest:
    made = knowledge.resource(author=cast.author, title="A contested page", summary="For all.")
    return contest(made, why=f"No longer {cast.canary}.", where=f"In {cast.canary}")


THINGS = {"contest": _matrix_contest}

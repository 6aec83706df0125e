"""Builders of trust: what readers say of a published text."""

from datetime import timedelta
from typing import Any

from knowledge import actions
from knowledge.models import Contest, Feature, Resource
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


def feature(resource: Resource | None = None, *, by: User | None = None, **said: Any) -> Feature:
    """An item put before the readers of its region for a month, unless something else is named."""
    resource = resource or knowledge.resource()
    said = {"why": "Read it before the rains.", "until_on": ground.today() + timedelta(days=30)} | said
    place = {} if "theme" in said else {"region": resource.owner_office.region}
    return actions.feature(resource, by=by or ground.curator(), **place | said)


def _matrix_feature(state: str, cast: Any) -> Feature:
    made = knowledge.resource(author=cast.author, title="A page put before others", summary="For all.")
    return feature(made, by=cast.curator)


THINGS = {"contest": _matrix_contest, "feature": _matrix_feature}

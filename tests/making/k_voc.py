"""Builders around the repository: terms of the vocabularies, collections, reading lists, feeds."""

from typing import Any

from pvehub.vocabulary.models import Term

from . import ground


def merged(old: str, new: str, name: str = "themes") -> tuple[Term, Term]:
    """Two themes, the first merged into the second by a curator of headquarters."""
    from knowledge import actions

    first, second = ground.term(name, old, f"Old {old}"), ground.term(name, new, f"New {new}")
    actions.merge_term(first, into=second, by=ground.curator())
    first.refresh_from_db()
    return first, second


def _matrix_term(state: str, cast: Any) -> Term:
    return ground.term("approach-tags", f"M-{state}", f"Approach {state}")


def collection(owner: Any = None, *resources: Any, is_shared: bool = False, title: str = "For new colleagues") -> Any:
    """A collection of the owner, who can read what is in it."""
    from knowledge import actions

    owner = owner or ground.officer()
    made = actions.make_collection(by=owner, title=title, is_shared=is_shared)
    for resource in resources:
        actions.add_item(made, resource, by=owner)
    return made


def reading(collection: Any, person: Any, *, due_on: Any = None) -> Any:
    """The person is asked by its owner to read the collection."""
    from knowledge import actions

    return actions.assign_reading(collection, [person], by=collection.owner, due_on=due_on)[0]


def _matrix_collection(state: str, cast: Any) -> Any:
    return collection(cast.author, is_shared=state == "shared", title=f"Collection {cast.canary}")


def _matrix_item(state: str, cast: Any) -> Any:
    from .knowledge import resource

    made = collection(cast.author, resource(author=cast.author), is_shared=state == "shared", title="Collection")
    return made.items.get()


def _matrix_reading(state: str, cast: Any) -> Any:
    return reading(collection(cast.author, title=f"Reading {cast.canary}"), cast.chief)


def feed(owner: Any, name: str = "New lessons") -> tuple[Any, str]:
    """A token of this person that opens feeds, and its text."""
    from pvehub.tokens import actions

    return actions.make_token(by=owner, name=name, scope="feeds")


THINGS = {
    "vocabulary_term": _matrix_term,
    "collection": _matrix_collection,
    "collection_item": _matrix_item,
    "reading": _matrix_reading,
}

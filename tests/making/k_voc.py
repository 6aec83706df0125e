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


THINGS = {"vocabulary_term": _matrix_term}

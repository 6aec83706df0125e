"""What a person may see, put together once a request: the condition is built of dozens of parts, and a page asks for the
same one again and again, mostly inside another. Only the question is kept, never its answer: each read asks the database."""

import functools
import time
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any, Concatenate, ParamSpec, TypeVar

from django.db.models import QuerySet
from django.db.models.sql import Query

Reads = TypeVar("Reads", bound=QuerySet[Any])
More = ParamSpec("More")

KEPT_FOR = 1.0  # seconds; the condition names the moment it was put together, and an act may wait long for its lock

_of_this_request: ContextVar[dict[Any, tuple[float, Any]] | None] = ContextVar("sight", default=None)


def begin() -> None:
    """A request begins, or rights are read anew: nothing is kept yet."""
    _of_this_request.set({})


def end() -> None:
    """Keep nothing from here on."""
    _of_this_request.set(None)


def once(read: Callable[Concatenate[Reads, Any, More], Reads]) -> Callable[Concatenate[Reads, Any, More], Reads]:
    """For a read of a queryset that takes a person, at most with plain values, and asks nothing of the database itself. Of
    the person it may look at nothing but the standing, who it is, and whether they are active: these are in the key.

    Within a request it is put together once for each person, and for rows of which nothing has been asked before; what
    is given is a copy, so that nobody adds to another's question.
    """

    @functools.wraps(read)
    def seen(rows: Reads, user: Any, /, *more: More.args, **named: More.kwargs) -> Reads:
        kept = _of_this_request.get()
        if kept is None or named or not user.pk or not _is_bare(rows):
            return read(rows, user, *more, **named)
        key = (type(rows), rows.model, read.__qualname__, user.pk, user.is_active, *more)
        now = time.monotonic()
        made, found = kept.get(key, (0.0, None))
        if found is None or now - made > KEPT_FOR:
            found = read(rows, user, *more, **named)
            kept[key] = now, found
        again: Reads = found.all()
        return again

    return seen


def _is_bare(rows: QuerySet[Any]) -> bool:
    """Whether it is as its manager gave it: equal in all it holds to one that was just made."""
    if vars(rows.query) != vars(Query(rows.model)):
        return False
    fresh = type(rows)(rows.model)
    return {**vars(rows), "_query": None} == {**vars(fresh), "_query": None}

"""Holding a resource while something happens to it, and putting on record who was refused."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

from django.db import transaction

from knowledge.models import Curation, Resource, Revision
from pvehub import access
from pvehub.audit import trail

P = ParamSpec("P")
R = TypeVar("R")


def locked(resource: Resource) -> Resource:
    """The resource as it is now, held until the transaction ends. Its reviews and texts change only under this lock."""
    rows = Resource.objects.select_for_update(of=("self",)).select_related("owner_office")
    found: Resource = rows.get(pk=resource.pk)
    return found


def newest(resource: Resource) -> Revision:
    """Its newest text."""
    return Revision.objects.filter(resource=resource).newest()[:1].get()


def open_curation(resource: Resource) -> Curation:
    """The one open review."""
    return Curation.objects.open().select_related("claimed_by").get(resource=resource)


def on_record(act: Callable[Concatenate[Resource, P], R]) -> Callable[Concatenate[Resource, P], R]:
    """Wrap an act of curation: whoever is refused stands in the history, though the act itself is undone."""

    @wraps(act)
    def wrapper(resource: Resource, *args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return act(resource, *args, **kwargs)
        except access.Refused as refused:
            _keep(resource, by=kwargs["by"], sentence=refused.sentence)
            raise

    return cast(Callable[Concatenate[Resource, P], R], wrapper)


@transaction.atomic
def _keep(resource: Resource, *, by: Any, sentence: str) -> None:
    trail.record(locked(resource), "knowledge.refused", by=by, note=sentence)

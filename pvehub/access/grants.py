"""The only door to guardian: who holds what on one object, through an address or by name, until when."""

from datetime import datetime
from typing import Any

from django.contrib.auth.models import Group
from django.db.models import Model, Q, QuerySet
from guardian.shortcuts import assign_perm, remove_perm
from guardian.utils import get_group_obj_perms_model, get_user_obj_perms_model

from pvehub.people.models import User

from .standings import standing


def _tables(model: Any) -> tuple[Any, Any]:
    return get_user_obj_perms_model(model), get_group_obj_perms_model(model)


def give(perm: str, thing: Model, *, to: User | Group, by: User | None, until: datetime | None = None) -> None:
    """Grant `perm` on the thing; a second time moves the end. Called by actions, which record the event."""
    row: Any = assign_perm(perm, to, thing)
    type(row)._default_manager.filter(pk=row.pk).update(until_at=until, given_by=by)


def take(perm: str, thing: Model, *, to: User | Group) -> None:
    remove_perm(perm, to, thing)


def things(user: User, perm: str, model: type[Model]) -> Q:
    """A condition on `model`: this person holds `perm` on the object, by name or through a live posting."""
    people, groups = _tables(model)
    mine = people.rows.live().filter(user=user, permission__codename=perm).values("content_object_id")
    ours = groups.rows.live().filter(group_id__in=standing(user).group_ids, permission__codename=perm)
    return Q(pk__in=mine) | Q(pk__in=ours.values("content_object_id"))


def holds(user: User, perm: str, thing: Model) -> bool:
    """Whether the person holds `perm` on this very object."""
    return type(thing)._default_manager.filter(things(user, perm, type(thing)), pk=thing.pk).exists()


def people_with(perm: str, thing: Model) -> QuerySet[User]:
    """The people who hold `perm` on the object by name."""
    people, _groups = _tables(type(thing))
    rows = people.rows.live().filter(content_object=thing, permission__codename=perm)
    named: QuerySet[User] = User.objects.filter(pk__in=rows.values("user_id"))
    return named.order_by("sort_key", "pk")

"""Keeping the categories of risk: their names, and whether every register answers them. Appetites change with versions."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from pvehub.access import Moved, Unmet, require
from pvehub.audit import trail
from pvehub.people.models import User
from risks import permissions
from risks.models import Category
from risks.scoring import Appetite
from risks.versions import category_sha256

EDITABLE = ("name_en", "name_fr", "name_es", "source", "is_mandatory")


@transaction.atomic
def add_category(*, by: User, code: str, **fields: Any) -> Category:
    """A category of one's own, the last in the order. It is averse until a version of the method says otherwise."""
    require(permissions.why_not_own_method(by))
    if Category.objects.filter(code=code).exists():
        raise Unmet([_("There is a category with the code %(code)s already.") % {"code": code}])
    last = Category.objects.aggregate(last=Max("position"))["last"]
    category = Category.objects.create(
        code=code,
        appetite=Appetite.AVERSE,
        position=(last or 0) + 1,
        changed_at=timezone.now(),
        changed_by=by,
        **{name: fields[name] for name in EDITABLE if name in fields},
    )
    trail.record(category, "risks.category_added", by=by, after=code)
    return category


@transaction.atomic
def edit_category(category: Category, changes: Mapping[str, Any], *, by: User, seen: str = "") -> Category:
    """Change names, source, or whether it is mandatory; from here on the files leave this row alone.

    `seen` is the hash of what the form was filled on: another one means that it moved on.
    """
    require(permissions.why_not_own_method(by))
    category = Category.objects.select_for_update().get(pk=category.pk)
    if seen and seen != category_sha256(category):
        kept = {name: str(changes[name]) for name in EDITABLE[:-1] if changes.get(name)}
        raise Moved(_("Somebody changed this category while you wrote."), kept=kept)
    changed = {name: changes[name] for name in EDITABLE if name in changes and changes[name] != getattr(category, name)}
    if not changed:
        return category
    words = {name: [getattr(category, name), value] for name, value in changed.items()}
    for name, value in changed.items():
        setattr(category, name, value)
    category.changed_at, category.changed_by = timezone.now(), by
    category.save(update_fields=[*changed, "changed_at", "changed_by"])
    trail.record(category, "risks.category_edited", by=by, changes=words)
    return category

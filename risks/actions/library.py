"""Keeping the library of known risks. Registers hold copies, which no change here ever reaches."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from pvehub.access import Moved, Unmet, require
from pvehub.audit import trail
from pvehub.people.models import User
from risks import permissions
from risks.models import Category, LibraryRisk
from risks.querysets import library_code
from risks.versions import library_sha256

EDITABLE = ("category", "cause", "event", "consequence", "mitigations")


@transaction.atomic
def add_to_library(*, by: User, language: str, stem: str = "", **fields: Any) -> LibraryRisk:
    """A risk under the next number of its category; with `stem`, the same risk in another language, under its code."""
    require(permissions.why_not_own_method(by))
    category = Category.objects.select_for_update().get(pk=fields["category"].pk)
    code = library_code(stem or _next_stem(category), language)
    if LibraryRisk.objects.filter(code=code).exists():
        raise Unmet([_("The library has this risk in that language already.")])
    item = LibraryRisk.objects.create(
        code=code, language=language, changed_at=timezone.now(), changed_by=by, **{**fields, "category": category}
    )
    trail.record(item, "risks.library_added", by=by, after=code)
    return item


def _next_stem(category: Category) -> str:
    """The first number that no risk of the category has had, retired ones counted."""
    codes = LibraryRisk.objects.filter(code__startswith=f"{category.code}-").values_list("code", flat=True)
    numbers = [int(number) for code in codes if (number := code.partition("-")[2].partition(".")[0]).isdigit()]
    return f"{category.code}-{max(numbers, default=0) + 1}"


def _locked(item: LibraryRisk) -> LibraryRisk:
    found: LibraryRisk = LibraryRisk.objects.select_for_update(of=("self",)).select_related("category").get(pk=item.pk)
    return found


@transaction.atomic
def edit_in_library(item: LibraryRisk, changes: Mapping[str, Any], *, by: User, seen: str = "") -> LibraryRisk:
    """Change what the library says; from here on the files leave this row alone.

    `seen` is the hash of what the form was filled on: another one means that it moved on.
    """
    require(permissions.why_not_own_method(by))
    item = _locked(item)
    if seen and seen != library_sha256(item):
        kept = {name: str(changes[name]) for name in ("cause", "event", "consequence") if changes.get(name)}
        kept |= {"mitigations": "; ".join(way["text"] for way in changes.get("mitigations", []))}
        raise Moved(_("Somebody changed this risk of the library while you wrote."), kept=kept)
    changed = {name: changes[name] for name in EDITABLE if name in changes and changes[name] != getattr(item, name)}
    if not changed:
        return item
    words = {name: [_word(getattr(item, name)), _word(value)] for name, value in changed.items()}
    for name, value in changed.items():
        setattr(item, name, value)
    item.changed_at, item.changed_by = timezone.now(), by
    item.save(update_fields=[*changed, "changed_at", "changed_by"])
    trail.record(item, "risks.library_edited", by=by, changes=words)
    return item


def _word(value: Any) -> Any:
    """A value as history keeps it: a category as its code."""
    return value.code if isinstance(value, Category) else value


def retire_from_library(item: LibraryRisk, *, by: User) -> None:
    """It is offered no more, in any language; copies in registers stay as they are."""
    _set_retired(item, True, "risks.library_retired", by=by)


def restore_to_library(item: LibraryRisk, *, by: User) -> None:
    """It is offered again, in every language it is there in."""
    _set_retired(item, False, "risks.library_restored", by=by)


@transaction.atomic
def _set_retired(item: LibraryRisk, is_retired: bool, verb: str, *, by: User) -> None:
    require(permissions.why_not_own_method(by))
    rows = LibraryRisk.objects.select_for_update().same_as(item).exclude(is_retired=is_retired).order_by("pk")
    for row in rows:
        row.is_retired = is_retired
        row.save(update_fields=["is_retired"])
        trail.record(row, verb, by=by, before=str(not is_retired), after=str(is_retired))

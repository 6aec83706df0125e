"""Writing the next version of the method and activating it. What was ever active is never written again.

Every write locks all versions first, so that drafts and activations queue up behind each other.
"""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from pvehub.access import Moved, Unmet, require
from pvehub.audit import trail
from pvehub.people.models import User
from risks import permissions, scales, versions
from risks.models import AssumptionRule, Category, MatrixVersion
from risks.scoring import Rule
from risks.workflow import MatrixState

PARTS = ("cells", "appetites", "scales")


def _lock_active() -> MatrixVersion:
    """The active version, with all versions locked: which one is active is asked once nobody else can change it."""
    list(MatrixVersion.objects.select_for_update().order_by("pk").values_list("pk"))
    found: MatrixVersion = MatrixVersion.objects.active()
    return found


def _lock_draft(draft: MatrixVersion, *, by: User, seen: str, kept: Mapping[str, str] | None = None) -> MatrixVersion:
    """The draft as it is now. `seen` is the hash of what the person looked at: another one means it moved on."""
    require(permissions.why_not_change_version(by, draft))
    active = _lock_active()
    found = MatrixVersion.objects.filter(pk=draft.pk).first()
    if found is None:
        raise Moved(_("This draft was dropped meanwhile."), kept=kept, url=active.get_absolute_url())
    if not found.is_draft:
        raise Moved(_("This draft was activated meanwhile."), kept=kept, url=found.get_absolute_url())
    if seen and seen != versions.sha256(found):
        raise Moved(_("The draft was changed meanwhile: look at it again."), kept=kept, url=found.get_absolute_url())
    locked: MatrixVersion = found
    return locked


@transaction.atomic
def draft_matrix(*, by: User) -> MatrixVersion:
    """Begin the next version as a copy of the active one. One draft at a time; categories that came later join it."""
    require(permissions.why_not_own_method(by))
    active = _lock_active()
    if MatrixVersion.objects.draft() is not None:
        raise Unmet([_("There is a draft already: change that one, or drop it.")])
    later = dict(Category.objects.exclude(code__in=active.appetites).values_list("code", "appetite"))
    draft = MatrixVersion.objects.create(
        number=MatrixVersion.objects.order_by("-number").values_list("number", flat=True)[0] + 1,
        cells=active.cells,
        appetites={**active.appetites, **later},
        scales=active.scales,
    )
    _write_rules(draft, versions.rules(active))
    trail.record(draft, "risks.method_drafted", by=by, before=str(active), after=str(draft))
    return draft


def _write_rules(draft: MatrixVersion, rules: Mapping[str, Rule]) -> None:
    draft.rules.all().delete()
    AssumptionRule.objects.bulk_create(
        AssumptionRule(matrix=draft, level=level, **asdict(rule)) for level, rule in rules.items()
    )


def _typed(own: scales.Own) -> dict[str, str]:
    """The words somebody typed, to be given back where the draft moved on."""
    return {
        f"{scales.place(name)} ({language})": word
        for language in own
        for name, word in scales.flat(own, language).items()
    }


@transaction.atomic
def change_draft(
    draft: MatrixVersion, *, by: User, seen: str = "", rules: Mapping[str, Rule] | None = None, **parts: Any
) -> MatrixVersion:
    """Write parts of the draft: `cells`, `appetites`, `scales`, `rules` by level; what is not given stays.

    A draft may be incomplete or wrong while it is written: what is wrong with it only keeps it from being activated.
    """
    draft = _lock_draft(draft, by=by, seen=seen, kept=_typed(parts.get("scales", {})))
    before = versions.content_of(draft)
    for name in PARTS:
        if name in parts:
            setattr(draft, name, parts[name])
    draft.save(update_fields=list(PARTS))
    if rules is not None:
        _write_rules(draft, rules)
    after = versions.content_of(MatrixVersion.objects.get(pk=draft.pk))
    if changed := {name: [before[name], after[name]] for name in after if before[name] != after[name]}:
        trail.record(draft, "risks.method_changed", by=by, changes=changed)
    return draft


@transaction.atomic
def drop_draft(draft: MatrixVersion, *, by: User, seen: str = "") -> None:
    """Give the draft up; its number is free again. What was in it stays in its history."""
    draft = _lock_draft(draft, by=by, seen=seen)
    trail.record(draft, "risks.method_dropped", by=by, before=str(draft))
    draft.rules.all().delete()
    draft.delete()


@transaction.atomic
def activate(draft: MatrixVersion, *, by: User, seen: str, why: str) -> MatrixVersion:
    """From here on risks are rated in this version; the one before is retired in the same transaction.

    `seen` is the hash of the draft as it was previewed. No stored rating, band, level or acceptance changes; the
    categories take over the appetites of the version.
    """
    active = _lock_active()
    draft = _lock_draft(draft, by=by, seen=seen or "nothing", kept={_("Why the method changes"): why} if why else {})
    missing = [] if why.strip() else [_("Say why the method changes.")]
    if found := [*missing, *versions.problems(draft)]:
        raise Unmet(found)
    now = timezone.now()
    active.state = MatrixState.RETIRED
    active.save(update_fields=["state"])
    draft.state, draft.why, draft.activated_at, draft.activated_by = MatrixState.ACTIVE, why.strip(), now, by
    draft.save(update_fields=["state", "why", "activated_at", "activated_by"])
    changed = [c for c in Category.objects.all() if draft.appetites[c.code] != c.appetite]
    for category in changed:
        category.appetite, category.changed_at, category.changed_by = draft.appetites[category.code], now, by
    Category.objects.bulk_update(changed, ["appetite", "changed_at", "changed_by"])
    trail.record(active, "risks.method_retired", by=by, before=MatrixState.ACTIVE, after=MatrixState.RETIRED)
    trail.record(draft, "risks.method_activated", by=by, before=str(active), after=str(draft), note=draft.why)
    return draft

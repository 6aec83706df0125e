"""The table of material changes: field by field and row by row, what the difference from the endorsed baseline asks for.

A field without a rule of its own asks for what `sections` says of it. The strictest reason decides, and a field goes out
whole or not at all.
"""

import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from ..sections import AGAIN, FIELDS, FREE, NOTIFY, SECTION_OF, Class, Field, Kind
from . import sums

Data = Any  # as `content` keeps it: text, or a list of codes or of rows
WEIGHT = {FREE: 0, NOTIFY: 1, AGAIN: 2}

# Codes of the vocabularies.
GRAVE_GROUPS = frozenset({"RTF", "FAF", "DET"})  # returnees, former fighters, detention
GRAVE_THEMES = frozenset({"REINT", "DDR", "PRISN"})
MESSAGES = frozenset({"ALTNA", "media"})  # themes and kinds of intervention that are communication work
SECURITY = "security"  # a type of organization, and an arm of a donor


@dataclass(frozen=True)
class Reason:
    """Why a change asks for something: the code of the rule, what it asks for, and of what in the record it speaks."""

    asks: str
    code: str
    what: str = ""


@dataclass(frozen=True)
class Pair:
    """The record as it was endorsed and as it stands, by field; `kinds`: types of organizations by name in lower case."""

    then: Mapping[str, Data]
    now: Mapping[str, Data]
    kinds: Mapping[str, Collection[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Change:
    """One field that is not what was endorsed: what this asks for, and why."""

    section: str
    field: str
    asks: str
    because: tuple[Reason, ...]
    before: Data
    after: Data

    @property
    def label(self) -> str:
        return str(FIELDS[self.field].label)


def data_of(content: Mapping[str, Any] | None) -> dict[str, Data]:
    """Frozen content by field."""
    return {item["name"]: item["data"] for section in (content or {}).get("sections", []) for item in section["fields"]}


def compare(pair: Pair, objected: Collection[str] = ()) -> list[Change]:
    """Every field that is not what was endorsed, in the order of the record; fields that were not read are left out.

    What TRD objected to is endorsed again.
    """
    found = []
    for name, item in FIELDS.items():
        if name not in pair.now:
            continue
        before, after = pair.then.get(name) or "", pair.now.get(name) or ""
        if _same(item, before, after):
            continue
        reasons = RULES.get(name, _by_table)(item, before, after, pair)
        if item.red_line:
            reasons = [*reasons, Reason(AGAIN, "red_line")]
        if name in objected:
            reasons = [*reasons, Reason(AGAIN, "objected")]
        asks = max((reason.asks for reason in reasons), key=WEIGHT.__getitem__)
        because = tuple(dict.fromkeys(reason for reason in reasons if reason.asks == asks))
        found.append(Change(SECTION_OF[name].slug, name, asks, because, before, after))
    return found


def _same(item: Field, before: Data, after: Data) -> bool:
    """Whether both say the same: in whatever order the rows stand, however lines end, however a figure is written."""
    if isinstance(before, list) or isinstance(after, list):
        return sorted(map(_spelled, before or [])) == sorted(map(_spelled, after or []))
    if item.kind in {Kind.MONEY, Kind.NUMBER} and before and after:
        return sums.amount(before) == sums.amount(after)
    return _lines(before) == _lines(after)


def _spelled(value: Data) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False)


def _lines(text: Data) -> list[str]:
    return [line.rstrip() for line in str(text).replace("\r\n", "\n").strip().split("\n")]


def _by_table(item: Field, before: Data, after: Data, pair: Pair) -> list[Reason]:
    return [Reason(item.change, item.change)]


def _listed(value: Data) -> list[Any]:
    return list(value) if isinstance(value, list) else []


def _rows(value: Data) -> list[Mapping[str, Any]]:
    """Rows of a table; content frozen before it was one holds a text."""
    return [row for row in _listed(value) if isinstance(row, Mapping)]


def _total(item: Field, before: Data, after: Data, pair: Pair) -> list[Reason]:
    """Below 10 % free, 10 to 20 % told, above again; growth together with a later end is no no-cost extension."""
    if pair.then.get("currency") != pair.now.get("currency"):
        return [Reason(AGAIN, "currency")]
    change, total = sums.grown(before, after)
    asks, share = sums.graded(abs(change), total), sums.percent(change, total)
    found = [Reason(asks, f"total_{asks}", share)]
    if change > 0 and sums.later(pair.then.get("end_on"), pair.now.get("end_on")) > 0:
        found.append(Reason(NOTIFY, "extension_with_cost", share))
    return found


def _currency(item: Field, before: Data, after: Data, pair: Pair) -> list[Reason]:
    return [Reason(AGAIN, "currency")]


def _lines_of_budget(item: Field, before: Data, after: Data, pair: Pair) -> list[Reason]:
    """What was moved between lines, and by how much their sum changed; a first breakdown moves nothing."""
    if pair.then.get("currency") != pair.now.get("currency"):
        return [Reason(AGAIN, "currency")]
    if not _rows(before):
        return [Reason(NOTIFY, "lines_new")]
    total = sums.whole(pair.then.get("budget"), before)
    across, more = sums.moved(before, after)
    moved = sums.graded(across, total, is_small_included=True)
    summed = sums.graded(abs(more), total)
    return [
        Reason(moved, f"moved_{moved}", sums.percent(across, total).lstrip("+")),
        Reason(summed, f"lines_{summed}", sums.percent(more, total)),
    ]


def _end(item: Field, before: Data, after: Data, pair: Pair) -> list[Reason]:
    """Up to three months later told, beyond that again; an earlier end is told."""
    then, now = sums.day(before), sums.day(after)
    if then is None or now is None or now < then:
        return [Reason(NOTIFY, "end_earlier" if then and now else NOTIFY)]
    if now <= sums.after_months(then, sums.MONTHS):
        return [Reason(NOTIFY, "extension")]
    return [Reason(AGAIN, "beyond")]


def _countries(item: Field, before: Data, after: Data, pair: Pair) -> list[Reason]:
    return _members(before, after, "country", "country_gone")


def _members(before: Data, after: Data, came: str, went: str) -> list[Reason]:
    """What came in is endorsed again, what is no more is told."""
    new, gone = set(_listed(after)) - set(_listed(before)), set(_listed(before)) - set(_listed(after))
    return [
        *(Reason(AGAIN, came, str(code)) for code in sorted(new)),
        *(Reason(NOTIFY, went, str(code)) for code in sorted(gone)),
    ]


def _groups(item: Field, before: Data, after: Data, pair: Pair) -> list[Reason]:
    found = _members(before, after, "group", "group_gone")
    return [
        Reason(reason.asks, "grave_group", reason.what)
        if reason.code == "group" and reason.what in GRAVE_GROUPS
        else reason
        for reason in found
    ]


def _themes(item: Field, before: Data, after: Data, pair: Pair) -> list[Reason]:
    new = sorted(set(_listed(after)) - set(_listed(before)))
    grave = [Reason(AGAIN, "grave_theme", code) for code in new if code in GRAVE_THEMES]
    messages = [Reason(AGAIN, "communication", code) for code in new if code in MESSAGES]
    return [*grave, *messages, Reason(FREE, FREE)]


def _activities(item: Field, before: Data, after: Data, pair: Pair) -> list[Reason]:
    """Free, but for communication work that was not there, and for an outcome that waits: its words would go out here."""
    known = {tag for row in _rows(before) for tag in row.get("interventions", [])}
    new = {tag for row in _rows(after) for tag in row.get("interventions", [])} - known
    found = [Reason(AGAIN, "communication", tag) for tag in sorted(new & MESSAGES)]
    outcomes = {row.get("text") for row in _rows(pair.then.get("outcomes"))}
    if any(row.get("outcome") and row["outcome"] not in outcomes for row in _rows(after)):
        found.append(Reason(AGAIN, "outcome"))
    return found or [Reason(FREE, FREE)]


def _class(item: Field, before: Data, after: Data, pair: Pair) -> list[Reason]:
    if (before, after) == (Class.RELEVANT, Class.SPECIFIC):
        return [Reason(AGAIN, "specific")]
    return _by_table(item, before, after, pair)


def _components(item: Field, before: Data, after: Data, pair: Pair) -> list[Reason]:
    known = {_name(row.get("title")) for row in _rows(before)}
    new = [str(row.get("title")) for row in _rows(after) if _name(row.get("title")) not in known]
    return [*(Reason(AGAIN, "component", title) for title in new), *_by_table(item, before, after, pair)]


def _name(value: Any) -> str:
    return " ".join(str(value or "").split()).casefold()


def _place(row: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(_name(row.get(part)) for part in ("country", "admin1", "admin2", "place"))


def _places(item: Field, before: Data, after: Data, pair: Pair) -> list[Reason]:
    """A new site in an endorsed district is told, any other new site is endorsed again; a word on the situation is free."""
    known = {_place(row) for row in _rows(before)}
    now = {_place(row): row for row in _rows(after)}
    found = [Reason(NOTIFY, "site_gone")] if known - now.keys() else []
    for place, row in now.items():
        if place in known:
            continue
        name = ", ".join(str(row[part]) for part in ("place", "admin2", "admin1") if row.get(part))
        is_endorsed = any(_holds(endorsed, place) for endorsed in known)
        found.append(Reason(NOTIFY, "site", name) if is_endorsed else Reason(AGAIN, "district", name))
    return found or [Reason(FREE, FREE)]


def _holds(endorsed: tuple[str, ...], place: tuple[str, ...]) -> bool:
    """Whether a place lies in the district of an endorsed one; endorsed for a whole region, all its districts are."""
    land, region, district, _name_of = endorsed
    return bool(region or district) and (land, region) == place[:2] and district in ("", place[2])


def _partners(item: Field, before: Data, after: Data, pair: Pair) -> list[Reason]:
    """A partner of a type that was endorsed is told, of another type or of the security sector endorsed again."""
    then, now = _by_organization(before), _by_organization(after)
    types = {kind for name in then for kind in pair.kinds.get(name, ())}
    found = [Reason(NOTIFY, "partner_gone", str(then[name]["organization"])) for name in then.keys() - now.keys()]
    for name, row in now.items():
        if name in then:
            found += _known_partner(then[name], row)
            continue
        own, called = set(pair.kinds.get(name, ())), str(row["organization"])
        if SECURITY in own:
            found.append(Reason(AGAIN, "security_partner", called))
        else:
            found.append(Reason(NOTIFY, "partner", called) if own & types else Reason(AGAIN, "other_partner", called))
    return found or [Reason(NOTIFY, NOTIFY)]


def _by_organization(value: Data) -> dict[str, Mapping[str, Any]]:
    return {_name(row.get("organization")): row for row in _rows(value)}


def _known_partner(then: Mapping[str, Any], now: Mapping[str, Any]) -> list[Reason]:
    """Another role is told, a worse due diligence too; a newer one is more evidence."""
    called = str(now["organization"])
    if _name(then.get("added_value")) != _name(now.get("added_value")):
        return [Reason(NOTIFY, "partner_role", called)]
    if then.get("diligence") != now.get("diligence") and now.get("diligence") in ("measures", "refused"):
        return [Reason(NOTIFY, "diligence", called)]
    return [Reason(FREE, FREE)]


def _donors(item: Field, before: Data, after: Data, pair: Pair) -> list[Reason]:
    """A donor is told; one of the security sector is endorsed again. What each gives is measured at the total."""
    then, now = _by_organization(before), _by_organization(after)
    found = [Reason(NOTIFY, "donor_gone", str(then[name]["organization"])) for name in then.keys() - now.keys()]
    for name, row in now.items():
        arm, called = row.get("arm", ""), str(row["organization"])
        was = then.get(name, {})
        is_new_here = name not in then or was.get("arm") != arm
        if is_new_here and (arm == SECURITY or (name not in then and SECURITY in pair.kinds.get(name, ()))):
            found.append(Reason(AGAIN, "security_donor", called))
        elif is_new_here:
            found.append(Reason(NOTIFY, "donor", called))
    return found or [Reason(FREE, FREE)]


RULES: dict[str, Callable[[Field, Data, Data, Pair], list[Reason]]] = {
    "budget": _total,
    "currency": _currency,
    "budget_lines": _lines_of_budget,
    "end_on": _end,
    "countries": _countries,
    "locations": _places,
    "target_groups": _groups,
    "themes": _themes,
    "activities": _activities,
    "classification": _class,
    "components": _components,
    "partners": _partners,
    "donors": _donors,
}

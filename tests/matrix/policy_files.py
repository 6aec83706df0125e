"""The hand-written policy: one toml file per part of the site, one row per route."""

import functools
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

FOLDER = Path(__file__).parent / "policy"
IDENTITIES = (
    "nobody",
    "disabled",
    "own_mission",
    "other_mission",
    "region",
    "reviewer_assigned",
    "reviewer_not_assigned",
    "curator",
    "administrator",
)


@dataclass(frozen=True)
class Row:
    """What one route answers to whom: state -> identity -> 200 | 302 | 403 | 404 | 409 | "L" | "ok"."""

    route: str
    thing: str
    args: dict[str, str]
    methods: tuple[str, ...]
    cells: dict[str, dict[str, Any]] = field(default_factory=dict)
    post_cells: dict[str, dict[str, Any]] = field(default_factory=dict)


@functools.cache
def rows() -> dict[str, Row]:
    """Every row by its route; a row that forgets an identity, or stands twice, is refused here."""
    found: dict[str, Row] = {}
    for path in sorted(FOLDER.glob("*.toml")):
        for route, raw in tomllib.loads(path.read_text(encoding="utf-8")).get("route", {}).items():
            assert route not in found, f"{route} stands twice, the second time in {path.name}"
            tables = {key: value for key, value in raw.items() if key not in {"thing", "args", "methods"}}
            for state, table in tables.items():
                assert set(table) == set(IDENTITIES), f"{route}, {state}: {set(IDENTITIES) ^ set(table)}"
            posts = {key.removeprefix("post_"): tables.pop(key) for key in list(tables) if key.startswith("post_")}
            methods = tuple(raw.get("methods", "GET").split())
            found[route] = Row(route, raw.get("thing", ""), raw.get("args", {}), methods, tables, posts)
    return found


def budget(route: str) -> dict[str, int]:
    """What a long page may weigh, in compressed kilobytes with its sheet, and how many nodes it may have."""
    found = [
        tomllib.loads(path.read_text(encoding="utf-8")).get("budget", {}).get(route) for path in FOLDER.glob("*.toml")
    ]
    (line,) = [line for line in found if line]
    return line


def routes(patterns: Any = None, names: tuple[str, ...] = ()) -> Iterator[str]:
    """Every route of the URL conf by its full name; one without a name stands as its pattern."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLPattern):
            yield ":".join([*names, pattern.name or f"?{pattern.pattern}"])
        elif isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, (*names, pattern.namespace) if pattern.namespace else names)


def differences(patterns: Any = None) -> tuple[set[str], set[str]]:
    """Routes without a row, and rows without a route."""
    have, ruled = set(routes(patterns)), set(rows())
    return have - ruled, ruled - have

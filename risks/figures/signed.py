"""Acceptances in force: by who signed them, and by how soon they end."""

from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Min, Q

from risks.models import Acceptance
from risks.workflow import SEAT_ORDER, Seat

from .asking import Asked

HORIZONS = (30, 60, 90)


def in_force(asked: Asked, today: date) -> Any:
    """Granted and in date, of risks this person may read."""
    found = Acceptance.objects.visible_to(asked.user).granted()
    found = found.filter(asked.of_registers("risk__register"), valid_until_on__gte=today)
    return found.filter(risk__category__code=asked.category) if asked.category else found


def signed(asked: Asked, today: date) -> list[dict[str, Any]]:
    """A line per seat and person: how many they carry, and how many of these end within 30, 60, 90 days; one query."""
    ending = {
        f"within_{days}": Count("pk", filter=Q(valid_until_on__lte=today + timedelta(days=days))) for days in HORIZONS
    }
    rows = (
        in_force(asked, today)
        .order_by()
        .values("seat", "decided_by__uid", "decided_by__name", "decided_by__sort_key")
        .annotate(n=Count("pk"), first=Min("valid_until_on"), **ending)
    )
    lines = sorted(rows, key=lambda row: (-SEAT_ORDER[row["seat"]], row["decided_by__sort_key"]))
    return [_line(asked, row) for row in lines]


def _line(asked: Asked, row: dict[str, Any]) -> dict[str, Any]:
    by = str(row["decided_by__uid"])
    return {
        "seat": Seat(row["seat"]).label,
        "name": row["decided_by__name"],
        "first": row["first"],
        "n": row["n"],
        "url": asked.url("assumed-list", by=by, seat=row["seat"]),
        "ending": [
            {"n": row[f"within_{days}"], "url": asked.url("assumed-list", by=by, seat=row["seat"], within=days)}
            for days in HORIZONS
        ],
    }


def chosen(rows: Any, query: Any, today: date) -> Any:
    """The acceptances behind one figure of the table; what makes no sense in the url finds nothing."""
    if within := query.get("within"):
        days = int(within) if within in map(str, HORIZONS) else -1
        rows = rows.filter(valid_until_on__lte=today + timedelta(days=days))
    if seat := query.get("seat"):
        rows = rows.filter(seat=seat)
    if by := query.get("by"):
        rows = rows.filter(decided_by__uid=by) if _is_uuid(by) else rows.none()
    return rows.order_by("valid_until_on", "pk")


def _is_uuid(text: str) -> bool:
    return len(text) == 36 and all(sign in "0123456789abcdef-" for sign in text) and text.count("-") == 4

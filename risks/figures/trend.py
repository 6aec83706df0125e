"""Month by month from the nightly counts: one segment for each matrix, broken where it changed, never added across.

A month is told by the last night counted in it. A night that was missed stays missing, since what a register was on a past
evening cannot be computed truly from what it is today: a month without any night is a gap in the line.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, IntegerField, Max, Q, Sum
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Coalesce, TruncMonth
from django.utils import timezone
from django.utils.formats import date_format

from pvehub.people.models import User
from risks import scoring
from risks.models import MatrixVersion, PortfolioSnapshot
from risks.workflow import MatrixState

MONTHS = 12
WIDTH, HEIGHT, EDGE = 640, 200, 32
GRAVE = ("high", "very_high", "extreme")
BANDS = tuple(reversed(scoring.Band.values))
SUMS = ("materialised", "uncovered", "overdue")


@dataclass
class Segment:
    """The months counted with one matrix. `points` has the place of each in the drawing; a gap begins a new line."""

    number: int
    since: date | None
    months: list[dict[str, Any]] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    points: list[dict[str, Any]] = field(default_factory=list)
    is_begun_here: bool = False
    at: int = 0


def trend(user: User, places: Q, today: date) -> dict[str, Any]:
    """The last twelve months as far as this person's posts reach; three queries."""
    months = _months(today)
    nights = _nights(months[0])
    rows = _rows(user, places, list(nights.values()))
    segments = []
    for matrix in MatrixVersion.objects.exclude(state=MatrixState.DRAFT).order_by("number"):
        of_matrix = {night: row for (night, number), row in rows.items() if number == matrix.number}
        if any(row["n"] for row in of_matrix.values()):
            segments.append(_segment(matrix, months, nights, of_matrix))
    most = max((point["n"] for segment in segments for point in segment.points), default=0) or 1
    for segment in segments:
        _draw(segment, months, most)
    return {
        "segments": segments,
        "months": [{"label": date_format(month, "b y"), "x": _x(place)} for place, month in enumerate(months)],
        "nights": len(nights),
        "first": min(nights.values(), default=None),
        "width": WIDTH,
        "height": HEIGHT,
        "bands": [scoring.Band(band).label for band in BANDS],
    }


def _months(today: date) -> list[date]:
    """The first days of the last twelve months, this one last."""
    found = [today.replace(day=1)]
    while len(found) < MONTHS:
        before = found[0]
        found.insert(0, date(before.year - (before.month == 1), (before.month - 2) % 12 + 1, 1))
    return found


def _nights(first: date) -> dict[date, date]:
    """Month -> the last night that was counted in it, by whomever it may be read."""
    rows = PortfolioSnapshot.objects.filter(taken_on__gte=first).order_by()
    return dict(rows.annotate(month=TruncMonth("taken_on")).values_list("month").annotate(last=Max("taken_on")))


def _rows(user: User, places: Q, nights: list[date]) -> dict[tuple[date, int], dict[str, int]]:
    """(night, matrix) -> counts by band and what stands badly."""
    found = PortfolioSnapshot.objects.visible_to(user).filter(places, taken_on__in=nights).order_by()
    sums: dict[str, Any] = {f"of_{band}": _sum_of(band) for band in (*BANDS, "unrated")}
    sums |= {f"sum_{name}": Sum(name) for name in SUMS}
    counted = found.values("taken_on", "matrix__number").annotate(rows=Count("pk"), **sums)
    return {
        (row["taken_on"], row["matrix__number"]): {
            "n": sum(row[f"of_{band}"] for band in BANDS),
            "grave": sum(row[f"of_{band}"] for band in GRAVE),
            "unrated": row["of_unrated"],
            **{band: row[f"of_{band}"] for band in BANDS},
            **{name: row[f"sum_{name}"] for name in SUMS},
        }
        for row in counted
    }


def _sum_of(band: str) -> Coalesce:
    return Coalesce(Sum(Cast(KeyTextTransform(band, "bands"), IntegerField())), 0)


def _segment(matrix: MatrixVersion, months: list[date], nights: dict[date, date], rows: dict[date, Any]) -> Segment:
    since = timezone.localdate(matrix.activated_at) if matrix.activated_at else None
    segment = Segment(matrix.number, since)
    segment.is_begun_here = bool(since and since >= months[0] and matrix.number > 1)
    empty = dict.fromkeys(("n", "grave", "unrated", *BANDS, *SUMS), 0)
    begun = [place for place, month in enumerate(months) if rows.get(nights.get(month))]
    for place, month in enumerate(months):
        night = nights.get(month)
        if begun[0] <= place <= begun[-1]:  # before its first and after its last risk a matrix has nothing to tell
            row = (rows.get(night) or empty) if night else None
            segment.months.append({"month": month, "place": place, "night": night, "row": row})
            if row is not None:
                segment.points.append({"place": place, "n": row["n"], "grave": row["grave"]})
    return segment


def _x(place: int) -> int:
    return round(EDGE + (WIDTH - 2 * EDGE) * place / (MONTHS - 1))


def _draw(segment: Segment, months: list[date], most: int) -> None:
    """Places the points and joins those of months that follow each other; a gap is left open."""
    runs: dict[int, list[str]] = defaultdict(list)
    run, last = 0, None
    for point in segment.points:
        point["x"] = _x(point["place"])
        point["y"] = round(HEIGHT - EDGE - (HEIGHT - 2 * EDGE) * point["grave"] / most)
        run += last is not None and point["place"] != last + 1
        last = point["place"]
        runs[run].append(f"{point['x']},{point['y']}")
    segment.lines = [" ".join(run) for run in runs.values()]
    if segment.is_begun_here and segment.since:
        segment.at = _x(months.index(segment.since.replace(day=1)))

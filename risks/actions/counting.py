"""The nightly counts of all registers, for trends. Rows are written once for a day and never changed."""

from collections import defaultdict
from datetime import UTC, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from risks.models import MatrixVersion, PortfolioSnapshot, Risk
from risks.workflow import MatrixState

UNRATED = "unrated"


@transaction.atomic
def count_portfolio(*, now: datetime | None = None) -> int:
    """Count every live risk once for this day of UTC; gives the number of rows, 0 where the day is counted already.

    A day on which nothing ran is not made up for: what stood then cannot be known truly from what stands now.
    """
    today = (now or timezone.now()).astimezone(UTC).date()
    active = MatrixVersion.objects.select_for_update(no_key=True).filter(state=MatrixState.ACTIVE).first()
    if active is None or PortfolioSnapshot.objects.filter(taken_on=today).exists():
        return 0
    kept: dict[tuple[Any, ...], dict[str, Any]] = defaultdict(_nothing)
    for row in Risk.objects.live().counted(today):
        matrix = row["assessment__matrix"] or active.pk
        counts = kept[matrix, row["place"], row["category"], row["reach"], row["hidden"]]
        counts["bands"][row["assessment__current_band"] or UNRATED] = row["n"]
        for name in ("materialised", "uncovered", "overdue"):
            counts[name] += row[name]
    rows = [
        PortfolioSnapshot(
            taken_on=today,
            matrix_id=matrix,
            office_id=office,
            category_id=category,
            reach=reach,
            is_restricted=hidden,
            **counts,
        )
        for (matrix, office, category, reach, hidden), counts in kept.items()
    ]
    return len(PortfolioSnapshot.objects.bulk_create(rows, batch_size=2000))


def _nothing() -> dict[str, Any]:
    return {"bands": {}, "materialised": 0, "uncovered": 0, "overdue": 0}

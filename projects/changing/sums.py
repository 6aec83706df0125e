"""The sums by which money and time are measured: how much more, how much moved from line to line, how much later.

Shares are compared as products of exact amounts, so no rounding decides what a change asks for.
"""

import calendar
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation

from ..sections import AGAIN, FREE, NOTIFY

SMALL, LARGE = 10, 20  # percent of the endorsed total
MONTHS = 3  # of an extension that TRD is only told of


def amount(text: object) -> Decimal:
    """A figure as the record keeps it; what is empty or no figure counts nothing."""
    try:
        found = Decimal(str(text or 0))
    except InvalidOperation:
        return Decimal(0)
    return found if found.is_finite() else Decimal(0)


def graded(part: Decimal, total: Decimal, *, is_small_included: bool = False) -> str:
    """What a part of the endorsed total asks for: below 10 % free, up to 20 % told, above endorsed again.

    Of money moved between lines 10 % itself is still free. Where nothing was endorsed, anything is too much.
    """
    share = part * 100
    if share < SMALL * total or (is_small_included and share == SMALL * total) or not part:
        return FREE
    return NOTIFY if share <= LARGE * total else AGAIN


def percent(part: Decimal, total: Decimal) -> str:
    """The share as a reader sees it, exact to the hundredth of a percent; "" where there is no whole."""
    if not total:
        return ""
    found = (part * 100 / total).quantize(Decimal("0.01")).normalize()
    return f"{found:+f}" if found else "0"


def grown(then: object, now: object) -> tuple[Decimal, Decimal]:
    """By how much the total has changed (below zero: it shrank), and the endorsed total."""
    return amount(now) - amount(then), amount(then)


def by_purpose(lines: object) -> dict[str, Decimal]:
    """The sum of the budget lines of each purpose. Another purpose is another line, whatever its amount."""
    found: dict[str, Decimal] = defaultdict(Decimal)
    for line in lines if isinstance(lines, Iterable) and not isinstance(lines, str) else ():
        if isinstance(line, Mapping):
            found[" ".join(str(line.get("purpose", "")).split()).casefold()] += amount(line.get("amount"))
    return found


def whole(budget: object, lines: object) -> Decimal:
    """What a move between lines is a share of: the endorsed total, or the sum of the lines where none was stated."""
    return amount(budget) or sum(by_purpose(lines).values(), Decimal(0))


def moved(then: object, now: object) -> tuple[Decimal, Decimal]:
    """What was moved from line to line, and by how much the lines together have changed."""
    before, after = by_purpose(then), by_purpose(now)
    steps = [after.get(name, Decimal(0)) - before.get(name, Decimal(0)) for name in before.keys() | after.keys()]
    more = sum((step for step in steps if step > 0), Decimal(0))
    less = -sum((step for step in steps if step < 0), Decimal(0))
    return min(more, less), more - less


def day(text: object) -> date | None:
    """A day as the record keeps it."""
    try:
        return date.fromisoformat(str(text or ""))
    except ValueError:
        return None


def after_months(start: date, months: int) -> date:
    """The same day so many months on, or the last one of a shorter month."""
    year, month = divmod(start.month - 1 + months, 12)
    year, month = start.year + year, month + 1
    return date(year, month, min(start.day, calendar.monthrange(year, month)[1]))


def later(then: object, now: object) -> int:
    """By how many days the end lies later than it was endorsed; below zero: earlier; 0 where either is unknown."""
    before, after = day(then), day(now)
    return (after - before).days if before and after else 0

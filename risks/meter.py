"""How complete a register is: of its live risks, how many say each of the things a risk has to say. Pure."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from .workflow import Strategy

WITHOUT_MEASURE = (Strategy.AVOID, Strategy.ACCEPT)  # what is not done, or carried as it is, needs no measure


def _measures(risk: Any) -> list[Any]:
    return list(risk.treatments.all())


def _is_treated(risk: Any) -> bool:
    return bool(_measures(risk)) or risk.strategy in WITHOUT_MEASURE


def _has_days(risk: Any) -> bool:
    """Every measure has its day; where none is needed, none is missing."""
    return _is_treated(risk) and all(measure.due_on for measure in _measures(risk))


PARTS: tuple[tuple[Any, Callable[[Any], bool]], ...] = (
    (_("Cause, event and consequence"), lambda risk: risk.has_statement),
    (_("Owner"), lambda risk: risk.owner is not None and risk.owner.is_active),
    (_("Rating before, now and after"), lambda risk: risk.assessment is not None),
    (_("Strategy"), lambda risk: bool(risk.strategy)),
    (_("Measure, where the strategy needs one"), _is_treated),
    (_("Day by which each measure is due"), _has_days),
    (_("Day of the next review"), lambda risk: risk.next_review_on is not None),
)


@dataclass(frozen=True)
class Meter:
    """`parts` are (what, how many of the risks say it)."""

    total: int
    parts: list[tuple[Any, int]]

    @property
    def percent(self) -> int:
        """The share of all that is to be said, rounded down: 100 is whole."""
        wanted = self.total * len(self.parts)
        return 100 * sum(number for _label, number in self.parts) // wanted if wanted else 0


def measure(risks: Iterable[Any]) -> Meter:
    """The meter of these risks, which come with owner, rating and plan."""
    rows = list(risks)
    return Meter(len(rows), [(label, sum(1 for risk in rows if is_there(risk))) for label, is_there in PARTS])

"""The 5×5 grid of a register and what of it is chosen: everything comes from a plain query string."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Self
from urllib.parse import urlencode

from django.db.models import Count
from django.http import HttpRequest
from django.utils.translation import gettext as _

from pvehub.ui.components import Cell, Tab
from risks import scales, scoring
from risks.covering import today_of
from risks.models import MatrixVersion, Register
from risks.querysets import RiskQuerySet
from risks.workflow import POSITIONS, RiskState


@dataclass(frozen=True)
class Choice:
    """Which position is looked at, and which cell or state of it; what makes no sense counts as not chosen."""

    position: str = "current"
    likelihood: int = 0
    impact: int = 0
    is_closed: bool = False

    @classmethod
    def of(cls, request: HttpRequest) -> Self:
        position = request.GET.get("position", "current")
        cell = [_step(request.GET.get(name, "")) for name in ("likelihood", "impact")]
        likelihood, impact = cell if all(cell) else (0, 0)
        return cls(
            position if position in POSITIONS else "current",
            likelihood,
            impact,
            request.GET.get("state") == RiskState.CLOSED,
        )

    def rows(self, risks: RiskQuerySet) -> RiskQuerySet:
        """The risks this choice shows."""
        risks = risks.filter(state=RiskState.CLOSED) if self.is_closed else risks.live()
        if self.likelihood:
            where = {"likelihood": self.likelihood, "impact": self.impact}
            risks = risks.filter(**{f"assessment__{self.position}_{axis}": n for axis, n in where.items()})
        return risks

    def url(self, register: Register, **changes: Any) -> str:
        """The address of this choice with something changed."""
        plain = {"position": self.position, "likelihood": self.likelihood, "impact": self.impact}
        plain["state"] = RiskState.CLOSED if self.is_closed else ""
        default = {"position": "current"}
        query = {k: v for k, v in (plain | changes).items() if v and v != default.get(k)}
        return f"{register.get_absolute_url()}?{urlencode(query)}" if query else register.get_absolute_url()


def _step(text: str) -> int:
    return int(text) if text in {"1", "2", "3", "4", "5"} else 0


def _notes(rows: Iterable[Any], matrix: MatrixVersion) -> dict[Any, list[str]]:
    """Per cell: how many of its risks keep another band, because they were rated in another version of the matrix."""
    found: dict[Any, list[str]] = defaultdict(list)
    for li, im, band, number, n in rows:
        if band and number != matrix.number and band != scoring.band(li, im, matrix.cells):
            what = {"n": n, "band": scoring.Band(band).label, "version": number}
            found[li, im].append(_("%(n)d × %(band)s (v%(version)d)") % what)
    return found


def grid(risks: RiskQuerySet, choice: Choice, register: Register) -> dict[str, Any]:
    """The 25 cells with how many risks stand in each, the positions as tabs, and how many have no rating."""
    likelihood, impact = (f"assessment__{choice.position}_{axis}" for axis in ("likelihood", "impact"))
    counted = choice.rows(risks) if choice.is_closed else risks.live()
    columns = (likelihood, impact, f"assessment__{choice.position}_band", "assessment__matrix__number")
    rows = list(counted.order_by().values_list(*columns).annotate(n=Count("pk")))
    matrix = MatrixVersion.objects.active()
    cells, counts = matrix.cells, Counter[Any]()
    for li, im, *_rest, n in rows:
        counts[li, im] += n
    notes = _notes(rows, matrix)
    return {
        "matrix": matrix,
        "scales": scales.of(matrix.scales),
        "older": sum(n for *_rest, number, n in rows if number not in (None, matrix.number)),
        "cells": [
            Cell(
                li,
                im,
                scoring.band(li, im, cells),
                counts.get((li, im), 0),
                choice.url(register, likelihood=li, impact=im),
                here=(li, im) == (choice.likelihood, choice.impact),
                note=", ".join(notes.get((li, im), ())),
            )
            for li in range(1, 6)
            for im in range(1, 6)
        ],
        "unrated": counts.get((None, None), 0),
        "tabs": [
            Tab(str(label), choice.url(register, position=name, likelihood=0, impact=0), name == choice.position)
            for name, label in POSITIONS.items()
        ],
        "position_label": POSITIONS[choice.position],
        "caption": _("Risks by likelihood and impact: %(position)s") % {"position": POSITIONS[choice.position]},
        "all_url": choice.url(register, likelihood=0, impact=0),
        "other_url": choice.url(register, likelihood=0, impact=0, state="" if choice.is_closed else RiskState.CLOSED),
        "today": today_of(register),
    }

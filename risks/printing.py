"""A register on paper: the same words for the page that is printed and for the PDF, as far as one person reads it.

Restricted risks this person may not read are a number. Nothing here writes; the paper itself is projects' own.
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from projects import paper
from projects.compendium import Copy
from projects.compendium.printing import instead
from projects.compendium.telling import ISSUER, direction, mark_of
from pvehub.people.models import User
from risks import scales, scoring, triggers
from risks.covering import covering, level_of, today_of
from risks.models import MatrixVersion, Register, Risk
from risks.scoring import Appetite, Band, Level
from risks.sheets.telling import hidden
from risks.workflow import POSITIONS, Bearer, MatrixState

TEMPLATE = Path(__file__).with_name("register.typ")


@dataclass(frozen=True)
class _Reader:
    """For whom, and which day it is at the office of the register."""

    user: User
    today: date


def risks_of(register: Register, user: User) -> list[Risk]:
    """The live risks this person reads, the worst first, with all that the paper says of them."""
    rows = register.risks.visible_to(user).live().with_rating().with_treatments().by_urgency()
    return list(rows.select_related("assessment__matrix", "assessment__assessed_by", "register__project__manager"))


def document(register: Register, rows: list[Risk], copy: Copy) -> dict[str, Any]:
    """The whole in the shape that register.typ and the page read; its mark is that of the strictest risk in it."""
    tier = max([register.tier, *(risk.tier for risk in rows)])
    what = _("Risk register of %(code)s") % {"code": register.code}
    reader = _Reader(copy.by, today_of(register, copy.at))
    left_out = hidden(copy.by, register)
    unanswered = sum(asked.is_open for asked in triggers.screening(register, reader.today))
    return {
        "language": translation.get_language() or "en",
        "dir": "rtl" if translation.get_language_bidi() else "ltr",
        "issuer": ISSUER,
        "title": what,  # no word of the content stands in what a folder or a mail shows of the file
        "heading": _("Risk register"),
        "of": _text(register.title, register.project.language if register.project else ""),
        "mark": mark_of(tier),
        "tier": tier,
        "foot": copy.foot(what),
        "notes": [left_out] if left_out else [],
        "facts": _facts(register, rows, unanswered),
        "grid": _grid(rows),
        "summary": _summary(rows, reader),
        "risks": [_risk(risk, reader) for risk in rows],
        "words": {
            "risks": _("Risks"),
            "none": _("There is no live risk that you read."),
            "ratings": _("Ratings"),
            "measures": _("Measures"),
            "fact": _("Fact"),
            "content": _("Content"),
        },
    }


def pdf(document: dict[str, Any], copy: Copy) -> bytes:
    """The same as a tagged PDF; the same words at the same moment give the same bytes."""
    return paper.render(document, at=copy.at, instead=instead(), template=TEMPLATE)


def _text(value: str, language: str = "") -> dict[str, Any]:
    """A text in its own language and direction, line by line."""
    lines = [line.strip() for line in value.splitlines() if line.strip()]
    return {"lines": lines, "lang": language or translation.get_language() or "en", "dir": direction(value)}


def _day(value: date | None) -> str:
    return date_format(value, "SHORT_DATE_FORMAT") if value else "–"


def _fact(label: str, value: Any, language: str = "") -> dict[str, Any]:
    return {"label": str(label), "text": _text(str(value), language)}


def _facts(register: Register, rows: list[Risk], unanswered: int) -> list[dict[str, Any]]:
    matrix = MatrixVersion.objects.filter(state=MatrixState.ACTIVE).first()
    facts = [
        (_("Reference"), register.code),
        (_("Lead office"), register.lead_office or register.get_kind_display()),
        (_("Risks"), len(rows)),
        (_("Categories not answered"), unanswered),
        (_("Matrix in force"), matrix or "–"),
    ]
    if other := sum(1 for risk in rows if risk.assessment and risk.assessment.matrix != matrix):
        facts.append((_("Rated in another version, and in the band of that one"), other))
    return [_fact(label, value) for label, value in facts]


def _grid(rows: list[Risk]) -> dict[str, Any]:
    """The matrix in force with how many of the risks stand in each cell now; number and word in every cell."""
    matrix = MatrixVersion.objects.filter(state=MatrixState.ACTIVE).first()
    cells, words = matrix.cells if matrix else scoring.MATRIX_V1, scales.of(matrix.scales if matrix else {})
    cells = matrix.cells if matrix else scoring.MATRIX_V1
    words = scales.of(matrix.scales if matrix else {})
    stand = [(risk.rated.current_likelihood, risk.rated.current_impact) for risk in rows if risk.assessment]
    lines = []
    for likelihood in range(5, 0, -1):
        bands = [(impact, scoring.band(likelihood, impact, cells)) for impact in range(1, 6)]
        lines.append(
            {
                "label": f"{likelihood} {words.likelihoods[likelihood]}",
                "cells": [
                    {
                        "shade": scoring.band_order(band) + 1,
                        "label": str(Band(band).label),
                        "count": stand.count((likelihood, impact)) or "",
                    }
                    for impact, band in bands
                ],
            }
        )
    return {
        "caption": _("Risks by likelihood and impact: %(position)s") % {"position": POSITIONS["current"]},
        "corner": _("Likelihood"),
        "impacts": [f"{n} {word}" for n, word in words.impacts.items()],
        "lines": lines,
        "unrated": sum(1 for risk in rows if not risk.assessment),
        "unrated_label": _("Not rated"),
    }


def _summary(rows: list[Risk], reader: _Reader) -> dict[str, Any]:
    columns = [_("Risk"), POSITIONS["current"], POSITIONS["target"], _("Acceptance"), _("Owner"), _("Next review")]
    return {
        "columns": [str(word) for word in columns],
        "rows": [
            {
                "ref": risk.ref,
                "event": _text(risk.event or _("no event written yet"), risk.language),
                "cells": [
                    _band(risk, "current"),
                    _band(risk, "target"),
                    _accepted(risk, reader),
                    str(risk.owner or "–"),
                    _day(risk.next_review_on),
                ],
            }
            for risk in rows
        ],
    }


def _band(risk: Risk, position: str) -> str:
    return str(Band(getattr(risk.rated, f"{position}_band")).label) if risk.assessment else _("Not rated")


def _accepted(risk: Risk, reader: _Reader) -> str:
    """Whether somebody has assumed it, and until when; or who must."""
    if not risk.assessment:
        return "–"
    if alive := covering(risk, reader.today):
        said = {"seat": alive.get_seat_display(), "on": _day(alive.valid_until_on)}
        return _("Accepted: %(seat)s, until %(on)s") % said
    if any(each.state == "requested" for each in risk.acceptances_alive):
        return _("Acceptance asked for")
    return _("Accepted by nobody") if scoring.needs_acceptance(level_of(risk)) else _("With the manager")


def _risk(risk: Risk, reader: _Reader) -> dict[str, Any]:
    """One risk: its statement, its three ratings, its measures, who has assumed it."""
    facts = [
        _fact(_("Cause"), risk.cause or "–", risk.language),
        _fact(_("Event"), risk.event or "–", risk.language),
        _fact(_("Consequence"), risk.consequence or "–", risk.language),
        _fact(_("Category"), f"{risk.category.name} ({_('Appetite')}: {Appetite(risk.appetite).label})"),
        _fact(_("Strategy"), risk.get_strategy_display() or _("not decided yet")),
        *([_fact(_("Shared with"), risk.shared_with, risk.language)] if risk.shared_with else []),
        _fact(pgettext("of a risk", "State"), risk.get_state_display()),
        _fact(_("Owner"), risk.owner or "–"),
        _fact(_("Who reads it"), risk.get_visibility_display()),
    ]
    return {
        "ref": risk.ref,
        "title": _text(risk.event or _("no event written yet"), risk.language),
        "mark": mark_of(risk.tier),
        "facts": facts,
        "ratings": _ratings(risk),
        "judged": _judged(risk),
        "measures": _measures(risk, reader),
        "acceptance": _accepted(risk, reader),
    }


def _ratings(risk: Risk) -> dict[str, Any]:
    rows = []
    for position, label in POSITIONS.items() if risk.assessment else ():
        latest, words = risk.rated, scales.of(risk.rated.matrix.scales)
        likelihood, impact = getattr(latest, f"{position}_likelihood"), getattr(latest, f"{position}_impact")
        detail, words = getattr(latest, f"{position}_detail"), scales.of(latest.matrix.scales)
        on = [f"{word} {detail[name]}" for name, word in scoring.Dimension.choices if name in detail]
        rows.append(
            [
                str(label),
                _band(risk, position),
                f"{likelihood} {words.likelihoods[likelihood]}",
                f"{impact} {words.impacts[impact]}",
                ", ".join(on),
            ]
        )
    return {"columns": [_("Position"), _("Band"), _("Likelihood"), _("Impact"), _("Impact on")], "rows": rows}


def _judged(risk: Risk) -> list[dict[str, Any]]:
    """How sure, how fast, who bears it, why, and the level that must assume it."""
    if not risk.assessment:
        return []
    latest = risk.rated
    rows = [
        _fact(_("Confidence"), latest.get_confidence_display()),
        _fact(_("Speed"), latest.get_speed_display()),
        _fact(_("Why"), latest.rationale),
        _fact(_("Decided at the level"), Level(level_of(risk)).label),
        _fact(
            _("Rated"),
            f"{latest.assessed_by}, {_day(timezone.localdate(latest.assessed_at))}, {_('matrix')} {latest.matrix}",
        ),
    ]
    if latest.bearers:
        rows.insert(2, _fact(_("Who bears the harm"), ", ".join(str(Bearer(each).label) for each in latest.bearers)))
    return rows


def _measures(risk: Risk, reader: _Reader) -> dict[str, Any]:
    rows = []
    for one in risk.treatments.all():
        late = one.progress not in ("done", "dropped") and one.due_on < reader.today
        due = _("%(on)s, late") % {"on": _day(one.due_on)} if late else _day(one.due_on)
        how = _("verified") if one.verified_at else one.get_progress_display()
        rows.append(
            {"text": _text(one.text, risk.language), "cells": [one.get_lowers_display(), str(one.owner), due, str(how)]}
        )
    columns = [_("What is done"), _("What it lowers"), _("Who does it"), _("Due"), _("Progress")]
    return {"columns": columns, "rows": rows}

"""What stands in a register's sheets for one reader: risks they may read, measures of these, answers, the method."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from projects.exporting.cells import safe
from pvehub.people.models import User
from risks import scales, scoring, triggers
from risks.covering import today_of
from risks.models import MatrixVersion, Register, Risk, Treatment
from risks.scoring import Appetite, Band, Confidence, Dimension, Level
from risks.workflow import (
    POSITIONS,
    AcceptanceState,
    Bearer,
    Lowers,
    MatrixState,
    Progress,
    RiskState,
    ScreeningAnswer,
    Speed,
    Strategy,
    Visibility,
)

from .columns import STATEMENT

CHUNK = 500
RATED = "rating"  # the rating as a whole: one judgement, taken or left together
Cells = dict[str, Any]


def plain(text: str) -> str:
    """A text as sheets carry it: one kind of line end, no blanks around it, no apostrophe that only guards a formula."""
    said = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    return said[1:].strip() if said.startswith("'") and safe(said[1:]) != said[1:] else said


def stated(risk: Risk) -> dict[str, str]:
    """The fields of the statement as a sheet has them."""
    return {
        "category": risk.category.code,
        "cause": plain(risk.cause),
        "event": plain(risk.event),
        "consequence": plain(risk.consequence),
        "owner": risk.owner.email if risk.owner else "",
        "strategy": risk.strategy,
        "shared_with": plain(risk.shared_with),
        "is_direct": "1" if risk.is_direct else "0",
        "visibility": risk.visibility,
    }


def rated(risk: Risk) -> dict[str, str]:
    """The latest rating as a sheet has it; empty where there is none."""
    latest = risk.assessment
    if latest is None:
        return {}
    found = {}
    for position in POSITIONS:
        found[f"{position}_likelihood"] = str(getattr(latest, f"{position}_likelihood"))
        detail = getattr(latest, f"{position}_detail")
        found |= {f"{position}_{name}": str(detail.get(name, "")) for name in Dimension.values}
    found["confidence"], found["speed"] = latest.confidence, latest.speed
    found["bearers"], found["rationale"] = "; ".join(sorted(latest.bearers)), plain(latest.rationale)
    return found


def marks(register: str, ref: str, said: dict[str, str], rating: dict[str, str]) -> dict[str, str]:
    """A short hash for each part that can be edited by sheet; it fits this risk of this register only."""
    parts = {**{name: said[name] for name in STATEMENT}, RATED: json.dumps(rating, sort_keys=True)}
    return {
        name: hashlib.sha256("\x1f".join((register, ref, name, text)).encode()).hexdigest()[:8]
        for name, text in parts.items()
    }


def version(risk: Risk) -> str:
    """What the risk said when the sheet was made: the hashes of its parts, in the order of the columns."""
    return ".".join(marks(risk.register.code, risk.ref, stated(risk), rated(risk)).values())


def _word(choices: Any, value: str) -> str:
    return str(choices(value).label) if value else ""


def row(risk: Risk) -> Cells:
    """One risk with its latest rating, codes and words. It comes `with_rating()` and with who rated it and when."""
    latest = risk.assessment
    cells: Cells = {
        **stated(risk),
        "register": risk.register.code,
        "ref": risk.ref,
        "version": version(risk),
        "tier": risk.tier,
        "state": risk.state,
        "state_words": _word(RiskState, risk.state),
        "category_words": risk.category.name,
        "language": risk.language,
        "owner_name": str(risk.owner or ""),
        "strategy_words": _word(Strategy, risk.strategy),
        "is_direct": int(risk.is_direct),
        "visibility_words": _word(Visibility, risk.visibility),
        "next_review_on": risk.next_review_on,
        **_acceptance(risk),
    }
    return cells if latest is None else cells | _rating(risk)


def _rating(risk: Risk) -> Cells:
    latest = risk.rated
    cells: Cells = {name: int(text) if text.isdecimal() else text for name, text in rated(risk).items()}
    for position in POSITIONS:
        band = getattr(latest, f"{position}_band")
        cells |= {f"{position}_impact": getattr(latest, f"{position}_impact"), f"{position}_band": band}
        cells[f"{position}_band_words"] = _word(Band, band)
    return cells | {
        "confidence_words": _word(Confidence, latest.confidence),
        "speed_words": _word(Speed, latest.speed),
        "bearers_words": "; ".join(_word(Bearer, value) for value in sorted(latest.bearers)),
        "assessed_on": timezone.localdate(latest.assessed_at),
        "assessed_by": str(latest.assessed_by),
        "matrix": latest.matrix.number,
        "current_level": latest.current_level,
    }


def _acceptance(risk: Risk) -> Cells:
    alive = next(iter(risk.acceptances_alive), None)
    if alive is None:
        return {}
    return {
        "acceptance": alive.state,
        "acceptance_words": _word(AcceptanceState, alive.state),
        "accepted_until": alive.valid_until_on,
    }


def risks(user: User, register: Register | None = None) -> Iterator[Risk]:
    """The risks this person may read, of one register or of all they read, in the order of their refs; in batches."""
    found = Risk.objects.visible_to(user)
    found = found.filter(register=register) if register else found
    found = found.with_rating().select_related(
        "assessment__matrix", "assessment__assessed_by", "register__project__manager"
    )
    return iter(found.order_by("register__code", "number", "pk").iterator(chunk_size=CHUNK))


def measures(user: User, register: Register) -> Iterator[Cells]:
    """The measures that serve a risk this person may read; of the risks they serve only those are named."""
    seen = dict(Risk.objects.visible_to(user).filter(register=register).values_list("pk", "ref"))
    rows = Treatment.objects.visible_to(user).filter(register=register)
    rows = rows.select_related("owner", "verified_by").prefetch_related("risks").order_by("due_on", "pk")
    for one in rows.iterator(chunk_size=CHUNK):
        yield {
            "register": register.code,
            "risks": "; ".join(sorted(seen[risk.pk] for risk in one.risks.all() if risk.pk in seen)),
            "text": plain(one.text),
            "lowers": one.lowers,
            "lowers_words": _word(Lowers, one.lowers),
            "owner": str(one.owner),
            "due_on": one.due_on,
            "progress": one.progress,
            "progress_words": _word(Progress, one.progress),
            "cost": one.cost,
            "currency": one.currency,
            "evidence": plain(one.evidence),
            "verified_on": timezone.localdate(one.verified_at) if one.verified_at else None,
            "verified_by": str(one.verified_by or ""),
        }


def screening(register: Register) -> Iterator[Cells]:
    """The answers to the categories; whoever reads the register reads them."""
    rows = register.screenings.select_related("category", "answered_by").order_by(
        "category__position", "category__code"
    )
    stale = {asked.category.code for asked in triggers.screening(register, today_of(register)) if asked.is_stale}
    for one in rows:
        yield {
            "register": register.code,
            "category": one.category.code,
            "category_words": one.category.name,
            "answer": one.answer,
            "answer_words": _word(ScreeningAnswer, one.answer),
            "because": plain(one.because),
            "is_stale": int(one.category.code in stale),
            "answered_on": timezone.localdate(one.answered_at),
            "answered_by": str(one.answered_by),
        }


def method() -> Iterator[Cells]:
    """The matrix in force, its scales, and every code with its words, so that a sheet can be read without the portal."""
    matrix = MatrixVersion.objects.filter(state=MatrixState.ACTIVE).first()
    yield {"what": "matrix", "code": matrix.number if matrix else "", "words": str(_("Matrix in force"))}
    cells = matrix.cells if matrix else scoring.MATRIX_V1
    words = scales.of(matrix.scales if matrix else {})
    for n, word in words.likelihoods.items():
        yield {"what": "likelihood", "code": n, "words": word, "meaning": words.chances[n]}
    for n, word in words.impacts.items():
        yield {"what": "impact", "code": n, "words": word}
    for dimension in scoring.Dimension:
        for n, text in words.means[dimension.value].items():
            yield {
                "what": f"impact on {dimension.value}",
                "code": n,
                "words": str(dimension.label),
                "meaning": text,
            }
    for likelihood in range(1, 6):
        for impact in range(1, 6):
            band = scoring.band(likelihood, impact, cells)
            yield {"what": "cell", "code": f"{likelihood}×{impact}", "words": _word(Band, band), "meaning": band}
    yield from _codes()


def _codes() -> Iterator[Cells]:
    named: Iterable[tuple[str, Any]] = (
        ("state", RiskState), ("strategy", Strategy), ("visibility", Visibility), ("band", Band), ("level", Level),
        ("confidence", Confidence), ("speed", Speed), ("bearers", Bearer), ("lowers", Lowers), ("progress", Progress),
        ("answer", ScreeningAnswer), ("appetite", Appetite), ("acceptance", AcceptanceState),
    )  # fmt: skip
    for what, choices in named:
        for value, word in choices.choices:
            yield {"what": what, "code": value, "words": str(word)}


def hidden(user: User, register: Register) -> str:
    """How many risks of the register this person may not read, as a sentence that says nothing else; empty for none."""
    n = register.risks.hidden_count(user)
    words = ngettext("%(n)d more risk is restricted.", "%(n)d more risks are restricted.", n)
    return words % {"n": n} if n else ""

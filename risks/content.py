"""A register as data: what a snapshot freezes, and the hashes that bind an acceptance. Reads only.

People stand in it as uid, so that erasing a person breaks no hash. A restricted risk leaves as its ref, its band and the
hash of its text with a random salt.
"""

import hashlib
import json
import secrets
from typing import Any

from django.utils.crypto import salted_hmac

from risks.models import Incident, Register, Risk
from risks.workflow import Progress

CONTENT_VERSION = 1


def canonical(content: Any) -> bytes:
    """The one spelling of a JSON value: sorted keys, no blanks, UTF-8."""
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def sha256(content: Any) -> str:
    return hashlib.sha256(canonical(content)).hexdigest()


def _uid(person: Any) -> str:
    return str(person.uid) if person else ""


def statement(risk: Risk) -> dict[str, Any]:
    """What an acceptance was given on beside the rating: the text, its category, what is done about it."""
    return {
        "category": risk.category.code,
        "cause": risk.cause,
        "event": risk.event,
        "consequence": risk.consequence,
        "strategy": risk.strategy,
        "is_direct": risk.is_direct,
    }


def plan(risk: Risk) -> list[dict[str, Any]]:
    """The treatment plan of a risk as promised: what, on which axis, by whom, until when, whether an acceptance depends
    on it. Progress is no part of it."""
    return [
        {
            "id": t.pk,
            "text": t.text,
            "lowers": t.lowers,
            "owner": _uid(t.owner),
            "due_on": t.due_on.isoformat(),
            **({"is_precondition": True} if t.is_precondition else {}),
        }
        for t in sorted(risk.treatments.all(), key=lambda t: t.pk)
        if t.progress != Progress.DROPPED
    ]


def statement_sha256(risk: Risk) -> str:
    return sha256(statement(risk))


def plan_sha256(risk: Risk) -> str:
    return sha256(plan(risk))


def incident_sha256(incident: Incident) -> str:
    """What a form to correct an incident was filled on."""
    words = [incident.title, incident.text, incident.done, incident.happened_on.isoformat(), incident.visibility]
    return sha256([*words, dict(incident.impact_detail), incident.is_foreseen])


def _assessment(risk: Risk) -> dict[str, Any] | None:
    latest = risk.assessment
    if latest is None:
        return None
    positions = {
        position: {
            "likelihood": getattr(latest, f"{position}_likelihood"),
            "impact": getattr(latest, f"{position}_impact"),
            "detail": getattr(latest, f"{position}_detail"),
            "band": getattr(latest, f"{position}_band"),
        }
        for position in ("inherent", "current", "target")
    }
    return {
        **positions,
        "number": latest.number,
        "matrix": latest.matrix.number,
        "confidence": latest.confidence,
        "speed": latest.speed,
        "bearers": latest.bearers,
        "rationale": latest.rationale,
        "assessed_at": latest.assessed_at.isoformat(),
        "assessed_by": _uid(latest.assessed_by),
    }


def _acceptance(risk: Risk) -> dict[str, Any] | None:
    granted = next((a for a in risk.acceptances_alive if a.state == "granted"), None)
    if granted is None:
        return None
    return {
        "level": granted.level,
        "seat": granted.seat,
        "basis": granted.basis,
        "valid_until_on": granted.valid_until_on.isoformat(),
        "decided_by": _uid(granted.decided_by),
    }


def _risk(risk: Risk) -> dict[str, Any]:
    return {
        "ref": risk.ref,
        **statement(risk),
        "language": risk.language,
        "owner": _uid(risk.owner),
        "shared_with": risk.shared_with,
        "visibility": risk.visibility,
        "state": risk.state,
        "next_review_on": risk.next_review_on.isoformat() if risk.next_review_on else "",
        "assessment": _assessment(risk),
        "treatments": [
            {
                "text": t.text,
                "lowers": t.lowers,
                "owner": _uid(t.owner),
                "due_on": t.due_on.isoformat(),
                "progress": t.progress,
                "evidence": t.evidence,
            }
            for t in risk.treatments.all()
        ],
        "acceptance": _acceptance(risk),
    }


def of(register: Register) -> dict[str, Any]:
    """The whole register as JSON-able data, without salts: the same register gives the same bytes."""
    rows = (
        register.risks.with_rating().with_treatments().select_related("assessment__matrix", "assessment__assessed_by")
    )
    screenings = register.screenings.select_related("category").order_by("category__position", "category__code")
    return {
        "version": CONTENT_VERSION,
        "register": register.code,
        "screenings": [{"category": s.category.code, "answer": s.answer, "because": s.because} for s in screenings],
        "risks": [_risk(risk) for risk in rows.order_by("number")],
    }


def with_salts(content: dict[str, Any]) -> dict[str, Any]:
    """The content as it is frozen: each restricted risk gets the random salt of its public hash, and the whole one more."""
    restricted = [risk["ref"] for risk in content["risks"] if risk["visibility"] == "restricted"]
    return {**content, "salts": {ref: secrets.token_hex(16) for ref in ["", *restricted]}}


def public(content: dict[str, Any]) -> dict[str, Any]:
    """The frozen content for everyone who reads the register: restricted risks as ref, band, and salted hash of the text."""
    risks = []
    for risk in content["risks"]:
        salt = content["salts"].get(risk["ref"])
        if salt is None:
            risks.append(risk)
            continue
        band = risk["assessment"]["current"]["band"] if risk["assessment"] else ""
        risks.append({"ref": risk["ref"], "band": band, "sha256": sha256([salt, risk]), "visibility": "restricted"})
    return {**{k: v for k, v in content.items() if k != "salts"}, "risks": risks}


def differs(frozen: dict[str, Any], now: dict[str, Any]) -> list[str]:
    """What changed in a register since it was frozen: refs of risks and codes of categories, in order.

    Acceptances and how far a treatment is may move on without changing what was judged.
    """
    return sorted(_names(frozen, now, "risks", "ref") | _names(frozen, now, "screenings", "category"))


def risk_seal(row: dict[str, Any], frozen: dict[str, Any]) -> str:
    """The hash of what is judged of one risk, under the salts of a frozen register: a restricted text cannot be guessed."""
    return sha256([frozen.get("salts"), _judged(row)])


def seal(now: dict[str, Any], frozen: dict[str, Any]) -> str:
    """The same of a whole register as it is now; acceptances, progress and days of review are no part of it."""
    judged = {part: [_judged(row) for row in now[part]] for part in ("screenings", "risks")}
    return sha256([frozen.get("salts"), judged])


def fingerprint(register: Register) -> str:
    """What a form carries of the register that was read on its page; keyed, so that no restricted text can be guessed."""
    return salted_hmac("risks.read", seal(of(register), {}), algorithm="sha256").hexdigest()


def _names(frozen: dict[str, Any], now: dict[str, Any], part: str, name: str) -> set[str]:
    before, after = ({row[name]: _judged(row) for row in content[part]} for content in (frozen, now))
    return {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}


def _judged(row: dict[str, Any]) -> dict[str, Any]:
    kept = {k: v for k, v in row.items() if k not in ("acceptance", "next_review_on")}
    if "treatments" in kept:
        kept["treatments"] = [
            {k: v for k, v in t.items() if k not in ("progress", "evidence")} for t in kept["treatments"]
        ]
    return kept

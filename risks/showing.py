"""What the pages of a risk show, gathered in a number of queries that does not depend on the number of rows."""

from datetime import date
from typing import Any

from django.db.models import QuerySet

from pvehub.access import grants
from pvehub.people.models import User
from risks import permissions, scales, scoring
from risks.covering import broken, covering, last_day, level_of, today_of
from risks.history import history
from risks.models import Acceptance, Assessment, Incident, Risk
from risks.workflow import POSITIONS, AcceptanceState, Basis, Bearer, Seat


def ratings(assessment: Assessment | None) -> list[dict[str, Any]]:
    """The three positions of a rating, each with likelihood, impact, band in words, and the detail per dimension."""
    if assessment is None:
        return []
    return [_position(assessment, position) for position in POSITIONS]


def _position(assessment: Assessment, position: str) -> dict[str, Any]:
    likelihood, impact = getattr(assessment, f"{position}_likelihood"), getattr(assessment, f"{position}_impact")
    words = scales.of(assessment.matrix.scales)
    detail = getattr(assessment, f"{position}_detail")
    band = getattr(assessment, f"{position}_band")
    return {
        "position": position,
        "label": POSITIONS[position],
        "likelihood": likelihood,
        "likelihood_word": words.likelihoods[likelihood],
        "impact": impact,
        "impact_word": words.impacts[impact],
        "band": band,
        "band_word": scoring.Band(band).label,
        "detail": detail,
        "means": words.means,
    }


def dimensions(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The impact on each dimension, one cell per position; None where a position does not touch it."""
    return [
        {"label": label, "cells": [_cell(row, scoring.Dimension(name)) for row in rows]}
        for name, label in scoring.Dimension.choices
    ]


def _cell(row: dict[str, Any], dimension: scoring.Dimension) -> dict[str, Any]:
    impact = row["detail"].get(dimension)
    means = row["means"][dimension][impact] if impact else ""
    return {"label": row["label"], "impact": impact, "means": means}


def risk_page(risk: Risk, user: User) -> dict[str, Any]:
    """Everything the page of a risk shows to this person."""
    today = today_of(risk.register)
    acceptances = list(risk.acceptances.select_related("requested_by", "decided_by").order_by("-pk"))
    return {
        "risk": risk,
        "today": today,
        "ratings": (rows := ratings(risk.assessment)),
        "dimensions": dimensions(rows),
        "bearers": [Bearer(value).label for value in risk.assessment.bearers] if risk.assessment else [],
        "level": scoring.Level(level_of(risk)) if risk.assessment else None,
        "needs_acceptance": bool(risk.assessment) and risk.is_live and scoring.needs_acceptance(level_of(risk)),
        "rule": rules(risk)[0] if risk.assessment else None,
        "covering": covering(risk, today) if risk.assessment else None,
        "asked": next((a for a in acceptances if a.state == AcceptanceState.REQUESTED), None),
        "acceptances": acceptances,
        "treatments": measures(risk, user, today),
        "history": history(risk, user),
        "incidents": list(Incident.objects.visible_to(user).filter(risks=risk).order_by("-happened_on", "-number")),
        "why_not": {
            "edit": permissions.why_not_edit_risk(user, risk),
            "assess": permissions.why_not_assess(user, risk),
            "treat": permissions.why_not_treat(user, risk),
            "request": permissions.why_not_request(user, risk),
            "review": permissions.why_not_review(user, risk),
            "close": permissions.why_not_close(user, risk),
            "reopen": permissions.why_not_reopen(user, risk),
            "name": permissions.why_not_name(user, risk),
            "resume": permissions.why_not_resume(user, risk),
            "report": permissions.why_not_report(user, risk.register),
        },
    }


def measures(risk: Risk, user: User, today: date) -> list[dict[str, Any]]:
    """The plan: what is late, what this person may report on or change, and what they may say they saw done."""
    done, may_edit = ("done", "dropped"), permissions.why_not_edit(user, risk.register) is None
    may_verify = permissions.works_on(user, risk.register)
    return [
        {
            "measure": t,
            "is_late": t.progress not in done and t.due_on < today,
            "is_mine": may_edit or t.owner_id == user.pk,
            "is_verifiable": may_verify and t.progress == "done" and not t.verified_at and t.owner_id != user.pk,
        }
        for t in risk.treatments.planned().with_served(user).order_by("due_on", "pk")
    ]


def rules(risk: Risk) -> list[dict[str, Any]]:
    """Per basis: the level that must assume it, the seat that decides, who concurs first, how long it lasts."""
    found = {rule.level: rule for rule in risk.rated.matrix.rules.all()}
    rows = []
    for basis in Basis:
        level = level_of(risk, basis)
        rule = found.get(level)
        rows.append(
            {
                "basis": basis,
                "band": scoring.Band(getattr(risk.assessment, f"{basis}_band")),
                "level": scoring.Level(level),
                "decides": rule.get_decides_display() if rule else "",
                "concurs": [Seat(s).label for s in rule.concurs if permissions.stands(s, risk.register)]
                if rule
                else [],
                "days": scoring.acceptance_days(rule.lasts_days, risk.rated.confidence) if rule else 0,
            }
        )
    return rows


def acceptance_page(acceptance: Acceptance, user: User) -> dict[str, Any]:
    """Everything the page of an acceptance shows to this person."""
    risk, today = acceptance.risk, today_of(acceptance.risk.register)
    return {
        "acceptance": acceptance,
        "risk": risk,
        "ratings": (rows := ratings(acceptance.assessment)),
        "dimensions": dimensions(rows),
        "treatments": measures(risk, user, today),
        "steps": acceptance.steps.select_related("by", "on_behalf_of").order_by("seq"),
        "concurs": [Seat(seat).label for seat in acceptance.concurs],
        "last_day": last_day(acceptance, today),
        "broken": broken(acceptance, risk, today) if acceptance.state in ("requested", "granted") else None,
        "why_not": {
            "concur": permissions.why_not_concur(user, acceptance),
            "decide": permissions.why_not_decide(user, acceptance),
            "refer": permissions.why_not_refer(user, acceptance),
            "request": permissions.why_not_request(user, risk),
            "withdraw": permissions.why_not_withdraw(user, acceptance),
        },
    }


def readers(risk: Risk) -> "QuerySet[User]":
    """The persons named to read a restricted risk."""
    return grants.people_with("see_restricted", risk)

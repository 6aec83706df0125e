"""Rating a risk: a new row each time, in the matrix that is active."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from pvehub.access import require
from pvehub.audit import trail
from pvehub.people.models import User
from risks import permissions, scoring
from risks.covering import today_of
from risks.models import Assessment, MatrixVersion, Risk
from risks.scoring import Rating
from risks.workflow import POSITIONS

from .locking import lock_risk, settle


@transaction.atomic
def assess(
    risk: Risk,
    *,
    ratings: Mapping[str, Rating],
    confidence: str,
    speed: str,
    rationale: str,
    by: User,
    bearers: Sequence[str] = (),
    key: uuid.UUID | None = None,
) -> Assessment:
    """Rate a risk in its three POSITIONS; the same one-time key again gives the first row.

    What a worse rating breaks lapses here and now; the next review follows from level and confidence.
    """
    risk = lock_risk(risk.pk)
    if key and (found := risk.assessments.filter(key=key).first()):
        return found
    require(permissions.why_not_assess(by, risk))
    now, matrix = timezone.now(), MatrixVersion.objects.active()
    before = risk.assessment.current_band if risk.assessment else ""
    assessment = Assessment.objects.create(
        risk=risk,
        number=risk.assessments.count() + 1,
        matrix=matrix,
        confidence=confidence,
        speed=speed,
        rationale=rationale,
        bearers=list(bearers),
        key=key or uuid.uuid4(),
        assessed_at=now,
        assessed_by=by,
        **_positions(risk, ratings, matrix),
    )
    risk.assessment = assessment
    risk.next_review_on = today_of(risk.register, now) + timedelta(days=interval(assessment))
    risk.save(update_fields=["assessment", "next_review_on"])
    trail.record(risk, "risks.assessed", by=by, before=before, after=assessment.current_band, note=rationale)
    settle(risk.pk, by=by, now=now)
    return assessment


def _positions(risk: Risk, ratings: Mapping[str, Rating], matrix: MatrixVersion) -> dict[str, Any]:
    """The columns of the three positions: numbers, detail, band; and the level of the two that can be accepted."""
    columns: dict[str, Any] = {}
    for position in POSITIONS:
        rating = ratings[position]
        columns |= {
            f"{position}_likelihood": rating.likelihood,
            f"{position}_impact": rating.impact,
            f"{position}_detail": dict(rating.detail),
            f"{position}_band": scoring.band(rating.likelihood, rating.impact, matrix.cells),
        }
    appetite = matrix.appetite_for(risk.category, is_direct=risk.is_direct)
    for position in ("current", "target"):
        columns[f"{position}_level"] = scoring.required_level(ratings[position], appetite, matrix.cells)
    return columns


def interval(assessment: Assessment) -> int:
    """Days to the next review; what nobody may accept is looked at as often as what is worst."""
    level = assessment.current_level
    rule = assessment.matrix.rules.get(level=scoring.Level.GRAVEST if level == scoring.Level.NOBODY else level)
    return scoring.review_days(rule.review_days, assessment.confidence)

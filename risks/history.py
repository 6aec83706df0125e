"""The one timeline of a risk: ratings with what they moved, acceptances, escalations, incidents, reviews. Reads only."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from pvehub.audit import trail
from pvehub.audit.words import told
from risks import scales, scoring
from risks.models import Assessment, Incident, Risk

if TYPE_CHECKING:
    from pvehub.people.models import User

SHOWN_OTHERWISE = {"risks.assessed"}  # an assessment is a row of its own, and says more than its event


def history(risk: Risk, user: "User") -> list[dict[str, Any]]:
    """Everything that happened to the risk, the newest first, as far as this person may read it."""
    rated = list(risk.assessments.select_related("assessed_by", "matrix").order_by("number"))
    incidents = {row.ref: row for row in Incident.objects.visible_to(user).filter(risks=risk)}
    entries = [*_ratings(rated), *_events(risk, incidents)]
    return sorted(entries, key=lambda entry: entry["at"], reverse=True)


def _events(risk: Risk, incidents: dict[str, Incident]) -> Iterator[dict[str, Any]]:
    for row in told(trail.of(risk)):
        event = row["event"]
        if event.verb in SHOWN_OTHERWISE:
            continue
        is_incident = event.verb == "risks.materialised"
        yield {
            "kind": "event",
            "label": row["label"],
            "actor": row["actor"],
            "on_behalf_of": row["principal"],
            "at": event.at,
            "note": event.note,
            "incident": incidents.get(event.note) if is_incident else None,
        }


def _ratings(rated: Sequence[Assessment]) -> Iterator[dict[str, Any]]:
    """Each rating with both inputs and confidence; against the one before it where both stand on the same matrix."""
    for before, after in pairwise([None, *rated]):
        if after is not None:
            yield _rating(before, after)


def _rating(before: Assessment | None, after: Assessment) -> dict[str, Any]:
    words = scales.of(after.matrix.scales)
    has_broken = before is not None and before.matrix_id != after.matrix_id
    return {
        "kind": "rating",
        "label": _("Rated for the first time") if before is None else _("Rated anew"),
        "actor": after.assessed_by,
        "at": after.assessed_at,
        "note": after.rationale,
        "before": before.current_band if before else "",
        "after": after.current_band,
        "moved": "" if before is None or has_broken else _moved(before, after),
        "break": after.matrix.number if has_broken else None,
        "likelihood": f"{after.current_likelihood} {words.likelihoods[after.current_likelihood]}",
        "impact": f"{after.current_impact} {words.impacts[after.current_impact]}",
        "confidence": after.get_confidence_display(),
    }


def _moved(before: Assessment, after: Assessment) -> str:
    """Worse, better or the same band, in a word with its mark."""
    step = scoring.band_order(after.current_band) - scoring.band_order(before.current_band)
    if step:
        return pgettext("rating", "▲ worse") if step > 0 else pgettext("rating", "▼ better")
    return pgettext("rating", "= the same band")

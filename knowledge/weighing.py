"""What an item of the repository weighs beside how well it answers: mild, from facts that everyone who sees it can see, and
told under "why is this here". How often it was opened weighs nothing: readers are not told."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from django.db.models import Case, F, FloatField, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from knowledge import kinds, workflow
from knowledge.models import Resource
from knowledge.workflow import Trust

#: How much of its relevance is left to an item that a reader may not simply rely on.
LOWER: Final = {Trust.CONTESTED: 0.8, Trust.OVERDUE: 0.85, Trust.UNVERIFIED: 0.95}
#: What each step of the evidence adds: an evaluation with a comparison an eighth more than an opinion.
STEP: Final = 0.03


def weights(today: date) -> QuerySet[Any]:
    """(pk, weight) of every resource on that day; the same as `weight`, for a statement to ask by key."""
    dated = [kind.slug for kind in kinds.KINDS if kind.verify_months is None]
    held = Q(verified_revision=F("published_revision"), verify_by_on__isnull=False)
    trust = Case(
        When(contested_at__isnull=False, then=Value(LOWER[Trust.CONTESTED])),
        When(kind__in=dated, then=Value(1.0)),
        When(held & Q(verify_by_on__gte=today), then=Value(1.0)),
        When(held, then=Value(LOWER[Trust.OVERDUE])),
        default=Value(LOWER[Trust.UNVERIFIED]),
        output_field=FloatField(),
    )
    evidence = Value(1.0) + Value(STEP) * Coalesce(F("evidence_strength"), 0)
    return Resource.objects.order_by().annotate(weight=trust * evidence).values_list("pk", "weight")


def weight(resource: Resource, today: date) -> float:
    """What it weighs that day."""
    return LOWER.get(resource.trust_on(today), 1.0) * (1.0 + STEP * (resource.evidence_strength or 0))


def why(resource: Resource, today: date) -> list[str]:
    """The sentences that say what moved it up or down; none where nothing did."""
    said = {
        Trust.CONTESTED: _("It stands lower because a reader says it no longer holds."),
        Trust.OVERDUE: _("It stands lower because its verification is overdue."),
        Trust.UNVERIFIED: _("It stands a little lower because nobody vouches for it yet."),
    }
    found = [said[trust]] if (trust := resource.trust_on(today)) in said else []
    if resource.evidence_strength:
        evidence = workflow.Evidence(resource.evidence_strength).label
        found.append(_("It stands a little higher for its evidence: %(evidence)s.") % {"evidence": evidence})
    return found

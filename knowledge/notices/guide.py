"""What people are told about drafts of guidance they are asked about, and about words that go outside."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from knowledge import workflow
from pvehub.notifications import Kind, on


def _runs(consultation: Any, facts: dict[str, Any]) -> bool:
    return consultation.ended_at is None and consultation.resource.state not in workflow.GONE


def _published(resource: Any, facts: dict[str, Any]) -> bool:
    return bool(resource.state == workflow.State.PUBLISHED)


CONSULTED = _("You or your office was asked to comment on the draft.")
WROTE = _("You are an author of these words.")

KINDS = on(
    _("Guidance and words for use outside"),
    Kind(
        "knowledge.consultation_opened",
        label=_("Colleagues ask what you think of a draft of guidance"),
        cadence="daily",
        relevant=_runs,
        why=CONSULTED,
    ),
    Kind(
        "knowledge.consultation_due",
        label=_("The last day to comment on a draft is near"),
        relevant=_runs,
        why=CONSULTED,
    ),
    Kind(
        "knowledge.consultation_waits",
        label=_("Comments on your draft wait for an answer"),
        relevant=_runs,
        why=_("You are an author of the draft."),
    ),
    Kind(
        "knowledge.consultation_ended",
        label=_("Your comments on a draft were answered"),
        cadence="daily",
        why=_("You commented on the draft."),
    ),
    Kind(
        "knowledge.approval_asked",
        label=_("Words wait to be approved for use outside"),
        relevant=_published,
        why=_("You sit in a seat that approves words for use outside."),
    ),
    Kind("knowledge.approval_given", label=_("Your words were approved for use outside"), why=WROTE),
    Kind("knowledge.approval_withdrawn", label=_("The approval of your words was withdrawn"), always=True, why=WROTE),
    Kind(
        "knowledge.approval_due",
        label=_("An approval of words is near its end"),
        relevant=_published,
        why=_("You sit in a seat that approves words, or answer for this text."),
    ),
)

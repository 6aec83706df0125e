"""What people are told about drafts of guidance they are asked about, and about words that go outside."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from knowledge import workflow
from pvehub.notifications import Kind


def _runs(consultation: Any, facts: dict[str, Any]) -> bool:
    return consultation.ended_at is None and consultation.resource.state not in workflow.GONE


def _published(resource: Any, facts: dict[str, Any]) -> bool:
    return bool(resource.state == workflow.State.PUBLISHED)


KINDS = [
    Kind(
        "knowledge.consultation_opened",
        label=_("Colleagues ask what you think of a draft of guidance"),
        cadence="daily",
        relevant=_runs,
    ),
    Kind("knowledge.consultation_due", label=_("The last day to comment on a draft is near"), relevant=_runs),
    Kind("knowledge.consultation_waits", label=_("Comments on your draft wait for an answer"), relevant=_runs),
    Kind("knowledge.consultation_ended", label=_("Your comments on a draft were answered"), cadence="daily"),
    Kind("knowledge.approval_asked", label=_("Words wait to be approved for use outside"), relevant=_published),
    Kind("knowledge.approval_given", label=_("Your words were approved for use outside")),
    Kind("knowledge.approval_withdrawn", label=_("The approval of your words was withdrawn"), always=True),
    Kind("knowledge.approval_due", label=_("An approval of words is near its end"), relevant=_published),
]

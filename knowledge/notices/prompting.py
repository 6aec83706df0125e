"""What people are told of lessons that a milestone asks for."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from knowledge.milestones import Answer
from pvehub.notifications import Kind, on


def _still_asked(prompt: Any, facts: dict[str, Any]) -> bool:
    """Nobody is reminded of what was written, put off or passed by meanwhile."""
    return prompt.state == Answer.OPEN


KINDS = on(
    _("What you follow and read"),
    Kind(
        "knowledge.lesson_asked",
        label=_("Your project is asked what it has learnt"),
        relevant=_still_asked,
        why=_("You belong to the team of the project."),
    ),
)

"""Who answers a milestone's question, as a sentence."""

from __future__ import annotations

from django.utils.translation import gettext as _

from knowledge.milestones import Answer
from knowledge.models import LessonPrompt
from pvehub.people.models import User


def why_not_put_off(user: User, prompt: LessonPrompt) -> str | None:
    """The people of the project, as long as nobody has answered."""
    if not LessonPrompt.objects.visible_to(user).filter(pk=prompt.pk).exists():
        return _("Only the people of the project answer this.")
    if prompt.state != Answer.OPEN:
        return _("This was answered already, or a later milestone has asked again.")
    return None

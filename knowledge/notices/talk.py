"""What people are told of discussions."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from knowledge.models import Discussion, Flag
from pvehub.notifications import Kind


def _still_unanswered(discussion: Any, facts: dict[str, Any]) -> bool:
    """Nobody is asked for what was answered meanwhile."""
    return Discussion.objects.unanswered().filter(pk=discussion.pk).exists()


def _still_flagged(discussion: Any, facts: dict[str, Any]) -> bool:
    return Flag.objects.open().filter(discussion=discussion).exists()


KINDS = [
    Kind("knowledge.talk_answered", label=_("Somebody wrote on in what you asked or began")),
    Kind("knowledge.talk_replied", label=_("A discussion you follow goes on"), cadence="daily"),
    Kind("knowledge.talk_named", label=_("A colleague named you in a discussion")),
    Kind("knowledge.talk_accepted", label=_("What you answered was accepted")),
    Kind("knowledge.talk_news", label=_("A new discussion on a country or theme you follow"), cadence="daily"),
    Kind("knowledge.peer_asked", label=_("Another mission asks yours for its experience")),
    Kind("knowledge.talk_routed", label=_("A question waits for somebody who knows it"), relevant=_still_unanswered),
    Kind("knowledge.talk_unanswered", label=_("Nobody has answered a question yet"), relevant=_still_unanswered),
    Kind("knowledge.talk_flagged", label=_("A reader flagged words in a discussion"), relevant=_still_flagged),
    Kind("knowledge.talk_moderated", label=_("Somebody decided on words of yours in a discussion"), always=True),
    Kind("knowledge.talk_ruled", label=_("A curator decided on what you flagged")),
]

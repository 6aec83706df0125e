"""What people are told of discussions."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from knowledge.models import Discussion, Flag
from pvehub.notifications import Kind, on


def _still_unanswered(discussion: Any, facts: dict[str, Any]) -> bool:
    """Nobody is asked for what was answered meanwhile."""
    return Discussion.objects.unanswered().filter(pk=discussion.pk).exists()


def _still_flagged(discussion: Any, facts: dict[str, Any]) -> bool:
    return Flag.objects.open().filter(discussion=discussion).exists()


KINDS = on(
    _("Discussions"),
    Kind(
        "knowledge.talk_answered",
        label=_("Somebody wrote on in what you asked or began"),
        why=_("You began the discussion, or write in it."),
    ),
    Kind(
        "knowledge.talk_replied",
        label=_("A discussion you follow goes on"),
        cadence="daily",
        why=_("You follow the discussion."),
    ),
    Kind(
        "knowledge.talk_named",
        label=_("A colleague named you in a discussion"),
        why=_("A colleague named you in what they wrote."),
    ),
    Kind("knowledge.talk_accepted", label=_("What you answered was accepted"), why=_("The answer is yours.")),
    Kind(
        "knowledge.talk_news",
        label=_("A new discussion on a country or theme you follow"),
        cadence="daily",
        why=_("You follow a country or a theme."),
    ),
    Kind(
        "knowledge.peer_asked",
        label=_("Another mission asks yours for its experience"),
        why=_("The question is put to your mission."),
    ),
    Kind(
        "knowledge.talk_routed",
        label=_("A question waits for somebody who knows it"),
        relevant=_still_unanswered,
        why=_("You were found to know about its subject, or curate the repository."),
    ),
    Kind(
        "knowledge.talk_unanswered",
        label=_("Nobody has answered a question yet"),
        relevant=_still_unanswered,
        why=_("You were found to know about its subject, or curate the repository."),
    ),
    Kind(
        "knowledge.talk_flagged",
        label=_("A reader flagged words in a discussion"),
        relevant=_still_flagged,
        why=_("You curate the repository."),
    ),
    Kind(
        "knowledge.talk_moderated",
        label=_("Somebody decided on words of yours in a discussion"),
        always=True,
        why=_("The words are yours."),
    ),
    Kind("knowledge.talk_ruled", label=_("A curator decided on what you flagged"), why=_("You flagged these words.")),
)

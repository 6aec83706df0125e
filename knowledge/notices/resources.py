"""What people are told about resources."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from knowledge import search, workflow
from pvehub.notifications import Kind, on


def _still_waits(resource: Any, facts: dict[str, Any]) -> bool:
    return bool(resource.revisions.waiting().exists())


def _still_due(resource: Any, facts: dict[str, Any]) -> bool:
    """Nobody is reminded of what was verified meanwhile."""
    due = facts.get("due_on")
    return resource.state == workflow.State.PUBLISHED and str(resource.verify_by_on) == str(due)


def _still_new(saved: Any, facts: dict[str, Any]) -> bool:
    """Asked again with the rights its owner has when the mail goes: what they lost sight of is not told."""
    since = facts.get("since_at")
    moment = datetime.fromisoformat(since) if isinstance(since, str) else since
    wants = saved.alert != workflow.Alert.NEVER
    return wants and search.has_news(saved, moment)


def _still_asked(collection: Any, facts: dict[str, Any]) -> bool:
    """Nobody is told of a collection that has ended."""
    return collection.ended_at is None


def _still_contested(resource: Any, facts: dict[str, Any]) -> bool:
    return resource.state == workflow.State.PUBLISHED and resource.contested_at is not None


AUTHOR = _("You wrote it, or are a co-author.")
CURATOR = _("You curate the repository, and the text is in your hands or in nobody’s.")
ANSWERS = _("You answer for the text: as its verifier, by your role, or as a curator.")

KINDS = [
    *on(
        _("Your contributions"),
        Kind("knowledge.changes_requested", label=_("A curator asks you for changes"), always=True, why=AUTHOR),
        Kind("knowledge.published", label=_("Your contribution was published"), always=True, why=AUTHOR),
        Kind(
            "knowledge.co_author",
            label=_("A colleague named you as a co-author"),
            why=_("An author named you as a co-author."),
        ),
        Kind(
            "knowledge.masked",
            label=_("A curator masked where your contribution comes from"),
            always=True,
            why=AUTHOR,
        ),
        Kind("knowledge.declined", label=_("Your contribution was not taken up"), always=True, why=AUTHOR),
    ),
    *on(
        _("Curating the repository"),
        Kind("knowledge.submitted", label=_("A text waits for a curator"), relevant=_still_waits, why=CURATOR),
        Kind(
            "knowledge.text_changed",
            label=_("The author changed the text you are reviewing"),
            always=True,
            relevant=_still_waits,
            why=_("You took the text in hand."),
        ),
        Kind(
            "knowledge.review_due",
            label=_("A text has waited for the curators too long"),
            relevant=_still_waits,
            why=CURATOR,
        ),
    ),
    *on(
        _("Whether a text still holds"),
        Kind(
            "knowledge.verification_due",
            label=_("Somebody has to say whether it still holds"),
            relevant=_still_due,
            why=ANSWERS,
        ),
        Kind(
            "knowledge.contested",
            label=_("A reader says that a text no longer holds"),
            relevant=_still_contested,
            why=ANSWERS,
        ),
        Kind(
            "knowledge.contest_waits",
            label=_("A contested text waits for an answer"),
            relevant=_still_contested,
            why=ANSWERS,
        ),
        Kind(
            "knowledge.contest_answered",
            label=_("What you contested was answered"),
            always=True,
            why=_("You said that the text no longer holds."),
        ),
        Kind("knowledge.passed_on", label=_("You answer for a text from now on"), cadence="daily", why=ANSWERS),
    ),
    *on(
        _("What you follow and read"),
        Kind(
            "knowledge.followed_changed",
            label=_("Something you follow has a new text"),
            why=_("You follow this item of the repository."),
        ),
        # The label stands in digests for texts of every confidentiality, so it says nothing.
        Kind(
            "knowledge.followed_news",
            label=_("Something new on a country or theme you follow"),
            cadence="daily",
            why=_("You follow a country or a theme."),
        ),
        Kind(
            "knowledge.followed_research",
            label=_("New research on a country or theme you follow"),
            cadence="weekly",
            why=_("You follow a country or a theme."),
        ),
        Kind(
            "knowledge.search_news",
            label=_("There is something new in a search you keep"),
            relevant=_still_new,
            why=_("You keep this search, and asked to be told what is new in it."),
        ),
        Kind(
            "knowledge.reading_assigned",
            label=_("A colleague asks you to read something"),
            relevant=_still_asked,
            why=_("A colleague asked you to read the collection."),
        ),
        Kind(
            "knowledge.reading_due",
            label=_("Something you were asked to read is near its day"),
            relevant=_still_asked,
            why=_("A colleague asked you to read the collection."),
        ),
    ),
]

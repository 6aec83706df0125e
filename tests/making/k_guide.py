"""Builders of guidance that binds, of drafts before colleagues, of messages and what is negotiated."""

from datetime import timedelta
from typing import Any

from knowledge import actions
from knowledge.models import Approval, ClauseComment, Consultation, NegotiationNote, Resource
from knowledge.models.messages import words_hash
from pvehub.people.models import User

from . import ground, knowledge, projects

CLAUSES = (
    "# Before\nMUST ask the elders.\nSHOULD write down what they say.\n# With partners\nRED LINE: no lists of names."
)
MESSAGE = {"public": "We support communities.", "community": "You decide whether you take part."}


def guidance(*, state: str = "published", fields: dict[str, str] | None = None, **facts: Any) -> Resource:
    """A note of four lines of clauses, agreed by a second curator where it is published."""
    answers = {"scope": "Work with returnees.", "clauses": CLAUSES} | (fields or {})
    curator = facts.pop("curator", None) or (ground.curator() if state != "draft" else None)
    before = "in_curation" if state == "published" else state
    made = knowledge.resource(state=before, kind="guidance", fields=answers, curator=curator, **facts)
    if state == "published":
        publish_guidance(made, by=curator)
    return made


def publish_guidance(made: Resource, *, by: Any) -> Resource:
    """The text that `by` has in hand, with the agreement of another curator."""
    actions.second(made, by=ground.curator(), seen=knowledge.waiting_hash(made))
    actions.publish(made, by=by, seen=knowledge.waiting_hash(made), checklist=knowledge.TICKED)
    made.refresh_from_db()
    return made


def consultation(resource: Resource | None = None, *, offices: tuple[str, ...] = ("UG",), **facts: Any) -> Consultation:
    """A draft before the people of an office for three weeks, unless all staff are asked."""
    resource = resource or guidance(state="draft")
    facts = {"until_on": ground.today("UG") + timedelta(days=21)} | facts
    asked = [] if facts.get("is_for_all") else [ground.office(code) for code in offices]
    return actions.open_consultation(resource, by=resource.created_by, offices=asked, **facts)


def comment(on: Consultation | None = None, *, by: User | None = None, **said: str) -> ClauseComment:
    """What a colleague who was asked says of the first clause."""
    said = {"text": "Elders are not the only ones to ask.", "clause": "1.1"} | said
    return actions.comment_on(on or consultation(), by=by or ground.officer("UG"), **said)


def message(**facts: Any) -> Resource:
    """A published message line with two versions nobody has approved."""
    return knowledge.resource(kind="message", fields=MESSAGE | facts.pop("fields", {}), **facts)


def approval(resource: Resource | None = None, *, version: str = "public", by: User | None = None) -> Approval:
    """The head of TRD approves one version for a year."""
    resource = resource or message()
    text = resource.published_revision
    until = ground.today("UG") + timedelta(days=365)
    seen = words_hash(text.language, text.fields[version])
    return actions.approve(resource, version, by=by or ground.head(), seen=seen, valid_until_on=until)


def negotiation(project: Any = None, *, by: User | None = None, **said: str) -> NegotiationNote:
    """A line of the log of a project."""
    project = project or projects.project()
    said = {"item": "time", "state": "raised", "note": "They ask for twelve months; we need eighteen."} | said
    return actions.note_negotiation(project, by=by or project.manager, **said)


def _matrix_guidance(state: str, cast: Any) -> Resource:
    name, _, tier = state.partition("_t")
    canary = cast.canary
    return guidance(
        state=name, author=cast.author, title=f"Note {canary}", fields={"scope": canary}, tier=int(tier or 0)
    )


def _matrix_consultation(state: str, cast: Any) -> Consultation:
    made = guidance(state="draft", author=cast.author, title=f"Draft {cast.canary}")
    return consultation(made, offices=("NBO",), question=f"What of {cast.canary}?")


def _matrix_comment(state: str, cast: Any) -> ClauseComment:
    return comment(_matrix_consultation(state, cast), by=cast.region, text=f"Not so, {cast.canary}.")


def _matrix_message(state: str, cast: Any) -> Resource:
    return message(author=cast.author, title=f"Words {cast.canary}", tier=1, fields={"public": cast.canary})


THINGS = {
    "guidance": _matrix_guidance,
    "clause": lambda state, cast: _matrix_guidance(state, cast).clauses.order_by("position").first(),
    "consultation": _matrix_consultation,
    "comment-on-draft": _matrix_comment,
    "message": _matrix_message,
    "approval": lambda state, cast: approval(_matrix_message(state, cast), by=cast.head),
}

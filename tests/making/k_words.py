"""Builders of red lines, and of texts with words of the list."""

from typing import Any

from knowledge import actions
from knowledge.models import RedLine, Resource

from . import ground, knowledge, lang

LINE_SAID = {
    "statement": "We do not confront armed groups in messages.",
    "rationale": "It endangers staff and participants.",
    "since": "November 2018",
    "source": "Symposium, Geneva 2018",
}


def red_line(*, by: Any = None, state: str = "in-force", **said: Any) -> RedLine:
    """Proposed by one curator of headquarters and, unless it waits, agreed by another."""
    made = actions.propose_red_line(None, actions.RedLineSaid(**(LINE_SAID | said)), by=by or ground.curator())
    if state != "proposed":
        made = actions.agree_red_line(made, by=ground.curator(), seen=made.proposed_at.isoformat())
    return made


def worded_resource(words: str = "A counter-narrative campaign", **facts: Any) -> Resource:
    """A lesson with a red line of the list in its title."""
    lang.watched()
    return knowledge.resource(title=words, **facts)


def _matrix_line(state: str, cast: Any) -> RedLine:
    return red_line(
        state=state, statement=f"We do not {cast.canary}." if state == "proposed" else LINE_SAID["statement"]
    )


THINGS = {"red_line": _matrix_line}

"""All kinds of knowledge as data: their questions, their files, how long they hold. Nothing here asks the database."""

from __future__ import annotations

from typing import Final

from knowledge.kinds.experience import EVALUATION, LESSON, PRACTICE, TOOL
from knowledge.kinds.reference import ASSESSMENT, DONOR, GUIDANCE, LEGAL, MESSAGE, PARTNER, POLICY, RESEARCH
from knowledge.kinds.shapes import Field, Kind

KINDS: Final = (
    LESSON,
    PRACTICE,
    TOOL,
    EVALUATION,
    ASSESSMENT,
    RESEARCH,
    POLICY,
    GUIDANCE,
    DONOR,
    MESSAGE,
    LEGAL,
    PARTNER,
)
BY_SLUG: Final = {kind.slug: kind for kind in KINDS}
CHOICES: Final = tuple((kind.slug, kind.label) for kind in KINDS)

#: Codes of "resource-types" that are documents of one project and no knowledge of their own.
PROJECT_DOCUMENTS: Final = ("PROP", "LOGF", "MEET")

#: What may go to readers outside; profiles of donors and partners, guidance, agreed words and legal notes are ours alone.
OUTSIDE: Final = ("lesson", "practice", "tool", "evaluation", "research")

__all__ = [
    "BY_SLUG",
    "CHOICES",
    "KINDS",
    "OUTSIDE",
    "PROJECT_DOCUMENTS",
    "Field",
    "Kind",
    "label_of",
    "ordered",
    "plain",
]


def label_of(slug: str) -> str:
    """The name of a kind in the reader's language."""
    return str(BY_SLUG[slug].label)


def ordered(kind: str, fields: dict[str, str], *, masked: bool = False) -> list[tuple[Field, str]]:
    """The answered questions of a kind in the kind's own order, ready to be read; `masked` leaves out those that say
    where."""
    asked = (field for field in BY_SLUG[kind].fields if not (masked and field.is_place))
    return [(field, fields[field.name]) for field in asked if fields.get(field.name)]


def plain(kind: str, fields: dict[str, str], *, masked: bool = False) -> str:
    """The written answers as one running text, in the author's words only: what search reads."""
    answers = ordered(kind, fields, masked=masked)
    return "\n\n".join(value for field, value in answers if field.entry not in ("choice", "date", "year"))

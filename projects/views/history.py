"""What happened to a project, for the page: a sitting of edits is one line that names the sections it touched."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from pvehub.audit import trail, words
from pvehub.audit.models import Event
from pvehub.people.models import User

from ..models import Project
from ..sections import BY_SLUG
from ..workflow import Status

SITTING = timedelta(hours=2)
EVENTS, LINES = 200, 30


def read(project: Project) -> list[Event]:
    """The newest events; one query, however long the history."""
    return list(trail.of(project).order_by("-seq")[:EVENTS])


def lines(events: Iterable[Event], people: Mapping[UUID, User]) -> list[dict[str, Any]]:
    """The newest first, with the people who were read for them."""
    found: list[dict[str, Any]] = []
    for told in words.told(events, people):
        event = told["event"]
        slug = event.note if event.note in BY_SLUG else ""
        if found and slug and _is_same_sitting(found[-1], told):
            found[-1]["slugs"].add(slug)
            continue
        found.append(
            {
                "label": _moved(event) or told["label"],
                "verb": event.verb,
                "actor": told["actor"],
                "on_behalf_of": told["principal"],
                "at": event.at,
                "slugs": {slug} - {""},
            }
        )
    return [{**line, "note": _titles(line["slugs"])} for line in found[:LINES]]


def _moved(event: Any) -> str:
    """A change of status in words; what a case tells besides has the label of its verb."""
    if event.verb != "projects.followed" or event.before == event.after or event.after not in Status.values:
        return ""
    return _("Now: %(status)s") % {"status": Status(event.after).label}


def _titles(slugs: set[str]) -> str:
    """Titles in the order of the record."""
    return ", ".join(str(section.title) for slug, section in BY_SLUG.items() if slug in slugs)


def _is_same_sitting(line: dict[str, Any], told: dict[str, Any]) -> bool:
    event = told["event"]
    same = (line["verb"], line["actor"]) == (event.verb, told["actor"])
    return same and bool(line["slugs"]) and line["at"] - event.at <= SITTING

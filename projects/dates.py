"""What of projects falls due to their managers, for their calendar."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from django.utils.translation import gettext_lazy as _

from projects.lateness import SOURCES
from projects.models import Project
from pvehub.dates import Due

SENTENCES = {
    "diligence": _("The due diligence of a partner runs out."),
    "context": _("A context analysis is to be reviewed."),
    "values": _("Values of an indicator are due."),
}


NAMES: dict[str, Callable[[Any], str]] = {
    "diligence": lambda row: str(row.organization.name),
    "context": lambda row: str(row.project.notice_title()),
    "values": lambda row: str(row.name or row.code),
}
PARTS = {"diligence", "values"}  # what has a name of its own; the others are the project's one
MORE = {"diligence": ["organization"]}  # what the name of a row is read with


def _rows(rule: str, user: Any, first: date, last: date) -> Any:
    """Of the projects this person manages and reads as a whole: all of it is of the working copy."""
    source, mine = SOURCES[rule], Project.objects.whole_for(user).filter(manager=user)
    rows = source.upto(last).filter(**{f"{source.field}__gte": first}, project__in=mine.order_by().values("pk"))
    return rows.select_related("project", *MORE.get(rule, [])).order_by(source.field, "pk")


def _of(row: Any) -> str:
    return str(row.project.notice_title())


def _url(row: Any) -> str:
    return str(row.project.get_absolute_url())


DATES = [
    Due(
        f"projects.{rule}",
        SENTENCES[rule],
        partial(_rows, rule),
        source.due_on,
        name=NAMES[rule],
        of=_of if rule in PARTS else lambda row: "",
        url=_url,
    )
    for rule, source in SOURCES.items()
]

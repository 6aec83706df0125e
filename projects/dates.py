"""What of projects falls due to their managers, for their calendar."""

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


def _rows(rule: str, user: Any, first: date, last: date) -> Any:
    """Of the projects this person manages."""
    source, mine = SOURCES[rule], Project.objects.visible_to(user).filter(manager=user)
    rows = source.upto(last).filter(**{f"{source.field}__gte": first}, project__in=mine.order_by().values("pk"))
    return rows.order_by(source.field, "pk")


def _url(row: Any) -> str:
    return str(row.project.get_absolute_url())


DATES = [
    Due(f"projects.{rule}", SENTENCES[rule], partial(_rows, rule), source.due_on, _url)
    for rule, source in SOURCES.items()
]

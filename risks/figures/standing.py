"""How many risks stand where somebody has to act: above tolerance, above appetite, overdue, escalated."""

from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from risks.models import Acceptance, Escalation

from .asking import Asked

SOON = 30  # days


def standing(asked: Asked, today: date) -> list[dict[str, Any]]:
    """The figures above the map, each with its list; three queries."""
    where = asked.of_registers("risk__register")
    escalations = Escalation.objects.visible_to(asked.user).asked().filter(where)
    ending = Acceptance.objects.visible_to(asked.user).granted().filter(where)
    ending = ending.filter(valid_until_on__range=(today, today + timedelta(days=SOON)))
    if asked.category:
        escalations = escalations.filter(risk__category__code=asked.category)
        ending = ending.filter(risk__category__code=asked.category)
    counted, unanswered = asked.risks.tally(today), escalations.unanswered(today).count()
    return [
        _figure(_("open risks"), counted["open"], asked.list_url()),
        _figure(_("above tolerance, assumed by nobody"), counted["uncovered"], asked.list_url(stands="uncovered")),
        _figure(_("above appetite"), counted["appetite"], asked.list_url(stands="appetite")),
        _figure(_("reviews overdue"), counted["overdue"], asked.list_url(stands="overdue")),
        _figure(_("escalations unanswered past their day"), unanswered, asked.url("unanswered-list", late=1)),
        _figure(_("acceptances ending within 30 days"), ending.count(), asked.url("assumed-list", within=SOON)),
    ]


def _figure(label: str, value: int, url: str) -> dict[str, Any]:
    return {"label": label, "value": value, "url": url}

"""What of cases falls due to a person, for their calendar."""

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from endorsement.models import Case, Condition, Report, SupportRequest
from pvehub.dates import Due


def _conditions(user: Any, first: date, last: date) -> Any:
    """Those this person has still to show as met."""
    rows = Condition.objects.to_show(user).filter(due_on__range=(first, last))
    return rows.select_related("decision__case").order_by("due_on", "pk")


def _reports(user: Any, first: date, last: date) -> Any:
    """Those of the person's own projects and offices that are still to be sent."""
    rows = Report.objects.to_write(user, until=last).filter(due_on__range=(first, last))
    return rows.select_related("project").order_by("due_on", "pk")


def _reviews(user: Any, first: date, last: date) -> Any:
    """Reports that wait for TRD's word."""
    rows = Report.objects.to_review(user).filter(review_due_on__range=(first, last))
    return rows.select_related("project").order_by("review_due_on", "pk")


def _cases(user: Any, first: date, last: date) -> Any:
    """Cases whose next step is this person's, by the target of the running stage."""
    return Case.objects.awaiting(user).filter(due_on__range=(first, last)).order_by("due_on", "pk")


def _questions(user: Any, first: date, last: date) -> Any:
    """Questions of missions that this person may answer; one that was asked back waits for no day of theirs."""
    return (
        SupportRequest.objects.awaiting(user).filter(state="open", due_on__range=(first, last)).order_by("due_on", "pk")
    )


def _on(thing: Any) -> date:
    found: date = thing.due_on
    return found


DATES = [
    Due(
        "endorsement.condition",
        _("A condition is to be shown as met."),
        _conditions,
        _on,
        lambda condition: str(condition.decision.case.get_absolute_url()),
    ),
    Due("endorsement.report", _("A report is due."), _reports, _on),
    Due("endorsement.report_review", _("A report is to be judged."), _reviews, lambda report: report.review_due_on),
    Due("endorsement.case", _("Your step in a case is due."), _cases, _on),
    Due("endorsement.support", _("A question of a mission is to be answered."), _questions, _on),
]

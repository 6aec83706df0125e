"""What of cases falls due to a person, for their calendar."""

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from endorsement import validity
from endorsement.models import Assignment, Case, Clearance, Condition, Decision, Report, SupportRequest
from endorsement.workflow import Status
from projects.models import NotifiedChange
from pvehub.dates import Due


def _conditions(user: Any, first: date, last: date) -> Any:
    """Those this person has still to show as met."""
    rows = Condition.objects.to_show(user).filter(due_on__range=(first, last))
    return rows.select_related("decision__case__project").order_by("due_on", "pk")


def _reports(user: Any, first: date, last: date) -> Any:
    """Those of the person's own projects and offices that are still to be sent."""
    rows = Report.objects.to_write(user, until=last).filter(due_on__range=(first, last))
    return rows.select_related("project").order_by("due_on", "pk")


def _reports_to_judge(user: Any, first: date, last: date) -> Any:
    """Reports that wait for TRD's word."""
    rows = Report.objects.to_review(user).filter(review_due_on__range=(first, last))
    return rows.select_related("project").order_by("review_due_on", "pk")


def _cases(user: Any, first: date, last: date) -> Any:
    """Cases whose next step is this person's, by the target of the running stage."""
    rows = Case.objects.awaiting(user).filter(due_on__range=(first, last))
    return rows.select_related("project").order_by("due_on", "pk")


def _holds(user: Any, first: date, last: date) -> Any:
    """Cases on hold that this person looks at again, by the day that was named."""
    rows = Case.objects.awaiting(user).filter(status=Status.ON_HOLD.value, review_on__range=(first, last))
    return rows.select_related("project").order_by("review_on", "pk")


def _reviews(user: Any, first: date, last: date) -> Any:
    """Reviews that this person was asked for by a day and owes."""
    rows = Assignment.objects.owed_by(user).filter(due_on__range=(first, last))
    return rows.select_related("case__project").order_by("due_on", "pk")


def _advice(user: Any, first: date, last: date) -> Any:
    """Questions to this adviser that wait for an answer by a day."""
    rows = Clearance.objects.awaiting(user).filter(due_on__range=(first, last))
    return rows.select_related("case__project").order_by("due_on", "pk")


def _questions(user: Any, first: date, last: date) -> Any:
    """Questions of missions that this person may answer; one that was asked back waits for no day of theirs."""
    rows = SupportRequest.objects.awaiting(user).filter(state="open", due_on__range=(first, last))
    return rows.order_by("due_on", "pk")


def _objections(user: Any, first: date, last: date) -> Any:
    """Changes that went out and to which this person, who led the review, may still object."""
    led = Case.objects.internal_to(user).leading().filter(lead=user).order_by().values("project")
    rows = NotifiedChange.objects.open_to_objection(first).filter(objection_until_on__lte=last, project__in=led)
    return rows.select_related("project").order_by("objection_until_on", "pk")


def _ends(user: Any, first: date, last: date) -> list[Decision]:
    """Endorsements of the projects this person manages, by the day on which they really end. A list: an extension that was
    published since moves the day."""
    leading = Case.objects.visible_to(user).leading().in_good_standing().filter(project__manager=user)
    rows = Decision.objects.standing().latest_of_cases().filter(case__in=leading.order_by().values("pk"))
    rows = rows.filter(valid_until_on__lte=last).select_related("submission", "case__project")
    return sorted((row for row in rows if first <= _end(row) <= last), key=lambda row: (_end(row), row.pk))


def _end(decision: Decision) -> date:
    found = validity.until(
        decision.valid_until_on,
        version_end_on=validity.end_of(decision.submission.content),
        published_end_on=decision.case.project.endorsed_end_on,
    )
    assert found is not None  # only decisions that name a day are asked for
    return found


def _on(thing: Any) -> date:
    found: date = thing.due_on
    return found


def _of_case(thing: Any) -> str:
    """The case of a part of it."""
    return str(thing.case.notice_title())


def _url(thing: Any) -> str:
    return str(thing.case.get_absolute_url())


def _report(report: Report) -> str:
    return report.notice_title()


def _project(report: Report) -> str:
    return report.project.title


DATES = [
    Due(
        "endorsement.condition",
        _("A condition is to be shown as met."),
        _conditions,
        _on,
        name=lambda condition: condition.text,
        of=lambda condition: condition.decision.case.notice_title(),
        url=lambda condition: str(condition.decision.case.get_absolute_url()),
    ),
    Due("endorsement.report", _("A report is due."), _reports, _on, name=_report, of=_project),
    Due(
        "endorsement.report_review",
        _("A report is to be judged."),
        _reports_to_judge,
        lambda report: report.review_due_on,
        name=_report,
        of=_project,
    ),
    Due("endorsement.case", _("Your step in a case is due."), _cases, _on, name=lambda case: case.notice_title()),
    Due(
        "endorsement.hold",
        _("A case on hold is to be looked at again."),
        _holds,
        lambda case: case.review_on,
        name=lambda case: case.notice_title(),
    ),
    Due("endorsement.review", _("Your review is due."), _reviews, _on, name=_of_case, url=_url),
    Due("endorsement.advice", _("Your advice on a case is due."), _advice, _on, name=_of_case, url=_url),
    Due(
        "endorsement.objection",
        _("Objections to a change end."),
        _objections,
        lambda change: change.objection_until_on,
        name=lambda change: change.project.notice_title(),
        url=lambda change: str(change.project.get_absolute_url()),
    ),
    Due("endorsement.end", _("An endorsement ends."), _ends, _end, name=_of_case, url=_url),
    Due(
        "endorsement.support",
        _("A question of a mission is to be answered."),
        _questions,
        _on,
        name=lambda request: request.subject,
        of=lambda request: request.notice_title(),
    ),
]

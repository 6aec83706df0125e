"""Whose word settles a red line, as sentences: None means yes."""

from django.utils.translation import gettext as _

from endorsement import workflow
from endorsement.models import Case, Finding
from endorsement.models.finding import DECLARATION
from endorsement.workflow import Status
from pvehub.people.models import User

from .cases import WHO


def step_of_the_author(case: Case) -> str:
    """The step the author is on the way to: the first submission, or the next version."""
    return "resubmit" if case.status == Status.RETURNED else "submit"


def why_not_judge_red_line(user: User, case: Case) -> str | None:
    """The lead gives the word on a red-line flag, and may give another one later; words are judged one by one."""
    if case.red_line not in (Case.RedLine.RAISED, Case.RedLine.CONFIRMED):
        return _("No red line is raised.")
    if case.status not in workflow.WITH_TRD:
        return _("The red line is judged while the case is with TRD.")
    red_lines = list(Finding.objects.now(case).red_lines().values_list("term", flat=True))
    if red_lines and DECLARATION not in red_lines:
        return _("Judge the words that raise it, one by one.")
    return WHO["conclude"](user, case)


def why_not_judge_finding(user: User, finding: Finding) -> str | None:
    """The lead, on a red line in the version that counts now; another word may follow later."""
    case = finding.case
    if not finding.is_red_line or finding.term == DECLARATION:
        return _("Only words past a red line are judged here.")
    if finding.submission_id != case.current_submission_id:
        return _("A newer version came in; this one is no longer judged.")
    if case.status not in workflow.WITH_TRD:
        return _("The red line is judged while the case is with TRD.")
    return WHO["conclude"](user, case)

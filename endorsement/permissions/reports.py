"""Who writes the reports of a project, who gives TRD's word on them, and who asks for one to a donor."""

from django.utils.translation import gettext as _

from endorsement.models import Recusal, Report
from projects import permissions as of_projects
from projects.models import Project
from projects.workflow import ENDED, PUBLISHED
from pvehub import access
from pvehub.people.models import User

from .cases import serves_there

State = Report.State


def why_not_report(user: User, project: Project) -> str | None:
    """The team, and the officers and heads of the project's offices, write its reports."""
    if of_projects.why_not_record(user, project):
        return _("Only the team of the project, its officers and the heads of its offices write its reports.")
    return None


def why_not_write_report(user: User, report: Report) -> str | None:
    """Its writers, while it is due or was returned."""
    if sentence := why_not_report(user, report.project):
        return sentence
    if report.state == State.DROPPED:
        return _("This report is no longer asked for.")
    if report.state == State.ACCEPTED:
        return _("This report is accepted: it stays as it was sent.")
    if report.state == State.SUBMITTED:
        return _("This report is with TRD: it stays as it was sent until TRD returns it.")
    return None


def why_not_judge_reports(user: User, project: Project) -> str | None:
    """TRD, without a tie to the project: not on its team, not of its offices, standing aside from none of its cases."""
    if not access.standing(user).may("screen_cases", project.lead_office_id):
        return _("Only TRD accepts and returns reports.")
    if project.has_member(user) or project.manager_id == user.pk:
        return _("You cannot act for headquarters on your own project.")
    if serves_there(user, project):
        return _("You serve in one of this project's offices, so somebody else acts for headquarters here.")
    if Recusal.objects.filter(case__project=project, person=user).exists():
        return _("You stand aside from this project.")
    return None


def why_not_review_report(user: User, report: Report) -> str | None:
    """TRD without ties, while the report waits for its word; never who sent it."""
    if sentence := why_not_judge_reports(user, report.project):
        return sentence
    if report.versions.filter(sent_by=user).exists():
        return _("You sent this report yourself; somebody else gives TRD's word on it.")
    if report.state != State.SUBMITTED:
        return _("No report waits for a word of TRD here.")
    return None


def why_not_ask_donor_report(user: User, project: Project) -> str | None:
    """Its writers, from endorsement on until it has ended."""
    if sentence := why_not_report(user, project):
        return sentence
    if project.status in ENDED or project.status not in PUBLISHED:
        return _("Reports to donors are planned from endorsement on, until the project has ended.")
    return None


def why_not_drop_report(user: User, report: Report) -> str | None:
    """A report to a donor that was never sent; interim and final reports follow the rule alone."""
    if sentence := why_not_report(user, report.project):
        return sentence
    if report.kind != Report.Kind.DONOR:
        return _("Interim and final reports follow the dates of the project; nobody takes them back.")
    if report.state != State.DUE:
        return _("This report was sent already, or is no longer asked for.")
    return None

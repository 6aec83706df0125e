"""What a report still lacks before it is sent."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from endorsement import reporting, telling
from endorsement.models import Report
from projects.models import Project
from projects.workflow import Status as Life
from pvehub.access import Blocker
from risks import guards as risk_guards


def to_send_report(report: Report, today: date) -> list[Blocker]:
    """Its time is over, every question and condition is answered, values are there or it is said why not, and the register
    was looked at since the report before."""
    page = reverse("endorsement:report-write", args=[report.project.ref, report.number])
    found = []
    if today <= report.to_on and not (report.kind == Report.Kind.FINAL and report.project.status == Life.CLOSING):
        sentence = _("The time it tells of lasts until %(day)s: it is sent after that day.")
        found.append(Blocker(sentence % {"day": date_format(report.to_on, "SHORT_DATE_FORMAT")}, page))
    asked = telling.conditions(report)
    for name, item in telling.questions(report, asked).items():
        if item.is_required and not telling.written(report, name).text.strip():
            said = {"question": item.label}
            found.append(Blocker(_("Not answered yet: “%(question)s”.") % said, f"{page}#id_{name}"))
    found += _values(report, page)
    return [*found, *register_unreviewed(report)]


def register_unreviewed(report: Report) -> list[Blocker]:
    """What the register still lacks for this report."""
    return risk_guards.review_blockers(report.project, since=telling.since(report))


def _values(report: Report, page: str) -> list[Blocker]:
    missing = sum(1 for row in telling.values(report) if not row["value"])
    if not missing or telling.written(report, "values_note").text.strip():
        return []
    sentence = ngettext(
        "%(n)d indicator has no value for this time: record it, or say why there is none.",
        "%(n)d indicators have no value for this time: record them, or say why there is none.",
        missing,
    )
    return [Blocker(sentence % {"n": missing}, f"{page}#id_values_note")]


def final_report_blockers(project: Project) -> list[Blocker]:
    """A project that closes has sent its final report; TRD may still be reading it. What was never endorsed owes none."""
    if telling.ground(project) is None:
        return []
    final = Report.objects.asked_for().filter(project=project, kind=reporting.FINAL).first()
    if final is not None:
        final.project = project
        if final.state in (Report.State.SUBMITTED, Report.State.ACCEPTED):
            return []
    url: Any = final.get_absolute_url() if final else project.get_absolute_url()
    if final is not None and final.state == Report.State.RETURNED:
        return [Blocker(_("TRD returned the final report: answer it and send it again."), url)]
    return [Blocker(_("The final report was not sent yet."), url)]

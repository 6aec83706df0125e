"""What the pages of reports show: where a report stands, its working copy, and a version as it was sent."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from endorsement import diffing, permissions, telling
from endorsement.models import Report, ReportVersion
from endorsement.reporting import PARTS
from knowledge.models import Resource
from pvehub.audit import trail, words
from pvehub.people.models import User
from risks import content as registers
from risks.models import Register

from .cases import Button

# A report stands among what waits for its writers so many days before it is due.
SOON_DAYS = 30
REPORT_PILL = {"due": "neutral", "submitted": "info", "returned": "warn", "accepted": "ok", "dropped": "neutral"}


def report_row(report: Report, today: date) -> dict[str, Any]:
    """A report in a list: what it is, whose turn, until when, how late."""
    day = report.review_due_on if report.state == Report.State.SUBMITTED else report.due_on
    is_open = report.state in (Report.State.DUE, Report.State.RETURNED, Report.State.SUBMITTED)
    late = (today - day).days if is_open and day and day < today else 0
    return {"report": report, "pill": "danger" if late else REPORT_PILL[report.state], "due_on": day, "late": late}


def report_buttons(report: Report, user: User) -> list[Button]:
    """What this person may do with the report now."""
    at = [report.project.ref, report.number]
    found = []
    if permissions.why_not_write_report(user, report) is None:
        found.append(Button(str(_("Write the report")), reverse("endorsement:report-write", args=at), None, "primary"))
        found.append(Button(str(_("Check and send")), reverse("endorsement:report-send", args=at)))
    if permissions.why_not_review_report(user, report) is None:
        url = reverse("endorsement:report-review", args=at)
        found.append(Button(str(_("Give TRD's word")), url, None, "primary"))
    if permissions.why_not_drop_report(user, report) is None:
        found.append(Button(str(_("No longer asked for")), reverse("endorsement:report-drop", args=at)))
    return found


def working_parts(form: Any, report: Report, user: User) -> list[dict[str, Any]]:
    """The working copy by part: each text with its control, and what of another's or one's own waits beside it."""
    uids = {uid for text in form.texts.values() for uid, _text, _at in text.others}
    people = {str(person.uid): person for person in User.objects.filter(uid__in=uids)} if uids else {}

    def shown(name: str) -> dict[str, Any]:
        others = [
            {
                "who": people.get(uid),
                "text": text,
                "at": parse_datetime(at),
                "is_mine": uid == str(user.uid),
            }
            for uid, text, at in form.texts[name].others
        ]
        return {"name": name, "bound": form[name], "others": others}

    of_conditions = [name for name in form.fields if name.startswith(telling.OF_A_CONDITION)]
    parts = []
    for part in PARTS:
        names = [item.name for item in part.questions if item.name in form.fields]
        names += of_conditions if part.slug == "conditions" else []
        if names:
            parts.append({"slug": part.slug, "title": part.title, "fields": [shown(name) for name in names]})
    return parts


def register_changes(report: Report) -> list[dict[str, str]]:
    """What changed in the register since the report before, as a version would say it today."""
    register = Register.objects.of_project(report.project).first()
    base = telling.baseline(report)
    if register is None or base is None:
        return []
    now = registers.of(register)
    return telling.changes(base, now, registers.public(registers.with_salts(now)))


def version_parts(version: ReportVersion, user: User, before: ReportVersion | None = None) -> list[dict[str, Any]]:
    """A version from its own content and labels alone, by part; against the one before it, word by word where it differs."""
    old = _texts(before.content) if before else {}
    found: dict[str, list[dict[str, Any]]] = {}
    for key, slug, label, text in _told(version.content):
        was = old.get(key)
        pieces = diffing.words(was, text) if before and was is not None and was != text else []
        found.setdefault(slug, []).append({"label": label, "text": text, "pieces": pieces})
    return [{**part, "fields": found[part["slug"]]} for part in version.content["parts"] if part["slug"] in found]


def _told(content: dict[str, Any]) -> list[tuple[str, str, str, str]]:
    """(key, part, label, text) of everything that is told in words."""
    rows = [(item["name"], item["part"], item["label"], item["value"]) for item in content["fields"]]
    asked = content["conditions"]
    return rows + [(f"condition {row['condition']}", "conditions", row["text"], row["answer"]) for row in asked]


def _texts(content: dict[str, Any]) -> dict[str, str]:
    return {key: text for key, _part, _label, text in _told(content)}


def version_page(version: ReportVersion, user: User, before: ReportVersion | None = None) -> dict[str, Any]:
    """Everything a page shows of a version to this person: of the lessons only those they may read."""
    content = version.content
    lessons = (
        Resource.objects.visible_to(user)
        .told_origin_of(user)
        .filter(uid__in=content["lessons"])
        .order_by("title", "pk")
    )
    return {
        "version": version,
        "parts": version_parts(version, user, before),
        "values": [{**row, "period": telling.period(row["period"])} for row in content["values"]],
        "register": content["register"],
        "lessons": lessons,
        "before": before,
    }


def versions_of(report: Report) -> list[dict[str, Any]]:
    """What was sent, newest first, each with TRD's word on it."""
    rows = report.versions.defer("content").select_related("sent_by", "review__by").order_by("-number")
    return [{"row": row, "review": getattr(row, "review", None)} for row in rows]


def report_events(report: Report) -> list[dict[str, Any]]:
    """What happened to a report, newest first."""
    return [
        {"label": row["label"], "actor": row["actor"], "at": row["event"].at, "note": row["event"].note}
        for row in words.told(trail.of(report).order_by("-seq"))
    ]

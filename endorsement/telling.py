"""What a report tells beside its texts: conditions, values of its time, what changed in the register, lessons. Reads only."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from endorsement import workflow
from endorsement.models import Condition, Decision, Report, ReportVersion
from endorsement.reporting import DONOR, PARTS, Question, asked_of
from knowledge.models import Resource
from projects import measures
from projects.models import Indicator, IndicatorValue, Project
from pvehub.people.calendar import day_at
from risks import content as registers
from risks.models import RegisterSnapshot

OF_A_CONDITION = "condition-"


STANDING = (*workflow.IN_GOOD_STANDING, workflow.Status.SUSPENDED)


def ground(project: Project) -> Decision | None:
    """The last endorsement of the project that stands, or has run out by its date: what its reports are asked for under."""
    statuses = [status.value for status in (*STANDING, workflow.Status.EXPIRED)]
    good = (Decision.Outcome.ENDORSED, Decision.Outcome.CONDITIONS)
    rows = Decision.objects.filter(case__project=project, case__status__in=statuses, reversal=None, outcome__in=good)
    return rows.order_by("-decided_at", "-pk").first()


def conditions(report: Report) -> list[Condition]:
    """The conditions that every report answers, of the endorsements that stand."""
    standing = [status.value for status in STANDING]
    rows = Condition.objects.filter(
        decision__case__project=report.project_id, decision__case__status__in=standing, decision__reversal=None
    )
    return list(rows.filter(when="every_report").exclude(state="waived").order_by("decision", "number"))


def questions(report: Report, asked: Iterable[Condition]) -> dict[str, Question]:
    """Everything that is asked in words: the questions of its kind, and one for each condition."""
    found = dict(asked_of(report.kind))
    for row in asked:
        name = f"{OF_A_CONDITION}{row.pk}"
        found[name] = Question(name, row.text, _("To be shown by: %(evidence)s") % {"evidence": row.evidence})
    return found


@dataclass(frozen=True)
class Written:
    """One text of the working copy: how often it was saved, and what others typed meanwhile, by their uid."""

    text: str = ""
    revision: int = 0
    others: tuple[tuple[str, str, str], ...] = ()


def written(report: Report, name: str) -> Written:
    """What stands in the working copy under this name."""
    found = report.content.get("fields", {}).get(name, {})
    others = tuple((uid, other["text"], other["at"]) for uid, other in sorted(found.get("others", {}).items()))
    return Written(found.get("text", ""), found.get("revision", 0), others)


def values(report: Report) -> list[dict[str, str]]:
    """The values whose time ends within the span, by indicator; one that can be measured and has none stands there empty."""
    indicators = list(
        Indicator.objects.filter(project=report.project_id).select_related("term").order_by("level", "code")
    )
    rows = IndicatorValue.objects.filter(indicator__in=indicators, end_on__range=(report.from_on, report.to_on))
    found: dict[int, list[IndicatorValue]] = {}
    for value in rows.order_by("end_on", "start_on", "pk"):
        found.setdefault(value.indicator_id, []).append(value)
    told = []
    for indicator in indicators:
        known = {name: str(getattr(indicator, name)) for name in ("unit", "baseline", "target")}
        start = {"indicator": indicator.code, "label": str(indicator.title), **known}
        for value in found.get(indicator.pk, []):
            said = measures.plain(value.value) if value.value is not None else value.text
            told.append({**start, "value": said, "period": f"{value.start_on.isoformat()}/{value.end_on.isoformat()}"})
        if indicator.pk not in found and indicator.is_measurable:
            told.append({**start, "value": "", "period": ""})
    return told


def lessons(report: Report) -> list[str]:
    """The uids of what came out of the project and was sent to the repository; whoever may read one is shown its title."""
    rows = Resource.objects.of_project(report.project).filter(submitted_at__isnull=False).order_by("pk")
    return [str(uid) for uid in rows.values_list("uid", flat=True)]


def before(report: Report) -> ReportVersion | None:
    """The last version of the interim report before this one; reports to donors run beside."""
    rows = ReportVersion.objects.filter(report__project=report.project_id).exclude(report=report.pk)
    return rows.exclude(report__kind=DONOR).order_by("-sent_at", "-pk").first()


def since(report: Report) -> datetime:
    """The moment from which on the register has to be looked at: the start of the span, or the report before this one."""
    zone = ZoneInfo(report.project.lead_office.time_zone)
    start = datetime.combine(report.from_on, time(), zone)
    last = before(report) if report.kind != DONOR else None
    return max(start, last.sent_at) if last else start


def baseline(report: Report) -> RegisterSnapshot | None:
    """The register as it was frozen with the report before this one, else as it was endorsed."""
    rows = RegisterSnapshot.objects.filter(register__project=report.project_id)
    last = before(report)
    if last is not None:
        return rows.filter(sha256=last.content["register"]["sha256"]).order_by("-pk").first()
    return report.decision.submission.register_snapshot if report.decision else None


def changes(base: RegisterSnapshot | None, now: dict[str, Any], public: dict[str, Any]) -> list[dict[str, str]]:
    """The risks that differ from the frozen register, each by its ref with its band then and now: nothing of their texts.

    `now` is the whole content and says what differs, `public` what everybody may read and says the bands.
    """
    if base is None:
        return []
    then, today = _bands(base.public_content), _bands(public)
    refs = {row["ref"] for row in [*base.content["risks"], *now["risks"]]}
    found = []
    for ref in sorted(refs & set(registers.differs(base.content, now))):
        what = "new" if ref not in then else "gone" if ref not in today else "changed"
        found.append({"ref": ref, "what": what, "before": then.get(ref, ""), "after": today.get(ref, "")})
    return found


def _bands(public: dict[str, Any]) -> dict[str, str]:
    """The band of each risk; "closed" where it is, "" where it is not rated."""
    found = {}
    for row in public["risks"]:
        latest = row.get("assessment")
        band = row.get("band", "") or (latest["current"]["band"] if latest else "")
        found[row["ref"]] = "closed" if row.get("state") == "closed" else band
    return found


def frozen(report: Report, snapshot: RegisterSnapshot) -> dict[str, Any]:
    """The content of a version: the texts as they stand with their labels, and everything beside them."""
    asked = conditions(report)
    own = asked_of(report.kind)
    fields = [
        {"part": part.slug, "name": item.name, "label": str(item.label), "value": written(report, item.name).text}
        for part in PARTS
        for item in part.questions
        if item.name in own
    ]
    return {
        "project": {"ref": report.project.ref, "title": report.project.title, "language": report.project.language},
        "report": {
            "kind": report.kind,
            "number": report.number,
            "from_on": report.from_on.isoformat(),
            "to_on": report.to_on.isoformat(),
            "donor": report.donor,
        },
        "parts": [{"slug": part.slug, "title": str(part.title)} for part in PARTS],
        "fields": fields,
        "conditions": [
            {
                "condition": row.pk,
                "text": row.text,
                "answer": written(report, f"{OF_A_CONDITION}{row.pk}").text,
            }
            for row in asked
        ],
        "values": values(report),
        "register": {
            "sha256": snapshot.sha256,
            "snapshot": snapshot.pk,
            "worst_residual": snapshot.worst_residual,
            "changes": changes(baseline(report), snapshot.content, snapshot.public_content),
        },
        "lessons": lessons(report),
    }


def period(said: str) -> str:
    """A period of a version in the reader's language."""
    if "/" not in said:
        return ""
    start, end = (date_format(date.fromisoformat(day), "SHORT_DATE_FORMAT") for day in said.split("/"))
    return f"{start} – {end}"


def today_of(report: Report, now: datetime | None = None) -> date:
    """The day it is at the office that reports."""
    return day_at(report.project.lead_office, now)

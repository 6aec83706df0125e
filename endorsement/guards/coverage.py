"""Whether an endorsed project is still covered by its endorsement, and if not, why: record, risks, incidents, validity.

What is said here names no risk and no incident: who may read those is asked elsewhere.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from endorsement import validity
from endorsement.models import Case, Decision
from projects import covering
from projects.changing import Change
from projects.models import Project
from projects.sections import SECTION_OF
from pvehub.access import Blocker
from risks import scoring
from risks.models import Incident, RegisterSnapshot, Risk


@dataclass(frozen=True)
class Coverage:
    """What an endorsement no longer covers, as sentences with their places; empty where it covers everything."""

    decision: Decision
    missing: list[Blocker]

    @property
    def is_whole(self) -> bool:
        return not self.missing


def standing_decision(project: Project) -> Decision | None:
    """The last decision that endorsed the project, or needed not to, and was not taken back."""
    rows = _with_since(Decision.objects.endorsing(project))
    decision: Decision | None = rows.select_related("case", "submission__register_snapshot").first()
    return decision


def read_decisions(project: Project, case: Case | None) -> Decision | None:
    """`standing_decision`, read in one query with the last words on this case, for a page that asks for all of them."""
    if case is None:
        return standing_decision(project)
    rows = list(_with_since(Decision.objects.of_page(project, case)))
    case.__dict__["decisions_read"] = [row for row in rows if row.case_id == case.pk]
    return next((row for row in rows if row.endorses and not row.is_reversed), None)


def coverage(project: Project, today: date, *, works_on: bool, decision: Decision | None = None) -> Coverage | None:
    """What is not covered on this day of the lead office; None where no endorsement stands. Only who works on the project
    reads what is in the changes."""
    decision = decision or standing_decision(project)
    if decision is None or not covering.is_measured(project):
        return None
    missing = [*_of_record(project, covering.uncovered(project), works_on=works_on), *_of_risks(project, decision)]
    until = _until(project, decision)
    if until is not None and until < today:
        day = {"day": date_format(until, "DATE_FORMAT")}
        missing.append(Blocker(_("The endorsement held until %(day)s.") % day, decision.case.get_absolute_url()))
    return Coverage(decision, missing)


def _until(project: Project, decision: Decision) -> date | None:
    """The last day, with an extension that TRD was told of; from what was read already."""
    return validity.until(
        decision.valid_until_on,
        version_end_on=validity.end_of(decision.submission.content),
        published_end_on=project.endorsed_end_on,
    )


def _of_record(project: Project, waiting: list[Change], *, works_on: bool) -> list[Blocker]:
    """Each field that waits in the working copy, with the reasons for who reads that copy."""
    why = covering.sentences(waiting) if works_on else {}
    found = []
    for change in waiting:
        if works_on:
            page = reverse("projects:project-section", args=[project.ref, change.section])
            sentence = _("%(field)s: %(why)s") % {"field": change.label, "why": " ".join(why[change.field])}
            found.append(Blocker(sentence, f"{page}#field-{change.field}"))
        else:
            place = f"{project.get_absolute_url()}#{SECTION_OF[change.field].slug}.{change.field}"
            found.append(
                Blocker(_("%(field)s: a change waits for a new endorsement.") % {"field": change.label}, place)
            )
    return found


def _of_risks(project: Project, decision: Decision) -> list[Blocker]:
    """A residual risk a level up from what was judged, and critical incidents reported since."""
    found, page = [], f"{project.get_absolute_url()}#risk-register"
    then = _bands(decision.submission.register_snapshot)
    worst = max(then.values(), default=-1)
    since: Any = decision  # it came with what was rated and reported since
    rated = zip(since.rated_refs, since.rated_bands, strict=True)
    risen = sum(1 for ref, band in rated if band and scoring.band_order(band) > then.get(ref, worst))
    if risen:
        sentence = ngettext(
            "%(n)d residual risk stands at a higher level than when it was endorsed.",
            "%(n)d residual risks stand at a higher level than when they were endorsed.",
            risen,
        )
        found.append(Blocker(sentence % {"n": risen}, page))
    if since.has_critical:
        found.append(Blocker(_("A critical incident was reported since it was endorsed."), page))
    return found


def _with_since(rows: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
    """With the refs and bands of the live risks that are rated now, and whether a critical incident was reported since."""
    live = Risk.objects.live().filter(register__project=OuterRef("case__project"), assessment__isnull=False)
    live = live.order_by("pk")
    critical = Incident.objects.critical().filter(
        register__project=OuterRef("case__project"), reported_at__gt=OuterRef("decided_at")
    )
    annotated: QuerySet[Any, Any] = rows.annotate(
        rated_refs=ArraySubquery(live.values("ref")),
        rated_bands=ArraySubquery(live.values("assessment__current_band")),
        has_critical=Exists(critical),
    )
    return annotated


def _bands(snapshot: RegisterSnapshot | None) -> dict[str, int]:
    """Bands by ref as they were judged; a risk that was not rated then has none, and a new one counts against the worst."""
    rows = snapshot.content["risks"] if snapshot else []
    return {row["ref"]: scoring.band_order(row["assessment"]["current"]["band"]) for row in rows if row["assessment"]}

"""What the language check found, as the pages show it: to the author while writing, and beside the version."""

from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from endorsement import guards, permissions
from endorsement.guards.findings import label
from endorsement.models import Case, Finding, Submission
from endorsement.models.finding import DECLARATION
from projects.sections import FIELDS
from projects.watchwords import ADVISORY
from pvehub.people.models import User
from pvehub.vocabulary.models import Term

SEVERITY_PILL = {"advisory": "neutral", "strong": "warn", "red-line": "danger"}
STATE_PILL = {"open": "neutral", "kept": "info", "changed": "neutral", "cleared": "ok", "confirmed": "danger"}
WAITS = _("Waits for the lead's word")


@dataclass
class WeighedWord:
    """A hit on the pages of the author: where, how weighty, why, what is better, and the box for a reason."""

    weighed: guards.Weighed
    name: str
    anchor: str
    quoted: str
    place: str
    url: str
    severity: str
    pill: str
    why: str
    instead: str
    is_wanted: bool
    reason: str
    practice: str = ""
    box: Any = None


def words(case: Case) -> list[WeighedWord]:
    """The hits in the working copy, in the order of the record, with what was said of them so far."""
    listed = guards.terms()
    return [_word(case, each, listed) for each in guards.words_now(case, listed)]


def _word(case: Case, each: guards.Weighed, listed: dict[str, Term]) -> WeighedWord:
    hit, term = each.hit, listed[each.hit.term]
    page = reverse("projects:project-section", args=[case.project.ref, hit.section])
    return WeighedWord(
        weighed=each,
        name=guards.place(hit),
        anchor=f"word-{guards.place(hit)}",
        quoted=hit.quoted,
        place=str(FIELDS[hit.field].label),
        url=f"{page}#field-{hit.field}",
        severity=str(Finding.Severity(hit.severity).label),
        pill=SEVERITY_PILL[hit.severity],
        why=term.said("why"),
        instead=term.said("preferred"),
        is_wanted=hit.severity != ADVISORY,
        reason=each.reason or each.typed,
        practice=hit.practice,
    )


@dataclass
class ShownFinding:
    """A finding beside the version: with today's advice of the list, and what this person may do."""

    row: Finding
    place: str
    word: str
    pill: str
    severity_pill: str
    why: str = ""
    instead: str = ""
    may_judge: bool = False
    is_unanswered: bool = False
    is_declaration: bool = field(default=False)


def findings(case: Case, submission: Submission | None, user: User) -> list[ShownFinding]:
    """What was found in one version, the weightiest first; two queries, and one more for the advice."""
    if submission is None:
        return []
    rows = Finding.objects.visible_to(user).filter(case=case, submission=submission).order_by("pk")
    return findings_of(list(rows.select_related("said_by", "judged_by")), case, user)


def findings_of(rows: list[Finding], case: Case, user: User) -> list[ShownFinding]:
    """These findings of a case, the weightiest first."""
    listed = guards.terms() if rows else {}
    weight = list(SEVERITY_PILL)
    rows = sorted(rows, key=lambda row: weight.index(row.severity), reverse=True)
    return [_shown(case, row, listed.get(row.term), user) for row in rows]


def _shown(case: Case, row: Finding, term: Term | None, user: User) -> ShownFinding:
    row.case = case
    is_unanswered = row.severity != ADVISORY and row.term != DECLARATION and row.state == Finding.State.OPEN
    is_waiting = row.is_red_line and row.state in (Finding.State.OPEN, Finding.State.KEPT)
    return ShownFinding(
        row=row,
        place=str(label(row)),
        word=str(WAITS) if is_waiting else row.get_state_display(),
        pill="warn" if is_waiting or is_unanswered else STATE_PILL[row.state],
        severity_pill=SEVERITY_PILL[row.severity],
        why=term.said("why") if term else "",
        instead=term.said("preferred") if term else "",
        may_judge=row.is_red_line and permissions.why_not_judge_finding(user, row) is None,
        is_unanswered=is_unanswered,
        is_declaration=row.term == DECLARATION,
    )


def placed(sections: list[dict[str, Any]], found: list[ShownFinding]) -> list[dict[str, Any]]:
    """The shown sections with each finding at its field."""
    at: dict[tuple[str, str], list[ShownFinding]] = {}
    for each in found:
        at.setdefault((each.row.section, each.row.field), []).append(each)
    for section in sections:
        for item in section["fields"]:
            item["findings"] = at.get((section["slug"], item["name"]), [])
        section["found"] = any(item["findings"] for item in section["fields"])
    return sections

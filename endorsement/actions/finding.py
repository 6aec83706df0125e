"""Words that need a second look: the author says why they stay, the freeze writes what stands, the lead judges red lines."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from endorsement import guards, permissions
from endorsement.models import Case, Finding, Submission
from endorsement.models.finding import DECLARATION
from knowledge import language
from projects.watchwords import Watchlist
from pvehub import access
from pvehub.audit import trail
from pvehub.notifications import notify
from pvehub.people.models import User

from .ending import settle_override
from .moving import enter, heads, locked, readers, team

# Answers to the red-line declaration that the lead has to look at.
RAISING = ("unsure", "yes")
State = Finding.State


@transaction.atomic
def explain(case: Case, reasons: Mapping[str, str], *, by: User) -> Case:
    """Keep the author's reasons for words in the working copy, by `guards.place` of the hit; they are read once submitted.

    Words that are gone meanwhile need no reason; where the case has moved on, the reasons are given back.
    """
    case = locked(case)
    words = guards.words_now(case)
    kept = {f"“{each.hit.quoted}”": reasons.get(guards.place(each.hit), "") for each in words}
    enter(case, permissions.step_of_the_author(case), by=by, kept=kept)
    now = timezone.now()
    for each in words:
        reason = reasons.get(guards.place(each.hit), "").strip()
        if guards.place(each.hit) not in reasons or reason == each.reason:
            continue
        case.findings.update_or_create(
            submission=None,
            field=each.hit.field,
            term=each.hit.term,
            defaults={
                "section": each.hit.section,
                "severity": each.hit.severity,
                "quoted": each.hit.quoted,
                "state": State.KEPT if reason else State.OPEN,
                "reason": reason,
                "said_by": by,
                "said_at": now,
            },
        )
    return case


def watch(case: Case, submission: Submission, *, before: Submission | None) -> None:
    """Write what the check finds in the very content that was frozen, and let the red-line flag of a locked case follow.

    A reason goes on beside the same words; the lead's word only where nothing in the field has changed. Words of the
    version before that are gone are marked so. `case.current_submission` is still the version before.
    """
    listed = guards.terms()
    found = language.check(submission.content["sections"], Watchlist(listed.values()))
    earlier = {(row.field, row.term): row for row in Finding.objects.now(case)}
    rows = []
    for each in guards.weigh(case, found):
        row = _frozen(case, submission, each)
        last = earlier.get((each.hit.field, each.hit.term))
        if last and before and last.is_judged and _text(before, last.field) == _text(submission, last.field):
            row.state, row.verdict, row.judged_by, row.judged_at = (
                last.state,
                last.verdict,
                last.judged_by,
                last.judged_at,
            )
        rows.append(row)
    if declared(submission.content) in RAISING:
        rows.append(_declaration(case, submission))
    stands = {(row.field, row.term) for row in rows}
    gone = [row.pk for key, row in earlier.items() if key not in stands]
    case.red_line = _flag_of_a_new_version(case, rows, list(earlier.values()))
    Finding.objects.filter(pk__in=gone).update(state=State.CHANGED)
    Finding.objects.being_written(case).delete()
    Finding.objects.bulk_create(rows)


def _frozen(case: Case, submission: Submission, each: guards.Weighed) -> Finding:
    said = each.said if each.reason else None
    return Finding(
        case=case,
        submission=submission,
        section=each.hit.section,
        field=each.hit.field,
        term=each.hit.term,
        severity=each.hit.severity,
        quoted=each.hit.quoted,
        state=State.KEPT if each.reason else State.OPEN,
        reason=each.reason,
        said_by=said.said_by if said else None,
        said_at=said.said_at if said else None,
    )


def _item(content: Mapping[str, Any], field: str) -> dict[str, Any]:
    items = (item for section in content.get("sections", []) for item in section["fields"])
    found: dict[str, Any] = next((item for item in items if item["name"] == field), {})
    return found


def _text(submission: Submission, field: str) -> Any:
    return _item(submission.content, field).get("data")


def declared(frozen: Mapping[str, Any]) -> str:
    """What a version declares about confronting messages: none, unsure, yes, or "" where it says nothing."""
    return str(_item(frozen, "red_line").get("data", ""))


def _declaration(case: Case, submission: Submission) -> Finding:
    """The author's own flag: it needs no reason, and each version needs the lead's word anew."""
    item = _item(submission.content, "red_line")
    return Finding(
        case=case,
        submission=submission,
        section="communication",
        field="red_line",
        term=DECLARATION,
        severity=Finding.Severity.RED_LINE,
        quoted=item["value"],
    )


def _flag_of_a_new_version(case: Case, rows: Sequence[Finding], earlier: Sequence[Finding]) -> str:
    """Confirmed where the confirmed field stands unchanged; raised while anything waits for the lead.

    What was confirmed or declared before and is gone now, the lead still looks at; words that were only found are settled
    by being changed.
    """
    red_lines = [row for row in rows if row.is_red_line]
    if any(row.state == State.CONFIRMED for row in red_lines):
        return Case.RedLine.CONFIRMED
    if any(not row.is_judged for row in red_lines) or case.red_line == Case.RedLine.CONFIRMED:
        return Case.RedLine.RAISED
    if case.red_line == Case.RedLine.RAISED:
        were = [row for row in earlier if row.is_red_line]
        is_declared = any(row.term == DECLARATION for row in were) or not were
        return Case.RedLine.RAISED if is_declared else Case.RedLine.CLEARED if red_lines else Case.RedLine.NONE
    return case.red_line


@transaction.atomic
def judge_finding(finding: Finding, *, by: User, is_confirmed: bool, reason: str) -> Finding:
    """The lead's word on one red line in the current version: cleared, or confirmed; the flag of the case follows."""
    case = locked(finding.case)
    finding = Finding.objects.select_for_update(of=("self",)).get(pk=finding.pk)
    finding.case = case
    access.require(permissions.WHO["conclude"](by, case))
    if sentence := permissions.why_not_judge_finding(by, finding):
        raise access.Moved(sentence, kept={str(_("Reason")): reason}, url=case.get_absolute_url())
    _judge(finding, by=by, is_confirmed=is_confirmed, reason=reason)
    _settle(case, by=by, note=reason)
    return finding


@transaction.atomic
def judge_red_line(case: Case, *, by: User, is_confirmed: bool, reason: str) -> Case:
    """The lead's word on what the author declared: cleared, or confirmed, which rules out an endorsement.

    Words that raise a red line besides are judged one by one, and keep the flag up until they are.
    """
    case = locked(case)
    access.require(permissions.why_not_judge_red_line(by, case))
    for row in Finding.objects.now(case).filter(term=DECLARATION):
        _judge(row, by=by, is_confirmed=is_confirmed, reason=reason)
    said = Case.RedLine.CONFIRMED if is_confirmed else Case.RedLine.CLEARED
    return _settle(case, by=by, note=reason, otherwise=said)


def _judge(row: Finding, *, by: User, is_confirmed: bool, reason: str) -> None:
    row.state = State.CONFIRMED if is_confirmed else State.CLEARED
    row.verdict, row.judged_by, row.judged_at = reason, by, timezone.now()
    row.save(update_fields=["state", "verdict", "judged_by", "judged_at"])


def _settle(case: Case, *, by: User, note: str, otherwise: str = Case.RedLine.CLEARED) -> Case:
    """The flag of a locked case follows its findings; `otherwise` counts where none is confirmed and none waits."""
    before, states = case.red_line, set(Finding.objects.now(case).red_lines().values_list("state", flat=True))
    if State.CONFIRMED in states:
        case.red_line = Case.RedLine.CONFIRMED
    elif states & {State.OPEN, State.KEPT}:
        case.red_line = Case.RedLine.RAISED
    else:
        case.red_line = otherwise
    is_over = settle_override(case, by=by, now=timezone.now(), to=case.status)
    case.save(update_fields=["red_line", "override_until_at"])
    trail.record(case, "endorsement.red_line_judged", by=by, changes={"red_line": [before, case.red_line]}, note=note)
    notify([*team(case), *heads(case), *readers(case)], "endorsement.red_line_judged", about=case, by=by)
    if is_over:
        notify([*team(case), *heads(case)], "endorsement.override_ended", about=case.override, by=by)
    return case

"""Builders of what rests on red lines: cases that were not endorsed because of one."""

from typing import Any

import pgtrigger

from endorsement import actions
from endorsement.models import Case, Decision, RedLineNamed
from endorsement.workflow import Status
from knowledge.models import RedLine

from . import endorsement, k_words

REFUSED = {"rationale": "Weak.", "reason": "evidence", "what_would_change": "A survey."}


def refusal(*lines: RedLine, project: Any = None, **said: str) -> Decision:
    """A decision of the head of TRD not to endorse, resting on these red lines of the register, if any."""
    case = endorsement.case(Status.DECISION, **({"project": project} if project else {}))
    why = REFUSED | ({"reason": "red_line"} if lines else {}) | said
    head, seen = endorsement.someone("trd-head"), case.current_submission.sha256
    return actions.refuse(case, by=head, seen=seen, red_lines=lines, **why)


def refused_copies(number: int, first: Decision) -> None:
    """The same decision on as many other cases, written past the passage: quick."""
    known = Case.objects.count()
    facts = {name: getattr(first.case, name) for name in ("project", "author", "opened_at", "moved_at", "submitted_at")}
    cases = Case.objects.bulk_create(Case(ref=f"{first.case.ref}-{known + n}", **facts) for n in range(number))
    with pgtrigger.ignore("endorsement.Case:legal_steps"):
        Case.objects.filter(pk__in=[case.pk for case in cases]).update(status=first.case.status)
    names = [field.attname for field in Decision._meta.concrete_fields if field.attname not in ("id", "case_id")]
    said = {name: getattr(first, name) for name in names}
    made = Decision.objects.bulk_create(Decision(case=case, **said) for case in cases)
    for line in first.red_lines.all():
        told = {"red_line_id": line.red_line_id, "version": line.version, "statement": line.statement}
        RedLineNamed.objects.bulk_create(RedLineNamed(decision=decision, **told) for decision in made)


def line_copies(number: int) -> None:
    """Red lines in force, written past the two curators: quick."""
    first = RedLine.objects.order_by("number").first() or k_words.red_line()
    last = RedLine.objects.order_by("-number").values_list("number", flat=True)[0]
    facts = {name: getattr(first, name) for name in ("statement", "rationale", "since", "source", "state")}
    RedLine.objects.bulk_create(RedLine(number=last + n, **facts) for n in range(1, number + 1))

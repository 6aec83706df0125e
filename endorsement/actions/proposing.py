"""The lead writes the decision as a proposal; the seat takes it over into its own draft, or does not."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from endorsement import permissions
from endorsement.models import Case, Decision, Draft, Proposal
from pvehub import access
from pvehub.access import Blocker
from pvehub.audit import trail
from pvehub.people.models import User

from .deciding import FORM, Wanted
from .drafting import ALSO, keep_words, let_go, words_of
from .moving import locked

PROPOSAL = "propose"
REASON, CHANGE = "reason", "what_would_change"


@transaction.atomic
def propose(
    case: Case,
    *,
    by: User,
    seen: str,
    revision: int,
    outcome: str,
    rationale: str,
    risk_statement: str = "",
    reason: str = "",
    what_would_change: str = "",
    conditions: Sequence[Wanted] = (),
) -> Proposal:
    """Write the proposal on the version that was read, or another text of it; `revision` is the one the page showed."""
    case = locked(case)
    access.require(permissions.why_not_propose(by, case))
    kept = {str(_("Reasons")): rationale, str(_("Risk-assumption statement")): risk_statement}
    submission = case.current_submission
    there = Proposal.objects.filter(submission=submission).first()
    if submission is None or seen != submission.sha256 or revision != (there.revision if there else 0):
        sentence = _("The version or the proposal changed while you were writing.")
        raise access.Moved(sentence, kept={k: v for k, v in kept.items() if v}, url=case.get_absolute_url())
    if blockers := _lacking(outcome, rationale, risk_statement, reason, what_would_change, conditions):
        raise access.Unmet(blockers)
    said: dict[str, Any] = {
        "case": case,
        "outcome": outcome,
        "rationale": rationale,
        "risk_statement": risk_statement,
        "reason": reason,
        "what_would_change": what_would_change,
        "conditions": [_as_data(row) for row in conditions],
        "revision": revision + 1,
        "by": by,
        "at": timezone.now(),
    }
    made, _is_new = Proposal.objects.update_or_create(submission=submission, defaults=said)
    let_go(case, PROPOSAL, by=by)
    trail.record(case, "endorsement.proposed", by=by, changes={"version": ["", str(submission.number)]})
    return made


def _lacking(
    outcome: str, rationale: str, statement: str, reason: str, change: str, conditions: Sequence[Wanted]
) -> list[Blocker]:
    found = []
    if outcome not in (*Decision.Outcome.values[:3],):
        found.append(Blocker(_("Choose what you propose."), "#id_outcome"))
    if not rationale.strip():
        found.append(Blocker(_("Write the reasons."), "#id_rationale"))
    if outcome == Decision.Outcome.REFUSED and not (reason and change.strip()):
        found.append(Blocker(_("A refusal names its reason and what would change the answer."), "#id_reason"))
    if outcome in (Decision.Outcome.ENDORSED, Decision.Outcome.CONDITIONS) and not statement.strip():
        found.append(Blocker(_("State the reasons, and which risks are assumed."), "#id_risk_statement"))
    if (outcome == Decision.Outcome.CONDITIONS) != bool(conditions):
        sentence = _("Conditions go with “endorsed with conditions”, and that outcome needs at least one.")
        found.append(Blocker(sentence, "#conditions"))
    return found


def _as_data(row: Wanted) -> dict[str, str]:
    return {
        "text": row.text,
        "when": row.when,
        "due_on": row.due_on.isoformat() if row.due_on else "",
        "owner": str(row.owner.uid),
        "evidence": row.evidence,
    }


@transaction.atomic
def take_proposal(case: Case, *, by: User) -> Draft | None:
    """Put the proposal on the current version into the seat's own draft; what was typed there before is kept beside it."""
    access.require(permissions.why_not_decide(by, case))
    proposal = Proposal.objects.visible_to(by).filter(case=case, submission=case.current_submission).first()
    if proposal is None:
        raise access.Unmet([Blocker(_("There is no proposal on this version."))])
    before, _draft = words_of(case, FORM, by)
    words = as_words(proposal)
    beside = {ALSO + name: text for name, text in before.items() if text.strip() and not name.startswith(ALSO)}
    beside = {name: text for name, text in beside.items() if words.get(name[len(ALSO) :]) != text}
    return keep_words(case, FORM, by=by, words={**before, **beside, **words})


def proposed(proposal: Proposal | None) -> dict[str, str]:
    """The proposal as the fields of the lead's own page."""
    if proposal is None:
        return {}
    names = ("outcome", "rationale", "risk_statement", REASON, CHANGE)
    return {**{name: getattr(proposal, name) for name in names}, **_conditions(proposal)}


def as_words(proposal: Proposal) -> dict[str, str]:
    """The proposal as the fields of the decide page: of its own form only."""
    prefix = "refuse" if proposal.outcome == Decision.Outcome.REFUSED else "endorse"
    names = ("rationale", REASON, CHANGE) if prefix == "refuse" else ("rationale", "risk_statement")
    return {**{f"{prefix}-{name}": getattr(proposal, name) for name in names}, **_conditions(proposal)}


def _conditions(proposal: Proposal) -> dict[str, str]:
    """The conditions as rows of a form, people by their key."""
    words: dict[str, str] = {}
    people = {str(person.uid): person.pk for person in User.objects.filter(uid__in=_owners(proposal))}
    for n, row in enumerate(proposal.conditions):
        words |= {f"conditions-{n}-{name}": row[name] for name in ("text", "when", "due_on", "evidence")}
        words[f"conditions-{n}-owner"] = str(people.get(row["owner"], ""))
    return words


def _owners(proposal: Proposal) -> list[str]:
    return [row["owner"] for row in proposal.conditions]

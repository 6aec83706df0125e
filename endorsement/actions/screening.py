"""TRD screens a case and names who reads it (step 4); readers come and go."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from endorsement import permissions
from endorsement.models import Assignment, Case
from endorsement.workflow import Status
from projects import actions as projects
from pvehub import access
from pvehub.access import Blocker
from pvehub.audit import trail
from pvehub.notifications import notify
from pvehub.people.models import User

from .moving import enter, locked, move


def _unfit(case: Case, people: Sequence[User]) -> list[Blocker]:
    sentences = (permissions.why_not_read_for_trd(person, case) for person in people)
    return [Blocker(sentence, "#id_reviewers") for sentence in sentences if sentence]


@transaction.atomic
def start_review(
    case: Case,
    *,
    by: User,
    lead: User,
    reviewers: Sequence[User],
    is_scope_confirmed: bool,
    scope_note: str = "",
    scope_class: str = "",
    has_asked_about_conflicts: bool,
    due_on: date | None = None,
) -> Case:
    """Scope confirmed, or overruled with a class and a reason; a lead and at least one reviewer without a tie to it."""
    case = locked(case)
    step = enter(case, "start-review", by=by, kept={str(_("Note on the scope")): scope_note})
    blockers = _unfit(case, [lead, *reviewers])
    if not reviewers:
        blockers.append(Blocker(_("Name at least one reviewer."), "#id_reviewers"))
    if not is_scope_confirmed and not scope_note.strip():
        blockers.append(Blocker(_("Say why the class is another than the author's."), "#id_scope_note"))
    if not is_scope_confirmed and scope_class in ("", case.project.classification):
        blockers.append(Blocker(_("Choose the class you give instead of the author's."), "#id_scope_class"))
    if not has_asked_about_conflicts:
        blockers.append(
            Blocker(_("Ask every reader about conflicts of interest first."), "#id_has_asked_about_conflicts")
        )
    if blockers:
        raise access.Unmet(blockers)
    now = timezone.now()
    given = case.project.classification if is_scope_confirmed else scope_class
    projects.rule_class(case.project, by=by, classification=given, reason=scope_note)
    case.lead = lead
    parts = [(lead, Assignment.Part.LEAD), *((person, Assignment.Part.REVIEWER) for person in dict.fromkeys(reviewers))]
    for person, part in parts:
        case.assignments.create(reviewer=person, part=part, assigned_at=now, assigned_by=by, due_on=due_on)
    if case.project.tier >= 3:
        projects.follow(case.project, by=by, readers=[lead, *reviewers])
    changes = {"lead": ["", str(lead.uid)], "reviewers": ["", [str(person.uid) for person in reviewers]]}
    tell = list(dict.fromkeys([lead, *reviewers]))
    return move(case, step, Status.REVIEW, by=by, now=now, tell=tell, note=scope_note, changes=changes)


@transaction.atomic
def assign(case: Case, reviewer: User, *, by: User, part: str) -> Assignment:
    """One more reader, or another lead; the lead before keeps what was written, not the chair."""
    case = locked(case)
    access.require(permissions.why_not_assign(by, case))
    if blockers := _unfit(case, [reviewer]):
        raise access.Unmet(blockers)
    if case.assignments.filter(reviewer=reviewer, part=part, closed_at=None).exists():
        raise access.Unmet([Blocker(_("%(name)s has this part already.") % {"name": reviewer})])
    now = timezone.now()
    if part == Assignment.Part.LEAD:
        case.assignments.filter(part=part, closed_at=None).update(closed_at=now)
        case.lead = reviewer
        case.save(update_fields=["lead"])
    assignment = case.assignments.create(reviewer=reviewer, part=part, assigned_at=now, assigned_by=by)
    if case.project.tier >= 3:
        projects.follow(case.project, by=by, readers=[reviewer])
    trail.record(case, "endorsement.assigned", by=by, changes={part: ["", str(reviewer.uid)]})
    notify([reviewer], kind="endorsement.assigned", about=case, by=by)
    return assignment


@transaction.atomic
def recuse(case: Case, person: User, *, by: User, reason: str) -> Case:
    """A person stands aside: their parts end, and no right of headquarters reaches this case any more."""
    case = locked(case)
    if person.pk != by.pk:
        access.require(permissions.why_not_assign(by, case))
    now = timezone.now()
    case.recusals.get_or_create(person=person, defaults={"reason": reason, "recused_at": now, "recused_by": by})
    case.assignments.filter(reviewer=person, closed_at=None).update(closed_at=now)
    if case.lead_id == person.pk:
        case.lead = None
        case.save(update_fields=["lead"])
    trail.record(case, "endorsement.recused", by=by, changes={"person": ["", str(person.uid)]})
    left = User.objects.filter(pk__in=case.assignments.filter(closed_at=None).values("reviewer"))
    notify(left, kind="endorsement.recused", about=case, by=by)
    return case

"""The lead returns a case with questions (step 6); the team answers and resubmits (step 7)."""

from collections.abc import Collection, Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from endorsement import guards
from endorsement.models import Case, Submission, Thread
from endorsement.workflow import Status
from projects import actions as projects
from pvehub import access
from pvehub.access import Blocker
from pvehub.notifications import notify
from pvehub.people.models import User

from .freezing import freeze
from .moving import enter, locked, move, queue, readers, team
from .threads import words_at


@transaction.atomic
def send_to_mission(case: Case, *, by: User, sections: Sequence[str], due_on: date, note: str = "") -> Case:
    """Only the named sections open again; the clock passes to the field; the other readers are told to stop."""
    case = locked(case)
    step = enter(case, "return", by=by, kept={str(_("Note to the mission")): note})
    blockers = guards.to_return(case)
    if not sections:
        blockers.append(Blocker(_("Name at least one section to reopen."), "#id_sections"))
    if due_on <= timezone.localdate():
        blockers.append(Blocker(_("The due date has to lie ahead."), "#id_due_on"))
    if blockers:
        raise access.Unmet(blockers)
    case.due_on = due_on
    projects.follow(case.project, by=by, open_sections=list(sections))
    field = team(case)
    notify([person for person in readers(case) if person not in field], kind="endorsement.paused", about=case, by=by)
    return move(
        case,
        step,
        Status.RETURNED,
        by=by,
        now=timezone.now(),
        tell=field,
        note=note,
        changes={"open_sections": ["", list(sections)]},
        due=due_on.isoformat(),
    )


@transaction.atomic
def resubmit(case: Case, *, by: User, unanswered: Collection[str] = ()) -> Case:
    """Freeze version n+1 once every required thread is answered and the text differs, or the answers say why not.

    `unanswered`: places of words that the sender was shown and sends without a reason, as with the first version.
    """
    case = locked(case)
    step = enter(case, "resubmit", by=by)
    before = case.current_submission
    words = guards.to_keep_words(guards.words_now(case), unanswered)
    case.author = by
    submission = freeze(case, by=by, now=timezone.now())
    snapshot = submission.register_snapshot
    is_unchanged = before is not None and guards.same_words(
        submission.content, before, snapshot.content if snapshot else None
    )
    if blockers := [*guards.to_submit(case.project), *words, *guards.to_resubmit(case, is_unchanged=is_unchanged)]:
        raise access.Unmet(blockers)
    projects.follow(case.project, by=by, open_sections=[])
    _reanchor(case, submission)
    changes = {
        "version": [str(before.number) if before else "", str(submission.number)],
        "sha256": [before.sha256 if before else "", submission.sha256],
    }
    tell = readers(case) or queue(case)
    return move(case, step, Status(case.resume_to), by=by, now=timezone.now(), tell=tell, changes=changes)


def _reanchor(case: Case, submission: Submission) -> None:
    """Hang every thread on the new version; one whose words are gone is an orphan and is shown as such."""
    for thread in case.threads.exclude(state=Thread.State.RESOLVED):
        words = words_at(submission, thread.section, thread.field)
        thread.current_submission = submission
        thread.is_orphan = words is None or thread.quoted not in words
        thread.save(update_fields=["current_submission", "is_orphan"])

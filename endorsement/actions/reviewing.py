"""Readers declare their interests and give their reviews; the lead concludes (step 8)."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from endorsement import guards, permissions
from endorsement.models import Assignment, Case, Review
from endorsement.workflow import Status
from pvehub import access
from pvehub.access import Blocker
from pvehub.audit import trail
from pvehub.notifications import notify
from pvehub.people.models import User
from pvehub.vocabulary.models import Term

from .drafting import let_go
from .moving import enter, locked, move, seats
from .screening import recuse


def questions() -> list[dict[str, str]]:
    """The reviewer's checklist as it stands now, to be frozen with a review."""
    return [
        {
            "code": term.code,
            "section": str(term.attributes.get("section", "")),
            "question": str(term.attributes.get("question_for_reviewer", "") or term.name),
        }
        for term in Term.objects.of("review-questions")
    ]


def _part(case: Case, person: User) -> Assignment:
    return case.assignments.get(reviewer=person, part=Assignment.Part.REVIEWER, closed_at=None)


@transaction.atomic
def declare(case: Case, *, by: User, is_free: bool, note: str = "") -> Case:
    """A reader says whether an interest stands in the way; who names one stands aside at once."""
    case = locked(case)
    access.require(permissions.why_not_review(by, case))
    case.assignments.filter(reviewer=by, closed_at=None).update(
        is_free_of_conflict=is_free, conflict_note=note, declared_at=timezone.now()
    )
    trail.record(case, "endorsement.declared", by=by, changes={"conflict": ["", "" if is_free else "yes"]})
    return case if is_free else recuse(case, by, by=by, reason=note)


def _begun(case: Case, by: User, asked: list[dict[str, str]] | None = None) -> Review:
    """The person's review of the current version; a first one on a new version starts from their last words, and on the
    questions `asked` then where those words are carried over as they stand."""
    assignment = _part(case, by)
    if not assignment.is_free_of_conflict:
        raise access.Unmet([Blocker(_("Declare first whether an interest stands in the way."), "#declare")])
    last = assignment.reviews.filter(submitted_at__isnull=False).order_by("-pk").first()
    review, is_new = Review.objects.get_or_create(
        assignment=assignment,
        submission=case.current_submission,
        defaults={"questions": asked or questions(), "carried_from": last, "saved_at": timezone.now()},
    )
    if not is_new and review.submitted_at is not None:
        sentence = _("You have given your review of this version.")
        raise access.Moved(sentence, kept={str(_("Text")): review.text}, url=case.get_absolute_url())
    return review


@transaction.atomic
def keep_review(case: Case, *, by: User, answers: dict[str, Any], recommendation: str, text: str) -> Review:
    """Save a review that is not finished; nobody else sees it."""
    case = locked(case)
    access.require(permissions.why_not_review(by, case))
    review = _begun(case, by)
    review.answers, review.recommendation, review.text = answers, recommendation, text
    review.saved_at = timezone.now()
    review.save(update_fields=["answers", "recommendation", "text", "saved_at"])
    let_go(case, "review", by=by)
    return review


@transaction.atomic
def give_review(case: Case, *, by: User, answers: dict[str, Any], recommendation: str, text: str, seen: str) -> Review:
    """Send a review of exactly the version that was read; from here it is not changed, only followed by another.

    Questions that no review leaves out have a score or a remark.
    """
    case = locked(case)
    access.require(permissions.why_not_review(by, case))
    if case.current_submission is None or seen != case.current_submission.sha256:
        sentence = _("A newer version came in while you were writing.")
        raise access.Moved(sentence, kept={str(_("Your review")): text}, url=case.get_absolute_url())
    review = keep_review(case, by=by, answers=answers, recommendation=recommendation, text=text)
    if blockers := guards.to_give_review(review):
        raise access.Unmet(blockers)
    review.submitted_at = timezone.now()
    review.save(update_fields=["submitted_at"])
    trail.record(case, "endorsement.reviewed", by=by, changes={"version": ["", str(case.current_submission.number)]})
    notify([case.lead] if case.lead else [], kind="endorsement.reviewed", about=case, by=by)
    return review


@transaction.atomic
def carry_review(case: Case, *, by: User, seen: str) -> Review:
    """The reviewer's last word holds for the version now on the table as it stands: sent again in one step."""
    case = locked(case)
    access.require(permissions.why_not_review(by, case))
    part = _part(case, by)
    last = part.reviews.filter(submitted_at__isnull=False).order_by("-pk").first()
    if last is None:
        raise access.Unmet([Blocker(_("You have not reviewed any version yet."), "#id_text")])
    if part.reviews.filter(submission=case.current_submission, submitted_at=None).exists():
        raise access.Unmet([Blocker(_("You have begun a new review of this version: send that one."), "#id_text")])
    _begun(case, by, asked=last.questions)
    said = {"answers": last.answers, "recommendation": last.recommendation, "text": last.text}
    return give_review(case, by=by, seen=seen, **said)


@transaction.atomic
def conclude(case: Case, *, by: User, note: str = "") -> Case:
    """The reading is over: the case goes to the seat that the worst residual risk asks for."""
    case = locked(case)
    step = enter(case, "conclude", by=by, kept={str(_("Note for the decision")): note})
    if blockers := guards.to_conclude(case):
        raise access.Unmet(blockers)
    return move(case, step, Status.DECISION, by=by, now=timezone.now(), tell=seats(case), note=note)

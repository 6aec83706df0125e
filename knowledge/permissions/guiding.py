"""Who may consult colleagues about guidance, answer comments, approve messages, note what was negotiated; as sentences."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from knowledge import workflow
from knowledge.models import Approval, ClauseComment, Consultation, Resource
from knowledge.permissions.resources import _is_author, why_not_contribute, why_not_edit
from projects.models import Project
from projects.workflow import Status
from pvehub import access
from pvehub.people.models import User

#: Who may say that words go outside: the seats that decide on projects.
APPROVING = ("decide_cases", "decide_high_cases")


def why_not_consult(user: User, resource: Resource) -> str | None:
    """Its authors put a draft of guidance before colleagues, one consultation at a time."""
    if resource.kind != "guidance":
        return _("Only guidance is put before colleagues as a draft.")
    if sentence := why_not_edit(user, resource):
        return sentence
    if resource.tier > 1 or resource.is_masked:
        return _("It is for named offices or persons, or its origin is masked: a draft of it is not put before others.")
    if resource.consultations.filter(ended_at=None).exists():
        return _("A draft of it is before colleagues already: end that consultation first.")
    return None


def why_not_comment_on(user: User, consultation: Consultation, today: date) -> str | None:
    """Whoever was asked, up to the last day."""
    if not Consultation.objects.asking(user).filter(pk=consultation.pk).exists():
        return _("Only colleagues who were asked comment on the draft.")
    if consultation.resource.state in workflow.GONE:
        return _("The note is no longer in the repository.")
    if not consultation.takes_comments(today):
        return _("Comments are no longer taken: the last day has passed.")
    return None


def why_not_take_back_comment(user: User, comment: ClauseComment) -> str | None:
    """One's own, until it has an answer."""
    if comment.by_id != user.pk:
        return _("Only who wrote a comment takes it back.")
    if comment.disposed_at is not None or comment.consultation.ended_at is not None:
        return _("It was answered: it stays on record with its answer.")
    return None


def why_not_dispose(user: User, consultation: Consultation) -> str | None:
    """The authors of the note say what becomes of comments, and end the consultation."""
    if not _is_author(user, consultation.resource):
        return _("Only the authors of the note say what becomes of comments.")
    if consultation.ended_at is not None:
        return _("The consultation has ended: its answers stay as they are.")
    return None


def why_not_begin_language(user: User, resource: Resource) -> str | None:
    """Whoever contributes, of a message line that readers have."""
    if resource.kind != "message":
        return _("Only message lines stand side by side in several languages.")
    if resource.state != workflow.State.PUBLISHED:
        return _("Only what is published is written in another language: a curator reads it first.")
    return why_not_contribute(user)


def why_not_approve(user: User, resource: Resource) -> str | None:
    """The seats that decide on projects; nobody approves their own words, and only what readers have."""
    if not any(field.needs_approval for field in resource.shape.fields):
        return _("Only message lines are approved version by version.")
    if resource.state != workflow.State.PUBLISHED:
        return _("Only what is published is approved: a curator reads it first.")
    if not holds_approving_seat(user, resource):
        return _("Only the head of TRD or the director of DOE approves what is said outside.")
    if _is_author(user, resource):
        return _("You wrote it: somebody else has to approve it.")
    return None


def why_not_withdraw_approval(user: User, approval: Approval) -> str | None:
    """The same seats, while it stands."""
    if approval.withdrawn_at is not None:
        return _("It was withdrawn already.")
    if not holds_approving_seat(user, approval.resource):
        return _("Only the head of TRD or the director of DOE withdraws an approval.")
    return None


def holds_approving_seat(user: User, resource: Resource) -> bool:
    """Whether this person's seat approves messages."""
    standing = access.standing(user)
    return any(standing.may(perm, resource.owner_office_id) for perm in APPROVING)


def why_not_read_negotiation(user: User, project: Project) -> str | None:
    """Those who read the whole project: its open sections say nothing of what was talked over."""
    if not Project.objects.whole_for(user).filter(pk=project.pk).exists():
        return _("Only who reads the whole project reads what was negotiated with its donors.")
    return None


def why_not_negotiate(user: User, project: Project) -> str | None:
    """Those who work on the project note what was talked over with its donors, at any time."""
    rows = Project.objects.marked_working_for(user).filter(pk=project.pk)
    if not rows.values_list("is_working", flat=True).first():
        return _("Only the team of the project and officers of its offices note what was negotiated.")
    if project.status == Status.CANCELLED:
        return _("The project is cancelled: nothing in it changes any more.")
    return None

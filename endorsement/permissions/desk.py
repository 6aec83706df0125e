"""Who prepares the desk of the deciding seat: the lead's proposal, and the resources that were looked at."""

from django.utils.translation import gettext as _

from endorsement.models import Case
from endorsement.workflow import Status
from pvehub.people.models import User

from .cases import WHO, why_not_comment


def why_not_propose(user: User, case: Case) -> str | None:
    """The lead of the review, while the case is in review or before the seat."""
    if case.lead_id is None:
        return _("The case has no lead yet.")
    if sentence := WHO["conclude"](user, case):
        return sentence
    if case.status not in (Status.REVIEW, Status.DECISION):
        return _("A decision is proposed while the case is in review or waits for its decision.")
    return None


def why_not_read_desk(user: User, case: Case) -> str | None:
    """Whoever reads what headquarters writes for itself about the case."""
    if Case.objects.internal_to(user).filter(pk=case.pk).exists():
        return None
    return _("Only TRD, DOE and people asked to read this case read this.")


def why_not_keep(user: User, case: Case, form: str) -> str | None:
    """Words are kept for whoever may fill in the form at all; the moment is not asked, so that nothing typed is lost."""
    if form == "review":
        part = case.assignments.filter(reviewer=user, part="reviewer").exists()
        return None if part else _("You have not been asked to review this case.")
    steps = {"decide": "endorse", "propose": "conclude", "judge": "conclude", "submit": "submit", "answer": "resubmit"}
    asked = steps.get(form.partition("-")[0])
    return WHO[asked](user, case) if asked else None


def why_not_cite(user: User, case: Case) -> str | None:
    """Whoever comments on the case for headquarters."""
    return why_not_comment(user, case)

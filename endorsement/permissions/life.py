"""Who may bring a project into and out of its active life, and who judges the conditions of its endorsement."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from endorsement import workflow
from endorsement.models import Case, Condition, Override
from projects.models import Project
from projects.workflow import BEFORE_SUBMISSION, ENDED
from projects.workflow import Status as Life
from pvehub import access
from pvehub.people.models import User

from .cases import answers_for_the_project, why_not_of_headquarters


def _officer(user: User, project: Project) -> bool:
    standing = access.standing(user)
    return any(standing.may("submit_cases", office) for office in project.office_ids())


def _head(user: User, project: Project) -> bool:
    return access.standing(user).may("clear_cases", project.lead_office_id)


def _who_works(user: User, project: Project, case: Case | None) -> str | None:
    if _officer(user, project) or _head(user, project):
        return None
    return _("Only project officers of its offices and the head of the lead office do this.")


def _who_closes(user: User, project: Project, case: Case | None) -> str | None:
    return None if _head(user, project) else _("Only the head of the lead office closes a project.")


def _who_cancels(user: User, project: Project, case: Case | None) -> str | None:
    if _head(user, project) or (project.submitted_once_at is None and _officer(user, project)):
        return None
    return _("Only the head of the lead office cancels a project; its officers too, until it is first submitted.")


def _who_overrides(user: User, project: Project, case: Case | None) -> str | None:
    if not access.standing(user).may("decide_high_cases", project.lead_office_id):
        return _("Only the director of DOE, or their delegate, orders an override.")
    return why_not_of_headquarters(user, case) if case else _("There is no case to override.")


ACTS: dict[str, Callable[[User, Project, Case | None], str | None]] = {
    "activate": _who_works,
    "begin-closing": _who_works,
    "continue": _who_works,
    "close": _who_closes,
    "cancel": _who_cancels,
    "override": _who_overrides,
}


def why_not_act_now(slug: str, project: Project) -> str | None:
    """Why this is not the moment for the act."""
    if Life(project.status) not in workflow.ACTS[slug].sources:
        return _("The project stands at “%(status)s” now; this belongs elsewhere.") % {
            "status": Life(project.status).label
        }
    if slug in ("begin-closing", "activate") and project.override_until_at is not None:
        return _("The project is active by an override only: its endorsement comes first.")
    return None


def why_not_act(slug: str, user: User, project: Project, case: Case | None) -> str | None:
    """Why this person may not do this with the project now; the sentence beside the button and on the 403."""
    return ACTS[slug](user, project, case) or why_not_act_now(slug, project)


def why_not_carry_out(user: User, override: Override) -> str | None:
    """An administrator other than who ordered it, without a tie to the project."""
    if not access.standing(user).anywhere("administer"):
        return _("Only an administrator carries out an override.")
    if user.pk in (override.ordered_by_id, override.on_behalf_of_id):
        return _("You ordered it yourself; somebody else has to carry it out.")
    return why_not_of_headquarters(user, override.case)


def why_not_waive_lesson(user: User, project: Project, case: Case | None) -> str | None:
    """TRD, without ties, while the project is active or closing."""
    if not access.standing(user).may("screen_cases", project.lead_office_id):
        return _("Only TRD lets a project close without a lesson.")
    if project.status not in (Life.ACTIVE, Life.CLOSING):
        return _("A lesson is waived while a project is active or closing.")
    return why_not_of_headquarters(user, case) if case else None


def _why_not_live(condition: Condition) -> str | None:
    case = condition.decision.case
    if case.status not in (*workflow.IN_GOOD_STANDING, workflow.Status.SUSPENDED):
        return _("The endorsement that set this condition no longer stands.")
    if case.project.status in ENDED or case.project.status in BEFORE_SUBMISSION:
        return _("The project has ended: its conditions are no longer followed.")
    return None


def why_not_answer_condition(user: User, condition: Condition) -> str | None:
    """Its owner, and the team and officers of the project, while it is open or its evidence was rejected."""
    if condition.owner_id != user.pk and not answers_for_the_project(user, condition.decision.case):
        return _("Only who sees to the condition, and the project's team and officers, show that it is met.")
    if condition.state not in (Condition.State.OPEN, Condition.State.REJECTED):
        return _("Nothing is asked for here now.")
    return _why_not_live(condition)


def why_not_judge_condition(user: User, condition: Condition) -> str | None:
    """TRD, without ties, once evidence was given."""
    if not access.standing(user).may("screen_cases", condition.decision.case.project.lead_office_id):
        return _("Only TRD says whether a condition is met.")
    if condition.state != Condition.State.GIVEN:
        return _("No evidence waits for a word here.")
    return why_not_of_headquarters(user, condition.decision.case) or _why_not_live(condition)


def why_not_waive_condition(user: User, condition: Condition) -> str | None:
    """The head of TRD or the director of DOE, without ties, until it is met."""
    office, standing = condition.decision.case.project.lead_office_id, access.standing(user)
    if not any(standing.may(perm, office) for perm in ("decide_cases", "decide_high_cases")):
        return _("Only the head of TRD and the director of DOE waive a condition.")
    if condition.state in (Condition.State.MET, Condition.State.WAIVED):
        return _("This condition is settled.")
    return why_not_of_headquarters(user, condition.decision.case) or _why_not_live(condition)

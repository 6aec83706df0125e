"""Who may take which step, as sentences: None means yes. `WHO` asks about the person, `not_now` about the moment."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from endorsement import workflow
from endorsement.models import Case, Decision, ScopeFinding, Thread
from endorsement.workflow import Status
from projects.models import Project
from projects.workflow import ENDED as LIFE_ENDED
from pvehub import access
from pvehub.people.models import Posting, User


def of_offices(user: User, perm: str, project: Project) -> bool:
    """Whether a live posting in the lead office or a partner office gives `perm`."""
    standing = access.standing(user)
    return any(standing.may(perm, office) for office in project.office_ids())


def serves_there(user: User, project: Project) -> bool:
    """Whether the person has any live posting in the lead office or a partner office."""
    return bool(access.standing(user).office_ids & set(project.office_ids()))


def is_author(user: User, case: Case) -> bool:
    """Whether the person opened the case or submitted the version that counts now."""
    submission = case.current_submission
    return case.author_id == user.pk or (submission is not None and submission.author_uid == str(user.uid))


def on_the_team(user: User, case: Case) -> bool:
    """Whether the person is the manager or a member; asked once for each loaded case, which an action loads under lock."""
    known: dict[int, bool] = case.__dict__.setdefault("_on_the_team", {})
    if user.pk not in known:
        known[user.pk] = case.project.has_member(user)
    return known[user.pk]


def is_recused(user: User, case: Case) -> bool:
    """Whether the person stands aside from this case; asked once for each loaded case."""
    if "_recused" not in case.__dict__:
        read = getattr(case, "recused", None)  # a page's own row came with them
        case.__dict__["_recused"] = set(case.recusals.values_list("person", flat=True) if read is None else read)
    return user.pk in case.__dict__["_recused"]


def why_not_of_headquarters(user: User, case: Case) -> str | None:
    """Nobody judges a case of their own team or office, nor one they stand aside from."""
    if on_the_team(user, case) or is_author(user, case):
        return _("You cannot act for headquarters on your own project.")
    if serves_there(user, case.project):
        return _("You serve in one of this project's offices, so somebody else acts for headquarters here.")
    if is_recused(user, case):
        return _("You stand aside from this case.")
    return None


def _who_submits(user: User, case: Case) -> str | None:
    if not of_offices(user, "submit_cases", case.project):
        return _("Only a project officer of the lead office or a partner office submits.")
    return None


def _who_clears(user: User, case: Case) -> str | None:
    if not access.standing(user).may("clear_cases", case.project.lead_office_id):
        return _("Only the head of the lead office clears a case.")
    if is_author(user, case):
        return _("You submitted this yourself; somebody else has to clear it.")
    return None


def _who_screens(user: User, case: Case) -> str | None:
    if not access.standing(user).may("screen_cases", case.project.lead_office_id):
        return _("Only TRD does this.")
    return why_not_of_headquarters(user, case)


def _who_leads(user: User, case: Case) -> str | None:
    if sentence := _who_screens(user, case):
        return sentence
    if case.lead_id is not None and case.lead_id != user.pk:
        return _("Only the lead of the review does this: %(name)s.") % {"name": case.lead}
    return None


def seat(case: Case) -> str:
    """The role that decides this case now: by the worst residual risk, or one level up once it was reopened."""
    return case.raised_to or workflow.deciding_seat(
        case.current_submission.worst_residual if case.current_submission else ""
    )


def seat_label(case: Case) -> str:
    """The deciding seat in words."""
    return str(workflow.SEAT_LABEL[seat(case)])


def delegation(user: User, case: Case) -> Posting | None:
    """The delegated posting through which alone the person holds the deciding seat."""
    perm = workflow.SEAT_PERMISSION[seat(case)]
    return access.standing(user).by_delegation(perm, case.project.lead_office)


def _who_decides(user: User, case: Case) -> str | None:
    who = seat(case)
    perm = workflow.SEAT_PERMISSION[who]
    if not access.standing(user).may(perm, case.project.lead_office_id):
        if who == "trd-head":
            return _("Only the head of TRD, or their delegate, decides this case.")
        if case.raised_to:
            return _("The case was reopened one level up: %(seat)s decides it.") % {"seat": seat_label(case)}
        return _(
            "A residual risk is Extreme or not known, so only the director of DOE, or their delegate, decides this case."
        )
    return why_not_of_headquarters(user, case) or _above_ceiling(user, case) or _only_reviewer(user, case)


def _above_ceiling(user: User, case: Case) -> str | None:
    posting = delegation(user, case)
    if posting is None or not posting.ceiling or case.current_submission is None:
        return None
    bands = (*workflow.ORDINARY_BANDS, "extreme")
    worst = case.current_submission.worst_residual
    if worst in bands and posting.ceiling in bands and bands.index(worst) <= bands.index(posting.ceiling):
        return None
    return _("Your delegation ends below the worst residual risk of this case, so %(name)s decides.") % {
        "name": posting.acting_for.user if posting.acting_for else _("the principal")
    }


def _only_reviewer(user: User, case: Case) -> str | None:
    given = case.current_submission.reviews.filter(submitted_at__isnull=False) if case.current_submission else None
    readers = set(given.values_list("assignment__reviewer", flat=True)) if given is not None else set()
    if readers == {user.pk}:
        return _("You are the only reviewer of this version; somebody else has to have read it before you decide.")
    return None


def _who_withdraws(user: User, case: Case) -> str | None:
    if of_offices(user, "submit_cases", case.project):
        return None
    if access.standing(user).may("clear_cases", case.project.lead_office_id):
        return None
    return _("Only a project officer or the head of the lead office withdraws a case.")


def _of_a_seat(user: User, case: Case, otherwise: str) -> str | None:
    """Head of TRD or director of DOE, without a tie to the project; everybody else reads the sentence."""
    standing = access.standing(user)
    perms = (workflow.SEAT_PERMISSION[seat] for seat in workflow.SEATS)
    if not any(standing.may(perm, case.project.lead_office_id) for perm in perms):
        return otherwise
    return why_not_of_headquarters(user, case)


def _who_suspends(user: User, case: Case) -> str | None:
    return _of_a_seat(user, case, _("Only the head of TRD and the director of DOE suspend an endorsement."))


def _who_revokes(user: User, case: Case) -> str | None:
    return _of_a_seat(user, case, _("Only the head of TRD and the director of DOE revoke an endorsement."))


def _who_lifts(user: User, case: Case) -> str | None:
    if not access.standing(user).may("decide_cases", case.project.lead_office_id):
        return _("Only the head of TRD lifts a suspension.")
    return why_not_of_headquarters(user, case)


def last_decision(case: Case) -> Decision:
    """The decision the case stands on."""
    decision: Decision = case.decisions.select_related("case").order_by("-decided_at", "-pk")[0]
    return decision


def _who_recalls(user: User, case: Case) -> str | None:
    """The decider, or the person a delegate decided for; whatever has changed in their postings since."""
    last = case.last_decision()
    if last is None or user.pk not in (last.decided_by_id, last.on_behalf_of_id):
        return _("Only who decided recalls a decision.")
    return None


def _who_reopens(user: User, case: Case) -> str | None:
    return _of_a_seat(user, case, _("Only the head of TRD and the director of DOE reopen a refusal."))


def _who_advises(user: User, case: Case) -> str | None:
    if not access.standing(user).may("advise_cases", case.project.lead_office_id):
        return _("Only a specialist of the regional office advises on a case.")
    return why_not_of_headquarters(user, case)


# Steps without an entry are taken by a timer or in the course of another step; no person takes them.
WHO: dict[str, Callable[[User, Case], str | None]] = {
    "submit": _who_submits,
    "clear": _who_clears,
    "send-back": _who_clears,
    "start-review": _who_screens,
    "return": _who_leads,
    "resubmit": _who_submits,
    "conclude": _who_leads,
    "endorse": _who_decides,
    "endorse-with-conditions": _who_decides,
    "refuse": _who_decides,
    "withdraw": _who_withdraws,
    "hold": _who_screens,
    "resume": _who_screens,
    "suspend": _who_suspends,
    "revoke": _who_revokes,
    "release": _who_leads,
    "lift": _who_lifts,
    "find-out-of-scope": _who_screens,
    "reopen": _who_reopens,
    "recall": _who_recalls,
    "advise": _who_advises,
}


def not_now(case: Case, slug: str) -> str | None:
    """Why this is not the moment for the step."""
    if slug == "revoke" and case.status == Status.SUSPENDED:
        return _("The endorsement is suspended. Lift the suspension first; after that it can be revoked.")
    if Status(case.status) not in workflow.BY_SLUG[slug].sources:
        return _("The case stands at “%(status)s” now; this step belongs elsewhere.") % {
            "status": Status(case.status).label
        }
    if (slug in workflow.AFTER or slug == "submit") and case.project.status in LIFE_ENDED:
        return _("The project has ended already.")
    return None


def why_not_step(slug: str, user: User, case: Case) -> str | None:
    """Why this person may not take this step now; the sentence beside the button and on the 403."""
    if slug not in WHO:
        return _("This step follows from another one; nobody takes it by hand.")
    return WHO[slug](user, case) or not_now(case, slug)


def may_revoke_once_lifted(user: User, case: Case) -> bool:
    """Whether only the suspension, which is lifted first, stands between this person and revoking."""
    return _who_revokes(user, case) is None and case.project.status not in LIFE_ENDED


def why_not_submit(user: User, case: Case) -> str | None:
    """Officers of the project's offices, on a draft."""
    return why_not_step("submit", user, case)


def why_not_clear(user: User, case: Case) -> str | None:
    """The head of the lead office, never the author."""
    return why_not_step("clear", user, case)


def why_not_screen(user: User, case: Case) -> str | None:
    """TRD, without ties to the project."""
    return why_not_step("start-review", user, case)


def why_not_return(user: User, case: Case) -> str | None:
    """The lead, or whoever screens while there is none."""
    return why_not_step("return", user, case)


def why_not_resubmit(user: User, case: Case) -> str | None:
    """Officers of the project's offices, on a case that came back."""
    return why_not_step("resubmit", user, case)


def why_not_conclude(user: User, case: Case) -> str | None:
    """The lead, from review."""
    return why_not_step("conclude", user, case)


def why_not_decide(user: User, case: Case) -> str | None:
    """The deciding seat: no tie to the project, within the ceiling of a delegation, not the only reader."""
    return why_not_step("endorse", user, case)


def why_not_comment(user: User, case: Case) -> str | None:
    """TRD, DOE and those asked to review or advise comment while the case is in hand."""
    standing = access.standing(user)
    central = standing.may("screen_cases", case.project.lead_office_id)
    central = central or standing.may("decide_high_cases", case.project.lead_office_id)
    if not central and not case.assignments.filter(reviewer=user, closed_at=None).exists():
        return _("Only TRD, DOE and people asked to read this case comment on it.")
    if case.status not in workflow.WITH_TRD:
        return _("Comments are written while the case is with TRD.")
    return why_not_of_headquarters(user, case)


def why_not_answer(user: User, thread: Thread) -> str | None:
    """The project's officers, head and team answer what everyone on the case may read, until the decision."""
    case = thread.case
    if case.status not in workflow.IN_HAND:
        return _("The case is closed; answers no longer reach anybody.")
    if thread.audience == Thread.Audience.INTERNAL:
        return why_not_comment(user, case)
    if thread.state == Thread.State.RESOLVED:
        return _("This thread is resolved.")
    if of_offices(user, "answer_comments", case.project) or on_the_team(user, case):
        return None
    return why_not_comment(user, case)


def may_answer(user: User, case: Case) -> bool:
    """Whether the person may write in threads of this case at all; each thread then has its own state and audience."""
    if case.status not in workflow.IN_HAND:
        return False
    return answers_for_the_project(user, case) or why_not_comment(user, case) is None


def answers_for_the_project(user: User, case: Case) -> bool:
    """Whether what this person writes in a thread is the project's answer."""
    return of_offices(user, "answer_comments", case.project) or on_the_team(user, case)


def why_not_resolve(user: User, thread: Thread) -> str | None:
    """Who asked, or the lead, says that a thread is settled."""
    if thread.state == Thread.State.RESOLVED:
        return _("This thread is resolved.")
    if sentence := why_not_of_headquarters(user, thread.case):
        return sentence
    if user.pk not in (thread.opened_by_id, thread.case.lead_id):
        return _("Only who asked, or the lead of the review, resolves a thread.")
    return None


def why_not_review(user: User, case: Case) -> str | None:
    """A reviewer of this case, while it is in review."""
    if not case.assignments.filter(reviewer=user, part="reviewer", closed_at=None).exists():
        return _("You have not been asked to review this case.")
    if case.status != Status.REVIEW:
        return _("Reviews are written while the case is in review.")
    return why_not_of_headquarters(user, case)


def why_not_assign(user: User, case: Case) -> str | None:
    """The lead, or the head of TRD, changes who reads a case."""
    if case.status not in workflow.WITH_TRD:
        return _("Readers are named while the case is with TRD.")
    if access.standing(user).may("decide_cases", case.project.lead_office_id):
        return why_not_of_headquarters(user, case)
    return _who_leads(user, case)


def why_not_read_for_trd(person: User, case: Case) -> str | None:
    """Why a person cannot be assigned: no right to review, or a tie to the project."""
    if not access.standing(person).may("review_cases", case.project.lead_office_id):
        return _("%(name)s does not review for TRD.") % {"name": person}
    if why_not_of_headquarters(person, case):
        return _("%(name)s has a tie to this project.") % {"name": person}
    return None


def why_not_confirm_scope(user: User, finding: ScopeFinding) -> str | None:
    """The second word on what is out of scope is another person's."""
    if finding.found_by_id == user.pk:
        return _("You found it out of scope yourself: a second person confirms it.")
    return _who_screens(user, finding.case)


def why_not_ask_to_reopen(user: User, case: Case) -> str | None:
    """The head of the lead office, on a refusal."""
    if not access.standing(user).may("clear_cases", case.project.lead_office_id):
        return _("Only the head of the lead office asks for a refusal to be reopened.")
    return not_now(case, "reopen")

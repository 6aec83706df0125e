"""Who asks headquarters for support, who answers, who takes a question over, as sentences: None means yes."""

from django.utils.translation import gettext as _

from endorsement.models import SupportRequest
from endorsement.querysets import ANSWERING
from projects.models import Project
from projects.workflow import ENDED
from projects.workflow import Status as Life
from pvehub import access
from pvehub.people.models import Office, User

Kind, State = SupportRequest.Kind, SupportRequest.State
WAITING = (State.OPEN, State.ASKED_BACK)


def _works_at(user: User, office: Office | int) -> bool:
    standing = access.standing(user)
    return standing.may("submit_cases", office) or standing.may("clear_cases", office)


def why_not_ask_at_all(user: User) -> str | None:
    """Officers and heads of missions and regional offices ask."""
    standing = access.standing(user)
    if standing.anywhere("submit_cases") or standing.anywhere("clear_cases"):
        return None
    return _("Only project officers and heads of offices ask headquarters for support.")


def why_not_ask_for(user: User, office: Office) -> str | None:
    """Officers and the head of the very office in whose name it is asked."""
    if _works_at(user, office):
        return None
    return _("You ask in the name of an office in which you are project officer or head.")


def why_not_ask_about(user: User, project: Project) -> str | None:
    """The team, the officers and the head of the project's offices, until the project has ended."""
    if not (any(_works_at(user, office) for office in project.office_ids()) or project.has_member(user)):
        return _("Only the team of the project and officers of its offices ask about it.")
    if project.status in ENDED:
        return _("The project has ended: there is nothing to prepare any more.")
    return None


def why_not_ask_kind(project: Project | None, kind: str) -> str | None:
    """While TRD reads a case, what is asked of TRD belongs into its comments, where everybody on the case reads it."""
    if kind == Kind.TRD and project is not None and project.status == Life.IN_ENDORSEMENT:
        return _("The project is in endorsement: ask TRD in the comments of its case.")
    return None


def why_not_answer_for(person: User, request: SupportRequest) -> str | None:
    """Why this person cannot answer: not of those who answer this kind, or a tie to who asks."""
    if not access.standing(person).may(ANSWERING[request.kind], request.office):
        return _("%(name)s does not answer such questions for this office.") % {"name": person}
    offices = request.project.office_ids() if request.project else {request.office_id}
    if access.standing(person).office_ids & offices or (request.project and request.project.has_member(person)):
        return _("%(name)s serves in an office that asks.") % {"name": person}
    return None


def _why_over(request: SupportRequest) -> str | None:
    return None if request.state in WAITING else _("The question is closed.")


def why_not_take(user: User, request: SupportRequest) -> str | None:
    """Anyone who answers such questions, while another has it or nobody."""
    if request.owner_id == user.pk:
        return _("You have it already.")
    return why_not_answer_for(user, request) or _why_over(request)


def why_not_hand_on(user: User, request: SupportRequest) -> str | None:
    """Its owner; while there is none, anyone who answers such questions; of what is asked of TRD its head, too."""
    heads = access.standing(user).may("decide_cases", request.office)
    if request.owner_id not in (None, user.pk) and not heads:
        return _("%(name)s has it and hands it on.") % {"name": request.owner}
    return why_not_answer_for(user, request) or _why_over(request)


def why_not_reply(user: User, request: SupportRequest) -> str | None:
    """Its owner answers or asks back, while it is with headquarters."""
    if sentence := why_not_answer_for(user, request) or _why_over(request):
        return sentence
    if request.owner_id != user.pk:
        return _("Take the question over before you answer it.")
    return _("You asked back: the mission has the next word.") if request.state == State.ASKED_BACK else None


def speaks_for_the_mission(user: User, request: SupportRequest) -> bool:
    """Who asked; the team of the project; officers and the head of the office."""
    if request.asked_by_id == user.pk or _works_at(user, request.office_id):
        return True
    return request.project is not None and request.project.has_member(user)


def why_not_speak(user: User, request: SupportRequest) -> str | None:
    """Who is not of the mission's side has no word for it."""
    if speaks_for_the_mission(user, request):
        return None
    return _("Only who asked, the team and the office's officers speak for the mission here.")


def why_not_write(user: User, request: SupportRequest) -> str | None:
    """The mission adds a word, answers what it was asked back, or takes the question back: while it is not closed."""
    return why_not_speak(user, request) or _why_over(request)


def why_not_keep_answer(user: User, request: SupportRequest) -> str | None:
    """Once answered, whoever asked or answers such questions makes a text for everybody of it; once."""
    if request.state != State.ANSWERED:
        return _("There is no answer yet that others could read.")
    if request.resource_id is not None:
        return _("A text for everybody was begun from this answer already.")
    if speaks_for_the_mission(user, request):
        return None
    return why_not_answer_for(user, request)

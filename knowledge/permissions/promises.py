"""Who organizes meetings, answers recommendations and follows up what was promised; as sentences."""

from __future__ import annotations

from django.utils.translation import gettext as _

from knowledge import ledger, workflow
from knowledge.models import FollowUpAction, Meeting, Recommendation, Resource
from knowledge.permissions.resources import why_not_curate
from knowledge.querysets import ORGANIZES, serves
from pvehub import access
from pvehub.people.calendar import day_at
from pvehub.people.models import Office, User


def why_not_plan(user: User) -> str | None:
    """Whoever organizes meetings at some office."""
    if any(access.standing(user).anywhere(perm) for perm in ORGANIZES):
        return None
    return _("Only curators, regional specialists, TRD and DOE organize meetings.")


def why_not_organize(user: User, office: Office) -> str | None:
    """Curators and regional specialists in their scope, TRD and DOE everywhere."""
    if any(access.standing(user).may(perm, office) for perm in ORGANIZES):
        return None
    return _("Only those who organize the meetings of this office do this.")


def why_not_change_agenda(meeting: Meeting) -> str | None:
    """What people have commented on stays as they saw it."""
    if meeting.answered.exists() or meeting.ratings.exists():
        return _("People have answered the feedback form: the agenda stays as they saw it.")
    return None


def why_not_give_feedback(user: User, meeting: Meeting) -> str | None:
    """Once each, from its first day on; whoever reads the meeting may have been there."""
    if meeting.called_off_at is not None:
        return _("The meeting was called off.")
    if day_at(meeting.office) < meeting.starts_on:
        return _("It has not begun yet.")
    if meeting.ratings.exists() and not meeting.answered.exists():
        return _("Feedback was collected on paper; its figures are below.")
    if meeting.answered.filter(person=user).exists():
        return _("You have answered already; nobody can tell which answers are yours, so they cannot be changed.")
    return None


def why_not_suggest(user: User, meeting: Meeting) -> str | None:
    """Readers, until the meeting is called off. After it they wish for the next one, until that one is planned."""
    if meeting.called_off_at is not None:
        return _("The meeting was called off.")
    is_over = meeting.series and day_at(meeting.office) > meeting.ends_on
    if is_over and Meeting.objects.visible_to(user).after(meeting).exists():
        return _("The next meeting of the series is planned: suggest it there.")
    if not serves(user):
        return _("Only people who serve at an office suggest topics.")
    return None


def why_not_respond(user: User, resource: Resource) -> str | None:
    """To the recommendations of an evaluation: its authors, the heads of its owner office, its curators."""
    if resource.kind != "evaluation":
        return _("Only evaluations have a management response.")
    if resource.state != workflow.State.PUBLISHED:
        return _("Only what is published gets a management response.")
    if not why_not_curate(user, resource):
        return None
    heads = access.standing(user).may("clear_cases", resource.owner_office)
    if heads or Resource.objects.of_author(user).filter(pk=resource.pk).exists():
        return None
    return _("Its authors, the heads of its office and its curators answer its recommendations.")


def why_not_recommend(user: User, source: Meeting | Resource) -> str | None:
    """Whoever organizes the meeting, or answers for the evaluation."""
    if isinstance(source, Meeting):
        return why_not_organize(user, source.office)
    return why_not_respond(user, source)


def why_not_promise(user: User, recommendation: Recommendation) -> str | None:
    """Nothing is promised for what was not accepted."""
    if sentence := why_not_recommend(user, recommendation.source):
        return sentence
    if recommendation.resource_id and recommendation.answer not in (ledger.Response.ACCEPTED, ledger.Response.PARTLY):
        return _("Accept the recommendation, in whole or in part, before something is promised for it.")
    return None


def why_not_follow_up(user: User, action: FollowUpAction) -> str | None:
    """Whoever holds the role that answers for it, or oversees where it comes from."""
    held = access.standing(user).postings
    if any(one.role == action.owner_role and one.office_id == action.owner_office_id for one in held):
        return None
    if not why_not_recommend(user, action.recommendation.source):
        return None
    return _("Only the role that answers for it, and those who oversee where it was promised, write here.")


def why_not_progress(user: User, action: FollowUpAction) -> str | None:
    """While it is neither done nor dropped."""
    if action.state not in ledger.UNKEPT:
        return _("It is over. Take it up again first.")
    return why_not_follow_up(user, action)


def why_not_take_up(user: User, action: FollowUpAction) -> str | None:
    """What is over, by those who oversee where it was promised."""
    if action.state in ledger.UNKEPT:
        return _("It is not over.")
    return why_not_recommend(user, action.recommendation.source)


def why_not_pass_on(user: User, action: FollowUpAction) -> str | None:
    """Another role or another day: those who oversee it, never its owner alone."""
    if action.state not in ledger.UNKEPT:
        return _("It is over. Take it up again first.")
    return why_not_recommend(user, action.recommendation.source)

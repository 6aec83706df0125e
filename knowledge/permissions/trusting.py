"""Who may contest a published text, answer that, put it before others, hand back what they claimed; as sentences."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from knowledge import workflow
from knowledge.models import Contest, Curation, Resource
from knowledge.permissions.resources import answers_for, why_not_curate
from pvehub.people.models import User


def why_not_contest(user: User, resource: Resource) -> str | None:
    """Readers of a published text, once at a time. Who answers for it mends it instead."""
    if resource.state != workflow.State.PUBLISHED:
        return _("Only what is published can be contested.")
    if resource.verifier_id == user.pk:
        return _("You answer for it: write a new text, or archive it.")
    if not Resource.objects.visible_to(user).filter(pk=resource.pk).exists():
        return _("You cannot contest what you cannot read.")
    if resource.contests.open().filter(by=user).exists():
        return _("You have said so already; the answer comes to you.")
    return None


def why_not_answer(user: User, contest: Contest) -> str | None:
    """Who answers for the text answers the contest, once; nobody answers themselves."""
    if contest.answered_at is not None:
        return _("It was answered already.")
    if contest.resource.state != workflow.State.PUBLISHED:
        return _("The text is no longer published: there is nothing to answer.")
    if contest.by_id == user.pk:
        return _("You raised it: somebody else answers.")
    if not answers_for(user, contest.resource):
        return _("Only the person or office that answers for the text, or a curator, answers a contest.")
    return None


def why_not_hand_back(user: User, resource: Resource) -> str | None:
    """Whoever claimed it, while the review is open."""
    if not Curation.objects.open().filter(resource=resource, claimed_by=user).exists():
        return _("Only the curator who has claimed it hands it back.")
    return None


def why_not_end_feature(user: User, resource: Resource) -> str | None:
    """A curator in scope, whatever became of the item since."""
    return why_not_curate(user, resource)


def why_not_feature(user: User, resource: Resource) -> str | None:
    """A curator in scope who did not write it, and only what a reader may rely on today."""
    if sentence := why_not_curate(user, resource):
        return sentence
    if resource.state != workflow.State.PUBLISHED:
        return _("Only what is published can be put before others.")
    if resource.trust_on(timezone.localdate()) not in workflow.RELIABLE:
        return _("Only what is verified, and contested by nobody, is put before others.")
    return None

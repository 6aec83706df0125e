"""Who may do what with a resource, as the sentence that greys out the button and explains the 403."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from knowledge import workflow
from knowledge.models import Curation, Resource
from pvehub import access
from pvehub.audit import trail
from pvehub.people.models import Office, User


def _is_author(user: User, resource: Resource) -> bool:
    # Read as a list: a page that has read it already asks nothing more, however many of its buttons want to know.
    return resource.created_by_id == user.pk or user in resource.authors.all()


def _curates(user: User, resource: Resource) -> bool:
    return access.standing(user).may("curate_resources", resource.owner_office_id)


def why_not_contribute(user: User) -> str | None:
    """Everybody who serves somewhere may."""
    if not (user.is_active and access.standing(user).office_ids):
        return _("Only people who serve at an office contribute.")
    return None


def why_not_edit(user: User, resource: Resource) -> str | None:
    """Authors write; curators ask them to."""
    if not _is_author(user, resource):
        return _("Only its authors change the text. Curators ask them for changes.")
    if resource.state in workflow.GONE:
        return _("It is no longer in the repository; its text stays as it was.")
    return None


def why_not_lower(user: User, office: Office) -> str | None:
    """To show something of this office to more people than its project or the people it is about ask for."""
    standing = access.standing(user)
    if standing.may("lower_tier", office) or standing.may("decide_cases", office):
        return None
    return _(
        "Only the head of the owner office, or TRD, may show it to more people than its project or target groups ask for."
    )


def why_not_submit(user: User, resource: Resource) -> str | None:
    """There is something to send, and it is yours."""
    if sentence := why_not_edit(user, resource):
        return sentence
    if not resource.revisions.filter(status=workflow.Status.DRAFT).exists():
        return _("There is no draft to send: the text was sent already.")
    return None


def why_not_curate(user: User, resource: Resource) -> str | None:
    """Curators in scope, never of what they wrote themselves."""
    if _is_author(user, resource):
        return _("You wrote it: somebody else has to review it.")
    if not _curates(user, resource):
        return _("Only curators of this region or of headquarters review it.")
    return None


def why_not_claim(user: User, resource: Resource) -> str | None:
    """A text waits, and nobody has it."""
    if sentence := why_not_curate(user, resource):
        return sentence
    curation = Curation.objects.open().filter(resource=resource).select_related("claimed_by").first()
    if curation is None or not resource.revisions.waiting().exists():
        return _("No text of it is waiting for a curator.")
    if curation.claimed_by_id == user.pk:
        return _("You have it already.")
    if curation.claimed_by_id:
        return _("%(person)s has it already.") % {"person": curation.claimed_by}
    return None


def why_not_decide(user: User, resource: Resource) -> str | None:
    """The curator who claimed it decides, once."""
    if sentence := why_not_curate(user, resource):
        return sentence
    curation = Curation.objects.open().filter(resource=resource).select_related("claimed_by").first()
    if curation is None or not resource.revisions.filter(status=workflow.Status.IN_CURATION).exists():
        return _("There is nothing to decide: no text of it is with a curator.")
    if curation.claimed_by_id != user.pk:
        return _("%(person)s has claimed it and decides.") % {"person": curation.claimed_by}
    return None


def why_not_second(user: User, resource: Resource) -> str | None:
    """Kinds that bind others need the agreement of a curator who is not the one deciding."""
    if sentence := why_not_curate(user, resource):
        return sentence
    if not resource.shape.needs_two:
        return _("One curator is enough for this kind.")
    curation = Curation.objects.open().filter(resource=resource).first()
    if curation is None or not resource.revisions.filter(status=workflow.Status.IN_CURATION).exists():
        return _("There is nothing to agree to: no text of it is with a curator.")
    if curation.claimed_by_id == user.pk:
        return _("You decide on it: a second curator has to agree.")
    return None


def why_not_verify(user: User, resource: Resource) -> str | None:
    """Whoever answers for it: its verifier, the role at the office that stands behind it, or a curator."""
    if resource.state != workflow.State.PUBLISHED:
        return _("Only what is published is verified.")
    if resource.shape.verify_months is None:
        return _("It stands for its year and is not verified again.")
    if not answers_for(user, resource):
        return _("Only the person or office that answers for it, or a curator, can say that it still holds.")
    if resource.contested_at is not None:
        return _("A reader says that it no longer holds: answer that first.")
    return None


def answers_for(user: User, resource: Resource) -> bool:
    """Its verifier, the role at the office that stands behind it, and the curators in scope."""
    serves = any(
        p.role == resource.verifier_role and p.office_id == resource.verifier_office_id
        for p in access.standing(user).postings
    )
    return resource.verifier_id == user.pk or serves or _curates(user, resource)


def why_not_archive(user: User, resource: Resource) -> str | None:
    """Authors and curators take it out of the lists."""
    if resource.state != workflow.State.PUBLISHED:
        return _("Only what is published can be archived.")
    if _is_author(user, resource) or _curates(user, resource):
        return None
    return _("Only its authors and the curators archive it.")


def why_not_mask(user: User, resource: Resource) -> str | None:
    """Curators in scope, at once and on their own word; its authors do it where they write. What is gone shows nothing."""
    if sentence := why_not_curate(user, resource):
        return sentence
    if resource.is_masked:
        return _("Where it comes from is masked already.")
    if resource.state in workflow.GONE:
        return _("It is no longer in the repository: readers are shown nothing of it.")
    return None


def why_not_unmask(user: User, resource: Resource) -> str | None:
    """Curators take back what a curator masked; what its authors masked is theirs to show."""
    if sentence := why_not_curate(user, resource):
        return sentence
    if not resource.is_masked or not _is_masked_by_curator(resource):
        return _("No curator has masked it: where it comes from is its authors’ to show.")
    return None


def why_not_show_origin(user: User, resource: Resource) -> str | None:
    """What a curator masked, its authors do not show again by themselves."""
    if resource.is_masked and _is_masked_by_curator(resource) and why_not_curate(user, resource):
        return _("A curator masked where it comes from. Ask the curators before it is shown again.")
    return None


def _is_masked_by_curator(resource: Resource) -> bool:
    steps = trail.of(resource).filter(verb__in=("knowledge.masked_by_curator", "knowledge.origin_shown"))
    last = steps.order_by("-seq").first()
    return last is not None and last.verb == "knowledge.masked_by_curator"


def why_not_restore(user: User, resource: Resource) -> str | None:
    """Whoever archived it takes that back at once; a curator who did not write it may at any time."""
    if resource.state != workflow.State.ARCHIVED or resource.ended_at is None:
        return _("It is not archived.")
    if resource.ended_by_id == user.pk and timezone.now() <= resource.ended_at + timedelta(
        seconds=workflow.UNDO_SECONDS
    ):
        return None
    return why_not_curate(user, resource)


def why_not_follow(user: User, resource: Resource) -> str | None:
    """Whoever reads it may hear of it."""
    if resource.state != workflow.State.PUBLISHED:
        return _("Only what is published can be followed.")
    if not Resource.objects.visible_to(user).filter(pk=resource.pk).exists():
        return _("You cannot follow what you cannot read.")
    return None

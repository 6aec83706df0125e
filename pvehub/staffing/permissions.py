"""Who may change people, offices and postings: one sentence each."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pvehub import access
from pvehub.access.models import AccessRequest
from pvehub.people.models import Office, Posting, User

NOT_SERVED_THERE = gettext_lazy("That role is not served at an office of this kind.")
ADDRESS_TAKEN = gettext_lazy("There is an account with this address already.")


def why_not_administer(user: User) -> str | None:
    if not access.standing(user).anywhere("administer"):
        return _("Only an administrator changes people and offices.")
    return None


def why_not_post(user: User, office: Office) -> str | None:
    if not access.standing(user).may("administer", office):
        return _("Only an administrator changes who serves where.")
    return None


def why_not_end(user: User, posting: Posting) -> str | None:
    refused = why_not_post(user, posting.office)
    if refused is None and _has_ended(posting):
        return _("This posting has ended already.")
    return refused


def why_not_confirm(user: User, posting: Posting) -> str | None:
    if posting.user_id == user.pk:
        return _("Nobody confirms their own posting.")
    if posting.made_by_id == user.pk:
        return _("Somebody other than the person who made this posting confirms it.")
    if not access.standing(user).may("administer", posting.office):
        return _("Only an administrator confirms a posting.")
    if posting.confirmed_at:
        return _("This posting is confirmed already.")
    if not posting.needs_confirmation:
        return _("This posting works without a second person.")
    if _has_ended(posting):
        return _("This posting has ended already.")
    return None


def _has_ended(posting: Posting) -> bool:
    return posting.ends_at is not None and posting.ends_at <= timezone.now()


def why_not_delegate(user: User, posting: Posting, to: User, ends_at: datetime) -> str | None:
    now = timezone.now()
    if posting.user_id != user.pk and not access.standing(user).may("administer", posting.office):
        return _("Only the holder of a posting, or an administrator, delegates it.")
    if not posting.is_live(now):
        return _("This posting gives nothing now, so there is nothing to delegate.")
    if posting.acting_for_id:
        return _("A delegation cannot be delegated further.")
    if to.pk == posting.user_id:
        return _("Nobody acts for themselves.")
    if ends_at <= now:
        return _("A delegation ends in the future.")
    if posting.ends_at and ends_at > posting.ends_at:
        return _("A delegation cannot outlast the posting it comes from.")
    return None


def why_not_disable(user: User, other: User) -> str | None:
    if user.pk == other.pk:
        return _("Nobody closes their own account.")
    refused = why_not_administer(user)
    if refused is None and not other.is_active:
        return _("This account is closed already.")
    return refused


def why_not_prefer(user: User, other: User) -> str | None:
    if user.pk != other.pk:
        return _("Everyone sets their own preferences.")
    return None


def why_not_answer(user: User, asked: AccessRequest) -> str | None:
    if asked.asked_by_id == user.pk:
        return _("Nobody answers their own request.")
    if asked.office is None or not access.standing(user).may("lower_tier", asked.office):
        return _("Only the head of the office it belongs to answers.")
    if asked.answered_at:
        return _("This request has been answered.")
    return None


def why_not_begin(headquarters: Office | None, emails: list[str]) -> str | None:
    """Whoever runs the server makes the first two administrators, and only where nobody can be asked."""
    if headquarters is None:
        return _("There are no offices yet: run manage.py load_vocabularies first.")
    if Posting.objects.live().filter(role="administrator").exists():
        return _("There is an administrator already, who invites people under “People”.")
    closed = User.objects.filter(email__in=emails, is_active=False).first()
    if closed is not None:
        return _("The account %(email)s is closed.") % {"email": closed.email}
    return None

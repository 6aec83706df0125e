"""Who may take risks out of the portal, and who can own what stands in a register."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from pvehub import access
from pvehub.people.models import Office, Posting, User
from risks.models import Register
from risks.workflow import RegisterKind

from .offices import ASSUMES


def why_not_take_out(user: User) -> str | None:
    """Everyone, of what they read."""
    if not (user.is_active and access.standing(user).office_ids):
        return _("You have no posting today, so there is nothing you could take out.")
    return None


def people_of(register: Register) -> QuerySet[User]:
    """Who can own a risk or carry out a measure: the team and everyone serving at the offices of the register."""
    live = Posting.objects.live()
    offices: set[int | None]
    if register.project is not None:
        team = Q(pk=register.project.manager_id) | Q(pk__in=register.project.members.live().values("user"))
        offices = set(register.project.office_ids())
    else:
        team, offices = Q(pk__in=[]), {register.office_id} - {None}
    serving = Q(pk__in=live.filter(office__in=offices).values("user"))
    if register.kind == RegisterKind.STREAM:  # it belongs to no office: to those who keep it
        headquarters = Office.objects.get(kind=Office.Kind.HQ)
        keepers = (access.people_holding(right, headquarters).values("pk") for right in (ASSUMES, "own_method"))
        serving = Q(*(("pk__in", people) for people in keepers), _connector=Q.OR)
    found: QuerySet[User] = User.objects.filter(team | serving, is_active=True)
    return found.order_by("sort_key", "pk")

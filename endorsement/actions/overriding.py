"""The director of DOE orders an override, an administrator carries it out, and it lapses by itself."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from endorsement import guards, permissions, workflow
from endorsement.models import Case, Override
from projects import actions as projects
from projects.workflow import OVERRIDE_DAYS
from pvehub import access
from pvehub.access import Blocker
from pvehub.audit import trail
from pvehub.notifications import notify
from pvehub.people.models import User

from .ending import end_override
from .living import concerned, enter
from .moving import headquarters, locked


@transaction.atomic
def order_override(case: Case, *, by: User, reason: str) -> Override:
    """Let a project start before its decision, for thirty days from now: never where it was refused or a red line is raised,
    and once for each case."""
    case = locked(case)
    enter(case.project, case, "override", by=by, kept={str(_("Reason")): reason})
    now = timezone.now()
    blockers = guards.to_override(case, now)
    if Override.objects.filter(case=case).exists():
        blockers.append(Blocker(_("An override was ordered for this case already."), case.get_absolute_url()))
    if blockers:
        raise access.Unmet(blockers)
    posting = access.standing(by).by_delegation("decide_high_cases", case.project.lead_office)
    override = Override.objects.create(
        case=case,
        reason=reason,
        ordered_by=by,
        on_behalf_of=posting.acting_for.user if posting and posting.acting_for else None,
        ordered_at=now,
        until_at=now + timedelta(days=OVERRIDE_DAYS),
    )
    verb = workflow.ACTS["override"].verb
    trail.record(case, verb, by=by, on_behalf_of=override.on_behalf_of, note=reason)
    admins = access.people_holding("administer", headquarters(case))
    notify([*admins, *concerned(case.project, case)], verb, about=override, by=by)
    return override


@transaction.atomic
def carry_out(override: Override, *, by: User) -> Override:
    """A second person makes the project active, until the date that was ordered. Everything is asked again."""
    case = locked(override.case)
    override = Override.objects.select_for_update(of=("self",)).select_related("ordered_by").get(pk=override.pk)
    override.case = case
    access.require(permissions.why_not_carry_out(by, override))
    now = timezone.now()
    if override.carried_out_at is not None:
        raise access.Moved(_("This override was carried out already."), url=override.get_absolute_url())
    blockers = guards.to_override(case, now)
    if override.until_at <= now:
        blockers.append(Blocker(_("The thirty days of this override are over."), override.get_absolute_url()))
    if blockers:
        raise access.Unmet(blockers)
    projects.follow(case.project, by=by, status="active", override_until=override.until_at, note=override.reason)
    override.carried_out_by, override.carried_out_at = by, now
    override.save(update_fields=["carried_out_by", "carried_out_at"])
    case.override_until_at = override.until_at
    case.save(update_fields=["override_until_at"])
    trail.record(case, "endorsement.override_carried_out", by=by, on_behalf_of=override.ordered_by)
    tell = [*concerned(case.project, case), override.ordered_by]
    notify(tell, "endorsement.override_carried_out", about=override, by=by)
    return override


@transaction.atomic
def lapse_override(override: Override, *, now: datetime) -> bool:
    """Its thirty days are over: the project is in endorsement again. However late or often the timer comes, once."""
    case = locked(override.case)
    if case.override_until_at is None or case.override_until_at > now:
        return False
    end_override(case, by=None, now=now, to=case.status)
    case.save(update_fields=["override_until_at"])
    notify([*concerned(case.project, case), override.ordered_by], "endorsement.override_ended", about=override)
    return True

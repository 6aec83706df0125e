"""TRD is told of a change that went out on save, and objects to it within five working days."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from endorsement import guards, permissions
from endorsement.models import Case
from projects import actions as projects
from projects.models import NotifiedChange
from pvehub import access
from pvehub.audit import trail
from pvehub.notifications import notify
from pvehub.people.calendar import day_at
from pvehub.people.models import User

from .moving import headquarters, heads, locked, queue, team


def today_at_headquarters(case: Case, now: datetime | None = None) -> date:
    """The day it is where TRD sits."""
    return day_at(headquarters(case), now)


@transaction.atomic
def object_to_change(change: NotifiedChange, *, by: User, reason: str) -> NotifiedChange:
    """Take a notified change back out of what is published: it waits in the working copy for an amendment.

    Team and head are told; what they typed is not touched. A change that was settled meanwhile keeps the reason for the page.
    """
    decision = guards.standing_decision(change.project)
    access.require(None if decision else _("No endorsement of this project stands."))
    assert decision is not None
    case = locked(decision.case)
    access.require(permissions.who_objects(by, case))
    change = NotifiedChange.objects.get(pk=change.pk)
    if sentence := permissions.why_not_object_now(change, today_at_headquarters(case)):
        raise access.Moved(sentence, kept={str(_("Reason")): reason}, url=case.get_absolute_url())
    change.project = case.project
    change = projects.take_out(change, by=by, objection=reason)
    changes = {change.field: [change.after, change.before]}
    trail.record(case, "endorsement.change_objected", by=by, changes=changes, note=change.objection)
    notify([*team(case), *heads(case)], "endorsement.change_objected", about=case.project, by=by)
    return change


@transaction.atomic
def tell_change(change: NotifiedChange) -> int:
    """Tell TRD of a change that went out: the lead of the review, else the queue. However often a sweep comes, once."""
    decision = guards.standing_decision(change.project)
    if decision is None:
        return 0
    case = decision.case
    case.project = change.project
    if permissions.why_not_object_now(change, today_at_headquarters(case)):
        return 0
    lead = [case.lead] if case.lead and permissions.who_objects(case.lead, case) is None else queue(case)
    until = change.objection_until_on.isoformat()
    key, facts = f"change:{change.pk}", {"change": change.pk, "until_on": until}
    return len(notify(lead, "endorsement.change_made", about=case, by=change.made_by, key=key, **facts))

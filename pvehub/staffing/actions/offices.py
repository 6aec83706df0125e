"""Offices as administrators keep them: a mission opened, its clock, its days off, the region's word on its cases."""

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from pvehub import access
from pvehub.audit import trail
from pvehub.people.models import Country, Holiday, Office, User

from .. import permissions
from .serving import open_office

CHANGEABLE = ("name_en", "name_fr", "name_es", "time_zone", "weekend", "working_language", "has_regional_stage")


@transaction.atomic
def open_mission(
    code: str, *, by: User, names: dict[str, str], country: Country, time_zone: str, working_language: str
) -> Office:
    """Open the mission of a country below the regional office that the country belongs to."""
    access.require(permissions.why_not_administer(by))
    if country.region is None:
        raise access.Unmet([_("%(country)s belongs to no regional office.") % {"country": country}])
    if Office.objects.filter(code=code).exists():
        raise access.Unmet([_("There is an office with the code %(code)s already.") % {"code": code}])
    return open_office(
        code,
        by=by,
        kind=Office.Kind.MISSION,
        names=names,
        parent=country.region,
        country=country,
        time_zone=time_zone,
        working_language=working_language,
    )


@transaction.atomic
def change_office(office: Office, values: dict[str, Any], *, by: User) -> Office:
    """Change names, clock, weekend, language, and whether the region advises before headquarters screens."""
    office = Office.objects.select_for_update(of=("self",)).get(pk=office.pk)
    access.require(permissions.why_not_post(by, office))
    if unknown := set(values) - set(CHANGEABLE):
        raise ValueError(f"not to be changed here: {', '.join(sorted(unknown))}")
    if values.get("has_regional_stage") and office.kind != Office.Kind.REGIONAL:
        raise access.Unmet([_("Only a regional office advises on the cases of its missions.")])
    changes = {name: [getattr(office, name), value] for name, value in values.items() if getattr(office, name) != value}
    if changes:
        for name, value in values.items():
            setattr(office, name, value)
        office.save(update_fields=list(values))
        trail.record(office, "staffing.office_changed", by=by, changes=changes)
    return office


@transaction.atomic
def add_holiday(office: Office, *, by: User, on: date, name: str) -> Holiday:
    """One day off of this office; clocks of working days leave it out from now on."""
    access.require(permissions.why_not_post(by, office))
    try:
        with transaction.atomic():
            holiday = Holiday.objects.create(office=office, on=on, name=name)
    except IntegrityError:
        raise access.Unmet([_("That day is a day off already.")]) from None
    trail.record(office, "staffing.holiday_added", by=by, after=on.isoformat(), note=name)
    return holiday


@transaction.atomic
def drop_holiday(holiday: Holiday, *, by: User) -> None:
    """It is a working day after all."""
    access.require(permissions.why_not_post(by, holiday.office))
    trail.record(holiday.office, "staffing.holiday_dropped", by=by, before=holiday.on.isoformat(), note=holiday.name)
    holiday.delete()

"""Builders of the ground: offices, people who serve, terms, countries, reference data."""

import io
from datetime import date
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from django.core.management import call_command
from django.utils import timezone

from pvehub.access.models import AccessRequest
from pvehub.people.models import Country, Office, Posting, User
from pvehub.staffing import actions
from pvehub.vocabulary.models import Term

_numbers = count(1)
PASSWORD = "a long enough password"

# code -> (parent, country, time zone, weekend); the countries' regions are those of the reference data
OFFICES: dict[str, tuple[str, str | None, str]] = {
    "HQ": ("", None, "Europe/Zurich"),
    "NBO": ("HQ", None, "Africa/Nairobi"),
    "DKR": ("HQ", None, "Africa/Dakar"),
    "UG": ("NBO", "UG", "Africa/Kampala"),
    "KE": ("NBO", "KE", "Africa/Nairobi"),
    "NE": ("DKR", "NE", "Africa/Niamey"),
    "NG": ("DKR", "NG", "Africa/Lagos"),
}


def office(code: str = "UG") -> Office:
    """The office with this code, opened with its parents and its country if it is not there yet."""
    found = Office.objects.filter(code=code).first()
    if found:
        return found
    parent, iso2, zone = OFFICES.get(code, ("NBO", None, "UTC"))
    kind = "hq" if not parent else "regional" if parent == "HQ" else "mission"
    above = office(parent) if parent else None
    land = country(iso2, region=above) if iso2 else None
    names = {"en": f"Office {code}", "fr": f"Bureau {code}", "es": f"Oficina {code}"}
    return actions.open_office(code, by=None, kind=kind, names=names, parent=above, country=land, time_zone=zone)


def today(code: str = "UG") -> date:
    """The day it is at an office: what falls due there is counted by it, and it may be tomorrow elsewhere."""
    return timezone.localdate(timezone=ZoneInfo(OFFICES[code][2]))


def country(iso2: str = "UG", *, region: Office | None = None) -> Country:
    names = {"UG": "Uganda", "KE": "Kenya", "NE": "Niger", "NG": "Nigeria"}
    name = names.get(iso2, f"Country {iso2}")
    land, _ = Country.objects.get_or_create(
        iso2=iso2, defaults={"iso3": f"{iso2}X", "name_en": name, "name_fr": name, "name_es": name, "region": region}
    )
    return land


def user(role: str | None = "staff", office: str | Office = "UG", **fields: Any) -> User:
    """A person with one live posting, confirmed where the role asks for it; role=None: no posting at all."""
    number = next(_numbers)
    name = fields.pop("name", f"{role or 'nobody'} {number}")
    fields.setdefault("email", f"{role or 'nobody'}-{number}@test.example")
    person = User.objects.create_user(password=None, name=name, **fields)
    if role:
        posting(person, role=role, office=office)
    return person


def posting(person: User, *, role: str = "staff", office: str | Office = "UG", **fields: Any) -> Posting:
    place = globals()["office"](office) if isinstance(office, str) else office
    made = actions.post(person, by=None, office=place, role=role, **fields)
    if made.needs_confirmation:
        confirmer, _ = User.objects.get_or_create(email="confirmer@test.example", defaults={"name": "Confirmer"})
        Posting.objects.filter(pk=made.pk).update(confirmed_by=confirmer, confirmed_at=timezone.now())
        made.refresh_from_db()
    return made


def officer(office: str = "UG", **fields: Any) -> User:
    return user("project-officer", office, **fields)


def chief(office: str = "UG", **fields: Any) -> User:
    return user("chief-of-mission", office, **fields)


def specialist(office: str = "NBO", **fields: Any) -> User:
    return user("regional-specialist", office, **fields)


def regional_director(office: str = "NBO", **fields: Any) -> User:
    return user("regional-director", office, **fields)


def reviewer(**fields: Any) -> User:
    return user("trd-reviewer", "HQ", **fields)


def head(**fields: Any) -> User:
    return user("trd-head", "HQ", **fields)


def doe_director(**fields: Any) -> User:
    return user("doe-director", "HQ", **fields)


def risk_officer(**fields: Any) -> User:
    return user("risk-officer", "HQ", **fields)


def curator(office: str = "HQ", **fields: Any) -> User:
    return user("curator", office, **fields)


def administrator(**fields: Any) -> User:
    return user("administrator", "HQ", **fields)


def outsider(office: str = "NG", **fields: Any) -> User:
    """Staff of another mission in another region."""
    return user("staff", office, **fields)


def term(name: str = "themes", code: str = "SOCOH", english: str = "") -> Term:
    made, _ = Term.objects.get_or_create(
        list=name,
        code=code,
        defaults={"name_en": english or code, "name_fr": english or code, "name_es": english or code},
    )
    return made


def reference() -> None:
    """Load everything that is known before anybody writes, if it is not there: vocabularies, regions, risk method."""
    if not Term.objects.filter(list="sensitive-terms").exists():
        call_command("load_vocabularies", stdout=io.StringIO())


class ResetKey:
    """A key for a new password that belongs to nobody."""

    uidb36, key = "zz", "set-password"


def _request(state: str, cast: Any) -> AccessRequest:
    return AccessRequest.objects.create(
        asked_by=cast.author,
        address=f"/{cast.canary}/",
        reason=cast.canary,
        office=office("UG"),
        kind="x.x",
        thing_id=1,
    )


def _waiting(state: str, cast: Any) -> Posting:
    return actions.post(user(None), by=None, office=office("HQ"), role="trd-reviewer")


THINGS = {
    "reset-key": lambda state, cast: ResetKey(),
    "access-request": _request,
    "person": lambda state, cast: user(None, name=cast.canary),
    "closed-account": lambda state, cast: user(None, name=cast.canary, is_active=False),
    "an-office": lambda state, cast: office("KE"),
    "a-holiday": lambda state, cast: office("KE").holidays.create(on=date(2026, 12, 24), name=cast.canary),
    "posting": _waiting,
}

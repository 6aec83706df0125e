"""The missions and people of the demonstration."""

import os
import secrets

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.utils import timezone

from pvehub.access.roles import BY_SLUG
from pvehub.people.models import Country, Office, Posting, User
from pvehub.staffing import actions

# code -> regional office, time zone, weekend, working language
MISSIONS = {
    "UG": ("NBO", "Africa/Kampala", [5, 6], "en"),
    "KE": ("NBO", "Africa/Nairobi", [5, 6], "en"),
    "SO": ("NBO", "Africa/Mogadishu", [4, 5], "en"),
    "NE": ("DKR", "Africa/Niamey", [5, 6], "fr"),
    "NG": ("DKR", "Africa/Lagos", [5, 6], "en"),
    "ML": ("DKR", "Africa/Bamako", [5, 6], "fr"),
    "MA": ("CAI", "Africa/Casablanca", [5, 6], "fr"),
    "IQ": ("CAI", "Asia/Baghdad", [4, 5], "en"),
    "BA": ("VIE", "Europe/Sarajevo", [5, 6], "en"),
    "XK": ("VIE", "Europe/Belgrade", [5, 6], "en"),
    "CO": ("BUE", "America/Bogota", [5, 6], "es"),
}
AT_HEADQUARTERS = (
    "administrator",
    "trd-head",
    "trd-reviewer",
    "doe-director",
    "risk-officer",
    "dg-office",
    "curator",
    "me-adviser",
    "adviser",
)
SECONDS = ("trd-reviewer", "curator")  # what needs two of them can be tried
AT_REGIONS = ("regional-specialist", "regional-director")
AT_MISSIONS = ("project-officer", "chief-of-mission", "staff")


def password() -> str:
    """One for all demonstration accounts, made at first start and kept readable to this account alone."""
    path = settings.DATA_DIR / "demonstration_password"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
            file.write("-".join(secrets.token_hex(2) for _ in range(4)))
    return path.read_text().strip()


def settle() -> None:
    """Open the missions and give each role its account. TRD and its like are confirmed by the administrator beside them."""
    for code, (region, zone, weekend, language) in MISSIONS.items():
        country = Country.objects.get(pk=code)
        actions.open_office(
            code,
            by=None,
            kind=Office.Kind.MISSION,
            parent=Office.objects.get(code=region),
            country=country,
            names={"en": country.name_en, "fr": country.name_fr, "es": country.name_es},
            time_zone=zone,
            weekend=weekend,
            working_language=language,
        )
    headquarters = Office.objects.get(code="HQ")
    first = _account("administrator", "administrator", headquarters)
    deputy = _account("administrator-deputy", "administrator", headquarters)
    for mine, other in ((first, deputy), (deputy, first)):
        # The first two administrators have nobody before them who could confirm; each stands for the other.
        Posting.objects.filter(user=mine).update(confirmed_by=other, confirmed_at=timezone.now())
    for role in AT_HEADQUARTERS[1:]:
        person = _account(role, role, headquarters)
        if BY_SLUG[role].needs_confirmation:
            actions.confirm(person.postings.get(), by=first)
    for role in SECONDS:
        second = _account(f"{role}-second", role, headquarters, called=f"{BY_SLUG[role].name} (second)")
        if BY_SLUG[role].needs_confirmation:
            actions.confirm(second.postings.get(), by=first)
    for code in ("NBO", "DKR"):
        office = Office.objects.get(code=code)
        for role in AT_REGIONS:
            _account(f"{role}-{office.code.lower()}", role, office)
    for code in MISSIONS:
        office = Office.objects.get(code=code)
        for role in AT_MISSIONS:
            _account(f"{role}-{office.code.lower()}", role, office)
    # One hash for all: they share the password, and fifty hashes would take longer than everything else together.
    User.objects.filter(is_demonstration=True).update(password=make_password(password()))


def _account(local: str, role: str, office: Office, called: str = "") -> User:
    place = office.code if office.kind == Office.Kind.MISSION else office.name_en
    user = actions.create_user(
        f"{local}@demo.example",
        by=None,
        name=f"{called or BY_SLUG[role].name}, {place}",
        language=office.working_language,
        time_zone=office.time_zone,
        is_demonstration=True,
    )
    actions.post(user, by=None, office=office, role=role)
    return user


def person(local: str) -> User:
    """The account with this name before the @."""
    return User.objects.get(email=f"{local}@demo.example")

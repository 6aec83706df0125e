"""Projects as IATI 2.03 activities: what was endorsed, for publication, in the order of the schema's elements.

Never published: anything of tier 2 or 3, of a section of the team, of the register, of the case. So there are no partners
and no donors, and no place finer than the country whatever the tier: places are the team's. Above tier 0 the places that
the record names are masked in the texts, too. The name that goes out is the
public title, where there is one. A budget is indicative: the total, spread over the years by days, as IATI wants no period
longer than one. Countries share evenly: the record knows no shares, and IATI wants them to add up.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from decimal import ROUND_DOWN, Decimal
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone
from lxml import etree

from .. import redacting
from ..workflow import PUBLISHED, Status, Tier
from .cells import day, number
from .telling import Told

FIELDS = ("title", "public_title", "summary", "countries", "start_on", "end_on", "budget", "currency", "themes")
PLACES = "locations"  # the field of the record
# Code lists of IATI 2.03 by name; tests hold them against the lists themselves.
ACTIVITY_STATUS = {
    Status.ENDORSED: "1",  # pipeline
    Status.ACTIVE: "2",  # implementation
    Status.CLOSING: "3",  # finalisation
    Status.CLOSED: "4",
    Status.SUSPENDED: "6",
}
ACCOUNTABLE, IMPLEMENTING = "2", "4"  # organisation roles
PLANNED_START, ACTUAL_START, PLANNED_END, ACTUAL_END = "1", "2", "3", "4"
INTERNAL_IDENTIFIER = "A1"  # other identifier: the reporting organisation's own
DAC, OWN = "1", "99"  # vocabularies of sectors and of tags
PEACE_BUILDING = "15220"  # civilian peace-building, conflict prevention and resolution
GENERAL, ORIGINAL, INDICATIVE = "1", "1", "1"  # kinds of description and of budget
NATIONAL, MULTINATIONAL = "4", "3"  # scopes
LONGEST = 50 * 365  # days; a project said to last longer has a date that somebody mistyped
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
# What XML 1.0 cannot hold, not even as a reference.
_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_CURRENCY = re.compile(r"[A-Z]{3}")


def publishable(projects: QuerySet[Any]) -> QuerySet[Any]:
    """Of these projects those that may be published at all; IATI asks every activity for a date."""
    found = projects.filter(status__in=PUBLISHED, endorsed_content__isnull=False, tier__lte=Tier.REGION)
    return found.exclude(endorsed_start_on__isnull=True, endorsed_end_on__isnull=True)


def document(rows: Iterable[Told]) -> Iterator[bytes]:
    """The document, one activity after the other; nothing of an activity is kept once it was written."""
    moment = timezone.now().replace(microsecond=0).isoformat().replace("+00:00", "Z")
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<iati-activities version="2.03" generated-datetime="{moment}">\n'.encode()
    for row in rows:
        yield etree.tostring(activity(row), encoding="UTF-8", xml_declaration=False) + b"\n"
    yield b"</iati-activities>\n"


def activity(row: Told) -> Any:
    """One project as an element, its children in the schema's order."""
    data, language = row.data, row.project.language
    currency = str(data.get("currency") or "").strip().upper()
    one = etree.Element("iati-activity", {LANG: language, "hierarchy": "1"})
    if _CURRENCY.fullmatch(currency):
        one.set("default-currency", currency)
    mask = places(row.project).mask if row.project.tier > Tier.ALL_STAFF else str
    name = legal(mask(data.get("public_title") or "")) or legal(mask(data.get("title") or "")) or row.project.ref
    etree.SubElement(one, "iati-identifier").text = f"{settings.IATI_ORGANIZATION}-{row.project.ref}"
    _organization(one, "reporting-org")
    _narrative(etree.SubElement(one, "title"), name, language)
    _narrative(
        etree.SubElement(one, "description", type=GENERAL), legal(mask(data.get("summary") or "")) or name, language
    )
    for role in (ACCOUNTABLE, IMPLEMENTING):
        _organization(one, "participating-org", role=role)
    if row.project.code:
        etree.SubElement(one, "other-identifier", ref=row.project.code, type=INTERNAL_IDENTIFIER)
    etree.SubElement(one, "activity-status", code=ACTIVITY_STATUS[Status(row.project.status)])
    start, end = _dates(one, row)
    _countries(one, data.get("countries") or [])
    etree.SubElement(one, "sector", vocabulary=DAC, code=PEACE_BUILDING, percentage="100")
    for code in data.get("themes") or []:
        etree.SubElement(one, "tag", vocabulary=OWN, code=code)
    if _CURRENCY.fullmatch(currency):
        _budgets(one, number(data.get("budget")), currency, start, end)
    return one


def places(project: Any) -> redacting.Names:
    """The places finer than a country that the endorsed content names, in sections that nobody outside reads."""
    sections = (project.endorsed_content or {}).get("sections", [])
    items = [item for section in sections for item in section["fields"] if item["name"] == PLACES]
    return redacting.names_in([{"fields": items}])


def legal(text: object) -> str:
    """The text without what XML cannot hold; empty if nothing to be read remains."""
    return _ILLEGAL.sub("", str(text or "")).strip()


def _narrative(parent: Any, text: str, language: str = "") -> None:
    narrative = etree.SubElement(parent, "narrative", {LANG: language} if language else {})
    narrative.text = text


def _organization(one: Any, element: str, **more: str) -> None:
    known = {"ref": settings.IATI_ORGANIZATION, "type": settings.IATI_ORGANIZATION_TYPE}
    _narrative(etree.SubElement(one, element, {**more, **known}), settings.ORGANIZATION_NAMES[0], "en")


def _dates(one: Any, row: Told) -> tuple[date | None, date | None]:
    """Start and end: actual once the project runs, or is closed, and the day has come; planned before that."""
    today, status = timezone.localdate(), row.project.status
    start, end = (found if isinstance(found, date) else None for found in map(day, _said(row, "start_on", "end_on")))
    if start:
        began = status not in (Status.ENDORSED, Status.SUSPENDED) and start <= today
        _date(one, ACTUAL_START if began else PLANNED_START, start)
    if end:
        _date(one, ACTUAL_END if status == Status.CLOSED and end <= today else PLANNED_END, end)
    return start, end


def _said(row: Told, *names: str) -> list[Any]:
    return [row.data.get(name) for name in names]


def _date(one: Any, kind: str, on: date) -> None:
    etree.SubElement(one, "activity-date", {"type": kind, "iso-date": on.isoformat()})


def _countries(one: Any, codes: list[str]) -> None:
    if not codes:
        return
    etree.SubElement(one, "activity-scope", code=NATIONAL if len(codes) == 1 else MULTINATIONAL)
    for code, share in zip(codes, shares(Decimal(100), [1] * len(codes)), strict=True):
        etree.SubElement(one, "recipient-country", code=code, percentage=format(share, "f"))


def shares(total: Decimal, weights: list[int]) -> list[Decimal]:
    """The total in parts as large as their weights say, to the hundredth; the last one makes up the sum."""
    whole = sum(weights)
    found = [(total * weight / whole).quantize(Decimal("0.01"), ROUND_DOWN) for weight in weights[:-1]]
    return [*found, total - sum(found, Decimal(0))]


def years(start: date, end: date) -> list[tuple[date, date]]:
    """The time between two days in pieces of a year at most."""
    found = []
    while start <= end:
        leap = start.month == 2 and start.day == 29
        again = start.replace(year=start.year + 1, day=28 if leap else start.day)
        last = again if leap else again - timedelta(days=1)
        found.append((start, min(last, end)))
        start = found[-1][1] + timedelta(days=1)
    return found


def _budgets(one: Any, total: Any, currency: str, start: date | None, end: date | None) -> None:
    if not isinstance(total, Decimal) or start is None or end is None or not 0 <= (end - start).days < LONGEST:
        return
    periods = years(start, end)
    parts = shares(total, [(last - first).days + 1 for first, last in periods])
    for (first, last), part in zip(periods, parts, strict=True):
        budget = etree.SubElement(one, "budget", type=ORIGINAL, status=INDICATIVE)
        etree.SubElement(budget, "period-start", {"iso-date": first.isoformat()})
        etree.SubElement(budget, "period-end", {"iso-date": last.isoformat()})
        value = etree.SubElement(budget, "value", {"currency": currency, "value-date": start.isoformat()})
        value.text = format(part, "f")

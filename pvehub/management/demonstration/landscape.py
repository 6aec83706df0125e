"""What other organizations do around the demonstration: a list that was applied, one by hand, and a list that still waits."""

from datetime import date
from typing import IO

from django.utils.translation import override

from projects import actions, importing
from projects.models import ImportBatch
from pvehub.people.models import Country, Office, User

from .people import person
from .portfolio import TEXTS

COLUMNS = {
    "external_id": "Ref",
    "title": "Project title",
    "countries": "Country",
    "implementers": "Implementer",
    "budget": "Amount",
    "start_on": "Begins",
    "end_on": "Ends",
    "summary": "About",
}
MORE = {"donors": "Donors", "currency": "Currency", "contact": "Contact", "themes": "Theme"}


def fill() -> None:
    """TRD has brought in one list; an officer has written one project down, and looks at the dry run of another list."""
    reviewer, officer = person("trd-reviewer"), person("project-officer-ug")
    with override("en"):
        applied = _checked("landscape.csv", reviewer, None, COLUMNS | MORE, "")
        actions.apply_batch(applied, by=reviewer, seen=actions.seal(applied))
        _checked("waiting.csv", officer, Office.objects.get(code="UG"), COLUMNS, "EUR")
        actions.note_other(
            by=officer,
            fields={
                "title": "Listening posts of the district churches and mosques",
                "summary": "Clergy of the district hear complaints about each other's communities and answer within a week.",
                "organizations": "Council of the district's clergy",
                "countries": Country.objects.filter(pk="UG"),
                "language": "en",
                "start_on": date(2026, 1, 10),
                "contact": "office@district-clergy.example",
                "source": "Coordination meeting at the district office",
                "source_on": date(2026, 2, 12),
            },
        )


def _checked(name: str, by: User, office: Office | None, columns: dict[str, str], currency: str) -> ImportBatch:
    with (TEXTS / name).open("rb") as content:
        batch = _uploaded(content, name, by, office)
    mapping = importing.Mapping(columns, currency, "en")
    batch = actions.map_batch(batch, mapping, by=by, office=office, listed_on=date(2026, 1, 31))
    return actions.check_batch(batch, by=by)


def _uploaded(content: IO[bytes], name: str, by: User, office: Office | None) -> ImportBatch:
    with importing.opened(content, name) as sheet:
        return actions.upload_batch(sheet, by=by, office=office)

"""What a careful reader would stumble over: warnings beside a record. None of them blocks anything."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from pvehub.access import Blocker
from pvehub.vocabulary.models import Term

from . import linking
from .content import Record
from .sections import FIELDS, LENSES, SECTION_OF, tables
from .watchwords import TITLES, Watchlist

# Names and words that communities, visitors and donors see; a careless term there endangers people.
WATCHED = (
    "title",
    "public_title",
    "targeting",
    "stigma",
    "message_donors",
    "message_communities",
    "communication_plan",
)


def grid(record: Record) -> linking.Grid:
    """The drivers × activities table of a record that was read; asks nothing of the database."""
    names = {row.term.code: row.term.name for row in record.rows["driver_rows"]}
    said: Any = record.data
    return linking.grid(said["drivers"], said["outcomes"], said["activities"], names)


def of(record: Record, today: date) -> list[Blocker]:
    """Every warning, in the order of the sections, each with the place where it can be mended; no queries."""
    found = [
        *_money(record),
        *_context(record, today),
        *_results(record),
        *_people(record),
        *_partners(record, today),
        *_monitoring(record),
    ]
    return [Blocker(sentence, _page(record, name)) for name, sentence in found]


def _page(record: Record, name: str) -> str:
    page = reverse("projects:project-section", args=[record.project.ref, SECTION_OF[name].slug])
    return f"{page}#field-{name}"


def in_section(found: Iterable[Blocker], slug: str) -> list[Blocker]:
    """Those that are mended in this section."""
    return [caution for caution in found if f"/sections/{slug}/" in caution.url]


Said = list[tuple[str, str]]


def figure(value: Decimal) -> str:
    return number_format(value, decimal_pos=2, use_l10n=True, force_grouping=True)


def sums(record: Record) -> dict[str, str]:
    """What stands under a table of figures, by its field."""
    said: Any = record.data
    found = {}
    if said["budget_lines"]:
        total = {"sum": figure(tables.total(said["budget_lines"], "amount")), "currency": said["currency"]}
        found["budget_lines"] = _("Sum: %(sum)s %(currency)s") % total
    if said["components"]:
        total = {"sum": figure(tables.total(said["components"], "share"))}
        found["components"] = _("Sum of the shares: %(sum)s percent") % total
    if said["numbers"]:
        count = int(tables.total(said["numbers"], "number"))
        found["numbers"] = _("Sum: %(sum)s people") % {"sum": number_format(count, use_l10n=True, force_grouping=True)}
    return found


def _money(record: Record) -> Said:
    said: Any = record.data
    found = []
    lines, budget = tables.total(said["budget_lines"], "amount"), Decimal(said["budget"] or 0)
    if said["budget_lines"] and lines != budget:
        told = {"sum": figure(lines), "budget": figure(budget)}
        found.append(("budget_lines", _("The budget lines come to %(sum)s, the budget is %(budget)s.") % told))
    if tables.total(said["components"], "share") > 100:
        found.append(("components", _("The shares of the components come to more than the whole budget.")))
    return found


def _context(record: Record, today: date) -> Said:
    found, analyses = [], record.rows["analyses"]
    review = analyses[0].review_on if analyses else None
    if review and review < today:
        sentence = _("The context analysis was to be reviewed by %(date)s.")
        found.append(("context_analysis", sentence % {"date": date_format(review, "DATE_FORMAT")}))
    elif analyses and review is None:
        found.append(("context_analysis", _("The context analysis has no date by which it is reviewed.")))
    lenses = {row.term.attributes.get("lens", "structural motivator") for row in record.rows["driver_rows"]}
    empty = [str(label) for lens, label in LENSES.items() if lens not in lenses]
    if lenses and empty:
        found.append(("drivers", _("No driver is seen through these lenses: %(names)s.") % {"names": ", ".join(empty)}))
    if len(record.data["forms_of_ve"]) == 1 and not record.data["other_forms"]:
        found.append(("other_forms", _("The analysis speaks of one form of violent extremism only.")))
    return found


def _results(record: Record) -> Said:
    table = grid(record)
    found = []
    if table.is_straight:
        found.append(("activities", _("The chain is one straight line: one driver, one outcome, one activity.")))
    if table.unanswered:
        sentence = _("No activity answers: %(names)s.") % {"names": ", ".join(table.unanswered)}
        found.append(("activities", sentence))
    if table.without_outcome:
        sentence = _("No outcome answers these drivers yet: %(names)s.") % {"names": ", ".join(table.without_outcome)}
        found.append(("outcomes", sentence))
    if table.loose and table.lines:
        names = " · ".join(text if len(text) < 80 else f"{text[:79]}…" for text in table.loose)
        found.append(("activities", _("These activities answer no driver: %(names)s.") % {"names": names}))
    return found


def _people(record: Record) -> Said:
    found = []
    if not record.data["women_role"]:
        found.append(("women_role", _("Nothing is said about the role of women.")))
    if not record.data["youth_role"]:
        found.append(("youth_role", _("Nothing is said about the role of young people.")))
    return found


def _partners(record: Record, today: date) -> Said:
    found = []
    for row in (row for row in record.rows["participations"] if row.role == "partner"):
        name = {"name": row.organization.name}
        if row.diligence_until_on and row.diligence_until_on < today:
            name["date"] = date_format(row.diligence_until_on, "DATE_FORMAT")
            found.append(("partners", _("The due diligence on %(name)s ended on %(date)s.") % name))
        elif not row.diligence_until_on and not row.diligence_on:
            found.append(("partners", _("There is no due diligence on %(name)s.") % name))
        if row.diligence == "refused":
            found.append(("partners", _("The due diligence found %(name)s not acceptable.") % name))
    return found


def _monitoring(record: Record) -> Said:
    share = record.data["research_share"]
    if share and Decimal(str(share)) == 0:
        return [("research_share", _("Nothing of the budget is for research, monitoring and evaluation."))]
    return []


def wording(record: Record) -> list[Blocker]:
    """Terms in names, messages and criteria that could harm, each with a better one; one query for the list of terms."""
    texts = {name: str(record.data[name]) for name in WATCHED if record.data[name]}
    terms = {term.code: term for term in Term.objects.of("sensitive-terms")} if texts else {}
    watchlist = Watchlist(terms.values())
    found = []
    for name, text in texts.items():
        for hit in watchlist.find(text, is_title=name in TITLES):
            instead = terms[hit.term].said("preferred")
            told = {"word": hit.quoted, "field": FIELDS[name].label, "instead": instead}
            sentence = _("“%(word)s” in “%(field)s” could harm. Better: %(instead)s.") % told
            found.append(Blocker(sentence, _page(record, name)))
    return found

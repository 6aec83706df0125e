"""The portfolio in figures: what one reader may read of each project in one query, then counted. Each figure knows its list.

A figure counts exactly the rows of the list behind it: the same projects, the same facet, as far as the reader reads them.
What only the team writes (target groups, drivers, donors) is counted over projects whose whole record is read.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, CharField, Count, F, OuterRef, Value, When
from django.db.models.functions import Cast, Coalesce, Concat
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from pvehub.people.models import Country, Office
from pvehub.vocabulary.models import Term

from .models import Driver, Organization, Participation, Project
from .sections import Class
from .workflow import STARTED, Status

NONE = "none"
TERMS = {"theme": "themes", "target": "target-groups", "driver": "drivers", "form_of_ve": "forms-of-ve"}
ONLY_WHOLE = frozenset({"target", "driver", "donor", "arm"})
MOST_YEARS = 10


@dataclass(frozen=True)
class Gift:
    """What one donor gives one project."""

    donor: str
    arm: str
    amount: Decimal | None
    currency: str


@dataclass(frozen=True)
class Fact:
    """One project as its reader reads it: facet -> codes; a facet it does not fill holds NONE."""

    is_whole: bool
    codes: dict[str, frozenset[str]]
    start_on: date | None
    end_on: date | None
    budget: Decimal | None
    currency: str
    gifts: tuple[Gift, ...] = ()

    def years(self, first: int, last: int) -> Iterable[int]:
        """The years of a span in which it runs; none without both dates."""
        if not self.start_on or not self.end_on:
            return ()
        return range(max(first, self.start_on.year), min(last, self.end_on.year) + 1)


@dataclass(frozen=True)
class Figure:
    """A number, what it counts, and the list of exactly these projects."""

    label: str
    value: int
    url: str
    code: str = ""


@dataclass
class Portfolio:
    """All facts of what was found for one reader, and the query it was found by."""

    facts: list[Fact]
    query: QueryDict
    names: dict[tuple[str, str], str] = field(default_factory=dict)

    @cached_property
    def whole(self) -> list[Fact]:
        return [fact for fact in self.facts if fact.is_whole]

    def url(self, **facets: str) -> str:
        """The list behind a figure: what was asked, and these facets beside it."""
        query = self.query.copy()
        for name, value in facets.items():
            query[name] = value
        asked = query.urlencode()
        return f"{reverse('projects:project-list')}?{asked}" if asked else reverse("projects:project-list")

    def name(self, facet: str, code: str) -> str:
        if code == NONE:
            return _("Unspecified")
        return self.names.get((facet, code), code)

    def by(self, facet: str, among: Iterable[Fact] | None = None, **fixed: str) -> list[Figure]:
        """How many projects hold each code of a facet, largest first, the unspecified last. A project with several codes
        counts under each. Where the url already asks for a code of this facet, that one alone."""
        source = self.facts if among is None else among
        rows = [fact for fact in source if fact.is_whole or facet not in ONLY_WHOLE]
        counted = Counter(code for fact in rows for code in fact.codes[facet])
        only = "" if (facet, self.query.get(facet)) == ("status", "started") else self.query.get(facet)
        found = [
            Figure(self.name(facet, code), number, self.url(**fixed, **{facet: code}), code)
            for code, number in counted.items()
            if only in (None, "", code)
        ]
        return sorted(found, key=lambda figure: (figure.code == NONE, -figure.value, figure.label))

    def table(self, rows: str, columns: str) -> "Table":
        """Two facets crossed; each cell is the list of both."""
        across, down = self.by(columns), self.by(rows)
        lines = []
        for figure in down:
            held = [fact for fact in self.facts if figure.code in fact.codes[rows]]
            cells = {cell.code: cell for cell in self.by(columns, held, **{rows: figure.code})}
            lines.append(Line(figure, [cells.get(column.code) for column in across]))
        return Table([column.label for column in across], lines)

    def started(self) -> list[Fact]:
        """What has ever been active; all that was found where the url already asks for a status."""
        if self.query.get("status"):
            return self.facts
        return [fact for fact in self.facts if fact.codes["status"] & STARTED]

    def by_year(self) -> "Table":
        """Active in each year, in all and by region; the last column holds those without dates."""
        rows, span = self.started(), self.span()
        fixed = {} if self.query.get("status") else {"status": "started"}
        years = [str(year) for year in span] + ([NONE] if self.query.get("year") in (None, "", NONE) else [])
        counted: dict[str, Counter[str]] = defaultdict(Counter)
        for fact in rows:
            held = [str(year) for year in fact.years(span.start, span.stop - 1)] or []
            if not fact.start_on or not fact.end_on:
                held = [NONE]
            for year in held:
                counted[""][year] += 1
                for region in fact.codes["region"]:
                    counted[region][year] += 1
        lines = []
        for code in ["", *(figure.code for figure in self.by("region", rows))]:
            asked = fixed | ({"region": code} if code else {})
            cells = [
                Figure(year, counted[code][year], self.url(**asked, year=year), year) if counted[code][year] else None
                for year in years
            ]
            total = sum(1 for fact in rows if not code or code in fact.codes["region"])
            label = self.name("region", code) if code else _("All regions")
            lines.append(Line(Figure(label, total, self.url(**asked), code), cells))
        return Table([_("No dates") if year == NONE else year for year in years], lines)

    def span(self) -> range:
        """The years a table of years shows: the one asked for, else the last ten of what was found."""
        asked = self.query.get("year", "")
        if asked.isdecimal() and len(asked) == 4:
            return range(int(asked), int(asked) + 1)
        if asked == NONE:
            return range(0)
        this = timezone.localdate().year
        known = [day.year for fact in self.started() for day in (fact.start_on, fact.end_on) if day]
        first, last = max([min([*known, this]), this - MOST_YEARS + 3]), min(max([*known, this]), this + 2)
        return range(first, last + 1)

    def budgets(self) -> list[tuple[str, Decimal, int]]:
        """(currency, sum, projects) of the budgets that are stated; sums of different currencies are never added."""
        sums: dict[str, tuple[Decimal, int]] = {}
        for fact in self.facts:
            if fact.budget is not None:
                total, number = sums.get(fact.currency, (Decimal(0), 0))
                sums[fact.currency] = total + fact.budget, number + 1
        return sorted((currency, *rest) for currency, rest in sums.items())


@dataclass(frozen=True)
class Line:
    """A row of a table of figures; a cell without projects is None."""

    head: Figure
    cells: list[Figure | None]


@dataclass(frozen=True)
class Table:
    """Two facets crossed."""

    columns: list[str]
    lines: list[Line]

    @property
    def points(self) -> list[int]:
        """The first line as numbers: what a chart draws."""
        return [cell.value if cell else 0 for cell in self.lines[0].cells] if self.lines else []


def _codes(model: Any, column: str, code: str) -> ArraySubquery:
    rows = model.objects.filter(project_id=OuterRef("pk")).order_by()
    if column == "term":  # a merged term counts as what it stands for
        rows = rows.annotate(today=Coalesce("term__merged_into__code", f"term__{code}"))
    return ArraySubquery(rows.values("today" if column == "term" else f"{column}__{code}"))


def _gifts() -> ArraySubquery:
    parts = [
        Cast("organization_id", CharField()),
        F("arm"),
        Cast(Coalesce("amount", Value(-1)), CharField()),
        F("currency"),
    ]
    given = Participation.objects.filter(project_id=OuterRef("pk"), role="donor").order_by("pk")
    joined = Concat(
        parts[0], Value("|"), parts[1], Value("|"), parts[2], Value("|"), parts[3], output_field=CharField()
    )
    return ArraySubquery(given.values_list(joined))


def read(projects: Any, query: QueryDict) -> Portfolio:
    """What this reader reads of the projects found (marked whole); six queries, however many there are."""
    rows = projects.order_by().annotate(
        facts_endorsed=Case(When(is_whole=False, then=F("endorsed_facts"))),
        facts_countries=_codes(Project.countries.through, "country", "pk"),
        facts_themes=_codes(Project.themes.through, "term", "code"),
        facts_forms=_codes(Project.forms_of_ve.through, "term", "code"),
        facts_targets=_codes(Project.target_groups.through, "term", "code"),
        facts_drivers=_codes(Driver, "term", "code"),
        facts_gifts=_gifts(),
    )
    columns = (
        *("is_whole", "status", "lead_office__path", "classification", "start_on", "end_on", "budget", "currency"),
        *("facts_endorsed", "facts_countries", "facts_themes", "facts_forms", "facts_targets", "facts_drivers"),
        "facts_gifts",
    )
    regions = {office.code: office.name for office in Office.objects.regions()}
    moved = Term.objects.moved_on("themes", "forms-of-ve")
    told = [dict(zip(columns, row, strict=True)) for row in rows.values_list(*columns)]
    found = Portfolio([_fact(row, regions, moved) for row in told], asked(query))
    found.names = _names(regions, {code for fact in found.whole for code in fact.codes["donor"]} - {NONE})
    return found


def by_country(projects: Any, query: QueryDict) -> list[Figure]:
    """How many of the projects found work in each country, as far as the reader reads them; four queries.

    Counted by the database: a map needs nothing else of a project.
    """
    through = Project.countries.through.objects.filter(
        project__in=projects.order_by().filter(is_whole=True).values("pk")
    )
    counted = Counter(dict(through.order_by().values_list("country").annotate(Count("project"))))
    told = projects.order_by().told_countries().annotate(number=Count("pk"))
    counted.update(dict(told.values_list("told_country", "number")))
    names = {country.iso2: country.name for country in Country.objects.filter(iso2__in=counted)}
    if silent := projects.telling_nothing("countries").count():
        counted[NONE] = silent
    found = Portfolio([], asked(query), {("country", code): name for code, name in names.items()})
    only = found.query.get("country")
    figures = [
        Figure(found.name("country", code), number, found.url(country=code), code)
        for code, number in counted.items()
        if only in (None, code)
    ]
    return sorted(figures, key=lambda figure: (figure.code == NONE, -figure.value, figure.label))


def asked(query: QueryDict) -> QueryDict:
    """What was asked, without what is no condition."""
    kept = query.copy()
    for name in [name for name, value in kept.items() if not value or name in {"page", "per", "sort", "more"}]:
        kept.pop(name)
    return kept


def _fact(row: dict[str, Any], regions: dict[str, str], moved: dict[tuple[str, str], str]) -> Fact:
    path = row["lead_office__path"].split("/")
    codes = {"status": {row["status"]}, "region": {code for code in path if code in regions}}
    if row["is_whole"]:
        gifts = tuple(_gift(text) for text in row["facts_gifts"])
        codes |= {
            "country": set(row["facts_countries"]),
            "theme": set(row["facts_themes"]),
            "form_of_ve": set(row["facts_forms"]),
            "classification": {row["classification"]} - {""},
            "target": set(row["facts_targets"]),
            "driver": set(row["facts_drivers"]),
            "donor": {gift.donor for gift in gifts},
        }
        arms = {
            "arm": frozenset(gift.arm or NONE for gift in gifts)
        }  # without a donor there is no arm to be unspecified
        money = row["budget"], row["currency"]
        return Fact(True, _filled(codes) | arms, row["start_on"], row["end_on"], *money, gifts)
    told = {item["name"]: item["data"] for item in row["facts_endorsed"] or ()}
    codes |= {
        facet: {moved.get((TERMS.get(facet, ""), code), code) for code in told.get(name) or []}
        for facet, name in (("country", "countries"), ("theme", "themes"), ("form_of_ve", "forms_of_ve"))
    }
    codes["classification"] = {told.get("classification")} & set(Class.values)
    start, end = (date.fromisoformat(told[name]) if told.get(name) else None for name in ("start_on", "end_on"))
    budget = Decimal(told["budget"]) if told.get("budget") else None
    return Fact(False, _filled(codes), start, end, budget, told.get("currency") or "")


def _filled(codes: dict[str, set[str]]) -> dict[str, frozenset[str]]:
    return {facet: frozenset(held or {NONE}) for facet, held in codes.items()}


def _gift(text: str) -> Gift:
    donor, arm, amount, currency = text.split("|", 3)
    return Gift(donor, arm, None if amount.startswith("-") else Decimal(amount), currency)


def _names(regions: dict[str, str], donors: set[str]) -> dict[tuple[str, str], str]:
    """What each code is called in the reader's language; three queries."""
    by_list = {vocabulary: facet for facet, vocabulary in TERMS.items()}
    terms = Term.objects.filter(list__in=by_list)
    return (
        {("region", code): name for code, name in regions.items()}
        | {(by_list[term.list], term.code): term.name for term in terms}
        | {("country", country.iso2): country.name for country in Country.objects.all()}
        | {("donor", str(each.pk)): each.name for each in Organization.objects.filter(pk__in=donors)}
        | {("status", value): str(label) for value, label in Status.choices}
        | {("classification", value): str(label) for value, label in Class.choices}
        | {("arm", value): str(label) for value, label in Participation.Arm.choices}
    )

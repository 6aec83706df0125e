"""The filters of risks: they are the url, and offer only what the reader's own registers have."""

from functools import cached_property
from typing import Any

import django_filters as filters
from django.db.models import CharField, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from projects import wording
from projects.filters import ANY, LANGUAGE_AT, code_filter
from projects.models import Project
from pvehub.people.models import Country, Office
from risks import permissions, scoring
from risks.models import Category, MatrixVersion, Register, Risk
from risks.surveyed import HQ, in_portfolio, office_path
from risks.workflow import POSITIONS, MatrixState, RegisterKind, RiskState

MOST_WORDS = 8


def in_region(code: str, register: str = "") -> Q:
    """Registers of a region; HQ stands for headquarters and the stream."""
    if code == HQ:
        return _central(register)
    paths = (f"{register}{path}__path__contains" for path in ("project__lead_office", "office"))
    return Q(*((path, f"/{code}/") for path in paths), _connector=Q.OR)


def of_office(code: str, register: str = "") -> Q:
    """Registers of one office, its own and those of the projects it leads."""
    if code == HQ:
        return _central(register)
    return Q(**{f"{register}project__lead_office__code": code}) | Q(**{f"{register}office__code": code})


def _central(register: str) -> Q:
    """What no regional office is above of."""
    offices = (f"{register}{path}__kind" for path in ("project__lead_office", "office"))
    stream = (f"{register}kind", RegisterKind.STREAM)
    return Q(stream, *((path, Office.Kind.HQ) for path in offices), _connector=Q.OR)


def in_country(code: str, register: str = "") -> Q:
    """Registers of projects in this country, and of its office."""
    there = Project.countries.through.objects.filter(country=code).values("project")
    return Q(**{f"{register}project__in": there}) | Q(**{f"{register}office__country": code})


class PlaceFilter(filters.FilterSet):
    """Where a register is and what it is of: the conditions that say nothing of any single risk."""

    region = code_filter(_("Region"), "keep")
    office = code_filter(_("Office"), "keep")
    country = code_filter(_("Country"), "keep")
    category = code_filter(_("Category"), "keep")
    kind = filters.ChoiceFilter(
        label=_("Kind of register"), choices=RegisterKind.choices, empty_label=ANY, method="keep"
    )
    registers: QuerySet[Register]

    def __init__(self, query: Any, queryset: Any, *, user: Any, registers: Any) -> None:
        super().__init__(query, queryset)
        self.user, self.registers = user, registers
        for name in ("region", "country", "office", "category"):
            self.filters[name].extra["choices"] = lambda name=name: self._offered[name]

    @cached_property
    def asked(self) -> dict[str, Any]:
        """What the url asks for and makes sense."""
        return {k: v for k, v in self.form.cleaned_data.items() if v} if self.form.is_valid() or self.is_bound else {}

    def keep(self, queryset: Any, name: str, value: str) -> Any:
        """Applied by `places`."""
        return queryset

    def places(self, register: str = "") -> Q:
        """What was asked of the place, as a condition on the path to a register."""
        conditions = {"region": in_region, "office": of_office, "country": in_country}
        found = Q()
        for name, condition in conditions.items():
            if code := self.asked.get(name):
                found &= condition(code, register)
        if kind := self.asked.get("kind"):
            found &= Q(**{f"{register}kind": kind})
        return found

    @cached_property
    def _offered(self) -> dict[str, list[tuple[str, str]]]:
        """Codes and names of the places of the reader's registers, and of all categories; two queries, when shown."""
        mine = self.registers.order_by()
        lands = Project.countries.through.objects.filter(project__register__in=mine.values("pk"))
        held = mine.annotate(at=Concat(Value("/"), office_path())).values_list("at")
        held = held.union(lands.values_list(Cast("country_id", CharField())), mine.values_list("office__country_id"))
        codes = {code for (code,) in held if code}
        steps = [tuple(code.strip("/").split("/")) for code in codes if code.startswith("/")]
        names = _names({code for step in steps for code in step}, {code for code in codes if not code.startswith("/")})
        central = [(HQ, str(_("Headquarters and the stream")))] if any(len(step) < 2 for step in steps) else []
        return {
            "region": [*_sorted({step[1] for step in steps if len(step) > 1}, names["office"]), *central],
            "office": [*_sorted({step[-1] for step in steps if len(step) > 1}, names["office"]), *central],
            "country": _sorted(set(names["country"]), names["country"]),
            "category": list(names["category"].items()),
        }


def _names(offices: set[str], countries: set[str]) -> dict[str, dict[str, str]]:
    """What these are called in the reader's language, and every category in its order; one query."""
    named = ("name_en", "name_fr", "name_es")
    rows = Category.objects.order_by().values_list(Value("category"), "code", "position", *named)
    rows = rows.union(
        Office.objects.filter(code__in=offices).order_by().values_list(Value("office"), "code", Value(0), *named),
        Country.objects.filter(pk__in=countries).order_by().values_list(Value("country"), "iso2", Value(0), *named),
    )
    found: dict[str, dict[str, str]] = {"category": {}, "office": {}, "country": {}}
    language = LANGUAGE_AT.get((get_language() or "en")[:2], 0)
    for facet, code, _place, *words in sorted(rows, key=lambda row: row[2]):
        found[facet][code] = words[language] or words[0]
    return found


def _sorted(codes: set[str], names: dict[str, str]) -> list[tuple[str, str]]:
    return sorted(((code, names.get(code, code)) for code in codes), key=lambda pair: (wording.fold(pair[1]), pair[0]))


def _matrices() -> list[tuple[str, str]]:
    numbers = (
        MatrixVersion.objects.exclude(state=MatrixState.DRAFT).order_by("-number").values_list("number", flat=True)
    )
    return [(str(number), f"v{number}") for number in numbers]


def position_filter() -> filters.ChoiceFilter:
    """Before any measure, now, or once the plan is done; now unless another is asked for."""
    return filters.ChoiceFilter(
        label=_("Position"),
        choices=[(name, label) for name, label in POSITIONS.items() if name != "current"],
        empty_label=POSITIONS["current"],
        method="keep",
    )


class PortfolioFilter(PlaceFilter):
    """What the figures of the portfolio are counted over. Wants the registers of the reader's portfolio."""

    position = position_filter()

    rare = ("office", "kind")

    class Meta:
        model = Register
        fields: list[str] = []

    @property
    def position_asked(self) -> str:
        return str(self.asked.get("position") or "current")

    def risks(self) -> Any:
        """The risks behind the figures: those this person may read."""
        found = Risk.objects.in_portfolio_of(self.user).filter(self.places("register__"))
        return self.of_category(found, "category")

    def of_category(self, rows: Any, path: str) -> Any:
        code = self.asked.get("category")
        return rows.filter(**{f"{path}__code": code}) if code else rows

    def nights(self) -> Q:
        """Region, office and category as conditions on nightly counts, which know an office and no project."""
        found = Q()
        region, office = self.asked.get("region"), self.asked.get("office")
        for code, condition in ((region, Q(office__path__contains=f"/{region}/")), (office, Q(office__code=office))):
            if code:
                found &= Q(office=None) | Q(office__kind=Office.Kind.HQ) if code == HQ else condition
        category = self.asked.get("category")
        return found & Q(category__code=category) if category else found

    def offered(self, facet: str) -> list[tuple[str, str]]:
        """The places of the reader's registers."""
        return self._offered[facet]

    def hidden(self) -> int:
        """How many risks of these places this person may not read, whatever is asked of the risks themselves."""
        registers = Register.objects.in_portfolio_of(self.user).filter(self.places())
        return Risk.objects.filter(register__in=registers.values("pk")).hidden_count(self.user)


class RiskFilter(PlaceFilter):
    """The list of risks. Wants the risks that the reader may read; without a word on whose, it is their own."""

    q = filters.CharFilter(label=_("Words"), method="words", max_length=200)
    whose = filters.ChoiceFilter(label=_("Whose"), choices=(), empty_label=_("Mine"), method="of_whom")
    band = filters.ChoiceFilter(
        label=_("Band"), choices=[*scoring.Band.choices, ("none", _("Not rated"))], empty_label=ANY, method="in_band"
    )
    category = code_filter(_("Category"), "of_category")
    state = filters.ChoiceFilter(
        label=_("State"), choices=RiskState.choices, empty_label=_("Not closed"), method="in_state"
    )
    stands = filters.ChoiceFilter(
        label=_("Stands"),
        choices=[
            ("uncovered", _("Above tolerance, assumed by nobody")),
            ("appetite", _("Above appetite")),
            ("overdue", _("Review overdue")),
        ],
        empty_label=ANY,
        method="standing",
    )
    position = position_filter()
    matrix = code_filter(_("Rated with matrix"), "of_matrix")

    rare = ("kind", "office", "position", "matrix")
    often = ("q", "whose", "stands", "band", "category", "state", "region", "country")

    class Meta:
        model = Risk
        fields: list[str] = []

    def __init__(self, *args: Any, today: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.today = today
        offered = [("all", _("All I may read"))]
        if permissions.why_not_open_portfolio(self.user) is None:
            offered.append(("portfolio", _("Of my portfolio")))
        self.filters["whose"].extra["choices"] = offered
        for name in self.often:  # in the order people ask
            self.filters.move_to_end(name)
        self.filters["matrix"].extra["choices"] = _matrices

    @property
    def rows(self) -> Any:
        """The risks found."""
        found = self.qs.filter(self.places("register__"))
        found = found if self.asked.get("state") else found.live()
        return found if self.asked.get("whose") else found.owned_by(self.user)

    @property
    def position_asked(self) -> str:
        return str(self.asked.get("position") or "current")

    def hidden(self) -> int:
        """How many risks of these places this person may not read; what else is asked changes nothing in it."""
        whose = self.asked.get("whose")
        if not whose:
            return 0
        registers = self.registers.filter(self.places())
        if whose == "portfolio":
            registers = registers.filter(in_portfolio(self.user))
        return Risk.objects.filter(register__in=registers.values("pk")).hidden_count(self.user)

    def words(self, queryset: Any, name: str, value: str) -> Any:
        """Each word somewhere in the statement, the ref, or the title and ref of the project."""
        places = ("cause", "event", "consequence", "ref", "register__project__title", "register__code")
        for word in value.split()[:MOST_WORDS]:
            queryset = queryset.filter(Q(*((f"{place}__icontains", word) for place in places), _connector=Q.OR))
        return queryset

    def of_whom(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.filter(in_portfolio(self.user, "register__")) if value == "portfolio" else queryset

    def in_band(self, queryset: Any, name: str, value: str) -> Any:
        if value == "none":
            return queryset.filter(assessment=None)
        return queryset.filter(**{f"assessment__{self.position_asked}_band": value})

    def of_category(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.filter(category__code=value)

    def in_state(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.filter(state=value)

    def standing(self, queryset: Any, name: str, value: str) -> Any:
        if value == "overdue":
            return queryset.overdue(self.today)
        return queryset.above_appetite() if value == "appetite" else queryset.uncovered(self.today)

    def of_matrix(self, queryset: Any, name: str, value: str) -> Any:
        number = int(value) if value.isascii() and value.isdecimal() and len(value) < 5 else 0
        return queryset.filter(assessment__matrix__number=number)


def _lands(request: Any) -> QuerySet[Country]:
    """The countries of the offices and projects whose registers this person reads."""
    registers = Register.objects.visible_to(request.user)
    there = Q(pk__in=registers.values("office__country")) | Q(pk__in=registers.values("project__countries"))
    return Country.objects.filter(there).order_by("name_en", "pk")


class RegisterFilter(filters.FilterSet):
    """Whose register it is, where, and words of its code or title."""

    q = filters.CharFilter(label=_("Words"), method="with_words", max_length=200)
    kind = filters.ChoiceFilter(label=_("Kind of register"), choices=RegisterKind.choices, empty_label=ANY)
    country = filters.ModelChoiceFilter(label=_("Country"), queryset=_lands, method="there", empty_label=ANY)

    class Meta:
        model = Register
        fields: list[str] = []

    def with_words(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.with_words(value)

    def there(self, queryset: Any, name: str, value: Country) -> Any:
        return queryset.filter(in_country(value.pk))

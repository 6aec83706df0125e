"""The filters of the portfolio: they are the url, and offer only what the reader's own projects have."""

import re
from collections import defaultdict
from functools import cached_property
from typing import Any

import django_filters as filters
from django.db.models import CharField, F, Value
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django_filters.fields import ChoiceField

from pvehub.people.models import Country, Office
from pvehub.vocabulary.models import Term

from . import wording
from .models import Organization, OtherProject, Participation, Project
from .sections import Class
from .workflow import STARTED, Status

ANY = _("Any")
NONE = "none"  # the value of a facet for projects that do not say
UNSAID = (NONE, _("Unspecified"))
REF = re.compile(r"[A-Za-z]{2,4}[-.]\d")
CODE = re.compile(r"[\w.-]{1,60}")
LISTS = {"theme": "themes", "target": "target-groups", "driver": "drivers", "form_of_ve": "forms-of-ve"}
SORTS = {
    "title": (_("Title"), ["shown_words", "pk"]),
    "start": (_("Start, latest first"), [F("shown_start").desc(nulls_last=True), "-pk"]),
    "budget": (_("Budget, by currency"), [F("shown_currency"), F("shown_budget").desc(nulls_last=True), "-pk"]),
}
LANGUAGE_AT = {"en": 0, "fr": 1, "es": 2}
YEARS_BACK, YEARS_AHEAD = 12, 4


class CodeField(ChoiceField):
    """A code out of the url, whether the reader is offered it or not: what is not theirs finds nothing, never everything."""

    def valid_value(self, value: Any) -> bool:
        return bool(CODE.fullmatch(str(value)))


class CodeFilter(filters.ChoiceFilter):
    field_class = CodeField


def code_filter(label: Any, method: str) -> CodeFilter:
    return CodeFilter(label=label, method=method, empty_label=ANY, choices=())


class ProjectFilter(filters.FilterSet):
    """Every facet by which the portfolio is found, counted and drawn; all choices cost one query, and only when shown.

    Wants projects `marked_whole_for` the reader. Target groups, drivers, donors and funding stand in sections of the team:
    they find only projects whose whole record is read. Of the others the facets are those of the endorsed content.
    """

    q = filters.CharFilter(label=_("Words"), method="words", max_length=200)
    status = filters.ChoiceFilter(
        label=_("Status"),
        choices=[*Status.choices, ("started", _("Begun: active, closing, suspended or closed"))],
        empty_label=ANY,
        method="of_status",
    )
    region = code_filter(_("Region"), "in_region")
    office = code_filter(_("Office"), "of_office")
    country = code_filter(_("Country"), "in_country")
    theme = code_filter(_("Theme"), "with_term")
    classification = filters.ChoiceFilter(
        label=_("Class"), choices=[*Class.choices, UNSAID], empty_label=ANY, method="of_class"
    )
    form_of_ve = code_filter(_("Form of violent extremism"), "with_term")
    year = code_filter(_("Running in the year"), "in_year")
    target = code_filter(_("Target group"), "with_term")
    driver = code_filter(_("Driver"), "with_term")
    donor = code_filter(_("Donor"), "with_donor")
    arm = filters.ChoiceFilter(
        label=_("Funding arm"), choices=[*Participation.Arm.choices, UNSAID], empty_label=ANY, method="with_arm"
    )
    funding = filters.ChoiceFilter(
        label=_("Funding"), choices=[("gap", _("Funding gap"))], empty_label=ANY, method="with_gap"
    )
    sort = filters.ChoiceFilter(
        label=_("Sort by"),
        choices=[(name, label) for name, (label, _order) in SORTS.items()],
        empty_label=_("Latest change"),
        method="keep",
    )

    rare = ("office", "classification", "form_of_ve", "target", "driver", "donor", "arm", "funding")

    class Meta:
        model = Project
        fields: list[str] = []

    def __init__(self, data: Any = None, *args: Any, **options: Any) -> None:
        super().__init__(_today(data), *args, **options)
        for name in ("region", "office", "country", "donor", "year", *LISTS):
            self.filters[name].extra["choices"] = lambda name=name: self.choices_of(name)

    def choices_of(self, facet: str) -> list[tuple[str, Any]]:
        """What this reader is offered: codes and names, in the order people look for them."""
        if facet == "year":
            this = timezone.localdate().year
            years = range(this + YEARS_AHEAD, this - YEARS_BACK, -1)
            return [*((str(year), str(year)) for year in years), (NONE, _("No dates"))]
        unsaid = [UNSAID] if facet in {*LISTS, "donor"} else []
        return [*self._offered[LISTS.get(facet, facet)], *unsaid]

    @cached_property
    def _offered(self) -> dict[str, list[tuple[str, str]]]:
        """The names of everything a facet offers, by facet; two queries, each looking at a project once."""
        mine = self.queryset.order_by()
        whole = mine.filter(is_whole=True).values("pk")
        lands = Project.countries.through.objects.filter(project__in=whole)
        given = Participation.objects.filter(role="donor", project__in=whole)
        terms = Term.objects.filter(list__in=LISTS.values(), is_retired=False, merged_into=None)
        rows = _named(terms, F("list"), "code", "", place="position").union(
            _named(mine, Value("office"), "lead_office__code", "lead_office__", path="lead_office__path"),
            _named(Office.objects.regions(), Value("region"), "code", "", path="path"),
            _named(lands, Value("country"), "country_id"),
            _named(mine.told_countries(), Value("country"), "told_country"),
            _named(given, Value("donor"), "organization_id", name="organization__name"),
        )
        found: dict[str, list[tuple[str, str]]] = defaultdict(list)
        lands_named = {country.iso2: country.name for country in Country.objects.all()}
        read = list(rows)
        paths = [path for facet, _code, _place, path, *_names in read if facet == "office"]
        language = LANGUAGE_AT.get((get_language() or "en")[:2], 0)
        for facet, code, _place, path, *names in sorted(read, key=lambda row: row[2]):
            if facet == "region" and not any(each.startswith(path) for each in paths):
                continue
            name = lands_named.get(code, code) if facet == "country" else names[language] or names[0]
            found[facet].append((code, name))
        for facet in ("office", "region", "country", "donor"):
            found[facet].sort(key=lambda pair: (wording.fold(pair[1]), pair[0]))
        return found

    @property
    def ordered(self) -> Any:
        """What was found, in the order asked for: one of a closed list."""
        found = self.qs  # validates what was asked
        asked = self.form.cleaned_data.get("sort") if self.is_bound else ""
        return found.shown().order_by(*SORTS[asked][1]) if asked in SORTS else found.newest()

    def keep(self, queryset: Any, name: str, value: str) -> Any:
        """The order is no condition."""
        return queryset

    def words(self, queryset: Any, name: str, value: str) -> Any:
        """A reference or code, or words of titles and summary with what means the same."""
        value = value.strip()
        return queryset.named_like(value) if REF.match(value) else queryset.with_readable_words(wording.ways(value))

    def of_status(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.filter(status__in=STARTED if value == "started" else [value])

    def in_region(self, queryset: Any, name: str, value: str) -> Any:
        if value == NONE:  # headquarters stands in no region
            return queryset.filter(lead_office__kind=Office.Kind.HQ)
        return queryset.filter(lead_office__path__contains=f"/{value}/")

    def of_office(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.filter(lead_office__code=value)

    def in_country(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.telling("countries", value) if value != NONE else queryset.telling_nothing("countries")

    def with_term(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.with_term(name, LISTS[name], value if value != NONE else "")

    def of_class(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.telling_class("" if value == NONE else value)

    def in_year(self, queryset: Any, name: str, value: Any) -> Any:
        if value == NONE:
            return queryset.in_no_year()
        return queryset.in_year(int(value)) if re.fullmatch(r"[12]\d{3}", value, re.ASCII) else queryset.none()

    def with_donor(self, queryset: Any, name: str, value: str) -> Any:
        number = int(value) if re.fullmatch(r"\d{1,18}", value, re.ASCII) else 0
        return queryset.given_by(donor=None if value == NONE else number)

    def with_arm(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.given_by(arm="" if value == NONE else value)

    def with_gap(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.with_gap()


def _today(data: Any) -> Any:
    """What was asked, with codes of merged terms as they are said today: old links and saved views go on working."""
    asked = {vocabulary: data.get(facet, "") for facet, vocabulary in LISTS.items() if data and data.get(facet)}
    moved = Term.objects.redirected(asked)
    if not moved:
        return data
    data = data.copy()
    for facet, vocabulary in LISTS.items():
        if vocabulary in moved:
            data[facet] = moved[vocabulary]
    return data


def _named(
    rows: Any, facet: Any, code: str, names: str | None = None, place: str = "", path: str = "", name: str = ""
) -> Any:
    """(facet, code, place, path, name in English, French, Spanish) of each row once, ready to stand under others."""
    nothing = Value("", output_field=CharField())
    called = [
        F(name) if name else F(f"{names}name_{language}") if names is not None else nothing for language in LANGUAGE_AT
    ]
    columns = [facet, Cast(code, CharField()), F(place) if place else Value(0), F(path) if path else nothing, *called]
    told = rows.order_by().annotate(**{f"offered_{number}": column for number, column in enumerate(columns)})
    return told.values_list(*[f"offered_{number}" for number in range(len(columns))]).distinct()


class OtherProjectFilter(filters.FilterSet):
    """Text, country, theme and organization of the landscape."""

    q = filters.CharFilter(label=_("Words"), method="words")
    country = filters.ChoiceFilter(label=_("Country"), method="in_country", empty_label=ANY)
    theme = filters.ChoiceFilter(label=_("Theme"), method="with_theme", empty_label=ANY)
    organization = filters.CharFilter(label=_("Organization or donor"), method="of_organization")

    class Meta:
        model = OtherProject
        fields: list[str] = []

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        countries = Country.objects.filter(other_projects__in=self.queryset.order_by().values("pk")).distinct()
        choices = sorted(((each.iso2, each.name) for each in countries), key=lambda pair: str(pair[1]))
        self.filters["country"].extra["choices"] = choices
        themes = Term.objects.filter(other_projects__in=self.queryset.order_by().values("pk")).distinct()
        self.filters["theme"].extra["choices"] = [(term.code, term.name) for term in themes.order_by("position", "pk")]

    def words(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.with_words(value)

    def in_country(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.filter(countries=value)

    def with_theme(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.filter(themes__in=Term.objects.meaning("themes", value).order_by().values("pk")).distinct()

    def of_organization(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.of_organization(value)


class ResultFilter(ProjectFilter):
    """What the figures of an indicator are narrowed by: region, country and theme of the project, year of the value."""

    q = status = office = classification = form_of_ve = target = driver = donor = arm = funding = sort = None
    year = code_filter(_("Reported for the year"), "keep")

    def __init__(self, data: Any = None, *args: Any, **options: Any) -> None:
        filters.FilterSet.__init__(self, _today(data), *args, **options)
        for name in ("region", "country", "theme", "year"):
            self.filters[name].extra["choices"] = lambda name=name: self.choices_of(name)

    @property
    def reported(self) -> int | None:
        """The year asked for."""
        said = str(self.form.cleaned_data.get("year") or "") if self.is_bound and self.form.is_valid() else ""
        return int(said) if re.fullmatch(r"[12]\d{3}", said, re.ASCII) else None


def asked(user: Any, query: Any) -> ProjectFilter:
    """The portfolio as this person reads it now, under the filters of a url."""
    return ProjectFilter(query, Project.objects.visible_to(user).marked_whole_for(user))


class OrganizationFilter(filters.FilterSet):
    """Type, country and role of partners and donors, as far as the reader reads the projects they take part in."""

    q = filters.CharFilter(label=_("Words"), field_name="name", lookup_expr="icontains", max_length=200)
    kind = filters.ChoiceFilter(label=_("Type"), choices=Organization.Kind.choices, empty_label=ANY)
    country = CodeFilter(label=_("Country"), field_name="country", empty_label=ANY, choices=())
    role = filters.ChoiceFilter(label=_("Role"), choices=Participation.Role.choices, empty_label=ANY, method="in_role")

    class Meta:
        model = Organization
        fields: list[str] = []

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.filters["country"].extra["choices"] = lambda: self._countries

    @cached_property
    def _countries(self) -> list[tuple[str, str]]:
        found = Country.objects.filter(pk__in=self.queryset.order_by().values("country"))
        return sorted(((each.iso2, each.name) for each in found), key=lambda pair: wording.fold(pair[1]))

    def in_role(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.in_role(self.request.user, value)

"""The filters of the portfolio: they are the url, and offer only what the reader's own projects have."""

from typing import Any

import django_filters as filters
from django.utils.translation import gettext_lazy as _

from pvehub.people.models import Country, Office
from pvehub.vocabulary.models import Term

from .models import OtherProject, Project
from .sections import Class
from .workflow import Status

ANY = _("Any")


class ProjectFilter(filters.FilterSet):
    """Text, region, office, country, theme, target group, driver, status, class, year. Three queries for all choices.

    Target groups and drivers stand in sections of the team: they find only projects whose whole record is read.
    """

    q = filters.CharFilter(label=_("Words"), method="words")
    status = filters.ChoiceFilter(label=_("Status"), choices=Status.choices, empty_label=ANY)
    region = filters.ChoiceFilter(label=_("Region"), method="in_region", empty_label=ANY)
    office = filters.ChoiceFilter(label=_("Office"), field_name="lead_office__code", empty_label=ANY)
    country = filters.ChoiceFilter(label=_("Country"), method="in_country", empty_label=ANY)
    theme = filters.ChoiceFilter(label=_("Theme"), method="with_theme", empty_label=ANY)
    target = filters.ChoiceFilter(label=_("Target group"), method="with_target", empty_label=ANY)
    driver = filters.ChoiceFilter(label=_("Driver"), method="with_driver", empty_label=ANY)
    classification = filters.ChoiceFilter(label=_("Class"), choices=Class.choices, empty_label=ANY)
    year = filters.NumberFilter(label=_("Active in the year"), method="in_year", min_value=1990, max_value=2100)

    class Meta:
        model = Project
        fields: list[str] = []

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        terms = Term.objects.filter(list__in=["themes", "target-groups", "drivers"], is_retired=False, merged_into=None)
        by_list: dict[str, list[tuple[str, str]]] = {}
        for term in terms.order_by("position", "pk"):
            by_list.setdefault(term.list, []).append((term.code, term.name))
        leading = self.queryset.order_by().values("lead_office")
        offices = list(Office.objects.filter(pk__in=leading).select_related("parent").by_name())
        regions = {office.region.code: office.region.name for office in offices if office.region}
        countries = Country.objects.filter(projects__in=self.queryset.order_by().values("pk")).distinct()
        self._offer("theme", by_list.get("themes", []))
        self._offer("target", by_list.get("target-groups", []))
        self._offer("driver", by_list.get("drivers", []))
        self._offer("office", [(office.code, office.name) for office in offices])
        self._offer("region", sorted(regions.items(), key=lambda pair: str(pair[1])))
        self._offer("country", sorted(((each.iso2, each.name) for each in countries), key=lambda pair: str(pair[1])))

    def _offer(self, name: str, choices: list[tuple[str, Any]]) -> None:
        self.filters[name].extra["choices"] = choices

    def words(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.with_readable_words(value)

    def in_region(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.filter(lead_office__path__contains=f"/{value}/")

    def in_country(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.with_any("countries", iso2=value)

    def with_theme(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.with_any("themes", list="themes", code=value)

    def with_target(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.filter(is_whole=True).with_any("target_groups", list="target-groups", code=value)

    def with_driver(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.filter(is_whole=True).with_any("drivers", list="drivers", code=value)

    def in_year(self, queryset: Any, name: str, value: Any) -> Any:
        return queryset.in_year(int(value))


class OtherProjectFilter(filters.FilterSet):
    """Text and country of the landscape."""

    q = filters.CharFilter(label=_("Words"), method="words")
    country = filters.ChoiceFilter(label=_("Country"), method="in_country", empty_label=ANY)

    class Meta:
        model = OtherProject
        fields: list[str] = []

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        countries = Country.objects.filter(other_projects__in=self.queryset.order_by().values("pk")).distinct()
        choices = sorted(((each.iso2, each.name) for each in countries), key=lambda pair: str(pair[1]))
        self.filters["country"].extra["choices"] = choices

    def words(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.with_words(value)

    def in_country(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.filter(countries=value)

"""The filters of the list of resources; the url is their only memory."""

from __future__ import annotations

from typing import Any

import django_filters
from django.utils.translation import get_language, gettext_lazy as _

from knowledge import checks, kinds
from knowledge.models import Resource
from knowledge.querysets import ResourceQuerySet
from pvehub.people.models import Country, Office
from pvehub.vocabulary.models import Term

LANGUAGE_NAMES = {"en": _("English"), "fr": _("French"), "es": _("Spanish"), "ar": _("Arabic"), "pt": _("Portuguese")}


def language_choices() -> list[tuple[str, Any]]:
    """The languages a text can be in."""
    return [(code, LANGUAGE_NAMES[code]) for code in checks.LANGUAGES]


def themes() -> list[tuple[str, str]]:
    """Themes by code, in the reader's language."""
    return [(term.code, term.name) for term in Term.objects.of("themes")]


def regions() -> list[tuple[str, str]]:
    """Regional offices by code."""
    return [(office.code, office.name) for office in Office.objects.regions().by_name()]


class ResourceFilter(django_filters.FilterSet):
    """Kind, theme, region, country, language. The words are asked of the index, among what these leave."""

    q = django_filters.CharFilter(label=_("Words"), method="unasked")
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=kinds.CHOICES, empty_label=_("Every kind"))
    theme = django_filters.ChoiceFilter(label=_("Theme"), choices=themes, method="in_theme", empty_label=_("Every theme"))
    region = django_filters.ChoiceFilter(label=_("Region"), choices=regions, method="in_region", empty_label=_("Every region"))
    country = django_filters.ChoiceFilter(label=_("Country"), choices=(), method="in_country", empty_label=_("Every country"))
    language = django_filters.ChoiceFilter(label=_("Language"), choices=language_choices, empty_label=_("Every language"))

    class Meta:
        model = Resource
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Only countries of what this person sees: the list of all would say nothing, a count of others too much.
        seen = Resource.countries.through.objects.filter(resource__in=self.queryset.order_by().values("pk"))
        name = f"name_{(get_language() or 'en')[:2]}"
        rows = Country.objects.filter(pk__in=seen.values("country_id")).order_by(name)
        self.filters["country"].extra["choices"] = [(country.iso2, country.name) for country in rows]

    def unasked(self, rows: ResourceQuerySet, name: str, value: str) -> ResourceQuerySet:
        """Words narrow nothing here: see knowledge.search."""
        return rows

    def in_theme(self, rows: ResourceQuerySet, name: str, value: str) -> ResourceQuerySet:
        """Tagged with the theme."""
        return rows.themed(value)

    def in_region(self, rows: ResourceQuerySet, name: str, value: str) -> ResourceQuerySet:
        """Owned in the region or about one of its countries."""
        return rows.in_region(value)

    def in_country(self, rows: ResourceQuerySet, name: str, value: str) -> ResourceQuerySet:
        """About the country."""
        return rows.about_country(value)

"""The filters of the list of resources; the url is their only memory."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import F, TextField, Value
from django.db.models.functions import Cast, Coalesce, NullIf
from django.utils.translation import gettext_lazy as _

from knowledge import checks, kinds
from knowledge.models import Resource
from knowledge.querysets import ResourceQuerySet, name_column
from pvehub.people.models import Country, Office, sort_key
from pvehub.vocabulary.models import Term


def offered(rows: ResourceQuerySet) -> dict[str, list[tuple[str, str]]]:
    """What themes, regions and countries can be chosen, in the reader's language and in one query. Themes and regions
    are those of the organization; countries only those of `rows`, which are what this person sees, masked origins apart."""
    said, columns = Coalesce(NullIf(name_column(), Value("")), "name_en"), ("what", "given", "said", "place")
    told = rows.filter(is_masked=False)
    tagged = Resource.countries.through.objects.filter(resource__in=told.order_by().values("pk"))
    lists = {
        "theme": (Term.objects.of("themes"), "code", F("position")),
        "region": (Office.objects.regions(), "code", Value(0)),
        "country": (Country.objects.filter(pk__in=tagged.values("country_id")), "iso2", Value(0)),
    }
    first, *others = [
        things.order_by()
        .annotate(what=Value(what), given=Cast(key, TextField()), said=said, place=place)
        .values_list(*columns)
        for what, (things, key, place) in lists.items()
    ]
    found: dict[str, list[tuple[str, str]]] = {what: [] for what in lists}
    for what, key, label, _place in first.union(*others, all=True).order_by("what", "place", "said"):
        found[what].append((key, label))
    # The server sorts by code point; people do not.
    return found | {what: sorted(found[what], key=lambda pair: sort_key(pair[1])) for what in ("region", "country")}


class ResourceFilter(django_filters.FilterSet):
    """Kind, theme, region, country, language. The words are asked of the index, among what these leave."""

    q = django_filters.CharFilter(label=_("Words"), method="unasked")
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=kinds.CHOICES, empty_label=_("Every kind"))
    theme = django_filters.ChoiceFilter(label=_("Theme"), choices=(), method="in_theme", empty_label=_("Every theme"))
    region = django_filters.ChoiceFilter(
        label=_("Region"), choices=(), method="in_region", empty_label=_("Every region")
    )
    country = django_filters.ChoiceFilter(
        label=_("Country"), choices=(), method="in_country", empty_label=_("Every country")
    )
    language = django_filters.ChoiceFilter(
        label=_("Language"), choices=checks.LANGUAGES, empty_label=_("Every language")
    )

    class Meta:
        model = Resource
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Read once: a callable would be asked anew by every part of the form.
        for what, choices in offered(self.queryset).items():
            self.filters[what].extra["choices"] = choices

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


class GuidanceFilter(django_filters.FilterSet):
    """Topic and language of guidance."""

    topic = django_filters.ChoiceFilter(
        label=_("Topic"),
        field_name="published_revision__fields__topic",
        choices=kinds.BY_SLUG["guidance"].by_name["topic"].choices,
        empty_label=_("Every topic"),
    )
    language = django_filters.ChoiceFilter(
        label=_("Language"), choices=checks.LANGUAGES, empty_label=_("Every language")
    )

    class Meta:
        model = Resource
        fields: list[str] = []

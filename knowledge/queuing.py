"""The filters of the curators' queue; the url is their only memory."""

from __future__ import annotations

from typing import Any

import django_filters
from django.utils.translation import gettext_lazy as _

from knowledge import kinds
from knowledge.models import Curation
from knowledge.querysets import CurationQuerySet
from pvehub.people.models import Office, User, sort_key

TWO = [kind.slug for kind in kinds.KINDS if kind.needs_two]


class QueueFilter(django_filters.FilterSet):
    """Whose hands, kind and region."""

    whose = django_filters.ChoiceFilter(
        label=_("In whose hands"),
        choices=[
            ("mine", _("Mine")),
            ("free", _("Nobody’s yet")),
            ("second", _("A second curator is needed")),
        ],
        method="in_hands",
        empty_label=_("Anybody’s"),
    )
    kind = django_filters.ChoiceFilter(
        label=_("Kind"), choices=kinds.CHOICES, field_name="resource__kind", empty_label=_("Every kind")
    )
    region = django_filters.ChoiceFilter(
        label=_("Region"), choices=(), method="in_region", empty_label=_("Every region")
    )

    class Meta:
        model = Curation
        fields: list[str] = []

    def __init__(self, *args: Any, curator: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.curator = curator
        regions = sorted(Office.objects.regions(), key=lambda office: sort_key(office.name))
        self.filters["region"].extra["choices"] = [(office.code, office.name) for office in regions]

    def in_hands(self, rows: CurationQuerySet, name: str, value: str) -> CurationQuerySet:
        """Claimed by oneself, by nobody, or by another who waits for a second to agree."""
        if value == "mine":
            return rows.filter(claimed_by=self.curator)
        if value == "free":
            return rows.filter(claimed_by=None)
        other = rows.filter(claimed_by__isnull=False, resource__kind__in=TWO).exclude(claimed_by=self.curator)
        return other.unseconded()

    def in_region(self, rows: CurationQuerySet, name: str, value: str) -> CurationQuerySet:
        """Owned by an office of the region."""
        return rows.in_region(value)

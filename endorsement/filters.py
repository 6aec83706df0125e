"""The filters of the lists of cases, of questions and of reports; the url is the filter."""

from typing import Any

import django_filters as filters
from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from endorsement.models import Case, Report, SupportRequest
from endorsement.workflow import Status
from pvehub.people.models import Office


def regions(request: Any) -> QuerySet[Office]:
    """The regional offices, in the order of their codes."""
    return Office.objects.filter(kind="regional").order_by("code", "pk")


class CaseFilter(filters.FilterSet):
    """Status, region of the lead office, kind, words of the ref or the title."""

    q = filters.CharFilter(label=_("Words"), method="with_words", widget=forms.TextInput(attrs={"dir": "auto"}))
    status = filters.ChoiceFilter(label=_("Status"), choices=Status.choices, empty_label=_("Any"))
    region = filters.ModelChoiceFilter(label=_("Region"), queryset=regions, method="of_region", empty_label=_("Any"))
    kind = filters.ChoiceFilter(label=_("Kind"), choices=Case.Kind.choices, empty_label=_("Any"))

    turn = filters.ChoiceFilter(choices=[("all", "")], method="whatever_turn", widget=forms.HiddenInput)

    class Meta:
        model = Case
        fields: list[str] = []

    def whatever_turn(self, queryset: Any, name: str, value: str) -> Any:
        """The tab decides which cases the list begins with; here it only stays in the url."""
        return queryset

    def with_words(self, queryset: Any, name: str, value: str) -> Any:
        """Every word stands in the ref or in the project's title."""
        return queryset.with_words(value)

    def of_region(self, queryset: Any, name: str, value: Office) -> Any:
        """Led by the regional office or by an office below it."""
        return queryset.of_region(value)


class SupportFilter(filters.FilterSet):
    """Words of the question, whom it asks, where it stands."""

    q = filters.CharFilter(label=_("Words"), method="with_words", widget=forms.TextInput(attrs={"dir": "auto"}))
    kind = filters.ChoiceFilter(label=_("Asked of"), choices=SupportRequest.Kind.choices, empty_label=_("Any"))
    state = filters.ChoiceFilter(label=_("State"), choices=SupportRequest.State.choices, empty_label=_("Any"))
    project = filters.CharFilter(field_name="project__ref", lookup_expr="iexact", widget=forms.HiddenInput)
    turn = filters.ChoiceFilter(choices=[("all", "")], method="whatever_turn", widget=forms.HiddenInput)

    class Meta:
        model = SupportRequest
        fields: list[str] = []

    def whatever_turn(self, queryset: Any, name: str, value: str) -> Any:
        """The tab decides which questions the list begins with; here it only stays in the url."""
        return queryset

    def with_words(self, queryset: Any, name: str, value: str) -> Any:
        """Every word stands in the subject or the question."""
        return queryset.with_words(value)


class ReportFilter(filters.FilterSet):
    """Where it stands, kind, region of the lead office, whether its day is over."""

    state = filters.ChoiceFilter(label=_("Status"), choices=Report.State.choices, empty_label=_("Any"))
    kind = filters.ChoiceFilter(label=_("Kind"), choices=Report.Kind.choices, empty_label=_("Any"))
    region = filters.ModelChoiceFilter(label=_("Region"), queryset=regions, method="of_region", empty_label=_("Any"))
    late = filters.ChoiceFilter(
        label=_("Late"), choices=[("1", _("Only what is late"))], method="only_late", empty_label=_("Any")
    )
    turn = filters.ChoiceFilter(choices=[("all", "")], method="whatever_turn", widget=forms.HiddenInput)

    class Meta:
        model = Report
        fields: list[str] = []

    def whatever_turn(self, queryset: Any, name: str, value: str) -> Any:
        """The tab decides which reports the list begins with; here it only stays in the url."""
        return queryset

    def of_region(self, queryset: Any, name: str, value: Office) -> Any:
        """Of projects led by the regional office or by an office below it."""
        return queryset.filter(project__lead_office__path__startswith=value.path)

    def only_late(self, queryset: Any, name: str, value: str) -> Any:
        """With the field past its day, or with TRD past its own."""
        return queryset.late_anywhere(timezone.localdate())

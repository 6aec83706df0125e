"""The filters of the lists of cases, of questions and of reports; the url is the filter."""

from typing import Any

import django_filters as filters
from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from endorsement.models import Case, Decision, Report, SupportRequest
from endorsement.workflow import Status
from knowledge.models import RedLine
from projects.filters import code_filter
from projects.models import Project
from pvehub.people.models import Country, Office, sort_key
from pvehub.vocabulary.models import Term

YEARS_BACK = 12


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


class DeclinedFilter(filters.FilterSet):
    """What is asked of declined ideas. Countries are offered as far as the reader's own rows have them; a code that is not
    offered finds nothing, for everybody."""

    q = filters.CharFilter(label=_("Words"), method="with_words", widget=forms.TextInput(attrs={"dir": "auto"}))
    reason = filters.ChoiceFilter(label=_("Ground"), choices=Decision.Reason.choices, empty_label=_("Any"))
    red_line = code_filter(_("Red line"), "on_red_line")
    country = code_filter(_("Country"), "in_country")
    theme = code_filter(_("Theme"), "with_theme")
    year = code_filter(_("Decided in"), "in_year")

    class Meta:
        model = Decision
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        this = timezone.localdate().year
        lines = RedLine.objects.visible_to(self.request.user).exclude(state="proposed").order_by("number", "pk")
        lands = Project.countries.through.objects.filter(project__in=self.queryset.values("case__project"))
        offered = {
            "red_line": [(str(line.number), f"{line.code} · {line.statement}"[:60]) for line in lines],
            "country": [(one.iso2, one.name) for one in Country.objects.filter(pk__in=lands.values("country"))],
            "theme": [(term.code, term.name) for term in Term.objects.of("themes")],
            "year": [(str(year), str(year)) for year in range(this, this - YEARS_BACK, -1)],
        }
        offered["country"].sort(key=lambda pair: sort_key(pair[1]))
        for name, choices in offered.items():
            self.filters[name].extra["choices"] = choices

    def with_words(self, queryset: Any, name: str, value: str) -> Any:
        """Every word stands somewhere in what was judged or said."""
        return queryset.with_words(value)

    def on_red_line(self, queryset: Any, name: str, value: str) -> Any:
        """Resting on this line of the register."""
        return queryset.on_red_line(value)

    def in_country(self, queryset: Any, name: str, value: str) -> Any:
        """About the country."""
        return queryset.filter(case__project__countries__iso2=value)

    def with_theme(self, queryset: Any, name: str, value: str) -> Any:
        """Tagged with the theme, or with one that was merged into it."""
        terms = Term.objects.meaning("themes", value).order_by().values("pk")
        tagged = Project.themes.through.objects.filter(term__in=terms).values("project")
        return queryset.filter(case__project__in=tagged)

    def in_year(self, queryset: Any, name: str, value: str) -> Any:
        """Decided in the year."""
        is_year = value.isascii() and value.isdigit() and len(value) == 4
        return queryset.filter(decided_at__year=int(value)) if is_year else queryset.none()


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

"""The forms of the tables inside a record that have a model of their own; the small tables are in `forms.tables`."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pvehub.people.models import Country
from pvehub.vocabulary.models import Term

from ..models import (
    Activity,
    Component,
    ContextAnalysis,
    Driver,
    Location,
    Organization,
    Outcome,
    Participation,
    Project,
)
from ..sections import LENSES, TABLES
from .monitoring import IndicatorForm
from .tables import TableForm


class Terms(forms.ModelMultipleChoiceField):
    """Tick boxes of one list of terms."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, name: str, **options: Any) -> None:
        self.list = name
        super().__init__(Term.objects.of(name), required=False, **options)

    def keep(self, held: Any) -> None:
        """Offer what a record holds in the place of what it stands for today."""
        terms = Term.objects.kept(self.list, held)
        self.queryset = Term.objects.filter(pk__in=[term.pk for term in terms])
        self.choices = [(term.pk, term.name) for term in terms]


class RowForm(forms.ModelForm):
    """A ModelForm for its shape only: uniqueness and constraints are the action's to say."""

    def validate_unique(self) -> None:
        return None

    def validate_constraints(self) -> None:
        return None


def _day() -> forms.DateInput:
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


def _text(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "dir": "auto"})


class LocationForm(RowForm):
    """A place in one of the project's countries."""

    class Meta:
        model = Location
        fields = ["country", "admin1", "admin2", "place", "note", "noted_on"]
        widgets = {"note": _text(), "noted_on": _day()}
        help_texts = {
            "place": _("A town, a market, a border post; or in words where no name should stand."),
            "note": _("Access, tension, who controls what. No names of persons."),
        }

    def __init__(self, project: Project, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        own = list(project.countries.order_by("name_en"))
        country = self.fields["country"]
        country.required = True
        if own:
            country.queryset = Country.objects.filter(pk__in=[land.pk for land in own]).order_by("name_en")
        if len(own) == 1 and not self.instance.pk:
            self.initial.setdefault("country", own[0].pk)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not any(cleaned.get(name) for name in ("admin1", "admin2", "place")):
            self.add_error("place", _("Name a region, a district or a place; the country alone stands above."))
        return cleaned


class ComponentForm(RowForm):
    """A part of the project that contributes to prevention."""

    class Meta:
        model = Component
        fields = ["title", "share", "outcome", "classification"]
        widgets = {
            "share": forms.TextInput(attrs={"inputmode": "decimal"}),
            "outcome": _text(),
            "classification": forms.RadioSelect,
        }
        help_texts = {
            "outcome": _("What will change, and for whom; the class follows from it, not from the activities.")
        }

    def __init__(self, project: Project, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["classification"].choices = Component._meta.get_field("classification").choices


class AnalysisForm(RowForm):
    """A dated analysis: sources beside the text, and the day by which somebody looks again."""

    class Meta:
        model = ContextAnalysis
        fields = ["text", "sources", "written_on", "review_on"]
        widgets = {"text": _text(8), "sources": _text(), "written_on": _day(), "review_on": _day()}
        help_texts = {
            "text": _("What is going on, according to whom. What you do not know belongs here too."),
            "sources": _("Studies, interviews, field notes; with their dates."),
            "review_on": _("Six to twelve months from now where things move slowly."),
        }

    def __init__(self, project: Project, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if not self.instance.pk:
            self.initial.setdefault("written_on", timezone.localdate())

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        written, review = cleaned.get("written_on"), cleaned.get("review_on")
        if written and review and review < written:
            self.add_error("review_on", _("It cannot be reviewed before it was written."))
        return cleaned


class DriverForm(RowForm):
    """A driver of the vocabulary, in its lens."""

    class Meta:
        model = Driver
        fields = ["term", "level", "confidence", "assessed_on", "evidence"]
        widgets = {
            "level": forms.RadioSelect,
            "confidence": forms.RadioSelect,
            "assessed_on": _day(),
            "evidence": _text(4),
        }
        help_texts = {
            "level": _("How strong is it here and now?"),
            "confidence": _("How sure are you, given the evidence?"),
            "evidence": _("What says so: source, date."),
        }

    def __init__(self, project: Project, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        terms = Term.objects.kept("drivers", [self.instance.term] if self.instance.pk else [])
        choices: list[Any] = [("", "—")]
        for lens, label in LENSES.items():
            group = [
                (term.pk, term.name) for term in terms if term.attributes.get("lens", "structural motivator") == lens
            ]
            choices += [(label, group)] if group else []
        self.fields["term"].queryset = Term.objects.filter(pk__in=[term.pk for term in terms])
        self.fields["term"].widget.choices = choices
        for name in ("level", "confidence"):
            self.fields[name].choices = Driver.Level.choices


def _analysed(project: Project, label: Any, hint: Any) -> forms.ModelMultipleChoiceField:
    """Tick boxes of the drivers that stand in the project's own analysis."""
    terms = Term.objects.filter(pk__in=project.driver_rows.values("term")).order_by("position", "pk")
    return forms.ModelMultipleChoiceField(
        terms, required=False, label=label, help_text=hint, widget=forms.CheckboxSelectMultiple
    )


class OutcomeForm(RowForm):
    """An intended change and the drivers of this project's analysis that it answers."""

    class Meta:
        model = Outcome
        fields = ["text", "change", "drivers"]
        widgets = {"text": _text(), "change": forms.RadioSelect}
        help_texts = {"text": _("Who will do or be what, where, by when?")}

    def __init__(self, project: Project, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        hint = _("Drivers of your analysis. Add them in “Context and drivers” first.")
        self.fields["drivers"] = _analysed(project, self.fields["drivers"].label, hint)
        self.fields["change"].choices = Outcome.Change.choices


class ActivityForm(RowForm):
    """Something the project does, and the outcome it serves."""

    interventions = Terms("intervention-tags", label=_("Kinds of intervention"))
    approaches = Terms("approach-tags", label=_("Approaches"))

    class Meta:
        model = Activity
        fields = ["text", "outcome", "drivers", "interventions", "approaches"]
        widgets = {"text": _text()}

    def __init__(self, project: Project, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["outcome"].queryset = project.outcomes.order_by("pk")
        self.fields["outcome"].empty_label = "—"
        for name in ("interventions", "approaches"):
            if self.instance.pk:
                self.fields[name].keep(getattr(self.instance, name).all())
        self.fields["drivers"] = _analysed(
            project, self.fields["drivers"].label, _("Only where it answers a driver without an outcome in between.")
        )


class PartForm(RowForm):
    """An organization by its name: the shared record is found or made when the row is saved."""

    name = forms.CharField(label=_("Organization"), max_length=200)
    kind = forms.ChoiceField(label=_("Type"), choices=[("", "—"), *Organization.Kind.choices])
    country = forms.ModelChoiceField(
        Country.objects.order_by("name_en"), label=_("Country"), required=False, empty_label="—"
    )

    class Meta:
        model = Participation
        fields: list[str] = []
        widgets = {
            "added_value": _text(),
            "diligence_on": _day(),
            "diligence_until_on": _day(),
            "amount": forms.TextInput(attrs={"inputmode": "decimal"}),
            "currency": forms.TextInput(attrs={"maxlength": 3, "size": 5}),
        }

    def __init__(self, project: Project, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if self.instance.pk:
            organization = self.instance.organization
            self.initial |= {"name": organization.name, "kind": organization.kind, "country": organization.country_id}

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if "name" in cleaned and "kind" in cleaned:
            cleaned["organization"] = {name: cleaned.pop(name, None) for name in ("name", "kind", "country")}
        return cleaned


class PartnerForm(PartForm):
    class Meta(PartForm.Meta):
        fields = ["added_value", "diligence_on", "diligence", "diligence_until_on"]


class DonorForm(PartForm):
    class Meta(PartForm.Meta):
        fields = ["arm", "amount", "currency"]


_FORMS: dict[str, Any] = {
    "locations": LocationForm,
    "components": ComponentForm,
    "context_analysis": AnalysisForm,
    "drivers": DriverForm,
    "outcomes": OutcomeForm,
    "activities": ActivityForm,
    "partners": PartnerForm,
    "donors": DonorForm,
    "indicators": IndicatorForm,
}


def row_form(rows: str, project: Project, data: Any = None, instance: Any = None, start: Any = None) -> Any:
    """The form of one row; `start` is what its address says of a new one. Nothing is saved here."""
    if rows in TABLES:
        return TableForm(TABLES[rows], data, instance=instance)
    given = {"start": start} if rows == "indicators" else {}
    return _FORMS[rows](project, data, instance=instance, **given)

"""The forms of the tables inside a record: drivers, outcomes, activities, partners, donors."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pvehub.people.models import Country
from pvehub.vocabulary.models import Term

from ..models import Activity, Driver, Organization, Outcome, Participation, Project
from .monitoring import IndicatorForm

LENSES = {
    "structural motivator": _("Structural motivators"),
    "individual incentive": _("Individual incentives"),
    "enabling factor": _("Enabling factors"),
}


class Terms(forms.ModelMultipleChoiceField):
    """Tick boxes of one list of terms."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, name: str, **options: Any) -> None:
        super().__init__(Term.objects.of(name), required=False, **options)


class RowForm(forms.ModelForm):
    """A ModelForm for its shape only: uniqueness and constraints are the action's to say."""

    def validate_unique(self) -> None:
        return None

    def validate_constraints(self) -> None:
        return None


class DriverForm(RowForm):
    """A driver of the vocabulary, in its lens."""

    class Meta:
        model = Driver
        fields = ["term", "level", "confidence", "assessed_on", "evidence"]
        widgets = {
            "level": forms.RadioSelect,
            "confidence": forms.RadioSelect,
            "assessed_on": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
            "evidence": forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        }
        help_texts = {
            "level": _("How strong is it here and now?"),
            "confidence": _("How sure are you, given the evidence?"),
            "evidence": _("What says so: source, date."),
        }

    def __init__(self, project: Project, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        terms = list(Term.objects.of("drivers"))
        choices: list[Any] = [("", "—")]
        for lens, label in LENSES.items():
            group = [
                (term.pk, term.name) for term in terms if term.attributes.get("lens", "structural motivator") == lens
            ]
            choices += [(label, group)] if group else []
        self.fields["term"].queryset = Term.objects.of("drivers")
        self.fields["term"].widget.choices = choices
        for name in ("level", "confidence"):
            self.fields[name].choices = Driver.Level.choices


class OutcomeForm(RowForm):
    """An intended change and the drivers of this project's analysis that it answers."""

    class Meta:
        model = Outcome
        fields = ["text", "change", "drivers"]
        widgets = {"text": forms.Textarea(attrs={"rows": 3, "dir": "auto"}), "change": forms.RadioSelect}
        help_texts = {"text": _("Who will do or be what, where, by when?")}

    def __init__(self, project: Project, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        analysed = Term.objects.filter(pk__in=project.driver_rows.values("term")).order_by("position", "pk")
        label, hint = (
            self.fields["drivers"].label,
            _("Drivers of your analysis. Add them in “Context and drivers” first."),
        )
        self.fields["drivers"] = forms.ModelMultipleChoiceField(
            analysed, required=False, label=label, help_text=hint, widget=forms.CheckboxSelectMultiple
        )
        self.fields["change"].choices = Outcome.Change.choices


class ActivityForm(RowForm):
    """Something the project does, and the outcome it serves."""

    interventions = Terms("intervention-tags", label=_("Kinds of intervention"))
    approaches = Terms("approach-tags", label=_("Approaches"))

    class Meta:
        model = Activity
        fields = ["text", "outcome", "interventions", "approaches"]
        widgets = {"text": forms.Textarea(attrs={"rows": 3, "dir": "auto"})}

    def __init__(self, project: Project, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["outcome"].queryset = project.outcomes.order_by("pk")
        self.fields["outcome"].empty_label = "—"


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
            "added_value": forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
            "diligence_until_on": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
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
        fields = ["added_value", "diligence_until_on"]


class DonorForm(PartForm):
    class Meta(PartForm.Meta):
        fields = ["arm", "amount", "currency"]


_FORMS: dict[str, Any] = {
    "drivers": DriverForm,
    "outcomes": OutcomeForm,
    "activities": ActivityForm,
    "partners": PartnerForm,
    "donors": DonorForm,
    "indicators": IndicatorForm,
}


def row_form(rows: str, project: Project, data: Any = None, instance: Any = None, start: Any = None) -> Any:
    """The form of one row; `start` is what its address says of a new one. Nothing is saved here."""
    given = {"start": start} if rows == "indicators" else {}
    return _FORMS[rows](project, data, instance=instance, **given)

"""What people send while a measure is under way, and when a risk is closed."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from risks.forms import ReasonForm, TreatmentForm, _text
from risks.models import Risk
from risks.workflow import Progress


class TreatmentReportForm(TreatmentForm):
    """A measure under way: how far it is, what shows it, which risks it serves, and why its day is moved back."""

    progress = forms.ChoiceField(label=gettext_lazy("Progress"), choices=Progress.choices)
    evidence = _text(gettext_lazy("What shows that it works or was done"), required=False)
    risks = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Serves these risks"),
        queryset=Risk.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    reason = _text(
        gettext_lazy("Why its day is moved back"),
        rows=2,
        required=False,
        help_text=gettext_lazy("Only where it is: each time is counted."),
    )

    def __init__(self, *args: Any, risks: QuerySet[Risk], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["risks"]
        field.queryset = risks
        field.label_from_instance = lambda risk: f"{risk.ref} {risk.event}"[:120]

    def said(self) -> dict[str, Any]:
        """The changes as the action takes them; the reason stands beside them."""
        return {name: value for name, value in self.cleaned_data.items() if name != "reason"}


class SeenForm(forms.Form):
    """What a second person saw of a measure that is done."""

    words = _text(
        gettext_lazy("What you saw of it"),
        help_text=gettext_lazy("Where, when, what document or place. Name no participant."),
    )


class CloseForm(ReasonForm):
    """Closing a risk: why, and what becomes of its measures that are still open."""

    measures = forms.ChoiceField(
        label=gettext_lazy("What becomes of its open measures"),
        choices=[
            ("keep", gettext_lazy("They are seen through all the same")),
            ("drop", gettext_lazy("They are dropped with it")),
        ],
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, measures: Collection[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not measures:
            del self.fields["measures"]

    def said(self) -> dict[str, Any]:
        """The reason, and whether measures are dropped; None where there are none to speak of."""
        chosen = self.cleaned_data.get("measures")
        return {"reason": self.cleaned_data["reason"], "drops_measures": chosen == "drop" if chosen else None}

"""What a reader says of a published text, and what is answered."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from knowledge import checks, workflow
from pvehub.people.models import Office
from pvehub.vocabulary.models import Term


class Words(forms.Form):
    """Text that others read as it is: no phone number, identity number or coordinates in it."""

    def clean(self) -> dict[str, Any]:
        """What may identify somebody is named by its place and not repeated."""
        given = super().clean() or {}
        for name, text in list(given.items()):  # an error takes its answer out
            if isinstance(text, str):
                given[name] = text.replace("\x00", "")
                for finding in checks.personal(name, str(self.fields[name].label), given[name]):
                    self.add_error(name, ValidationError(finding.sentence))
        return given


class ContestForm(Words):
    """What is no longer true, and where."""

    why = forms.CharField(
        label=_("What is no longer true?"),
        max_length=2000,
        help_text=_("Say what you saw or know, so that it can be checked. Name no participants."),
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )
    where = forms.CharField(
        label=_("Where?"),
        max_length=200,
        required=False,
        help_text=_("The country, district or situation in which it does not hold."),
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )


class AnswerForm(Words):
    """What became of a contest, and why."""

    outcome = forms.ChoiceField(
        label=_("What becomes of the text"), choices=workflow.ContestOutcome.choices, widget=forms.RadioSelect
    )
    answer = forms.CharField(
        label=_("Your answer"),
        max_length=1000,
        help_text=_("Everybody who can read the text reads it beside the text."),
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )


class FeatureForm(Words):
    """Before whose readers, why, until when."""

    place = forms.ChoiceField(label=_("Before the readers of"))
    why = forms.CharField(
        label=_("Why, in one line"),
        max_length=200,
        help_text=_("Readers see it under the title."),
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    until_on = forms.DateField(label=_("Until"), widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, themes: list[Term], regions: list[Office], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places: dict[str, dict[str, Any]] = {f"theme-{term.pk}": {"theme": term} for term in themes}
        self.places |= {f"region-{office.pk}": {"region": office} for office in regions}
        self.fields["place"].choices = [
            (_("Its themes"), [(f"theme-{term.pk}", term.name) for term in themes]),
            (_("Regions"), [(f"region-{office.pk}", office.name) for office in regions]),
        ]

    def where(self) -> dict[str, Any]:
        """The theme or the region, as the action wants it."""
        return self.places[self.cleaned_data["place"]]

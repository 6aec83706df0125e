"""The shapes of what the board is asked, and of what is done with several cases at once."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from endorsement.figures.flow import TIMED, WHAT
from pvehub.people.models import Office, User

from . import PersonField


class AskedForm(forms.Form):
    """The region, and what a list behind a figure is narrowed by; what is unknown counts as not asked."""

    region = forms.ModelChoiceField(
        label=_("Region"), queryset=Office.objects.none(), required=False, empty_label=_("Any")
    )
    person = forms.UUIDField(required=False, widget=forms.HiddenInput)
    stage = forms.ChoiceField(required=False, choices=[(s.value, s.label) for s in TIMED], widget=forms.HiddenInput)
    month = forms.DateField(required=False, widget=forms.HiddenInput)
    what = forms.ChoiceField(required=False, choices=[(name, name) for name in WHAT], widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["region"].queryset = Office.objects.regions().order_by("code", "pk")

    def asked(self) -> dict[str, Any]:
        """What was asked and understood."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value not in ("", None)}


class BatchForm(forms.Form):
    """What is done with each of the chosen cases."""

    act = forms.ChoiceField(
        label=_("What is to be done with each"),
        choices=[
            ("remind", _("Remind whoever has the next step")),
            ("reviewer", _("One more reviewer")),
            ("lead", _("Another lead")),
        ],
        widget=forms.RadioSelect,
    )
    person = PersonField(
        label=_("Person"), help_text=_("For a reviewer or a lead."), queryset=User.objects.none(), required=False
    )

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people

    def clean(self) -> dict[str, Any]:
        """Who is to read has to be named."""
        given = super().clean() or {}
        if given.get("act") in ("reviewer", "lead") and not given.get("person"):
            self.add_error("person", _("Name the person."))
        return given

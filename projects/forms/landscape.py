"""Writing down a project of another organization."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pvehub.people.models import LANGUAGES, Country

from ..importing.child.activity import OFFICE
from ..models import OtherProject
from .rows import Terms

_ADDRESS = re.compile(r"[^\s@,;<>]+@[^\s@,;<>]+")


class OtherForm(forms.ModelForm):
    """The fields of the landscape, whence they are known, and no private person among them."""

    countries = forms.ModelMultipleChoiceField(
        Country.objects.none(), label=_("Countries"), widget=forms.SelectMultiple(attrs={"size": 8})
    )
    themes = Terms("themes", label=_("Themes"))
    language = forms.ChoiceField(label=_("Language of its texts"), choices=[*LANGUAGES, ("ar", _("Arabic"))])

    class Meta:
        model = OtherProject
        fields = [
            *("title", "organizations", "countries", "themes", "summary", "language", "donors", "start_on", "end_on"),
            *("budget", "currency", "contact", "source", "source_on", "external_id"),
        ]
        widgets = {
            "title": forms.TextInput(attrs={"dir": "auto"}),
            "organizations": forms.TextInput(attrs={"dir": "auto"}),
            "donors": forms.TextInput(attrs={"dir": "auto"}),
            "summary": forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
            "currency": forms.TextInput(attrs={"size": 5}),
            "start_on": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
            "end_on": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
            "source_on": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        }
        help_texts = {
            "organizations": _("Who carries it out, separated by semicolons."),
            "contact": _("What the organization itself has published: an office, a function, its address. No person."),
            "source": _("Where this can be read: a report, a meeting, a page."),
            "external_id": _(
                "If the organization has one; a list that names it will ask before it changes this record."
            ),
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["countries"].queryset = Country.objects.order_by("name_en", "pk")
        self.fields["external_id"].required = False
        self.fields["organizations"].required = True

    def clean_contact(self) -> str:
        contact: str = self.cleaned_data["contact"]
        if any(not OFFICE.fullmatch(address) for address in _ADDRESS.findall(contact)):
            raise forms.ValidationError(
                gettext("Only an address of the organization, such as info@example.org: no address of a person.")
            )
        return contact

    def clean_currency(self) -> str:
        currency = str(self.cleaned_data["currency"]).upper()
        if not re.fullmatch(r"([A-Z]{3})?", currency):
            raise forms.ValidationError(gettext("A currency has three letters, for example EUR."))
        return currency

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if said.get("start_on") and said.get("end_on") and said["end_on"] < said["start_on"]:
            self.add_error("end_on", gettext("The end lies before the start."))
        if said.get("budget") is not None and said["budget"] < 0:
            self.add_error("budget", gettext("A budget is not below zero."))
        return said

    def validate_constraints(self) -> None:
        """What the database holds to is asked above, in sentences."""

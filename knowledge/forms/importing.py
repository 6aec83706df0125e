"""Uploading a list of references."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from knowledge import checks, importing, kinds
from knowledge.forms.resources import TIERS
from pvehub.people.models import Office


class ReferencesForm(forms.Form):
    """A file and what holds for all of it; whether it is what its name says shows when it is read."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("RIS, BibTeX or CSV (“CSV UTF-8”), at most 20 MB and 5,000 references."),
        widget=forms.FileInput(attrs={"accept": ".ris,.bib,.bibtex,.csv,.tsv"}),
    )
    kind = forms.ChoiceField(
        label=_("What they become"),
        required=False,
        help_text=_("Can be changed for single entries afterwards."),
    )
    language = forms.ChoiceField(
        label=_("Language they are written in"), help_text=_("Where an entry does not say its own.")
    )
    office = forms.ModelChoiceField(Office.objects.none(), label=_("Owner office"), empty_label=None)
    tier = forms.TypedChoiceField(label=_("Who may read them once they are published"), coerce=int, choices=TIERS)

    def __init__(self, *args: Any, offices: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", _("What each entry’s type says")), *kinds.CHOICES]
        self.fields["language"].choices = checks.LANGUAGES
        self.fields["office"].queryset = offices

    def clean_file(self) -> Any:
        """The name says which format it is."""
        upload = self.cleaned_data["file"]
        try:
            importing.format_of(upload.name)
        except importing.Unreadable as error:
            raise forms.ValidationError(str(error)) from error
        return upload

"""Uploading a list and saying which column is which."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from pvehub.people.models import LANGUAGES, Office

from ..importing import TARGETS, Mapping, Sheet, Unreadable, read_csv
from ..importing.reading import LARGEST_FILE


class UploadForm(forms.Form):
    """A CSV file and the office it is for; the cleaned file is a Sheet."""

    file = forms.FileField(
        label=_("List"), help_text=_("A CSV file, at most 5 MB: one project per row, column names in the first row.")
    )
    office = forms.ModelChoiceField(Office.objects.none(), label=_("Lead office"), empty_label=None)

    def __init__(self, offices: Any, several: bool, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["file"].widget.attrs["accept"] = ".csv,text/csv"
        _several(self.fields["office"], offices, several)

    def clean_file(self) -> Sheet:
        upload = self.cleaned_data["file"]
        if upload.size > LARGEST_FILE:
            raise forms.ValidationError(_now("The file is larger than 5 MB; split it."))
        try:
            return read_csv(upload.read(), upload.name)
        except Unreadable as error:
            raise forms.ValidationError(str(error)) from error


class MappingForm(forms.Form):
    """One select per field of ours with the columns of the list, and what the list does not say."""

    currency = forms.RegexField(
        r"^([A-Za-z]{3})?$",
        label=_("Currency of its amounts"),
        required=False,
        help_text=_("Where no column says it. Three letters, for example EUR."),
        widget=forms.TextInput(attrs={"size": 5}),
        error_messages={"invalid": _("A currency has three letters, for example EUR.")},
    )
    language = forms.ChoiceField(label=_("Language of its texts"), choices=LANGUAGES)
    office = forms.ModelChoiceField(Office.objects.none(), label=_("Lead office"), empty_label=None)

    def __init__(self, header: list[str], offices: Any, several: bool, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        columns = [("", "—"), *((name, name) for name in header if name)]
        own = self.fields
        self.fields = type(own)()
        for target, label in TARGETS.items():
            self.fields[target] = forms.ChoiceField(
                label=label, choices=columns, required=target in {"external_id", "title"}
            )
        self.fields["default_currency"] = own["currency"]
        self.fields["language"] = own["language"]
        self.fields["office"] = own["office"]
        _several(self.fields["office"], offices, several)

    def mapping(self) -> Mapping:
        columns = {target: self.cleaned_data[target] for target in TARGETS if self.cleaned_data[target]}
        return Mapping(columns, self.cleaned_data["default_currency"].upper(), self.cleaned_data["language"])

    @staticmethod
    def start(mapping: Mapping, office: Office | None) -> dict[str, Any]:
        """Initial values from a stored mapping."""
        return {**mapping.columns, "default_currency": mapping.currency, "language": mapping.language, "office": office}


def _several(field: Any, offices: Any, several: bool) -> None:
    field.queryset = offices
    field.required = not several
    field.empty_label = _("The mission of each row's country") if several else None

"""Uploading a list and saying which column is which."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pvehub.people.models import LANGUAGES, Office

from ..importing import TARGETS, Mapping, Unreadable
from ..importing.reading import kind_of


class UploadForm(forms.Form):
    """A list and the office it is for; whether the file is what its name says shows when it is read."""

    file = forms.FileField(
        label=_("List"),
        help_text=_(
            "CSV, XLSX or IATI 2.0x XML, at most 20 MB: one project per row, the names of the columns in the first row."
        ),
    )
    office = forms.ModelChoiceField(Office.objects.none(), label=_("Lead office"), empty_label=None)

    def __init__(self, offices: Any, several: bool, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["file"].widget.attrs["accept"] = ".csv,.tsv,.xlsx,.xml"
        _several(self.fields["office"], offices, several)

    def clean_file(self) -> Any:
        upload = self.cleaned_data["file"]
        try:
            kind_of(upload.name)
        except Unreadable as error:
            raise forms.ValidationError(str(error)) from error
        return upload


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
    listed_on = forms.DateField(
        label=_("Date of the list"),
        required=False,
        help_text=_("The date its information refers to."),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
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
        self.fields["listed_on"] = own["listed_on"]
        self.fields["office"] = own["office"]
        _several(self.fields["office"], offices, several)

    def mapping(self) -> Mapping:
        columns = {target: self.cleaned_data[target] for target in TARGETS if self.cleaned_data[target]}
        return Mapping(columns, self.cleaned_data["default_currency"].upper(), self.cleaned_data["language"])

    @staticmethod
    def start(mapping: Mapping, batch: Any) -> dict[str, Any]:
        """Initial values from a stored mapping."""
        own = {"language": mapping.language, "office": batch.office, "listed_on": batch.listed_on}
        return {**mapping.columns, "default_currency": mapping.currency, **own}


def _several(field: Any, offices: Any, several: bool) -> None:
    field.queryset = offices
    field.required = not several
    field.empty_label = _("The mission of each row's country") if several else None

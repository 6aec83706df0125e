"""Uploading a sheet of risks and saying which of its columns is which. Forms check and never save."""

from dataclasses import dataclass
from itertools import islice
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from projects.importing import Unreadable, opened
from projects.importing.reading import kind_of
from pvehub.people.models import LANGUAGES
from risks.models import Category
from risks.scoring import Dimension
from risks.sheets.mapping import TARGETS, Mapping, target_label
from risks.sheets.planning import MOST_ROWS


@dataclass(frozen=True)
class Sheet:
    """What a sheet says; each row with its number."""

    name: str
    header: list[str]
    rows: list[list[Any]]


class SheetForm(forms.Form):
    """A sheet of risks; the cleaned file has its name, header and rows. It is read by a child that may use little."""

    file = forms.FileField(
        label=gettext_lazy("Sheet"),
        help_text=gettext_lazy("XLSX or CSV, at most 500 rows: one risk per row, the names of the columns above them."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["file"].widget.attrs["accept"] = ".csv,.xlsx"

    def clean_file(self) -> Sheet:
        upload = self.cleaned_data["file"]
        try:
            if kind_of(upload.name) not in {"csv", "xlsx"}:
                raise Unreadable(_("A sheet of risks is an XLSX or a CSV file."))
            with opened(upload, upload.name) as sheet:
                rows = [[number, cells] for number, cells in islice(sheet.rows, MOST_ROWS + 1)]
        except Unreadable as error:
            raise forms.ValidationError(str(error)) from error
        if len(rows) > MOST_ROWS:
            raise forms.ValidationError(_("More than %(n)s rows: split the sheet.") % {"n": MOST_ROWS})
        return Sheet(sheet.name, sheet.header, rows)


class ColumnsForm(forms.Form):
    """One select per field of ours with the columns of the sheet, and what the sheet does not say."""

    def __init__(self, header: list[str], mapping: Mapping, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        columns = [("", _("None")), *((name, name) for name in header if name)]
        for target in TARGETS:
            self.fields[target] = forms.ChoiceField(
                label=target_label(target), choices=columns, required=False, initial=mapping.columns.get(target, "")
            )
        categories = [(each.code, each.name) for each in Category.objects.order_by("position", "code")]
        self.fields["default_category"] = forms.ChoiceField(
            label=_("Category of rows that name none of ours"),
            choices=[("", _("None: such rows are refused")), *categories],
            required=False,
            initial=mapping.category,
        )
        self.fields["dimension"] = forms.ChoiceField(
            label=_("What the impact falls on"),
            help_text=_("Its one number is counted there."),
            choices=Dimension.choices,
            initial=mapping.dimension,
        )
        self.fields["language"] = forms.ChoiceField(
            label=_("Language of its texts"), choices=LANGUAGES, initial=mapping.language
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not any(cleaned.get(target) for target in ("event", "cause", "consequence")):
            self.add_error("event", _("Say which column holds the risk."))
        return cleaned

    def mapping(self) -> Mapping:
        given = self.cleaned_data
        columns = {target: given[target] for target in TARGETS if given[target]}
        return Mapping(columns, given["default_category"], given["dimension"], given["language"])

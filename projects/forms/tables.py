"""The form of one row of a small table, built from its columns."""

from typing import Any

from django import forms

from ..models import TableRow
from ..sections import tables
from ..sections.tables import Cell, Column, Table


class TableForm(forms.Form):
    """The cells of one row. What they must hold is said by `tables.clean` alone."""

    def __init__(self, table: Table, data: Any = None, *, instance: TableRow | None = None) -> None:
        super().__init__(data, initial=instance.data if instance else None)
        self.table, self.instance = table, instance
        for column in table.columns:
            self.fields[column.name] = _field(column)

    def full_clean(self) -> None:
        """Required is a mark for the reader here; the sentence comes from the table."""
        marks = {name: made.required for name, made in self.fields.items()}
        for made in self.fields.values():
            made.required = False
        super().full_clean()
        for name, made in self.fields.items():
            made.required = marks[name]

    def clean(self) -> dict[str, Any]:
        cleaned, errors = tables.clean(self.table, self.cleaned_data)
        for name, sentence in errors.items():
            if name not in self.errors:
                self.add_error(name, sentence)
        return cleaned


def _field(column: Column) -> forms.Field:
    options: dict[str, Any] = {
        "label": column.label,
        "help_text": column.hint,
        "required": column.is_required,
    }
    if column.kind == Cell.CHOICE:
        return forms.ChoiceField(choices=column.choices, widget=forms.RadioSelect, **options)
    return forms.CharField(widget=_widget(column), **options)


def _widget(column: Column) -> forms.Widget:
    if column.kind == Cell.LONGTEXT:
        return forms.Textarea(attrs={"rows": 3, "dir": "auto"})
    if column.kind == Cell.DATE:
        return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    if column.kind in (Cell.AMOUNT, Cell.COUNT):
        return forms.TextInput(attrs={"inputmode": "decimal"})
    return forms.TextInput(attrs={"dir": "auto", "maxlength": tables.LONGEST["text"]})

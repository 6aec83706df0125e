"""The form of a value: the period, the figure, its parts by what the indicator is broken down by."""

from dataclasses import dataclass
from itertools import islice
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .. import measures, measuring
from ..importing import Unreadable, opened
from ..importing.reading import kind_of
from ..measures import DIMENSIONS, Quality
from ..models import Indicator, IndicatorValue
from ..valuesheets import MOST_ROWS


class ValueForm(forms.Form):
    """One value. Parts with names of our own have a field each; the others are lines of “name | number”."""

    start_on = forms.DateField(label=_("From"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
    end_on = forms.DateField(label=_("Until"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
    value = forms.CharField(label=_("Value"), max_length=30, widget=forms.TextInput(attrs={"inputmode": "decimal"}))
    text = forms.CharField(
        label=_("In words"), max_length=5000, widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"})
    )
    base = forms.IntegerField(
        label=_("Number of people asked or cases looked at"), required=False, min_value=1, max_value=10**9
    )
    quality = forms.ChoiceField(label=_("How sure"), choices=Quality.choices, widget=forms.RadioSelect)
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
        help_text=_("Where it comes from, what to keep in mind. No names of participants."),
    )

    def __init__(self, indicator: Indicator, data: Any = None, *, instance: IndicatorValue | None = None) -> None:
        super().__init__(data, initial=_start(instance))
        self.indicator, self.instance = indicator, instance
        if indicator.is_counted:
            del self.fields["text"]
        else:
            del self.fields["value"], self.fields["base"]
        self.fields["start_on"].input_formats = self.fields["end_on"].input_formats = ["%Y-%m-%d", "%d.%m.%Y"]
        for code in indicator.disaggregation if indicator.is_counted else []:
            if code in DIMENSIONS:
                self._ask(code)
        first = ["start_on", "end_on", "value", "text"]
        self.order_fields(
            [*first, *(name for name in self.fields if name.startswith("part")), "base", "quality", "note"]
        )

    def _ask(self, code: str) -> None:
        dimension, kept = DIMENSIONS[code], self.instance.parts.get(code, {}) if self.instance else {}
        for category, label in dimension.categories:
            self.fields[f"part-{code}-{category}"] = forms.CharField(
                label=f"{dimension.label}: {label}",
                required=False,
                max_length=30,
                initial=kept.get(category, ""),
                widget=forms.TextInput(attrs={"inputmode": "decimal", "size": 10}),
            )
        if not dimension.categories:
            self.fields[f"parts-{code}"] = forms.CharField(
                label=dimension.label,
                required=False,
                max_length=4000,
                initial="\n".join(f"{category} | {number}" for category, number in kept.items()),
                help_text=_("One per line: what it is, a vertical bar, the number. Example: North market | 14"),
                widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
            )

    def clean_value(self) -> Any:
        said = self.cleaned_data["value"].strip()
        found = measures.number(said) if said else None
        if said and found is None:
            raise forms.ValidationError(gettext("A number without words, for example 31 or 31.5."))
        return None if found is None else round(found, 4)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if self.errors:
            return cleaned
        others = self.indicator.values.exclude(pk=self.instance.pk if self.instance else None)
        for name, sentence in measuring.problems(self.indicator, self.said(), others, timezone.localdate()):
            self.add_error(self._field_of(name), sentence)
        return cleaned

    def _field_of(self, name: str) -> str | None:
        """The field at which a problem is shown: of a dimension, its first."""
        if name in self.fields:
            return name
        return next((each for each in self.fields if each.startswith((f"part-{name}-", f"parts-{name}"))), None)

    def said(self) -> measuring.Said:
        """The value that was typed."""
        given = self.cleaned_data
        names = ("start_on", "end_on", "value", "text", "base", "quality", "note")
        return measuring.Said(**{name: given[name] for name in names if name in given}, parts=self._parts())

    def _parts(self) -> measuring.Parts:
        found: measuring.Parts = {}
        for name in self.fields:
            kind, _dash, rest = name.partition("-")
            said = str(self.cleaned_data.get(name) or "").strip()
            if kind == "part" and said:
                code, _dash, category = rest.partition("-")
                found.setdefault(code, {})[category] = _plain(said)
            elif kind == "parts" and said:
                found[rest] = _lines(said)
        return found


def _plain(said: str) -> str:
    """A number as it is kept; anything else as it was typed, for the rule to refuse."""
    found = measures.number(said)
    return said if found is None else measures.plain(round(found, 4))


def _lines(said: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for line in said.splitlines():
        if line.strip():
            category, _bar, number = line.rpartition("|")
            found[" ".join(category.split())] = _plain(number)
    return found


def _start(instance: IndicatorValue | None) -> dict[str, Any]:
    if instance is None:
        return {"quality": Quality.REPORTED}
    names = ("start_on", "end_on", "text", "base", "quality", "note")
    said = {name: getattr(instance, name) for name in names}
    return said | {"value": "" if instance.value is None else measures.plain(instance.value)}


class SheetForm(forms.Form):
    """A filled sheet; the cleaned file has its name, header and rows. It is read by a child that may use little."""

    file = forms.FileField(label=_("Filled sheet"), help_text=_("XLSX or CSV, at most 2,000 rows."))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["file"].widget.attrs["accept"] = ".csv,.xlsx"

    def clean_file(self) -> "Sheet":
        upload = self.cleaned_data["file"]
        try:
            if kind_of(upload.name) not in {"csv", "xlsx"}:
                raise Unreadable(gettext("A sheet of values is an XLSX or a CSV file."))
            with opened(upload, upload.name) as sheet:
                rows = [[number, cells] for number, cells in islice(sheet.rows, MOST_ROWS + 1)]
        except Unreadable as error:
            raise forms.ValidationError(str(error)) from error
        if len(rows) > MOST_ROWS:
            raise forms.ValidationError(gettext("More than %(n)s rows: split the sheet.") % {"n": MOST_ROWS})
        return Sheet(sheet.name, sheet.header, rows)


@dataclass(frozen=True)
class Sheet:
    """What a filled sheet says; each row with its number."""

    name: str
    header: list[str]
    rows: list[list[Any]]

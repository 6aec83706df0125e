"""Shapes of what an administrator says of an office."""

import re
import zoneinfo
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from pvehub.people.models import LANGUAGES, Country, Office


def _zones() -> list[tuple[str, str]]:
    return [(zone, zone) for zone in sorted(zoneinfo.available_timezones())]


class OfficeSearchForm(forms.Form):
    q = forms.CharField(label=_("Name or code"), required=False, max_length=100)


class OfficeForm(forms.ModelForm):
    """Weekend and holidays are what the clocks of working days go by."""

    time_zone = forms.ChoiceField(label=_("Time zone"), choices=_zones)
    weekend = forms.TypedMultipleChoiceField(
        label=_("Days off each week"),
        choices=list(WEEKDAYS.items()),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Office
        fields = ["name_en", "name_fr", "name_es", "time_zone", "weekend", "working_language", "has_regional_stage"]
        labels = {
            "name_en": _("Name in English"),
            "name_fr": _("Name in French"),
            "name_es": _("Name in Spanish"),
            "working_language": _("Working language"),
            "has_regional_stage": _("The region advises on each case before headquarters screens it"),
        }
        help_texts = {"working_language": _("Letters to this office are written in it.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.kind != Office.Kind.REGIONAL:
            del self.fields["has_regional_stage"]

    def clean_weekend(self) -> list[int]:
        days: list[int] = sorted(self.cleaned_data["weekend"])
        if len(days) > 5:
            raise ValidationError(_("At least two days a week are working days."))
        return days


class MissionForm(forms.Form):
    """A mission to be opened; its region is its country's."""

    code = forms.CharField(label=_("Code"), max_length=8, help_text=_("Two to eight capital letters or digits, as UG."))
    country = forms.ModelChoiceField(label=_("Country"), queryset=Country.objects.order_by("name_en", "pk"))
    name_en = forms.CharField(label=_("Name in English"), max_length=120)
    name_fr = forms.CharField(label=_("Name in French"), max_length=120)
    name_es = forms.CharField(label=_("Name in Spanish"), max_length=120)
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=_zones)
    working_language = forms.ChoiceField(label=_("Working language"), choices=LANGUAGES)

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"].strip().upper()
        if not re.fullmatch(r"[A-Z0-9]{2,8}", code):
            raise ValidationError(_("A code has two to eight capital letters or digits."))
        return code

    def said(self) -> dict[str, Any]:
        """As the action takes it."""
        data = dict(self.cleaned_data)
        names = {language: data.pop(f"name_{language}") for language in ("en", "fr", "es")}
        return {**data, "names": names}


class HolidayForm(forms.Form):
    on = forms.DateField(label=_("Day off"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    name = forms.CharField(label=_("What it is"), max_length=120)

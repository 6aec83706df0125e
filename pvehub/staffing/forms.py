"""Shapes: what a person sets for themselves, asking for access, answering such a request."""

import zoneinfo

from django import forms
from django.utils.translation import gettext_lazy as _

from pvehub.people.models import User


class PreferencesForm(forms.ModelForm):  # type: ignore[type-arg]
    time_zone = forms.ChoiceField(
        label=_("Time zone"), choices=lambda: [(zone, zone) for zone in sorted(zoneinfo.available_timezones())]
    )

    class Meta:
        model = User
        fields = ["language", "time_zone", "theme", "density", "has_shortcuts"]


class AccessRequestForm(forms.Form):
    address = forms.CharField(
        label=_("The address or reference you were given"),
        max_length=300,
        help_text=_("For example PVE-2026-0042, or the link somebody sent you."),
    )
    reason = forms.CharField(label=_("Why you need it"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4}))


class AccessAnswerForm(forms.Form):
    answer = forms.ChoiceField(
        label=_("Your answer"), choices=[("grant", _("May read it")), ("decline", _("No"))], widget=forms.RadioSelect
    )
    until_on = forms.DateField(
        label=_("Last day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("Access ends by itself after this day."),
    )

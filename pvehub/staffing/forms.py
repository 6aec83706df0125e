"""Shape of what a person may set for themselves."""

import zoneinfo

from django import forms
from django.utils.translation import gettext_lazy as _

from pvehub.people.models import User


class PreferencesForm(forms.ModelForm):  # type: ignore[type-arg]
    time_zone = forms.ChoiceField(
        label=_("Time zone"), choices=lambda: [(z, z) for z in sorted(zoneinfo.available_timezones())]
    )

    class Meta:
        model = User
        fields = ["language", "time_zone", "theme", "density", "has_shortcuts"]

"""The form to ask for access."""

from django import forms
from django.utils.translation import gettext_lazy as _


class AccessRequestForm(forms.Form):
    address = forms.CharField(
        label=_("The address or reference you were given"),
        max_length=300,
        help_text=_("For example PVE-2026-0042, or the link somebody sent you."),
    )
    reason = forms.CharField(label=_("Why you need it"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4}))

"""Why no lesson is written now."""

from django import forms
from django.utils.translation import gettext_lazy as _


class PutOffForm(forms.Form):
    """One line; it stands in the project's history."""

    why = forms.CharField(label=_("Because"), max_length=300, widget=forms.TextInput(attrs={"dir": "auto"}))

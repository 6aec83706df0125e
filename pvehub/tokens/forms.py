"""The name of a token."""

from django import forms
from django.utils.translation import gettext_lazy as _


class TokenForm(forms.Form):
    """What the token is for, so that its owner knows later which one to revoke."""

    name = forms.CharField(
        label=_("What is it for?"), max_length=80, help_text=_("For example: the table of the regional office.")
    )

    def clean_name(self) -> str:
        return " ".join(self.cleaned_data["name"].split())

"""The form that asks twice."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class EraseForm(forms.Form):
    """The address is typed, not clicked: what is erased does not come back."""

    email = forms.CharField(label=_("E-mail address of the person, typed anew"), max_length=254)

    def __init__(self, *args: Any, address: str, **named: Any) -> None:
        super().__init__(*args, **named)
        self.address = address

    def clean_email(self) -> str:
        """Compared without case and blanks around it."""
        typed: str = self.cleaned_data["email"]
        if typed.strip().lower() != self.address:
            raise forms.ValidationError(_("This is not the address of this account."))
        return typed

"""Which resource takes the place of another."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from knowledge.asking import uid_in


class SupersedeForm(forms.Form):
    """The address of the newer one, and why."""

    newer = forms.CharField(
        label=_("What takes its place"),
        max_length=400,
        help_text=_("The address of the newer resource, as it stands above its page."),
        widget=forms.TextInput(attrs={"inputmode": "url"}),
    )
    reason = forms.CharField(label=_("Why"), max_length=300, widget=forms.TextInput(attrs={"dir": "auto"}))

    def clean_newer(self) -> UUID:
        """The permanent number in the address."""
        uid = uid_in(self.cleaned_data["newer"])
        if uid is None:
            raise forms.ValidationError(_("This is not the address of a resource. Open its page and copy the address."))
        return uid

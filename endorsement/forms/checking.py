"""The shape of a copy of a letter that somebody wants compared."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from endorsement.hashing import MOST_BYTES


class CopyForm(forms.Form):
    """A PDF, and the code on it where somebody has it at hand."""

    copy = forms.FileField(
        label=_("Your copy of the letter (PDF)"),
        help_text=_("At most 5 MB. It is compared while it arrives and kept nowhere."),
        widget=forms.FileInput(attrs={"accept": "application/pdf,.pdf"}),
    )
    code = forms.CharField(
        label=_("Verification code"),
        help_text=_(
            "As printed on the letter; not needed, unless you want to know what became of the letter with this code."
        ),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "dir": "ltr"}),
    )

    def clean_copy(self) -> Any:
        """What was too large has no hash."""
        copy = self.cleaned_data["copy"]
        if not getattr(copy, "sha256", ""):
            raise ValidationError(
                gettext("The file is larger than %(most)s: no letter is.") % {"most": filesizeformat(MOST_BYTES)}
            )
        return copy

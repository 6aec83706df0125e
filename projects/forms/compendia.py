"""What a document over many projects shall hold."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pvehub.people.models import LANGUAGES

from ..models import Compendium


class CompendiumForm(forms.Form):
    """How much of each project, in which form and language, redacted or not."""

    what = forms.ChoiceField(label=_("What it holds"), choices=Compendium.What.choices, widget=forms.RadioSelect)
    form = forms.ChoiceField(label=_("Format"), choices=Compendium.Form.choices, widget=forms.RadioSelect)
    language = forms.ChoiceField(
        label=_("Language of headings"),
        choices=LANGUAGES,
        help_text=_("What people wrote stays in the language in which they wrote it."),
    )
    is_redacted = forms.BooleanField(
        label=_("Redacted copy"),
        required=False,
        help_text=_(
            "Fields with partners, donors, places, people and amounts are left out, countries too; their names are masked"
            " in all other texts."
        ),
    )

    def said(self) -> dict[str, Any]:
        """What the action wants to know."""
        return dict(self.cleaned_data)

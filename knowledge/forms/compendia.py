"""What a document over many resources shall be."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from knowledge.models import Compendium
from pvehub.people.models import LANGUAGES


class CompendiumForm(forms.Form):
    """Who it is for, in which form and language."""

    purpose = forms.ChoiceField(
        label=_("Who it is for"),
        choices=Compendium.Purpose.choices,
        widget=forms.RadioSelect,
        help_text=_(
            "For outside: lessons, practices, tools, evaluations and research briefs alone. Names, places and offices that "
            "the record knows are masked; read it before you hand it out."
        ),
    )
    form = forms.ChoiceField(label=_("Format"), choices=Compendium.Form.choices, widget=forms.RadioSelect)
    language = forms.ChoiceField(
        label=_("Language of headings"),
        choices=LANGUAGES,
        help_text=_("What people wrote stays in the language in which they wrote it."),
    )

    def said(self) -> dict[str, Any]:
        """What the action wants to know."""
        return dict(self.cleaned_data)

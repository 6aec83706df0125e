"""What is asked of the search, and what a kept search is called."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from knowledge import workflow


class SearchForm(forms.Form):
    """The one box. Whatever is asked is answered: what cannot be read counts as not asked."""

    q = forms.CharField(
        label=_("Words"),
        required=False,
        max_length=500,
        widget=forms.TextInput(attrs={"type": "search", "dir": "auto"}),
        error_messages={"max_length": _("Only the first 500 characters were looked at.")},
    )
    sort = forms.ChoiceField(
        label=_("Order"), required=False, choices=[("", _("Best first")), ("new", _("Newest first"))]
    )
    all = forms.BooleanField(label=_("All the words have to be there"), required=False)


class SavedSearchForm(forms.Form):
    """What a search is called, and how often its owner hears of what is new in it."""

    name = forms.CharField(label=_("Name"), max_length=120, widget=forms.TextInput(attrs={"dir": "auto"}))
    alert = forms.ChoiceField(
        label=_("Tell me what is new"),
        choices=workflow.Alert.choices,
        widget=forms.RadioSelect,
        initial=workflow.Alert.NEVER,
        help_text=_(
            "By a notice here and by mail in the morning; the mail names neither your words nor what was found."
        ),
    )

    def clean_name(self) -> str:
        """Blanks single."""
        return " ".join(str(self.cleaned_data["name"]).split())

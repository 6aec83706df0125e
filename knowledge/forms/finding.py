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
    sort = forms.ChoiceField(required=False, choices=[("", ""), ("new", "")])
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


class WeightForm(forms.Form):
    """In which language another word is said, and how much it counts beside the word that was asked."""

    language = forms.ChoiceField(
        label=_("Language of the other word"),
        required=False,
        choices=[
            ("", _("In all languages: a name or an acronym")),
            ("en", _("English")),
            ("fr", _("French")),
            ("es", _("Spanish")),
            ("ar", _("Arabic")),
        ],
    )
    weight = forms.FloatField(
        label=_("Weight"),
        min_value=0.1,
        max_value=1,
        initial=0.8,
        help_text=_("1 counts like the word itself; 0.5 finds it, but far below. The same in another language: 0.7."),
        widget=forms.NumberInput(attrs={"step": "0.1", "inputmode": "decimal"}),
    )


class SynonymForm(WeightForm):
    """A word people ask for, and what else is written for it."""

    term = forms.CharField(label=_("Who asks for"), max_length=200, widget=forms.TextInput(attrs={"dir": "auto"}))
    expansion = forms.CharField(
        label=_("also finds"),
        max_length=200,
        help_text=_(
            "One to six words. It holds in this direction only: add it the other way round too if that is true."
        ),
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    field_order = ("term", "expansion", "language", "weight")

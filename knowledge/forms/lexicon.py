"""What a curator says of a word that could harm."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from knowledge import lexicon
from knowledge.lexicon import CATEGORIES, LONGEST_WAY, MOST_WAYS, SEVERITIES, WordSaid
from projects.watchwords import LANGUAGES, Hit, Watchlist
from pvehub.vocabulary.models import Term


class WaysField(forms.CharField):
    """Ways to say a word, one a line; gives them as a tuple, and says which cannot be looked for."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.Textarea(attrs={"rows": 3, "dir": "auto", "spellcheck": "false"})
        super().__init__(required=False, max_length=MOST_WAYS * (LONGEST_WAY + 2), widget=widget, **kwargs)

    def clean(self, value: Any) -> Any:
        """The ways, each once."""
        ways = lexicon.parts(super().clean(value))
        if len(ways) > MOST_WAYS:
            raise forms.ValidationError(gettext("At most %(n)d ways in one language.") % {"n": MOST_WAYS})
        for way in ways:
            if len(way) > LONGEST_WAY:
                raise forms.ValidationError(gettext("“%(way)s…” is too long to be looked for.") % {"way": way[:40]})
            ends = way.removeprefix("=").split("~")
            if len(ends) > 2 or not all(any(sign.isalpha() for sign in end) for end in ends):
                raise forms.ValidationError(gettext("“%(way)s” holds no word that can be looked for.") % {"way": way})
        return ways


class WordForm(forms.Form):
    """A word, how it is said in three languages, how weighty it is, why, and what is better."""

    name = forms.CharField(label=_("Word"), max_length=200, help_text=_("What the list calls it, in English."))
    severity = forms.ChoiceField(
        label=_("Weight"),
        choices=list(SEVERITIES.items()),
        widget=forms.RadioSelect,
        help_text=_(
            "Advice is only told. Strong advice asks for a reason. A red line waits for a person’s word, and takes two curators."
        ),
    )
    category = forms.ChoiceField(label=_("Kind"), choices=list(CATEGORIES.items()))
    ways_en = WaysField(
        label=_("How it is said: English"),
        help_text=_(
            "One a line; plural and other forms are found by themselves. Put = before one that has no other form, ~ between"
            " two words that harm near each other."
        ),
    )
    ways_fr = WaysField(label=_("How it is said: French"))
    ways_es = WaysField(label=_("How it is said: Spanish"))
    spared = WaysField(
        label=_("Phrases that only look like it"), help_text=_("One a line, in any language; they are left alone.")
    )
    why = forms.CharField(label=_("Why it could harm: English"), max_length=300)
    why_fr = forms.CharField(label=_("Why it could harm: French"), max_length=300, required=False)
    why_es = forms.CharField(label=_("Why it could harm: Spanish"), max_length=300, required=False)
    preferred = forms.CharField(
        label=_("Better: English"),
        max_length=300,
        help_text=_("Several with a semicolon between them; what is no word to put in its place goes in brackets."),
    )
    preferred_fr = forms.CharField(label=_("Better: French"), max_length=300, required=False)
    preferred_es = forms.CharField(label=_("Better: Spanish"), max_length=300, required=False)
    practice = forms.CharField(
        label=_("Good practices are found under"),
        max_length=100,
        required=False,
        help_text=_("Words for the search of good practices; whoever is shown the hint finds a link to it."),
    )
    since = forms.CharField(
        label=_("Since when"),
        max_length=40,
        required=False,
        help_text=_("A year, a month or a day, as the source says."),
    )
    is_for_titles = forms.BooleanField(label=_("Only in titles"), required=False)
    is_retired = forms.BooleanField(label=_("No longer looked for"), required=False)
    sample = forms.CharField(
        label=_("Try it on a sentence"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
        help_text=_("Shows what would be found. Nothing is saved by trying."),
    )

    def clean(self) -> dict[str, Any]:
        """At least one way to look for."""
        given = super().clean() or {}
        names = [f"ways_{language}" for language in LANGUAGES]
        if not any(given.get(name) for name in names) and not any(name in self.errors for name in names):
            self.add_error("ways_en", gettext("Say in at least one language how it is said."))
        return given

    def said(self) -> WordSaid:
        """What was said."""
        given = self.cleaned_data
        return WordSaid(
            name=given["name"],
            ways={language: given[f"ways_{language}"] for language in LANGUAGES},
            spared=given["spared"],
            category=given["category"],
            severity=given["severity"],
            why=(given["why"], given["why_fr"], given["why_es"]),
            preferred=(given["preferred"], given["preferred_fr"], given["preferred_es"]),
            practice=given["practice"],
            since=given["since"],
            is_for_titles=given["is_for_titles"],
            is_retired=given["is_retired"],
        )

    def found(self) -> list[Hit]:
        """What the word, as it is written here, would find in the sample."""
        said = self.said()
        term = Term(list=lexicon.LIST, code="tried", name_en=said.name, attributes=said.attributes)
        return Watchlist([term]).hits(self.cleaned_data["sample"], is_title=said.is_for_titles)


def as_written(said: WordSaid) -> dict[str, Any]:
    """A word as the boxes of the form show it."""
    told: dict[str, Any] = dict(said.answers)
    told |= {f"ways_{language}": "\n".join(said.ways.get(language, ())) for language in LANGUAGES}
    return told | {
        "spared": "\n".join(said.spared),
        "is_for_titles": said.is_for_titles,
        "is_retired": said.is_retired,
    }

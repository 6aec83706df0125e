"""What a curator says of a red line."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from knowledge.actions import RedLineSaid
from pvehub.vocabulary.models import Term


class RedLineForm(forms.Form):
    """What the organization will not do, why, since when, and who said so."""

    statement = forms.CharField(
        label=_("What we do not do"), max_length=300, widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"})
    )
    rationale = forms.CharField(
        label=_("Why"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"})
    )
    since = forms.CharField(
        label=_("Since when"), max_length=40, help_text=_("A year, a month or a day, as the source says.")
    )
    source = forms.CharField(label=_("Source"), max_length=300, help_text=_("The memo, meeting or note that says it."))
    terms = forms.MultipleChoiceField(
        label=_("Words in which it shows itself"), required=False, widget=forms.CheckboxSelectMultiple
    )
    is_ended = forms.BooleanField(label=_("It no longer holds"), required=False)

    def __init__(self, *args: Any, is_new: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_new:
            del self.fields["is_ended"]
        listed = Term.objects.of("sensitive-terms")
        self.fields["terms"].choices = [
            (term.code, term.name) for term in listed if term.attributes.get("severity") == "red-line"
        ]

    def said(self) -> RedLineSaid:
        """What was said."""
        return RedLineSaid(**self.cleaned_data)

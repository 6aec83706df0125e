"""The shape of what the author says of words that stay, and of the lead's word on one of them."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class ReasonsForm(forms.Form):
    """One reason for each hit, under the hit's name (`hits`: name → words). What asks for one is the action's to say."""

    prefix = "word"
    use_required_attribute = False  # a box may stay empty: the words then go along as unanswered

    def __init__(self, *args: Any, hits: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, words in hits.items():
            self.fields[name] = forms.CharField(
                label=gettext("“%(words)s” stays, because") % {"words": words},
                required=False,
                max_length=2000,
                widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
            )

    def mark(self, name: str, *, is_wanted: bool) -> None:
        """Leave out beside a box that asks for a reason that it is optional; what was sent half-filled is kept all the same."""
        self.fields[name].required = is_wanted and not self.is_bound


class FindingVerdictForm(forms.Form):
    """The lead's word on words past a red line."""

    verdict = forms.ChoiceField(
        label=_("Your word"),
        choices=[
            ("cleared", _("Cleared: these words cross no red line here")),
            ("confirmed", _("Confirmed: the case can be returned or refused, never endorsed")),
        ],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("Everyone on the case can read it."),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )

"""Forms around guidance, messages and donors: shape only."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from knowledge.forms.trusting import Words
from knowledge.models import ClauseComment, NegotiationNote
from pvehub.people.models import Office


class ApprovalForm(forms.Form):
    """Until when these words may be used; the words that were read are named by their hash."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)
    valid_until_on = forms.DateField(
        label=_("These words may be used until"),
        help_text=_("Two years at the most. A month before, you are reminded."),
        widget=forms.DateInput(attrs={"type": "date"}),
    )


class WithdrawForm(Words):
    """Why words are not to be used any more."""

    reason = forms.CharField(
        label=_("Why"),
        max_length=300,
        help_text=_("Every reader of the message sees it."),
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )


class ConsultationForm(Words):
    """Who is asked about a draft, what, and until when."""

    ALL, SOME = "all", "some"

    whom = forms.ChoiceField(
        label=_("Who is asked"),
        choices=[(ALL, _("All staff")), (SOME, _("These offices"))],
        widget=forms.RadioSelect,
    )
    offices = forms.ModelMultipleChoiceField(
        Office.objects.none(),
        label=_("Offices"),
        required=False,
        help_text=_("Hold Ctrl or Command to choose several."),
        widget=forms.SelectMultiple(attrs={"size": 8}),
    )
    question = forms.CharField(
        label=_("What you would like to know"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )
    until_on = forms.DateField(label=_("Last day for comments"), widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["offices"].queryset = Office.objects.by_name()

    def clean(self) -> dict[str, Any]:
        """One office at least where it is not all staff."""
        given = super().clean()
        if given.get("whom") == self.SOME and not given.get("offices") and "offices" not in self.errors:
            self.add_error("offices", ValidationError(_("Choose one office at least, or ask all staff.")))
        return given


class CommentForm(Words):
    """One comment: on which clause, and what."""

    clause = forms.ChoiceField(label=_("What it is about"), required=False)
    text = forms.CharField(
        label=_("What would you change, and why?"),
        max_length=4000,
        help_text=_("Everybody who was asked reads it, and later the readers of the note, without your name."),
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )

    def __init__(self, *args: Any, numbers: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["clause"].choices = [("", _("the whole draft")), *numbers]


class DispositionForm(Words):
    """What becomes of a comment, and why."""

    outcome = forms.ChoiceField(
        label=_("What becomes of it"), choices=ClauseComment.Outcome.choices, widget=forms.RadioSelect
    )
    because = forms.CharField(
        label=_("Because"),
        max_length=2000,
        required=False,
        help_text=_(
            "Needed unless it is accepted as it stands. Whoever commented reads it, and the readers of the note."
        ),
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )

    def clean(self) -> dict[str, Any]:
        """A reason for everything but plain acceptance."""
        given = super().clean()
        outcome = given.get("outcome")
        if outcome and outcome != ClauseComment.Outcome.ACCEPTED and not given.get("because", "").strip():
            self.add_error("because", ValidationError(_("Say why it is not accepted as it stands.")))
        return given


class NegotiationForm(Words):
    """One line of the log."""

    item = forms.ChoiceField(label=_("Point"), choices=NegotiationNote.Item.choices)
    state = forms.ChoiceField(label=_("Where it stands"), choices=NegotiationNote.State.choices)
    note = forms.CharField(
        label=_("In a line or two"),
        max_length=2000,
        help_text=_("What the donor asks, what we answered, what was agreed. No names of participants."),
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )

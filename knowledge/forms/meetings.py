"""What is said of a meeting, and what people think of it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from knowledge import ledger
from knowledge.actions import About
from knowledge.models import Meeting
from knowledge.querysets import organizes_at
from pvehub.files.forms import UploadField
from pvehub.people.models import LANGUAGES, Office, User

SCORES = [(score, str(score)) for score in range(1, 6)]


def text(label: Any, help_text: Any = "", *, rows: int = 4, most: int = 6000) -> forms.CharField:
    """A longer text that may stay empty."""
    box = forms.Textarea(attrs={"rows": rows, "dir": "auto"})
    return forms.CharField(label=label, help_text=help_text, required=False, max_length=most, widget=box)


def line(label: Any, help_text: Any = "", *, most: int, required: bool = True) -> forms.CharField:
    """A line of words."""
    box = forms.TextInput(attrs={"dir": "auto"})
    return forms.CharField(label=label, help_text=help_text, required=required, max_length=most, widget=box)


def day(label: Any, help_text: Any = "", *, required: bool = True) -> forms.DateField:
    """A day."""
    box = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=label, help_text=help_text, required=required, widget=box)


class MeetingForm(forms.Form):
    """A meeting: when and where, who takes part, what it is for, what was said."""

    title = line(_("Title"), most=200)
    series = line(
        _("Series"),
        _("Meetings of one series follow one another: the next opens on what was promised at the one before."),
        most=80,
        required=False,
    )
    every_months = forms.TypedChoiceField(
        label=_("How often the series meets"),
        help_text=_("Who organizes it is reminded when the next one is due to be planned."),
        coerce=int,
        choices=ledger.RHYTHMS,
        required=False,
        empty_value=0,
    )
    place = line(_("Place"), most=160, required=False)
    starts_on = day(_("First day"))
    ends_on = day(_("Last day"))
    office = forms.ModelChoiceField(Office.objects.none(), label=_("Organized by"))
    tier = forms.TypedChoiceField(label=_("Who can read it"), coerce=int, choices=ledger.MEETING_TIERS)
    offices = forms.ModelMultipleChoiceField(Office.objects.none(), label=_("Offices that take part"), required=False)
    guests = text(
        _("Guests without an account"),
        _("Names alone, one a line; only those who organize the meeting see them."),
        most=2000,
    )
    language = forms.ChoiceField(label=_("Language of these texts"), choices=LANGUAGES)
    objectives = text(_("Objectives"), _("One a line."))
    agenda = text(
        _("Agenda"),
        _("One session a line, with its day and hours if you like: 2026-11-15 | 0900-0930 | Opening."),
        rows=8,
    )
    key_points = text(_("Key points"), _("What was said, one a line."), rows=8)
    note = text(_("Note"), rows=2, most=600)

    def __init__(self, *args: Any, user: User, meeting: Meeting | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offices = Office.objects.by_name()
        self.fields["offices"].queryset = offices
        if meeting is not None:
            del self.fields["office"]
        else:
            self.fields["office"].queryset = offices.filter(organizes_at(user, "pk"))

    def clean(self) -> dict[str, Any]:
        """A meeting does not end before it begins."""
        given = super().clean() or {}
        first, last = given.get("starts_on"), given.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", gettext("The last day is before the first."))
        if given.get("every_months") and not given.get("series"):
            self.add_error("series", gettext("Name the series that meets so often, or leave how often unsaid."))
        return given

    def about(self) -> About:
        """What was typed, as actions take it."""
        given = {name: value for name, value in self.cleaned_data.items() if name != "office"}
        return About(**given | {"offices": tuple(given["offices"])})


class CallOffForm(forms.Form):
    """Why it does not take place."""

    why = line(_("Why"), most=300)


class DocumentForm(forms.Form):
    """A file, or the address of an item of the repository."""

    file = UploadField(label=_("File"), required=False)
    address = line(_("Or the address of an item of the repository"), most=300, required=False)

    def clean(self) -> dict[str, Any]:
        """One of the two."""
        given = super().clean() or {}
        if not self.errors and bool(given.get("file")) == bool(given.get("address")):
            self.add_error("address", gettext("Choose a file, or give an address: one of the two."))
        return given


class TopicForm(forms.Form):
    """Something for the agenda."""

    text = line(_("Topic"), most=200)


class FeedbackForm(forms.Form):
    """Two scores, a word on each session, three open questions."""

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sessions = [item for item in meeting.agenda.order_by("position", "pk") if item.takes_comments]
        for question in ledger.Rating:
            self.fields[question.value] = forms.TypedChoiceField(
                label=question.label,
                help_text=_("From 1 (very low) to 5 (very high)."),
                coerce=int,
                choices=SCORES,
                widget=forms.RadioSelect,
            )
        for item in self.sessions:
            self.fields[f"session_{item.pk}"] = text(item.title, rows=2, most=1000)
        for asked in ledger.OpenQuestion:
            self.fields[asked.value] = text(asked.label, rows=3, most=1000)

    def said(self) -> dict[str, Any]:
        """What was answered, as actions take it."""
        given = self.cleaned_data
        return {
            "scores": {question.value: given[question.value] for question in ledger.Rating},
            "sessions": {item.pk: given[f"session_{item.pk}"] for item in self.sessions},
            "answers": {asked.value: given[asked.value] for asked in ledger.OpenQuestion},
        }

"""The shapes of a report, of TRD's word on it, and of a report to a donor."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from endorsement import telling
from endorsement.actions import Typed
from endorsement.models import Report
from endorsement.reporting import Question

from . import _day, _text


class _Text(forms.CharField):
    """A text that a report needs before it is sent, and that may be saved empty until then."""

    def validate(self, value: Any) -> None:
        """Whether it is there is asked when the report is sent."""


class ReportForm(forms.Form):
    """The texts of a report; any of them may stay empty until it is sent. Beside each goes the revision it was shown in."""

    use_required_attribute = False

    def __init__(self, data: Any = None, *, report: Report, questions: dict[str, Question]) -> None:
        super().__init__(data)
        self.texts = {name: telling.written(report, name) for name in questions}
        for name, item in questions.items():
            widget = forms.Textarea(attrs={"rows": 5, "dir": "auto", "lang": report.project.language})
            initial = self.texts[name].text
            says = {"label": item.label, "help_text": item.hint, "required": item.is_required}
            self.fields[name] = _Text(strip=False, initial=initial, widget=widget, **says)

    def tokens(self) -> list[tuple[str, str]]:
        """The hidden revisions, as they were sent or as they stand."""
        return [
            (f"revision-{name}", self.data.get(f"revision-{name}", str(text.revision)))
            for name, text in self.texts.items()
        ]

    def typed(self) -> dict[str, Typed]:
        """What was sent, by name; a text whose line was cut before it is not there and stays as it is."""
        sent = [name for name in self.fields if name in self.data]
        return {name: Typed(self.data[name], revision_of(self.data, f"revision-{name}")) for name in sent}


def revision_of(data: Any, name: str) -> int:
    """The revision that a page was shown; without a readable one what comes with it counts as typed on something else."""
    said = data.get(name, "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 9 else -1


class JudgeReportForm(forms.Form):
    """TRD's word on the version that was read."""

    outcome = forms.ChoiceField(
        label=_("Your word"),
        choices=[("accepted", _("I accept the report")), ("returned", _("It goes back, with these questions:"))],
        widget=forms.RadioSelect,
    )
    text = _text(
        _("What you say to the project"),
        _("Needed where it goes back. Everybody who reads the report reads it."),
        rows=6,
        required=False,
    )
    due_on = _day(_("Answer by"), _("Needed where it goes back."), required=False)
    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("outcome") == "returned":
            if not data.get("text", "").strip():
                self.add_error("text", _("Say what is missing or has to be answered."))
            if not data.get("due_on") and "due_on" not in self.errors:
                self.add_error("due_on", _("Say until when."))
        return data


class DonorReportForm(forms.Form):
    """Which donor wants a report of which time, until when."""

    donor = forms.CharField(
        label=_("Donor"), max_length=200, widget=forms.TextInput(attrs={"dir": "auto", "list": "donors"})
    )
    from_on = _day(_("It tells of the time from"))
    to_on = _day(_("until"))
    due_on = _day(_("Due on"))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        start, end, due = (data.get(name) for name in ("from_on", "to_on", "due_on"))
        if isinstance(start, date) and isinstance(end, date) and end < start:
            self.add_error("to_on", _("The time it tells of ends before it begins."))
        if isinstance(end, date) and isinstance(due, date) and due < end:
            self.add_error("due_on", _("It is due before the time it tells of is over."))
        return data

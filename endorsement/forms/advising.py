"""The shapes of a question to an adviser, and of the answer."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from endorsement.models import Clearance
from endorsement.workflow import ClearanceKind
from pvehub.people.models import User

from . import PersonField, _day, _text


class AdviceForm(forms.Form):
    """The word of the regional office."""

    text = _text(
        _("Advice"),
        _("What the region knows of the place, the partners and other work there. Everyone on the case reads it."),
        rows=8,
    )


class AskClearanceForm(forms.Form):
    """What is to be cleared, by whom, until when."""

    kind = forms.ChoiceField(label=_("What is to be cleared"), choices=ClearanceKind.choices)
    person = PersonField(label=_("Adviser"), queryset=User.objects.none())
    question = _text(_("What you want to know"), _("The adviser reads the whole version."), rows=3, required=False)
    due_on = _day(_("Answer by"), required=False)

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people


class GiveClearanceForm(forms.Form):
    """The adviser's word on the version that was read."""

    outcome = forms.ChoiceField(label=_("Your word"), choices=Clearance.Outcome.choices, widget=forms.RadioSelect)
    text = _text(
        _("Remarks, or why it is not cleared"),
        _("TRD and DOE read it; the project's offices do not."),
        rows=5,
        required=False,
    )
    seen = forms.CharField(widget=forms.HiddenInput)

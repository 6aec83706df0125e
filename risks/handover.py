"""The forms with which a risk, or the decision about it, is passed on: upwards, taken over, given back."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pvehub.people.models import User
from risks import permissions
from risks.models import Register, Risk


def _words(label: Any, *, required: bool = True) -> forms.CharField:
    return forms.CharField(label=label, required=required, max_length=5000, widget=forms.Textarea(attrs={"rows": 4}))


class EscalateForm(forms.Form):
    """To which seat, and what is asked of it."""

    seat = forms.ChoiceField(label=_("To"), widget=forms.RadioSelect)
    reason = _words(_("What cannot be dealt with here, and what is asked"))

    def __init__(self, *args: Any, risk: Risk, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        seats = permissions.seats_for(risk, user)
        field: Any = self.fields["seat"]
        field.choices = [(seat.value, seat.label) for seat in seats]
        self.initial.setdefault("seat", seats[0].value if seats else "")


class _RegisterChoice(forms.ModelChoiceField):
    def label_from_instance(self, register: Register) -> str:
        return register.title


class ConfirmForm(forms.Form):
    """Taking the risk over, and in which register it is followed from now on."""

    answer = _words(_("What you will do"), required=False)
    watched_in = _RegisterChoice(
        label=_("Followed in"),
        queryset=Register.objects.none(),
        required=False,
        empty_label=_("Only in the register it is in"),
    )

    def __init__(self, *args: Any, risk: Risk, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["watched_in"]
        field.queryset = permissions.registers_above(user, risk)
        if not field.queryset:
            del self.fields["watched_in"]


class ReturnForm(forms.Form):
    """Giving it back."""

    answer = _words(_("Why you do not take it over, and what is to be done instead"))


class ReferForm(forms.Form):
    """The head of TRD passes a decision on."""

    note = _words(_("Why the director of DOE is asked to decide"))

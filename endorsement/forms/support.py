"""The shapes of a question to headquarters, and of what is said about it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from endorsement.models import SupportRequest
from pvehub.people.models import Country, Office, User

from . import PersonField, _text


class AskForm(forms.Form):
    """Whom to ask, about which country where there is no project, and the question."""

    kind = forms.ChoiceField(label=_("Whom you ask"), choices=SupportRequest.Kind.choices, widget=forms.RadioSelect)
    office = forms.ModelChoiceField(label=_("Your office"), queryset=Office.objects.none(), empty_label=None)
    country = forms.ModelChoiceField(label=_("Country it is about"), queryset=Country.objects.none())
    subject = forms.CharField(
        label=_("Subject"),
        help_text=_("One line, without names of persons."),
        max_length=200,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    question = _text(
        _("Question"),
        _("What you want to know, and what you have thought or tried so far."),
        rows=8,
    )
    owner = PersonField(
        label=_("Somebody in particular"),
        help_text=_("Left open, everybody who answers such questions is told, and one of them takes it over."),
        queryset=User.objects.none(),
        required=False,
    )

    def __init__(self, *args: Any, people: Any, offices: Any = None, countries: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = people
        if offices is None:  # a project has its office and its countries
            del self.fields["office"], self.fields["country"]
        else:
            self.fields["office"].queryset = offices
            self.fields["country"].queryset = countries


class HandOnForm(forms.Form):
    """To whom a question is given."""

    person = PersonField(label=_("Who is to answer"), queryset=User.objects.none())

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people


class ReplyForm(forms.Form):
    """The word of headquarters: an answer, or a question back."""

    act = forms.ChoiceField(
        label=_("This is"),
        choices=[
            ("answer", _("The answer: it closes the question")),
            ("ask_back", _("A question back to the mission")),
        ],
        widget=forms.RadioSelect,
    )
    text = _text(_("Your words"), _("Everybody who reads the question reads them."), rows=10)


class WriteOnForm(forms.Form):
    """The mission's word."""

    text = _text(_("Your words"), _("Everybody who reads the question reads them."), rows=8)

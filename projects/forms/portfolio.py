"""Beginning a project, its confidentiality, its team."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pvehub.people.models import LANGUAGES, Office, User

from ..models import Project
from ..workflow import Tier


class BeginForm(forms.Form):
    """A title and an office; everything else is asked section by section."""

    title = forms.CharField(
        label=_("Title"), max_length=300, help_text=_("It can be changed until the project is submitted.")
    )
    language = forms.ChoiceField(label=_("Language of the project"), choices=[*LANGUAGES, ("ar", _("Arabic"))])
    office = forms.ModelChoiceField(Office.objects.none(), label=_("Lead office"), empty_label=None)

    def __init__(self, offices: Any, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["office"].queryset = offices
        self.fields["title"].widget.attrs["dir"] = "auto"

    def clean_title(self) -> str:
        return " ".join(self.cleaned_data["title"].split())


class TierForm(forms.Form):
    """How far the project is read, and why."""

    tier = forms.TypedChoiceField(
        label=_("Confidentiality"), choices=Tier.choices, coerce=int, widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=_("Needed when more people shall read it than now."),
    )


class MemberForm(forms.Form):
    """A colleague by e-mail address, and until when."""

    email = forms.EmailField(label=_("E-mail address of the colleague"))
    until = forms.DateField(
        label=_("Until"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text=_("The last day; empty means until taken off."),
    )

    def clean_email(self) -> User:
        person = User.objects.active().filter(email=self.cleaned_data["email"].lower()).first()
        if person is None:
            raise forms.ValidationError(_("No colleague has this address."))
        return person


class ManagerForm(forms.Form):
    """One of the project officers of the lead office."""

    manager = forms.ModelChoiceField(
        User.objects.none(), label=_("Project manager"), empty_label=None, to_field_name="uid"
    )

    def __init__(self, project: Project, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        people = User.objects.serving(project.lead_office, "project-officer").by_name()
        self.fields["manager"].queryset = people
        self.initial["manager"] = project.manager.uid if project.manager else None

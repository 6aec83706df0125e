"""What the team says while a project lives, what somebody follows, and a project begun from another."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pvehub.people.models import Country, Office

from ..models import Follow, Update

WORDS = {"rows": 5, "dir": "auto"}


def _day(label: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))


class UpdateForm(forms.Form):
    """A dated word of one kind, and whether it is for more than the people of the project."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Update.Kind.choices, widget=forms.RadioSelect)
    happened_on = _day(_("Date"))
    text = forms.CharField(
        label=_("What is new"),
        max_length=5000,
        widget=forms.Textarea(attrs=WORDS),
        help_text=_("A few sentences. No names of private persons, no places finer than the country."),
    )
    is_open = forms.BooleanField(
        label=_("Also for all who read the open sections"),
        required=False,
        help_text=_("Without it only the people of the project and its reviewers read it."),
    )


class VisitForm(forms.Form):
    """When, where, why, and what was found."""

    happened_on = _day(_("Date"))
    place = forms.CharField(label=_("Place"), max_length=200, widget=forms.TextInput(attrs={"dir": "auto"}))
    purpose = forms.CharField(
        label=_("Purpose"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"})
    )
    findings = forms.CharField(
        label=_("Findings"), max_length=10_000, required=False, widget=forms.Textarea(attrs=WORDS)
    )


class FeedForm(forms.Form):
    """What the feed is narrowed to; an unknown code narrows to nothing it could tell."""

    country = forms.ModelChoiceField(
        Country.objects.order_by("name_en"), label=_("Country"), required=False, empty_label=_("Any")
    )
    theme = forms.ModelChoiceField(
        Country.objects.none(), label=_("Theme"), required=False, empty_label=_("Any"), to_field_name="code"
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=[("", _("Any")), *Update.Kind.choices], required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["theme"].queryset = Follow.themes()


class FollowForm(forms.Form):
    """A country or a theme, one of the two."""

    country = forms.ModelChoiceField(
        Country.objects.order_by("name_en"), label=_("Country"), required=False, empty_label=_("None")
    )
    theme = forms.ModelChoiceField(
        Country.objects.none(), label=_("Theme"), required=False, empty_label=_("None"), to_field_name="code"
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["theme"].queryset = Follow.themes()

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if not said.get("country") and not said.get("theme") and not self.errors:
            raise forms.ValidationError(_("Choose a country or a theme."))
        return said


class ReuseForm(forms.Form):
    """What the new draft is called, and whose it is."""

    title = forms.CharField(label=_("Title of the new project"), max_length=300)
    office = forms.ModelChoiceField(Office.objects.none(), label=_("Lead office"), empty_label=None)

    def __init__(self, offices: Any, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["office"].queryset = offices
        self.fields["title"].widget.attrs["dir"] = "auto"

    def clean_title(self) -> str:
        return " ".join(self.cleaned_data["title"].split())

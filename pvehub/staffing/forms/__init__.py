"""Shapes: what a person sets for themselves, whom they let act for them, access asked for, people and postings."""

import zoneinfo
from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pvehub.access.roles import BY_SLUG, ROLES
from pvehub.people.models import LANGUAGES, Office, Posting, User

from .. import permissions

# The levels of risk, by the slugs that the assumption of risks and the decision of cases compare with.
CEILINGS = [
    ("", _("No limit")),
    ("low", pgettext_lazy("risk level", "Low")),
    ("medium", pgettext_lazy("risk level", "Medium")),
    ("high", pgettext_lazy("risk level", "High")),
    ("very_high", pgettext_lazy("risk level", "Very high")),
]
LAST_DAY = date(2100, 1, 1)  # a slip of the finger, not a plan


class PreferencesForm(forms.ModelForm):
    time_zone = forms.ChoiceField(
        label=_("Time zone"), choices=lambda: [(zone, zone) for zone in sorted(zoneinfo.available_timezones())]
    )

    class Meta:
        model = User
        fields = ["language", "time_zone", "theme", "density", "has_shortcuts"]


class AccessRequestForm(forms.Form):
    address = forms.CharField(
        label=_("The address or reference you were given"),
        max_length=300,
        help_text=_("For example PVE-2026-0042, or the link somebody sent you."),
    )
    reason = forms.CharField(label=_("Why you need it"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4}))


class AccessAnswerForm(forms.Form):
    answer = forms.ChoiceField(
        label=_("Your answer"), choices=[("grant", _("May read it")), ("decline", _("No"))], widget=forms.RadioSelect
    )
    until_on = forms.DateField(
        label=_("Last day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("Access ends by itself after this day."),
    )


class OwnPostingField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{BY_SLUG[obj.role].name}, {obj.office.name}"


class DelegateForm(forms.Form):
    """One of one's own postings, a colleague by e-mail address, the last day, and how far they may decide."""

    posting = OwnPostingField(Posting.objects.none(), label=_("Posting"), empty_label=None)
    email = forms.EmailField(label=_("E-mail address of the colleague"))
    until_on = forms.DateField(
        label=_("Last day"),
        validators=[MaxValueValidator(LAST_DAY)],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text=_("Ends by itself after this day."),
    )
    ceiling = forms.ChoiceField(
        label=_("Decides up to this level of risk"),
        choices=CEILINGS,
        required=False,
        help_text=_("Of use where the posting decides on risks or on cases."),
    )

    def __init__(self, own: list[Posting], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        rows = Posting.objects.filter(pk__in=[posting.pk for posting in own]).select_related("office")
        self.fields["posting"].queryset = rows.order_by("starts_at", "pk")

    def clean_email(self) -> User:
        person = User.objects.active().filter(email=self.cleaned_data["email"].lower()).first()
        if person is None:
            raise forms.ValidationError(_("No colleague has this address."))
        return person


class OfficeField(forms.ModelChoiceField):
    """Offices in the order of the tree, by name and code."""

    def __init__(self, **options: Any) -> None:
        super().__init__(Office.objects.by_name(), to_field_name="code", label=_("Office"), **options)

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name} ({obj.code})"


class PersonSearchForm(forms.Form):
    q = forms.CharField(label=_("Name or e-mail address"), max_length=200, required=False)
    office = OfficeField(required=False, empty_label=_("All offices"))
    waiting = forms.BooleanField(label=_("Only people with a posting to confirm"), required=False)


class PostingForm(forms.Form):
    """An office, and a role that is served at an office of that kind."""

    office = OfficeField()
    role = forms.ChoiceField(label=_("Role"), choices=lambda: [("", "---------"), *((r.slug, r.name) for r in ROLES)])

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        office, role = cleaned.get("office"), cleaned.get("role")
        if office and role and office.kind not in BY_SLUG[role].at:
            self.add_error("role", str(permissions.NOT_SERVED_THERE))
        return cleaned


class InviteForm(PostingForm):
    """A new colleague and their first posting."""

    name = forms.CharField(label=_("Name"), max_length=200)
    email = forms.EmailField(label=_("E-mail address"), max_length=254)
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES)
    field_order = ["name", "email", "language", "office", "role"]

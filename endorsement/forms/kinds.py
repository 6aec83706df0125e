"""The shapes of what is asked about an amendment, an extension or an emergency, and of a revocation."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from endorsement.models import Case
from projects.workflow import Status as Life

from . import EndorseForm, ReasonForm, _day, _text

Kind = Case.Kind
WHAT: dict[str, Any] = {
    Kind.AMENDMENT: _("Amendment: something of what is endorsed changes"),
    Kind.EXTENSION: _("Extension: the project needs more time than is endorsed"),
    Kind.EMERGENCY: _("Emergency: it cannot wait; headquarters has two working days, and it holds for 90 days at most"),
}


class BeginForm(forms.Form):
    """Which case is asked for, and why."""

    kind = forms.ChoiceField(label=_("What is asked for"), widget=forms.RadioSelect)
    reason = _text(
        _("Why it is asked for"), _("What has changed on the ground. Everyone on the case can read it."), rows=4
    )

    def __init__(self, data: Any = None, *, kinds: Sequence[str], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["kind"].choices = [(kind, WHAT[kind]) for kind in kinds if kind in WHAT]


class RevokeForm(ReasonForm):
    """Why it is revoked, what becomes of the project, and the ref of the case as a second thought."""

    fate = forms.ChoiceField(
        label=_("What becomes of the project"),
        choices=[
            (Life.SUSPENDED.value, _("It stops until it is endorsed anew")),
            (Life.CANCELLED.value, _("It is given up: cancelled, with whatever case of it is open")),
        ],
        widget=forms.RadioSelect,
    )
    confirmed = forms.CharField(
        label=_("The ref of the case, typed by hand"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "dir": "ltr"}),
    )

    def __init__(self, data: Any = None, *, ref: str, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.ref = ref
        self.fields["confirmed"].help_text = _("A revoked endorsement does not come back. To go on, type %(ref)s.") % {
            "ref": ref
        }

    def clean_confirmed(self) -> str:
        typed = "".join(self.cleaned_data["confirmed"].split()).upper()
        if typed != self.ref.upper():
            raise forms.ValidationError(_("This is not the ref of the case. Nothing was revoked."))
        return typed

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        data.pop("confirmed", None)  # a second thought and no fact: the act does not ask for it
        return data


class EndorseUntilForm(EndorseForm):
    """The endorsement with its last day."""

    valid_until_on = _day(
        _("Holds until"), _("Empty: until the end of the version, on the emergency track for 90 days."), required=False
    )


class RebaseForm(forms.Form):
    """For each field that another endorsement has changed: the text endorsed now, or one's own."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, data: Any = None, *, clashes: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.clashes = clashes
        for clash in clashes:
            mine = ("mine", _("What stands in the working copy"))
            theirs = ("theirs", _("What is endorsed now"))
            self.fields[f"choice_{clash.field}"] = forms.ChoiceField(
                label=clash.label, choices=[mine] if clash.is_table else [mine, theirs], widget=forms.RadioSelect
            )

    def pairs(self) -> list[dict[str, Any]]:
        """Each field with its three texts and the choice."""
        return [{"clash": clash, "choice": self[f"choice_{clash.field}"]} for clash in self.clashes]

    def choices(self) -> dict[str, str]:
        """Field → "mine" or "theirs"."""
        return {clash.field: self.cleaned_data[f"choice_{clash.field}"] for clash in self.clashes}

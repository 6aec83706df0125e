"""A name for a filter, and who else sees it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pvehub.people.models import Office

from ..models import SavedView


class ViewForm(forms.Form):
    """What the filter is called and with whom it is shared; what they find by it is their own."""

    name = forms.CharField(label=_("Name"), max_length=80)
    audience = forms.ChoiceField(
        label=_("Who sees it"), choices=SavedView.Audience.choices, widget=forms.RadioSelect, initial="owner"
    )
    office = forms.ModelChoiceField(
        Office.objects.none(), label=_("Office or region"), required=False, to_field_name="code", empty_label=_("None")
    )

    def __init__(self, offices: Any, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["office"].queryset = offices
        self.fields["name"].widget.attrs["dir"] = "auto"

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if said.get("audience") == "office" and not said.get("office"):
            self.add_error("office", _("Choose the office or region it is for."))
        if said.get("audience") != "office":
            said["office"] = None
        said["name"] = " ".join((said.get("name") or "").split())
        return said

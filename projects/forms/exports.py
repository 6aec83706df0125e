"""What an export holds, and in which format."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ..models import Export


class ExportForm(forms.Form):
    """Format, parts, HXL tags, redaction. The formats offered are those the person may use."""

    format = forms.ChoiceField(label=_("Format"), widget=forms.RadioSelect)
    parts = forms.ChoiceField(
        label=_("What goes out"),
        choices=Export.Parts.choices,
        widget=forms.RadioSelect,
        help_text=_("Of projects that are endorsed, what was endorsed. Sections that you do not read stay empty."),
    )
    has_hxl = forms.BooleanField(
        label=_("HXL tags as the second row"),
        required=False,
        help_text=_("For programs of humanitarian data exchange."),
    )
    is_redacted = forms.BooleanField(
        label=_("Without partners, places, people and amounts"),
        required=False,
        help_text=_(
            "Leaves out the columns that hold them, and masks in texts what the record names. What it does not name stays: "
            "read the file before you pass it on."
        ),
    )

    def __init__(self, formats: list[tuple[str, Any]], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["format"].choices = formats
        self.initial = {"format": "csv", "parts": "facts"} | self.initial

    def clean(self) -> dict[str, Any]:
        """What is published in IATI holds budgets and countries: a redacted copy of it would be no IATI."""
        said = super().clean() or {}
        if said.get("format") == Export.Format.IATI and said.get("is_redacted"):
            self.add_error(
                "is_redacted", _("IATI names countries and amounts. Choose CSV or XLSX for a redacted copy.")
            )
        return said

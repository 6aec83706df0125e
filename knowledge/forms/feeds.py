"""What a feed is about."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from knowledge import kinds
from knowledge.models import SavedSearch
from pvehub.people.models import Country, User
from pvehub.vocabulary.models import Term


class FeedForm(forms.Form):
    """Kind, theme and country; or a search that one keeps."""

    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("Every kind")), *kinds.CHOICES])
    theme = forms.ModelChoiceField(
        Term.objects.none(), label=_("Theme"), required=False, to_field_name="code", empty_label=_("Every theme")
    )
    country = forms.ModelChoiceField(
        Country.objects.order_by("name_en"), label=_("Country"), required=False, empty_label=_("Every country")
    )
    saved = forms.ModelChoiceField(
        SavedSearch.objects.none(),
        label=_("Or a search you keep"),
        required=False,
        to_field_name="uid",
        empty_label=_("None"),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["theme"].queryset = Term.objects.of("themes")
        self.fields["saved"].queryset = SavedSearch.objects.visible_to(user).order_by("name", "pk")

    def said(self) -> str:
        """What was chosen, in words."""
        given = self.cleaned_data
        if given.get("saved"):
            return str(given["saved"])
        kind = str(dict(kinds.CHOICES).get(given.get("kind") or "", ""))
        return ", ".join(str(part) for part in (kind, given.get("theme") or "", given.get("country") or "") if part)

    def query(self) -> dict[str, str]:
        """The same, as the address of a feed says it."""
        given = self.cleaned_data
        if given.get("saved"):
            return {"saved": str(given["saved"].uid)}
        theme, country = given.get("theme"), given.get("country")
        found = {"kind": given.get("kind") or "", "theme": theme.code if theme else ""}
        return {name: code for name, code in (found | {"country": country.iso2 if country else ""}).items() if code}

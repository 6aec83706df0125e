"""How a person wants to be told."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .kinds import CADENCES, registry
from .models import Preference


class PreferenceForm(forms.Form):
    """One choice per kind that leaves one; what always comes at once is not asked."""

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = dict(Preference.objects.filter(user=user).values_list("kind", "cadence"))
        for kind in registry().values():
            if not kind.always:
                self.fields[kind.slug] = forms.ChoiceField(
                    label=kind.label, choices=CADENCES, initial=chosen.get(kind.slug, kind.cadence), required=False
                )
                self.fields[kind.slug].error_messages["invalid_choice"] = _("Choose one of the four.")

    @property
    def cadences(self) -> dict[str, str]:
        """What was chosen, by kind; what the browser left out stays as it is."""
        return {slug: cadence for slug, cadence in self.cleaned_data.items() if cadence}

"""How a person wants to be told."""

from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from .kinds import CADENCES, Kind, registry
from .models import Preference


class PreferenceForm(forms.Form):
    """One choice per kind that leaves one; what always comes at once is not asked. With `beside`, the kinds of its subject;
    with `only`, that one."""

    def __init__(
        self, *args: Any, user: Any, beside: Kind | None = None, only: Kind | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        chosen = dict(Preference.objects.filter(user=user).values_list("kind", "cadence"))
        words = dict(CADENCES)
        for kind in registry().values():
            if kind.always or (beside and kind.heading != beside.heading) or (only and kind != only):
                continue
            self.fields[kind.slug] = forms.ChoiceField(
                label=kind.label,
                choices=CADENCES,
                initial=chosen.get(kind.slug, kind.cadence),
                required=False,
                help_text=format_lazy("{} {}", kind.why, usual(words[kind.cadence])),
            )
            self.fields[kind.slug].error_messages["invalid_choice"] = _("Choose one of the four.")

    @property
    def cadences(self) -> dict[str, str]:
        """What was chosen, by kind; what the browser left out stays as it is."""
        return {slug: cadence for slug, cadence in self.cleaned_data.items() if cadence}


def usual(word: Any) -> Any:
    """What holds for whoever has chosen nothing."""
    return format_lazy(_("Usual: {cadence}."), cadence=word)

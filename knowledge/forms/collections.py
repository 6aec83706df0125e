"""What a collection is called, what goes into it, and who is asked to read it."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from knowledge.models import Collection
from pvehub.people.models import Posting, User


class CollectionForm(forms.Form):
    """Its name, what it is for, who sees that it is there."""

    title = forms.CharField(label=_("Title"), max_length=160, widget=forms.TextInput(attrs={"dir": "auto"}))
    about = forms.CharField(
        label=_("What it is for"),
        max_length=600,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
    is_shared = forms.BooleanField(
        label=_("Share it: all staff find it"),
        required=False,
        help_text=_(
            "It opens nothing: of its items everyone sees those they may read. Title and lines are seen by all."
        ),
    )


class CollectForm(forms.Form):
    """Into which collection, and why."""

    collection = forms.ModelChoiceField(
        Collection.objects.none(), label=_("Collection"), required=False, empty_label=_("A new one, named below")
    )
    title = forms.CharField(
        label=_("Name of a new collection"),
        max_length=160,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    note = forms.CharField(
        label=_("Why it is in there"), max_length=300, required=False, widget=forms.TextInput(attrs={"dir": "auto"})
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = Collection.objects.visible_to(user).filter(owner=user).order_by("title", "pk")
        self.fields["collection"].queryset = mine

    def clean(self) -> dict[str, Any]:
        """One that is there, or the name of a new one."""
        given = super().clean() or {}
        if not given.get("collection") and not given.get("title") and not self.errors:
            self.add_error("title", _("Choose a collection, or name a new one."))
        return given


class NoteForm(forms.Form):
    """A line why an item is there."""

    note = forms.CharField(max_length=300, required=False)


class AssignForm(forms.Form):
    """Which colleagues, by when, and a word to them."""

    people = forms.CharField(
        label=_("Colleagues, by e-mail address"),
        max_length=2000,
        help_text=_("Several with a comma or on lines of their own."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    due_on = forms.DateField(
        label=_("To be read by"), required=False, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    note = forms.CharField(
        label=_("A word to them"), max_length=300, required=False, widget=forms.TextInput(attrs={"dir": "auto"})
    )

    def clean_people(self) -> list[User]:
        """Those who serve somewhere; each address that is nobody's is named."""
        asked = [word for word in re.split(r"[\s,;]+", self.cleaned_data["people"].lower()) if word]
        if len(asked) > 50:
            raise ValidationError(_("Fifty colleagues at a time are the most."))
        live = Posting.objects.live().order_by().values("user")
        found = {person.email.lower(): person for person in User.objects.filter(email__in=asked, pk__in=live)}
        missing = [word for word in dict.fromkeys(asked) if word not in found]
        if missing:
            wrong = now("Nobody who serves at an office has this address: %(addresses)s.")
            raise ValidationError(wrong % {"addresses": ", ".join(missing[:5])})
        return list(found.values())

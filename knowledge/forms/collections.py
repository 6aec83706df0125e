"""What a collection is called, what goes into it, and who is asked to read it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from knowledge.forms.people import ColleaguesField
from knowledge.models import Collection
from pvehub.people.models import User


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

    people = ColleaguesField(
        label=_("Colleagues, by e-mail address"),
        help_text=_("Several with a comma or on lines of their own."),
        most=50,
    )
    due_on = forms.DateField(
        label=_("To be read by"), required=False, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    note = forms.CharField(
        label=_("A word to them"), max_length=300, required=False, widget=forms.TextInput(attrs={"dir": "auto"})
    )

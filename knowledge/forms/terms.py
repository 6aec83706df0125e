"""What a curator says of a term, and which term another is merged into."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from knowledge.actions.terms import Said, tree
from pvehub.vocabulary.models import Term


class TermForm(forms.Form):
    """Names in three languages and the place in the tree."""

    name_en = forms.CharField(label=_("English"), max_length=300)
    name_fr = forms.CharField(label=_("French"), max_length=300, required=False)
    name_es = forms.CharField(
        label=_("Spanish"),
        max_length=300,
        required=False,
        help_text=_("Where a language has no name, the English one is shown."),
    )
    parent = forms.ModelChoiceField(
        Term.objects.none(), label=_("Stands beneath"), required=False, empty_label=_("Nothing: it stands at the top")
    )
    after = forms.ModelChoiceField(
        Term.objects.none(), label=_("Comes after"), required=False, empty_label=_("Nothing: it comes first")
    )
    is_emerging = forms.BooleanField(
        label=_("Emerging: it heads the filters and the gap map"),
        required=False,
    )

    def __init__(self, *args: Any, terms: list[Term], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Term.objects.filter(pk__in=[term.pk for term in terms])
        shown = [(term.pk, f"{'– ' * depth}{term.name}") for depth, term in tree(terms)]
        for name in ("parent", "after"):
            field = self.fields[name]
            field.queryset = rows
            field.choices = [("", field.empty_label), *shown]

    def said(self, terms: list[Term]) -> Said:
        """What was said, with the terms of the list as they were read."""
        given, known = dict(self.cleaned_data), {term.pk: term for term in terms}
        for name in ("parent", "after"):
            given[name] = known.get(given[name].pk) if given[name] else None
        return Said(**given)

    def clean(self) -> dict[str, Any]:
        """Names without double blanks."""
        given = super().clean() or {}
        return {name: " ".join(value.split()) if isinstance(value, str) else value for name, value in given.items()}


class MergeForm(forms.Form):
    """The term that stays."""

    into = forms.ModelChoiceField(Term.objects.none(), label=_("It is the same as"), empty_label=_("Choose one"))

    def __init__(self, *args: Any, term: Term, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["into"].queryset = Term.objects.of(term.list).exclude(pk=term.pk)

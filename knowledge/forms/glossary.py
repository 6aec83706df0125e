"""What is said of a term of the glossary."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Func, Q, TextField, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext_lazy as _

from knowledge.actions import Words
from knowledge.forms.meetings import line, text
from knowledge.models import Definition, GlossaryEntry
from pvehub.people.models import LANGUAGES, Office


def _folded(*texts: Any) -> Func:
    """All of them without accents: who types "radicalizacion" means "radicalización"."""
    parts = [part for text in texts for part in (text, Value(" "))][:-1]
    text = Concat(*parts, output_field=TextField()) if len(texts) > 1 else parts[0]
    return Func(text, function="unaccent", output_field=TextField())


class GlossaryFilterForm(forms.Form):
    """What the list shows."""

    q = forms.CharField(label=_("Words"), required=False, max_length=100)
    status = forms.ChoiceField(
        label=_("Status"), required=False, choices=[("", _("All in use")), *GlossaryEntry.Status.choices]
    )
    language = forms.ChoiceField(label=_("Defined in"), required=False, choices=[("", _("Any language")), *LANGUAGES])

    def narrow(self, rows: Any) -> Any:
        """The terms that are asked for; what is no answer of a field narrows nothing."""
        asked = self.cleaned_data if self.is_valid() else {}
        status, language, words = (asked.get(name, "") for name in ("status", "language", "q"))
        rows = rows.filter(status=status) if status else rows.living()
        if language:
            rows = rows.published_in(language)
        names = ("term__name_en", "term__name_fr", "term__name_es")
        rows = rows.alias(called=_folded(*names)) if words else rows
        for word in words.split()[:6]:
            said = Definition.objects.live().alias(said=_folded("institutional", "field"))
            told = said.filter(said__icontains=_folded(Value(word))).order_by().values("entry")
            rows = rows.filter(Q(called__icontains=_folded(Value(word))) | Q(pk__in=told))
        return rows


class GlossaryTermForm(forms.Form):
    """What a term is called, who answers for it, what it goes with."""

    name_en = line(_("English"), most=200)
    name_fr = line(_("French"), most=200, required=False)
    name_es = line(_("Spanish"), most=200, required=False)
    owner_office = forms.ModelChoiceField(Office.objects.none(), label=_("Office that answers for it"))
    related = forms.ModelMultipleChoiceField(
        GlossaryEntry.objects.none(), label=_("Related terms"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, entry: GlossaryEntry | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner_office"].queryset = Office.objects.by_name()
        if entry is None:
            del self.fields["related"]
        else:
            others = GlossaryEntry.objects.living().exclude(pk=entry.pk)
            self.fields["related"].queryset = others.for_list().by_name()

    def names(self) -> dict[str, str]:
        """The names by column."""
        return {name: self.cleaned_data[name] for name in ("name_en", "name_fr", "name_es")}


class DefinitionForm(forms.Form):
    """Both definitions of a term in one language."""

    institutional = text(_("Institutional definition"), _("As documents and agreements say it."), most=2000)
    field = text(_("In plain words"), _("As a colleague says it to people in a village or a prison."), most=2000)
    why = line(_("Why it is said otherwise"), most=300, required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def words(self, language: str) -> Words:
        """What the form says."""
        said = {name: self.cleaned_data[name] for name in ("institutional", "field", "why")}
        return Words(language, **said)


class TermCommentForm(forms.Form):
    """What a reader says of a term."""

    text = forms.CharField(
        label=_("What should be said otherwise?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
    is_objection = forms.BooleanField(
        label=_("I object: it should not be agreed before this is answered"), required=False
    )


class TermAnswerForm(forms.Form):
    """What becomes of a comment."""

    text = forms.CharField(label=_("Answer"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}))

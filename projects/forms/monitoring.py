"""The form of an indicator: of the bank, whose sheet fills what is left empty, or one of the project's own."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pvehub.vocabulary.models import Term

from ..measures import DIMENSIONS, LIMITS, Level, ValueType, dimensions_of, number, plain, value_type_of
from ..models import Indicator, Project
from ..wording import fold

FROM_BANK = ("level", "value_type", "unit", "source", "disaggregation", "adds_up")


def bank() -> Any:
    """The standard indicators a project can choose; those of the portal's own work are counted by the portal."""
    return Term.objects.of("indicators").exclude(attributes__level="process")


def sheet_of(term: Term) -> dict[str, Any]:
    """What the bank says of an indicator, as the fields of a project's row."""
    said = term.attributes
    value_type = value_type_of(said.get("unit", ""))
    return {
        "term": term,
        "level": said.get("level", ""),
        "value_type": value_type,
        "unit": term.said("unit"),
        "source": term.said("source"),
        "disaggregation": dimensions_of(said.get("disaggregation", "")),
        "adds_up": value_type == ValueType.NUMBER and said.get("level") == Level.OUTPUT,
    }


class BankForm(forms.Form):
    """The bank by level and words."""

    q = forms.CharField(label=_("Words"), required=False, max_length=200)
    level = forms.ChoiceField(
        label=_("Level"), required=False, choices=[("", _("Any")), *Level.choices, ("process", _("Process"))]
    )

    def found(self, terms: Any) -> list[Term]:
        """The terms whose name, code or method sheet holds every word, in the reader's language or in English."""
        asked = self.cleaned_data if self.is_valid() else {}
        rows = terms.filter(attributes__level=asked["level"]) if asked.get("level") else terms
        words = [fold(word) for word in asked.get("q", "").split()[:8]]
        texts = [(term, fold(f"{term.code} {term.name} {term.name_en} {term.said('definition')}")) for term in rows]
        return [term for term, text in texts if all(word in text for word in words)]


class IndicatorForm(forms.ModelForm):
    """One indicator. What makes it measurable may still be missing; what is there must fit together."""

    disaggregation = forms.MultipleChoiceField(
        label=_("Broken down by"),
        choices=[(code, each.label) for code, each in DIMENSIONS.items()],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Sex and age wherever people are counted. Never so fine that a person could be recognized."),
    )

    class Meta:
        model = Indicator
        fields = [
            *("term", "name", "level", "value_type", "unit", "baseline", "target", "source", "frequency"),
            *("disaggregation", "adds_up", "proxy_for", "is_measurable", "why_not_measurable"),
        ]
        widgets = {
            "name": forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
            "level": forms.RadioSelect,
            "value_type": forms.RadioSelect,
            "why_not_measurable": forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
        }
        help_texts = {
            "term": _("From the bank, with its method sheet; leave it empty for an indicator of your own."),
            "name": _("One thing only, and something that can be seen or asked. Empty: the words of the bank."),
            "unit": _("Percent of whom? Number of what?"),
            "baseline": _("The value before the project: a number, or for text a sentence."),
            "target": _("The value at the end that would show the change."),
            "source": _("Where the value comes from, and who collects it."),
            "adds_up": _("Tick it where each period counts anew (people trained). Not where the state is measured."),
            "proxy_for": _("Where the thing itself cannot be asked or seen: what this one stands in for."),
            "is_measurable": _("Untick it where that is still open, and say why: the reviewer sees it."),
        }

    def __init__(self, project: Project, *args: Any, start: Any = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["level"].choices = Level.choices
        self.fields["value_type"].choices = ValueType.choices
        self.fields["level"].required = self.fields["value_type"].required = False
        if self.instance.pk:
            del self.fields["term"]
            return
        self.fields["term"].queryset = bank()
        chosen = bank().filter(code=(start or {}).get("term", "")).first() if start else None
        if chosen:
            self.initial |= sheet_of(chosen)

    def validate_unique(self) -> None:
        return None

    def validate_constraints(self) -> None:
        return None

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        term = cleaned.get("term") or self.instance.term
        if term and not self.instance.pk:
            for name, value in sheet_of(term).items():
                if name in FROM_BANK and cleaned.get(name) in ("", None, [], False):
                    cleaned[name] = value
        if not term and not cleaned.get("name"):
            self.add_error("name", gettext("Say what is measured, or choose a standard indicator."))
        for name in ("level", "value_type"):
            if not cleaned.get(name) and name not in self.errors:
                self.add_error(name, gettext("Choose one."))
        if not cleaned.get("is_measurable") and not cleaned.get("why_not_measurable", "").strip():
            self.add_error("why_not_measurable", gettext("Say why it cannot be measured yet."))
        if cleaned.get("value_type") != ValueType.NUMBER:
            cleaned["adds_up"] = False
        self._figures(cleaned)
        return cleaned

    def _figures(self, cleaned: dict[str, Any]) -> None:
        """Baseline and target are numbers in the range of their type, except of an indicator told in words."""
        value_type = cleaned.get("value_type")
        if not value_type or value_type == ValueType.TEXT:
            return
        for name in ("baseline", "target"):
            said = cleaned.get(name, "")
            found = number(said) if said else None
            if said and found is None:
                self.add_error(name, gettext("A number without words, for example 31 or 31.5."))
            elif found is not None:
                low, high = LIMITS.get(ValueType(value_type), (0, None))
                if found < low or (high is not None and found > high):
                    self.add_error(name, out_of_range(value_type))
                cleaned[name] = plain(found)


def out_of_range(value_type: str) -> str:
    if value_type == ValueType.PERCENT:
        return gettext("A percentage lies between 0 and 100.")
    if value_type == ValueType.SCALE:
        return gettext("A value of this scale lies between 1 and 5.")
    return gettext("A number cannot be below zero.")

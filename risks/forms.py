"""The shape of what people send to a register. Forms validate, and never save."""

import uuid
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pvehub.people.models import User
from risks import scales, scoring
from risks.models import Category, LibraryRisk, Register, Risk
from risks.models.register import REASON_LENGTH
from risks.permissions import people_of
from risks.scales import Scales
from risks.triggers import Asked
from risks.workflow import (
    POSITIONS,
    Basis,
    Bearer,
    Lowers,
    ScreeningAnswer,
    Speed,
    Strategy,
    Visibility,
)


def _text(label: Any, *, rows: int = 3, required: bool = True, **more: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows, "dir": "auto"})
    return forms.CharField(label=label, widget=widget, required=required, max_length=5000, **more)


class RiskForm(forms.Form):
    """The statement of a risk: because of this, that may happen, which leads to."""

    category = forms.ModelChoiceField(label=gettext_lazy("Category"), queryset=Category.objects.none())
    cause = _text(gettext_lazy("Cause"), help_text=gettext_lazy("Because of …"), required=False)
    event = _text(gettext_lazy("Event"), help_text=gettext_lazy("… it may happen that …"), required=False)
    consequence = _text(gettext_lazy("Consequence"), help_text=gettext_lazy("… which leads to …"), required=False)
    owner = forms.ModelChoiceField(
        label=gettext_lazy("Owner"),
        queryset=User.objects.none(),
        help_text=gettext_lazy("One person, who watches it and is reminded of its review."),
    )
    strategy = forms.ChoiceField(
        label=gettext_lazy("Strategy"),
        choices=[("", gettext_lazy("Not decided yet")), *Strategy.choices],
        required=False,
    )
    shared_with = _text(
        gettext_lazy("Who carries part of it, and what they answered"),
        rows=2,
        required=False,
        help_text=gettext_lazy("Needed where the strategy is to share."),
    )
    is_direct = forms.BooleanField(
        label=gettext_lazy("Our own message confronts a group: a direct red line"), required=False
    )
    visibility = forms.ChoiceField(label=gettext_lazy("Who reads it"), choices=Visibility.choices)

    def __init__(self, *args: Any, register: Register, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["category"].queryset = Category.objects.order_by("position", "code")
        self.fields["owner"].queryset = people_of(register)


class LibraryForm(forms.Form):
    """Which risks of the library are copied."""

    codes = forms.MultipleChoiceField(
        label=gettext_lazy("Risks"),
        error_messages={"required": gettext_lazy("Tick at least one risk.")},
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, items: list[LibraryRisk], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["codes"].choices = [(item.code, item.event) for item in items]


class ScreeningForm(forms.Form):
    """One answer, and where it is no the reason, for each category; what is left open stays open.

    A stale answer is not filled in: somebody has to give it again. `seen_CODE` is what of the record the form showed.
    """

    def __init__(self, data: Any = None, *, asked: list[Asked], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.asked = asked
        for one in asked:
            code, given = one.category.code, one.answer
            self.fields[code] = forms.ChoiceField(
                label=one.category.name, choices=ScreeningAnswer.choices, widget=forms.RadioSelect, required=False
            )
            self.fields[f"{code}_because"] = _text(_("Why it does not apply"), rows=2, required=False)
            self.fields[f"{code}_seen"] = forms.CharField(required=False, widget=forms.HiddenInput)
            self.initial |= {f"{code}_seen": one.seen}
            if given:
                self.initial |= {code: "" if one.is_stale else given.answer, f"{code}_because": given.because}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for one in self.asked:
            code = one.category.code
            short = len(cleaned.get(f"{code}_because", "").strip()) < REASON_LENGTH
            if cleaned.get(code) == ScreeningAnswer.NOT and short:
                sentence = _("%(name)s: say in %(n)d signs or more why it does not apply.")
                self.add_error(f"{code}_because", sentence % {"name": one.category.name, "n": REASON_LENGTH})
        return cleaned

    def answers(self) -> dict[str, tuple[str, str]]:
        """The answers given: code -> (answer, because)."""
        given, codes = self.cleaned_data, [one.category.code for one in self.asked]
        return {code: (given[code], given[f"{code}_because"]) for code in codes if given[code]}

    def seen(self) -> dict[str, str]:
        """What the form showed of the record, by code; nothing where it did not come along."""
        codes = [one.category.code for one in self.asked]
        return {code: self.cleaned_data[f"{code}_seen"] for code in codes if self.cleaned_data[f"{code}_seen"]}

    def rows(self) -> list[dict[str, Any]]:
        """Category with its triggers and two fields, in order, for the page."""
        return [
            {
                "asked": one,
                "category": one.category,
                "answer": self[one.category.code],
                "because": self[f"{one.category.code}_because"],
                "seen": one.seen,
            }
            for one in self.asked
        ]


def _impact_choices(dimension: str, words: Scales | None = None) -> list[tuple[str, Any]]:
    words = words or scales.of({})
    named = [(str(n), f"{n} {name}: {words.means[dimension][n]}") for n, name in words.impacts.items()]
    return [("", _("Does not touch it")), *named]


def _likelihood_choices(words: Scales) -> list[tuple[str, Any]]:
    named = [(str(n), f"{n} {name}: {words.chances[n]}") for n, name in words.likelihoods.items()]
    return [("", _("Choose")), *named]


class AssessForm(forms.Form):
    """Likelihood and impact on each dimension, in three positions; how sure, how fast, who bears it, and why."""

    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    confidence = forms.ChoiceField(
        label=gettext_lazy("How sure are you"),
        choices=[("", gettext_lazy("Choose")), *scoring.Confidence.choices],
        help_text=gettext_lazy("Low halves the time to the next review and lets an acceptance last 60 days at most."),
    )
    speed = forms.ChoiceField(
        label=gettext_lazy("How fast is it upon you, once it starts"),
        choices=[("", gettext_lazy("Choose")), *Speed.choices],
    )
    bearers = forms.MultipleChoiceField(
        label=gettext_lazy("Who bears the harm"),
        choices=Bearer.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    rationale = _text(gettext_lazy("Why these ratings, and why this sure"), rows=4)

    def __init__(self, *args: Any, words: Scales | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = words or scales.of({})
        self.fields["key"].initial = uuid.uuid4
        if self.is_preview:
            self.fields["rationale"].required = False
        for position, label in POSITIONS.items():
            axes = [("likelihood", _("Likelihood"), _likelihood_choices(words))]
            axes += [(name, str(label), _impact_choices(name, words)) for name, label in scoring.Dimension.choices]
            for axis, name, choices in axes:
                widget = forms.Select(attrs={"aria-label": f"{name}, {label}"})
                self.fields[f"{position}_{axis}"] = forms.ChoiceField(
                    label=f"{name}, {label}", choices=choices, widget=widget, required=axis == "likelihood"
                )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for position, label in POSITIONS.items():
            if not any(cleaned.get(f"{position}_{name}") for name in scoring.Dimension.values):
                sentence = _("%(position)s: rate the impact on at least one of the five.") % {"position": label}
                self.add_error(f"{position}_{scoring.Dimension.values[0]}", sentence)
        return cleaned

    def ratings(self) -> dict[str, scoring.Rating]:
        """The three positions as ratings."""
        given = self.cleaned_data
        return {
            position: scoring.Rating(
                int(given[f"{position}_likelihood"]),
                {n: int(given[f"{position}_{n}"]) for n in scoring.Dimension.values if given[f"{position}_{n}"]},
            )
            for position in POSITIONS
        }

    def rows(self) -> list[dict[str, Any]]:
        """One row per axis with its three fields, for the page."""
        axes = [("likelihood", _("Likelihood")), *scoring.Dimension.choices]
        return [
            {"label": label, "fields": [(POSITIONS[p], self[f"{p}_{axis}"]) for p in POSITIONS]} for axis, label in axes
        ]

    @property
    def is_preview(self) -> bool:
        """Whether only the bands are asked for: nothing is saved then."""
        return "show" in self.data

    def bands(self, cells: scoring.Cells) -> list[tuple[Any, str]]:
        """Each position with the band that its numbers give in this matrix; empty where one is missing."""
        if not self.is_bound or not hasattr(self, "cleaned_data"):
            return []
        return [(label, self._band(position, cells)) for position, label in POSITIONS.items()]

    def _band(self, position: str, cells: scoring.Cells) -> str:
        given = self.cleaned_data
        impacts = [int(given[key]) for name in scoring.Dimension.values if given.get(key := f"{position}_{name}")]
        likelihood = given.get(f"{position}_likelihood")
        return scoring.band(int(likelihood), max(impacts), cells) if likelihood and impacts else ""

    def rest(self) -> list[forms.BoundField]:
        return [self[name] for name in ("confidence", "speed", "bearers", "rationale")]


class TreatmentForm(forms.Form):
    """A measure: what, on which axis, by whom, until when, and which other risks it serves."""

    text = _text(gettext_lazy("What is done"))
    lowers = forms.ChoiceField(label=gettext_lazy("What it lowers"), choices=Lowers.choices)
    owner = forms.ModelChoiceField(label=gettext_lazy("Who does it"), queryset=User.objects.none())
    due_on = forms.DateField(
        label=gettext_lazy("Due"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    cost = forms.DecimalField(label=gettext_lazy("Cost"), max_digits=14, decimal_places=2, min_value=0, required=False)
    currency = forms.RegexField(
        label=gettext_lazy("Currency"),
        regex=r"^[A-Z]{3}$",
        required=False,
        help_text=gettext_lazy("Three letters, e.g. EUR."),
        widget=forms.TextInput(attrs={"size": 4}),
    )
    is_precondition = forms.BooleanField(
        label=gettext_lazy("An acceptance depends on its being on time"),
        required=False,
        help_text=gettext_lazy("Where it is late, what was accepted on it lapses."),
    )

    def __init__(self, *args: Any, register: Register, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = people_of(register)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("cost") is not None and not cleaned.get("currency"):
            self.add_error("currency", _("A cost needs its currency."))
        return cleaned


class NewTreatmentForm(TreatmentForm):
    """A new measure may serve other risks of the register as well."""

    also = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Serves these risks too"),
        queryset=Risk.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, others: QuerySet[Risk], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["also"]
        field.queryset = others
        field.label_from_instance = lambda risk: f"{risk.ref} {risk.event}"[:120]
        if not others:
            del self.fields["also"]


class RequestForm(forms.Form):
    """Asking a seat to assume what remains."""

    basis = forms.ChoiceField(
        label=gettext_lazy("What is accepted"), choices=Basis.choices, widget=forms.RadioSelect, initial=Basis.CURRENT
    )
    reason = _text(gettext_lazy("Why it may be carried"))


class GrantForm(forms.Form):
    """Assuming the risk, until the last day the rule allows or an earlier one."""

    until = forms.DateField(
        label=gettext_lazy("Until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    note = _text(gettext_lazy("What you want on record"), required=False)


class NoteForm(forms.Form):
    """A few words that may stay empty."""

    note = _text(gettext_lazy("What you want on record"), required=False)


class ReasonForm(forms.Form):
    """A reason that may not stay empty."""

    reason = _text(gettext_lazy("Why"))


class DeclineForm(forms.Form):
    """Not assuming the risk."""

    note = _text(gettext_lazy("Why not, and what would change the answer"))


class ReaderForm(forms.Form):
    """One more person who may read a restricted risk, named by e-mail: no list of people is shown here."""

    email = forms.EmailField(label=gettext_lazy("E-mail of the person"))

    def clean_email(self) -> User:
        found = User.objects.filter(email=self.cleaned_data["email"].lower(), is_active=True).first()
        if found is None:
            raise forms.ValidationError(_("Nobody here has this e-mail."))
        return found


class AssumeForm(forms.Form):
    """Assuming the register of the stream as it was read."""

    statement = _text(gettext_lazy("What is assumed, and on what grounds"), rows=4)
    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)

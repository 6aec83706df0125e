"""The shapes of what is prepared for the deciding seat: the lead's proposal, the word on a resource."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from endorsement.models import Decision
from knowledge.workflow import Stance

from . import ConditionForm, ConditionFormSet, _text

OUTCOMES = [choice for choice in Decision.Outcome.choices if choice[0] != Decision.Outcome.NOT_REQUIRED]


class ProposalForm(forms.Form):
    """The decision as the lead proposes it."""

    outcome = forms.ChoiceField(label=_("What you propose"), choices=OUTCOMES, widget=forms.RadioSelect)
    rationale = _text(_("Reasons"), _("The seat may take them over into the letter."))
    risk_statement = _text(
        _("Risk-assumption statement"),
        _("Which residual risks are assumed, and why. Not for a refusal."),
        rows=4,
        required=False,
    )
    reason = forms.ChoiceField(
        label=_("Ground of a refusal"),
        choices=[("", _("None: it is no refusal")), *Decision.Reason.choices],
        required=False,
    )
    what_would_change = _text(_("What would change the answer"), _("For a refusal."), rows=3, required=False)
    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class CitationForm(forms.Form):
    """Whether a resource speaks for this case, and why."""

    stance = forms.ChoiceField(
        label=_("Your word"),
        choices=[
            (Stance.APPLIES, _("I cite it: it speaks for this project")),
            (Stance.CONTRADICTS, _("I cite it: it speaks against this project")),
            (Stance.NOT_RELEVANT, _("I put it aside: I have looked at it, and it does not help here")),
        ],
        widget=forms.RadioSelect,
    )
    why = _text(_("Why"), _("TRD and DOE read it, and the deciding seat."), rows=3, most=2000)


def conditions(owners: Any, data: Any = None, words: dict[str, str] | None = None) -> Any:
    """The rows of conditions: as sent, or filled with the words of a draft and two more that are empty."""
    kwargs = {"owners": owners}
    if data is not None:
        return ConditionFormSet(data, prefix="conditions", form_kwargs=kwargs)
    rows = rows_of(words or {})
    return _growing(len(rows))(prefix="conditions", form_kwargs=kwargs, initial=rows)


def _growing(filled: int) -> Any:
    extra = 3 if not filled else 2
    return forms.formset_factory(ConditionForm, extra=extra, max_num=20, validate_max=True)


def rows_of(words: dict[str, str]) -> list[dict[str, str]]:
    """The conditions in a draft, each in its own row, up to the last one that says something."""
    found: dict[int, dict[str, str]] = {}
    for name, text in words.items():
        parts = name.split("-", 2)
        if len(parts) == 3 and parts[0] == "conditions" and parts[1].isdigit():
            found.setdefault(int(parts[1]), {})[parts[2]] = text
    typed = ("text", "evidence", "owner", "due_on")
    filled = [n for n, row in found.items() if any(row.get(name, "").strip() for name in typed)]
    return [found.get(n, {}) for n in range(min(max(filled, default=-1) + 1, 20))]

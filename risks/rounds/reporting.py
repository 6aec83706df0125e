"""What people send of an incident, and what the pages of incidents show."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pvehub.audit import trail
from pvehub.audit.words import told
from pvehub.people.models import User
from risks import permissions, scales, scoring
from risks.actions.incidents import is_critical
from risks.forms import _impact_choices, _text
from risks.models import Incident, MatrixVersion, Register, Risk
from risks.workflow import RiskState


class IncidentForm(forms.Form):
    """What happened, when, what was done at once, on what it fell and how hard, and which risks it made real."""

    title = forms.CharField(
        label=gettext_lazy("What happened, in a line"),
        max_length=200,
        help_text=gettext_lazy("Name no participant: no names, phone numbers, addresses."),
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    text = _text(
        gettext_lazy("What happened"),
        rows=5,
        help_text=gettext_lazy(
            "The facts, in the order they came. No personal data of participants: “a trainee”, “a mother of two”."
        ),
    )
    happened_on = forms.DateField(
        label=gettext_lazy("When"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    done = _text(gettext_lazy("What was done at once"), required=False)
    risks = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Risks it made real"),
        queryset=Risk.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Each is materialised with it; what was accepted of it lapses and is asked anew."),
    )
    is_foreseen = forms.BooleanField(label=gettext_lazy("The register had foreseen it"), required=False)
    visibility = forms.ChoiceField(
        label=gettext_lazy("Who reads it"),
        choices=Incident.WHO_READS,
        widget=forms.RadioSelect,
        help_text=gettext_lazy("In any case at most as many people as read every risk it made real."),
    )

    def __init__(self, *args: Any, risks: QuerySet[Risk], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = scales.of(MatrixVersion.objects.active().scales)
        for name, label in scoring.Dimension.choices:
            self.fields[name] = forms.ChoiceField(label=label, choices=_impact_choices(name, words), required=False)
        field: Any = self.fields["risks"]
        field.queryset = risks
        field.label_from_instance = lambda risk: f"{risk.ref} {risk.event}"[:120]
        if not risks:
            del self.fields["risks"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        detail = {name: int(cleaned[name]) for name in scoring.Dimension.values if cleaned.get(name)}
        if not detail:
            self.add_error(scoring.Dimension.values[0], _("Rate the impact on at least one of the five."))
        return cleaned | {"impact_detail": detail}

    def said(self) -> dict[str, Any]:
        """The fields as the actions take them."""
        return {k: v for k, v in self.cleaned_data.items() if k not in scoring.Dimension.values}

    def words(self) -> list[forms.BoundField]:
        return [self[name] for name in ("title", "text", "happened_on", "done")]

    def impacts(self) -> list[forms.BoundField]:
        return [self[name] for name in scoring.Dimension.values]

    def rest(self) -> list[forms.BoundField]:
        return [self[name] for name in ("risks", "is_foreseen", "visibility") if name in self.fields]


class CloseForm(forms.Form):
    """How an incident was dealt with."""

    words = _text(
        gettext_lazy("How it was dealt with, and what changes"),
        rows=5,
        help_text=gettext_lazy("What is done differently from now on, in the measures or the design. Name no person."),
    )


def choosable(register: Register, user: User) -> QuerySet[Risk]:
    """The risks this person may say were made real: open, or real already, and readable."""
    states = (RiskState.OPEN, RiskState.MATERIALISED)
    rows: QuerySet[Risk] = register.risks.visible_to(user).filter(state__in=states).order_by("number")
    return rows


def beginning(incident: Incident) -> dict[str, Any]:
    """An incident as its form begins."""
    names = ("title", "text", "done", "happened_on", "is_foreseen", "visibility")
    return {name: getattr(incident, name) for name in names} | dict(incident.impact_detail)


def incident_page(incident: Incident, user: User) -> dict[str, Any]:
    """Everything the page of an incident shows to this person, who reads every risk it made real."""
    detail, words = incident.impact_detail, scales.of(MatrixVersion.objects.active().scales)
    return {
        "incident": incident,
        "register": incident.register,
        "is_critical": is_critical(incident),
        "risks": list(incident.risks.select_related("category", "register__project", "assessment").order_by("number")),
        "impacts": [
            (label, detail[name], words.impacts[detail[name]], words.means[name][detail[name]])
            for name, label in scoring.Dimension.choices
            if name in detail
        ],
        "impact_word": words.impacts[incident.impact],
        "events": [
            {
                "label": row["label"],
                "actor": row["actor"],
                "on_behalf_of": row["principal"],
                "at": row["event"].at,
                "note": row["event"].note,
            }
            for row in reversed(told(trail.of(incident)))
        ],
        "why_not": {
            "edit": permissions.why_not_edit_incident(user, incident),
            "close": permissions.why_not_close_incident(user, incident),
            "reopen": permissions.why_not_reopen_incident(user, incident),
        },
    }

"""What the gallery shows: every component with its states, filled with plain words instead of records."""

from datetime import timedelta
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pvehub.ui.components import BANDS, Cell, Happening, Stage, Tab, Task, words_between
from pvehub.ui.paging import Page

# Matrix version 1, likeliest row first; the app that owns the method hands in its own.
SHADES = [
    "medium high very_high extreme extreme",
    "low medium high very_high extreme",
    "low medium medium high very_high",
]
SHADES += ["low low medium medium high", "low low low medium high"]


class SampleForm(forms.Form):
    """One field of each kind."""

    title = forms.CharField(label=_("Title"), help_text=_("As communities would say it."), max_length=120)
    summary = forms.CharField(label=_("Summary"), widget=forms.Textarea, required=False)
    office = forms.ChoiceField(label=_("Office"), choices=[("", "–"), ("UG", "Kampala"), ("NE", "Niamey")])
    themes = forms.MultipleChoiceField(
        label=_("Themes"),
        choices=[("youth", _("Youth")), ("gender", _("Gender")), ("media", _("Media"))],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    tier = forms.ChoiceField(
        label=_("Who may read it"), choices=[("0", _("All staff")), ("1", _("The region"))], widget=forms.RadioSelect
    )
    starts_on = forms.DateField(label=_("Starts on"), widget=forms.DateInput(attrs={"type": "date"}))
    file = forms.FileField(label=_("File"), required=False, help_text=_("PDF or Word, at most 20 MB."))
    is_agreed = forms.BooleanField(label=_("I have read the guidance"))


class SampleThing:
    """Stands where a record would."""

    def who_sees(self) -> list[str]:
        """Sentences, the narrowest circle first."""
        return [
            gettext("The team and the mission that leads it."),
            gettext("After submission, also the region and headquarters."),
        ]


def gallery(request: HttpRequest) -> dict[str, Any]:
    """The context of the gallery page."""
    now = timezone.now()
    empty_answer = SampleForm({"title": ""}, prefix="bad")
    return {
        "form": SampleForm(prefix="good"),
        "bad_form": empty_answer,
        "kinds": ["neutral", "ok", "warn", "danger", "info"],
        "thing": SampleThing(),
        "tiers": range(4),
        "now": now,
        "tasks": [
            Task(gettext("Overview"), request.path, gettext("Done"), "ok"),
            Task(
                gettext("Results"), request.path, gettext("In progress"), "info", gettext("Two fields are still empty.")
            ),
            Task(
                gettext("Safeguards"),
                "",
                gettext("Locked"),
                "neutral",
                why_not=gettext("Locked while the case is with TRD."),
            ),
        ],
        "stages": [
            Stage(gettext("Draft"), "done", "3 Nov"),
            Stage(gettext("Clearance"), "done", "5 Nov"),
            Stage(gettext("Review"), "now", gettext("usually 10 working days")),
            Stage(gettext("Decision")),
        ],
        "events": [
            Happening(
                gettext("Returned with comments"), now - timedelta(days=1), note=gettext("Two comments need an answer.")
            ),
            Happening(gettext("Submitted"), now - timedelta(days=4)),
        ],
        "pieces": words_between(
            gettext("Young men at risk meet weekly."), gettext("Young women and men meet every week.")
        ),
        "cells": _cells(),
        "tabs": [
            Tab(gettext("Record"), request.path, True),
            Tab(gettext("Risks"), f"{request.path}?tab=risks", count=3),
        ],
        "chips": [
            Tab(gettext("My region"), request.path, True),
            Tab(gettext("Waiting longest"), f"{request.path}?saved=2"),
        ],
        "page": Page([1] * 20, 2, 3, 47, f"{request.path}?page=3", f"{request.path}?page=1"),
        "nothing": Page([], 1, 1, 0, "", ""),
        "comments": [
            {"author": None, "at": now, "text": gettext("Which evidence supports this link?"), "language": ""}
        ],
        "threads": [
            {"pk": state, "state": state, "quoted": gettext("Young men at risk"), "response_required": True}
            for state in ("open", "answered", "resolved")
        ],
        "arabic": "التماسك الاجتماعي في الأحياء الفقيرة (Kampala, 2026)",
    }


def _cells() -> list[Cell]:
    """All 25 cells, three of them with risks."""
    counts = {(4, 4): 1, (3, 2): 2, (2, 5): 1}
    return [
        Cell(
            5 - row,
            column + 1,
            band,
            counts.get((5 - row, column + 1), 0),
            "#matrix",
            here=(5 - row, column + 1) == (4, 4),
        )
        for row, line in enumerate(SHADES)
        for column, band in enumerate(line.split())
        if band in BANDS
    ]

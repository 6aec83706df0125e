"""The shape of what the risk officer sends: the parts of a draft, why it is activated, a risk of the library.

Forms validate shape only: what is wrong with a draft is said beside it until it is mended.
"""

from typing import Any

from django import forms
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from risks import scales, versions
from risks.models import Category, LibraryRisk, MatrixVersion
from risks.querysets import LibraryQuerySet
from risks.scoring import Appetite, Band, Level, Rule
from risks.workflow import Seat, Works

LEVELS = [level for level in Level if level != Level.NOBODY]
STEPS = range(1, 6)
LANGUAGE_CHOICES = [("en", "English"), ("fr", "Français"), ("es", "Español")]
DAYS = ("lasts_days", "review_days", "answer_days", "grace_days")


class CellsForm(forms.Form):
    """The band of each of the 25 cells."""

    title = gettext_lazy("The matrix")
    template = "risks/_draft_cells.html"

    def __init__(self, *args: Any, draft: MatrixVersion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.words = scales.of(draft.scales)
        for likelihood in STEPS:
            for impact in STEPS:
                where = _("Likelihood %(likelihood)d, impact %(impact)d") % {"likelihood": likelihood, "impact": impact}
                self.fields[f"cell-{likelihood}-{impact}"] = forms.ChoiceField(
                    label=where,
                    choices=Band.choices,
                    initial=draft.cells[likelihood - 1][impact - 1],
                    widget=forms.Select(attrs={"aria-label": where}),
                )

    def rows(self) -> list[dict[str, Any]]:
        """The likeliest first, as on the page of a version."""
        return [
            {"n": li, "name": self.words.likelihoods[li], "cells": [self[f"cell-{li}-{im}"] for im in STEPS]}
            for li in reversed(STEPS)
        ]

    def impacts(self) -> list[tuple[int, str]]:
        return list(self.words.impacts.items())

    def parts(self) -> dict[str, Any]:
        return {"cells": [[self.cleaned_data[f"cell-{li}-{im}"] for im in STEPS] for li in STEPS]}


class AppetitesForm(forms.Form):
    """The appetite of each category."""

    title = gettext_lazy("Appetites")
    template = "risks/_draft_fields.html"

    def __init__(self, *args: Any, draft: MatrixVersion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for category in Category.objects.order_by("position", "code"):
            self.fields[category.code] = forms.ChoiceField(
                label=f"{category.code} · {category.name}",
                choices=Appetite.choices,
                initial=draft.appetite_of(category.code),
            )

    def parts(self) -> dict[str, Any]:
        return {"appetites": dict(self.cleaned_data)}


class RulesForm(forms.Form):
    """Who decides and who concurs at each level, and the days."""

    title = gettext_lazy("Who may assume what")
    template = "risks/_draft_rules.html"

    def __init__(self, *args: Any, draft: MatrixVersion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = versions.rules(draft)
        names = dict(zip(DAYS, self.day_names(), strict=True))
        for level in LEVELS:
            rule = found.get(level)
            self.fields[f"{level}-decides"] = forms.ChoiceField(
                label=_("Decides"), choices=Seat.choices, initial=rule.decides if rule else None
            )
            self.fields[f"{level}-concurs"] = forms.MultipleChoiceField(
                label=_("Concurs first"),
                choices=Seat.choices,
                initial=list(rule.concurs) if rule else [],
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )
            for name in DAYS:
                self.fields[f"{level}-{name}"] = forms.IntegerField(
                    label=names[name], min_value=0, max_value=3650, initial=getattr(rule, name, None)
                )

    @staticmethod
    def day_names() -> list[str]:
        return [
            _("An acceptance lasts at most, days"),
            _("Review every, days"),
            _("Escalation answered within, days"),
            _("Grace after endorsement, days"),
        ]

    def rows(self) -> list[dict[str, Any]]:
        names = ("decides", "concurs", *DAYS)
        return [{"level": level, "fields": [self[f"{level}-{name}"] for name in names]} for level in LEVELS]

    def parts(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {
            "rules": {
                str(level): Rule(
                    given[f"{level}-decides"],
                    given[f"{level}-concurs"],
                    **{name: given[f"{level}-{name}"] for name in DAYS},
                )
                for level in LEVELS
            }
        }


class ScalesForm(forms.Form):
    """The words of the scales in one language; what stays empty is built in."""

    template = "risks/_draft_fields.html"
    language = "en"

    def __init__(self, *args: Any, draft: MatrixVersion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.own, given = draft.scales, scales.flat(draft.scales, self.language)
        for name in scales.names():
            with translation.override(self.language):
                usual = scales.built_in(name)
            self.fields[name] = forms.CharField(
                label=scales.place(name),
                required=False,
                max_length=200,
                initial=given.get(name),
                help_text=usual,
                widget=forms.TextInput(attrs={"lang": self.language, "dir": "auto"}),
            )

    def parts(self) -> dict[str, Any]:
        own = {**self.own, self.language: scales.nested(self.cleaned_data)}
        return {"scales": {language: words for language, words in own.items() if words}}


class EnglishForm(ScalesForm):
    """In English."""

    title, language = gettext_lazy("Words of the scales: English"), "en"


class FrenchForm(ScalesForm):
    """In French."""

    title, language = gettext_lazy("Words of the scales: French"), "fr"


class SpanishForm(ScalesForm):
    """In Spanish."""

    title, language = gettext_lazy("Words of the scales: Spanish"), "es"


FORMS: dict[str, Any] = {
    "cells": CellsForm,
    "appetites": AppetitesForm,
    "rules": RulesForm,
    "en": EnglishForm,
    "fr": FrenchForm,
    "es": SpanishForm,
}


class ActivateForm(forms.Form):
    """Why the method changes."""

    why = forms.CharField(
        label=gettext_lazy("Why the method changes"),
        help_text=gettext_lazy("Everyone who reads how risks are rated reads this too."),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )


def _text(label: Any, help_text: Any = "", *, rows: int = 3, required: bool = True) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows, "dir": "auto"})
    return forms.CharField(label=label, help_text=help_text, widget=widget, required=required, max_length=5000)


class LibraryRiskForm(forms.Form):
    """A risk of the library; its mitigations one per line, those that prevent apart from those that contain."""

    category = forms.ModelChoiceField(label=gettext_lazy("Category"), queryset=Category.objects.none())
    cause = _text(gettext_lazy("Cause"), gettext_lazy("Because of …"))
    event = _text(gettext_lazy("Event"), gettext_lazy("… it may happen that …"))
    consequence = _text(gettext_lazy("Consequence"), gettext_lazy("… which leads to …"))
    prevent = _text(gettext_lazy("What prevents it"), gettext_lazy("One to a line."), required=False)
    contain = _text(gettext_lazy("What contains the harm"), gettext_lazy("One to a line."), required=False)

    def __init__(self, *args: Any, item: LibraryRisk | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["category"]
        field.queryset = Category.objects.order_by("position", "code")
        field.label_from_instance = lambda category: f"{category.code} · {category.name}"
        if item is not None:
            self.initial = {name: getattr(item, name) for name in ("cause", "event", "consequence")}
            self.initial["category"] = item.category_id
            for works in Works:
                lines = [way["text"] for way in item.mitigations if way["works"] == works]
                self.initial[works.value] = "\n".join(lines)

    def fields_given(self) -> dict[str, Any]:
        """What is sent, as the library keeps it."""
        given = {name: self.cleaned_data[name] for name in ("category", "cause", "event", "consequence")}
        given["mitigations"] = [
            {"text": line.strip(), "works": works.value}
            for works in Works
            for line in self.cleaned_data[works.value].splitlines()
            if line.strip()
        ]
        return given


class NewLibraryRiskForm(LibraryRiskForm):
    """A new one says its language."""

    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=LANGUAGE_CHOICES)


class LibraryFilterForm(forms.Form):
    """Which risks of the library are listed; what makes no sense is not asked."""

    category = forms.ModelChoiceField(
        label=gettext_lazy("Category"),
        queryset=Category.objects.order_by("position", "code"),
        to_field_name="code",
        empty_label=gettext_lazy("All"),
        required=False,
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language"), choices=[("", gettext_lazy("All")), *LANGUAGE_CHOICES], required=False
    )
    state = forms.ChoiceField(
        label=gettext_lazy("State"),
        choices=[
            ("", gettext_lazy("All")),
            ("offered", pgettext_lazy("library", "Offered")),
            ("retired", pgettext_lazy("library", "Retired")),
        ],
        required=False,
    )

    def chosen(self, rows: LibraryQuerySet) -> LibraryQuerySet:
        """The rows that are asked for."""
        self.is_valid()
        given = getattr(self, "cleaned_data", {})
        if given.get("category"):
            rows = rows.filter(category=given["category"])
        if given.get("language"):
            rows = rows.filter(language=given["language"])
        if given.get("state"):
            rows = rows.filter(is_retired=given["state"] == "retired")
        return rows


class CategoryForm(forms.Form):
    """The names of a category in three languages, where it comes from, and whether every register answers it."""

    name_en = forms.CharField(label=gettext_lazy("Name in English"), max_length=200)
    name_fr = forms.CharField(label=gettext_lazy("Name in French"), max_length=200)
    name_es = forms.CharField(label=gettext_lazy("Name in Spanish"), max_length=200)
    source = _text(gettext_lazy("Where it comes from"), rows=2, required=False)
    is_mandatory = forms.BooleanField(
        label=gettext_lazy("Every register answers it before its project is submitted"), required=False
    )


class NewCategoryForm(CategoryForm):
    """A new one has a code, which never changes."""

    code = forms.RegexField(
        label=gettext_lazy("Code"), regex=r"^[A-Z]{2,8}$", help_text=gettext_lazy("Two to eight capital letters.")
    )
    field_order = ("code", "name_en", "name_fr", "name_es", "source", "is_mandatory")

"""What a project makes of a text, and whether that helped."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from knowledge import workflow
from knowledge.actions import Place
from knowledge.forms.trusting import Words
from knowledge.models import Clause, Resource
from projects.models import Project
from projects.workflow import ENDED
from pvehub.people.models import User


class ProjectChoice(forms.ModelChoiceField):
    """Projects by number and title."""

    def label_from_instance(self, obj: Project) -> str:
        """As lists name it."""
        return f"{obj.ref} {obj.title}"


class UseForm(Words):
    """For which project, what the text is to it, and why."""

    project = ProjectChoice(
        Project.objects.none(),
        label=pgettext_lazy("citation", "For the project"),
        to_field_name="ref",
        empty_label=None,
        error_messages={"invalid_choice": _("Choose one of the projects you work on.")},
    )
    stance = forms.ChoiceField(
        label=_("What it is to the project"), choices=workflow.Stance.choices, widget=forms.RadioSelect
    )
    why = forms.CharField(
        label=_("Why, or how"),
        max_length=600,
        required=False,
        help_text=_("Needed where it speaks against the project or is not used. The team and its reviewers read it."),
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
    clause = forms.RegexField(
        r"^\d{1,3}(\.\d{1,3}){0,2}$",
        label=_("Clause"),
        max_length=12,
        required=False,
        help_text=_("Of a guidance note the number of one clause; empty: the whole of it."),
        error_messages={"invalid": _("A clause is a number like 3 or 3.2.")},
    )
    place_kind = forms.ChoiceField(
        choices=[(kind, kind) for kind in ("list", "section", "project")], widget=forms.HiddenInput, required=False
    )
    place_id = forms.CharField(max_length=60, widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, user: User, resource: Resource, **kwargs: Any) -> None:
        """Only the projects this person works on are there to choose from; clauses are asked of guidance alone."""
        super().__init__(*args, **kwargs)
        self.resource = resource
        rows = Project.objects.whole_for(user).marked_working_for(user).filter(is_working=True)
        self.fields["project"].queryset = rows.exclude(status__in=ENDED).newest()
        if resource.kind != "guidance":
            del self.fields["clause"]

    def clean(self) -> dict[str, Any]:
        """A text that is not used, or speaks against the project, is so for a reason."""
        given = super().clean()
        if given.get("stance") in workflow.SAYS_WHY and not given.get("why", "").strip() and "why" not in self.errors:
            self.add_error("why", ValidationError(_("Say in a few words why.")))
        return given

    def clean_clause(self) -> str:
        """One that stands in the text of today."""
        number: str = self.cleaned_data["clause"]
        if number and not Clause.objects.live().filter(resource=self.resource, number=number).exists():
            raise ValidationError(_("There is no clause %(number)s in it."), params={"number": number})
        return number

    def said(self) -> dict[str, Any]:
        """As the action takes it."""
        given = self.cleaned_data
        place = Place(given["place_kind"] or "list", given["place_id"] if given["place_kind"] == "section" else "")
        return {
            "stance": given["stance"],
            "why": given["why"],
            "clause": given.get("clause", ""),
            "place": place,
        }


class OutcomeForm(Words):
    """Whether what was used helped."""

    outcome = forms.ChoiceField(label=_("Did it help?"), choices=workflow.Helped.choices, widget=forms.RadioSelect)
    word = forms.CharField(
        label=_("How"),
        max_length=600,
        required=False,
        help_text=_("Needed where it did harm. Who may read the whole project reads it beside the text."),
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )

    def clean(self) -> dict[str, Any]:
        """Harm is told with a word, so that others are warned."""
        given = super().clean()
        harmed = given.get("outcome") == workflow.Helped.HARMED
        if harmed and not given.get("word", "").strip() and "word" not in self.errors:
            self.add_error(
                "word", ValidationError(_("Say in a few words what harm it did, so that others are warned."))
            )
        return given

"""Forms of knowledge: shape only. The questions of a kind come from the kind, so that every kind has the same form."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from knowledge import checks, kinds, workflow
from knowledge.actions import Tags, Text
from knowledge.beginnings import least_of
from knowledge.forms.people import ColleaguesField
from pvehub.files.forms import UploadField
from pvehub.people.models import Country, Office, User
from pvehub.vocabulary.models import Term

TIERS = [
    (0, _("All staff")),
    (1, _("The region and headquarters")),
    (2, _("Officers and heads of the owner and partner offices")),
    (3, _("Named persons only")),
]


def _question(field: kinds.Field) -> forms.Field:
    """The form field of a kind's question."""
    facts: dict[str, Any] = {"label": field.label, "help_text": field.hint, "required": field.required}
    if field.entry == "choice":
        return forms.ChoiceField(choices=[("", _("Choose one")), *field.choices], **facts)
    if field.entry == "date":
        return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}), **facts)
    if field.entry == "year":
        return forms.IntegerField(min_value=1950, max_value=2100, **facts)
    if field.entry == "line":
        return forms.CharField(max_length=300, widget=forms.TextInput(attrs={"dir": "auto"}), **facts)
    rows = 3 if field.entry == "text" else 5
    facts["validators"] = [_fits(field)]
    return forms.CharField(max_length=20_000, widget=forms.Textarea(attrs={"rows": rows, "dir": "auto"}), **facts)


def _fits(field: kinds.Field) -> Callable[[str], None]:
    """Refuses lines that are not as the question wants them, and says which."""

    def check(value: str) -> None:
        lines = [line for line in value.splitlines() if line.strip()]
        if field.most_lines and len(lines) > field.most_lines:
            said = _("%(most)d lines at most; there are %(n)d. Put the rest into a file.")
            raise ValidationError(said % {"most": field.most_lines, "n": len(lines)})
        if wrong := field.wrong_lines(value):
            said = _("Line %(n)d is not as asked: %(hint)s")
            raise ValidationError(said % {"n": wrong[0], "hint": field.hint})

    return check


def _terms(label: Any) -> forms.ModelMultipleChoiceField:
    """Terms to tick; which, the form says when it is made."""
    return forms.ModelMultipleChoiceField(
        Term.objects.none(), label=label, required=False, widget=forms.CheckboxSelectMultiple
    )


class ResourceForm(forms.Form):
    """One resource: title and summary, the kind's questions, then what it is about. A draft may be incomplete: only the
    title is asked for now, the rest is named before it is sent."""

    title = forms.CharField(
        label=_("Title"),
        max_length=200,
        help_text=_("What a colleague would search for."),
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    summary = forms.CharField(
        label=_("Summary"),
        max_length=checks.SUMMARY_MOST,
        help_text=_("Two sentences, up to 300 characters. Lists show only this."),
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )
    language = forms.ChoiceField(label=_("Language it is written in"))
    office = forms.ModelChoiceField(Office.objects.none(), label=_("Owner office"), required=False)
    themes = _terms(_("Themes"))
    target_groups = _terms(_("Target groups"))
    drivers = _terms(_("Drivers"))
    countries = forms.ModelMultipleChoiceField(
        Country.objects.none(),
        label=_("Countries"),
        required=False,
        help_text=_("Hold Ctrl or Command to choose several."),
        widget=forms.SelectMultiple(attrs={"size": 6}),
    )
    evidence_strength = forms.TypedChoiceField(
        label=_("Strength of the evidence"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", _("Not said")), *workflow.Evidence.choices],
    )
    stages = _terms(_("Stages of a project"))
    audiences = _terms(_("For whom it is useful"))
    risk_categories = _terms(_("Risks it helps with"))
    co_authors = ColleaguesField(
        label=_("Co-authors, by e-mail address"),
        required=False,
        help_text=_("They read and change it like you, and are told. None of you can be its curator."),
        most=20,
    )
    credit = forms.ChoiceField(
        label=_("Who readers are told it is from"),
        choices=workflow.Credit.choices,
        required=False,
        widget=forms.RadioSelect,
        help_text=_("An honest account of what failed is worth more than a name on it. Curators always see the names."),
    )
    is_masked = forms.BooleanField(
        label=_("Mask the origin"),
        required=False,
        help_text=_(
            "Readers are told the region and nothing finer: no office, project, country, person, file name or history. "
            "Its authors and the curators of the region see the whole. The words have to keep silent too: they are checked."
        ),
    )
    tier = forms.TypedChoiceField(
        label=_("Who may read it once it is published"),
        coerce=int,
        choices=TIERS,
        widget=forms.RadioSelect,
        help_text=_("Until then: you, your co-authors, the curators and TRD."),
    )
    is_typo = forms.BooleanField(
        label=_("Only spelling changed"),
        required=False,
        help_text=_(
            "What was verified then stays verified, if the curator agrees. Any other change is looked at anew."
        ),
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    least = forms.CharField(required=False, widget=forms.HiddenInput)
    use_required_attribute = False

    #: Beside the questions; the page puts them below.
    ABOUT = (
        "themes",
        "countries",
        "target_groups",
        "drivers",
        "stages",
        "audiences",
        "risk_categories",
        "evidence_strength",
    )
    #: The tags that are lists, by the name the resource has for them, and the vocabulary each is taken from.
    VOCABULARIES = {
        "themes": "themes",
        "target_groups": "target-groups",
        "drivers": "drivers",
        "stages": "stages",
        "audiences": "audiences",
        "risk_categories": "risk-categories",
    }
    LISTS = (*VOCABULARIES, "countries")

    def __init__(
        self, *args: Any, kind: str, offices: list[Office], authors: Sequence[User] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["co_authors"].kept = tuple(authors)
        self.initial.setdefault("co_authors", "\n".join(person.email for person in authors))
        self.shape = kinds.BY_SLUG[kind]
        for question in self.shape.fields:
            self.fields[question.name] = _question(question)
            self.fields[question.name].example = question.example
        self.fields["language"].choices = checks.LANGUAGES
        self.fields["office"].queryset = Office.objects.filter(pk__in=[office.pk for office in offices]).by_name()
        least = least_of(str(self["least"].value() or ""))
        self.fields["tier"].choices = [choice for choice in TIERS if choice[0] >= least]
        self.initial["tier"] = max(least, self.initial.get("tier") or 0)
        for name, vocabulary in self.VOCABULARIES.items():
            terms = Term.objects.kept(vocabulary, self.initial.get(name) or ())
            self.fields[name].queryset = Term.objects.filter(pk__in=[term.pk for term in terms])
            self.fields[name].choices = [(term.pk, term.name) for term in terms]
        self.fields["countries"].queryset = Country.objects.order_by("name_en")

    @property
    def words(self) -> list[forms.BoundField]:
        """Title, summary and the questions that are asked of everybody: five minutes' worth."""
        return [
            self[name] for name in ("title", "summary", *(field.name for field in self.shape.fields if field.required))
        ]

    @property
    def more(self) -> list[forms.BoundField]:
        """The questions that may be left open."""
        return [self[field.name] for field in self.shape.fields if not field.required]

    @property
    def has_more(self) -> bool:
        """Whether one of them is answered or wrong, so that it is not folded away."""
        return any(bound.value() or bound.errors for bound in self.more)

    @property
    def about(self) -> list[forms.BoundField]:
        """What it is about."""
        return [self[name] for name in self.ABOUT]

    def add_error(self, field: str | None, error: Any) -> None:
        """An empty answer holds back no draft; every other error does."""
        if field != "title" and isinstance(error, ValidationError) and getattr(error, "code", "") == "required":
            return
        super().add_error(field, error)

    def clean(self) -> dict[str, Any]:
        """Text without the signs no database keeps."""
        cleaned = super().clean() or {}
        return {
            name: value.replace("\x00", "").replace("\r\n", "\n") if isinstance(value, str) else value
            for name, value in cleaned.items()
        }

    def text(self) -> Text:
        """The words, as an action wants them."""
        given = self.cleaned_data
        answers = {question.name: _stored(given.get(question.name)) for question in self.shape.fields}
        return Text(
            given["title"],
            given.get("summary", ""),
            given.get("language", ""),
            {name: text for name, text in answers.items() if text},
        )

    def tags(self) -> Tags:
        """What stands beside the words."""
        given = self.cleaned_data
        lists = {name: list(given.get(name) or ()) for name in self.LISTS}
        return Tags(
            tier=given.get("tier") or 0,
            evidence_strength=given.get("evidence_strength"),
            co_authors=given.get("co_authors") or [],
            is_masked=bool(given.get("is_masked")),
            credit=given.get("credit") or workflow.Credit.NAMED,
            **lists,
        )


def _stored(value: Any) -> str:
    return "" if value is None else value.isoformat() if hasattr(value, "isoformat") else str(value).strip()


class AttachmentForm(forms.Form):
    """A file, who may open it, and its language."""

    file = UploadField(label=_("File"))
    tier = forms.TypedChoiceField(
        label=_("Who may open it"), coerce=int, choices=TIERS, help_text=_("Never more people than may read the text.")
    )
    language = forms.ChoiceField(label=_("Language of the file"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = checks.LANGUAGES


class DecisionForm(forms.Form):
    """What a curator went through, and why. The text that was read is named by its hash."""

    OUTCOMES = tuple(workflow.Outcome.values)

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)
    reason = forms.CharField(
        label=_("To the author"),
        required=False,
        max_length=4000,
        help_text=_("What to change, or why it is not taken up. The author reads it."),
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )
    outcome = forms.ChoiceField(choices=workflow.Outcome.choices, widget=forms.HiddenInput, required=False)
    is_typo = forms.BooleanField(
        label=_("Only spelling changed, as its author says: what was verified stays verified."), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in workflow.CHECKLIST:
            self.fields[f"check_{name}"] = forms.BooleanField(label=label, required=False)

    @property
    def checklist(self) -> list[forms.BoundField]:
        """The points to confirm."""
        return [self[f"check_{name}"] for name, _label in workflow.CHECKLIST]

    def ticked(self) -> dict[str, bool]:
        """What was confirmed."""
        return {name: bool(self.cleaned_data.get(f"check_{name}")) for name, _label in workflow.CHECKLIST}

    def clean(self) -> dict[str, Any]:
        """Whoever sends a text back says why; whoever publishes has looked at every point."""
        given = super().clean() or {}
        outcome = given.get("outcome")
        if outcome not in self.OUTCOMES:
            raise ValidationError(_("Choose what to do: publish, ask for changes, or do not take it up."))
        if outcome != workflow.Outcome.PUBLISHED and not given.get("reason", "").strip():
            self.add_error("reason", _("Say why: the author has to know what to do next."))
        if outcome == workflow.Outcome.PUBLISHED:
            for name, _label in workflow.CHECKLIST:
                if not given.get(f"check_{name}"):
                    self.add_error(f"check_{name}", _("Confirm this point before publishing, or ask for changes."))
        return given


class ReasonForm(forms.Form):
    """One sentence for the record."""

    reason = forms.CharField(label=_("Why"), max_length=300, widget=forms.TextInput(attrs={"dir": "auto"}))

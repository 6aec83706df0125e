"""The shapes of what people send about a case. Forms check shape and never save; rules are the actions'."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from endorsement.models import Assignment, Condition, Decision, Review
from knowledge.models import RedLine
from projects.sections import SECTIONS, Class
from pvehub.people.models import User
from risks.workflow import SECTION as REGISTER

DAY = {"type": "date"}


def _text(label: Any, hint: Any = "", *, rows: int = 6, required: bool = True, most: int = 20_000) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows, "dir": "auto"})
    return forms.CharField(label=label, help_text=hint, required=required, max_length=most, widget=widget)


def _day(label: Any, hint: Any = "", *, required: bool = True) -> forms.DateField:
    widget = forms.DateInput(attrs=DAY, format="%Y-%m-%d")
    return forms.DateField(label=label, help_text=hint, required=required, widget=widget)


class PersonField(forms.ModelChoiceField):
    """One person, by name and job title."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name} · {obj.job_title}" if obj.job_title else str(obj.name)


class PeopleField(forms.ModelMultipleChoiceField):
    """Several people, by name and job title."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name} · {obj.job_title}" if obj.job_title else str(obj.name)


class ClearForm(forms.Form):
    """A word from the head of the lead office to TRD."""

    note = _text(_("Note to TRD"), _("Everyone on the case can read it."), rows=3, required=False)


class SendBackForm(forms.Form):
    """What the team has to mend."""

    reason = _text(_("What has to be mended"), _("The team reads this. The project opens for editing again."), rows=3)


class ReasonForm(forms.Form):
    """One reason."""

    reason = _text(_("Reason"), _("Everyone on the case can read it."), rows=3)


class GroundsForm(forms.Form):
    """Why a refusal should be judged anew."""

    grounds = _text(_("Grounds"), _("What the decision did not know, or weighed wrongly. TRD and DOE read it."), rows=5)


class ScopeFindingForm(forms.Form):
    """Why a project is no work on violent extremism."""

    reason = _text(
        _("Why it is out of scope"), _("It becomes the letter's reasons once a second reviewer agrees."), rows=4
    )


class ScopeAnswerForm(forms.Form):
    """The second reviewer's word."""

    word = forms.ChoiceField(
        label=_("Your word"),
        choices=[
            ("confirm", _("I agree: no endorsement is required")),
            ("keep", _("The case stays in scope, because:")),
        ],
        widget=forms.RadioSelect,
    )
    answer = _text(_("Reason"), _("Needed where the case stays."), rows=3, required=False)


class HoldForm(ReasonForm):
    """Why the case waits, and when TRD looks at it again."""

    review_on = _day(_("Look at it again on"))


class NoteForm(forms.Form):
    """A word on the way, not required."""

    note = _text(_("Note"), _("Everyone on the case can read it."), rows=3, required=False)


class OverrideForm(forms.Form):
    """The director's reason."""

    reason = _text(
        _("Reason"),
        _("Everyone on the case reads it, and the administrator who carries it out: nothing of the project's content."),
        rows=3,
    )


class LiftForm(forms.Form):
    """What has changed since the suspension."""

    reason = _text(_("What was mended"), _("Everyone on the case can read it."), rows=3)


class AnswerForm(forms.Form):
    """What shows that a condition is met."""

    answer = _text(_("What shows that it is met"), _("Name the paper and where it is kept; no persons."), rows=5)


class VerdictForm(forms.Form):
    """Met, rejected or waived; of these only what the person may say."""

    outcome = forms.ChoiceField(label=_("Your word"), widget=forms.RadioSelect)
    verdict = _text(_("Reason"), _("Needed unless it is met. The team reads it."), rows=3, required=False)

    def __init__(self, outcomes: list[tuple[str, Any]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["outcome"].choices = outcomes


class ScreenForm(forms.Form):
    """Scope, readers, conflicts of interest."""

    scope = forms.ChoiceField(
        label=_("The author's class"),
        choices=[("confirmed", _("I confirm it")), ("overruled", _("I see it otherwise, because:"))],
        widget=forms.RadioSelect,
    )
    scope_note = _text(_("Reason"), _("Needed where you see it otherwise."), rows=3, required=False)
    scope_class = forms.ChoiceField(
        label=_("The class you give instead"),
        help_text=_("From then on it is the class in force; the author's stays on record beside it."),
        choices=[("", _("The author's stands")), *Class.choices],
        required=False,
    )
    lead = PersonField(label=_("Lead of the review"), queryset=User.objects.none())
    reviewers = PeopleField(
        label=_("Reviewers"),
        queryset=User.objects.none(),
        help_text=_("At least one. People of the project's offices, and people who stand aside, are not offered."),
    )
    due_on = _day(_("Reviews due on"), required=False)
    has_asked_about_conflicts = forms.BooleanField(
        label=_("I have asked each of them about conflicts of interest, and none was named"), required=False
    )

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lead"].queryset = people
        self.fields["reviewers"].queryset = people


class AssignForm(forms.Form):
    """One more reader, or another lead."""

    reviewer = PersonField(label=_("Person"), queryset=User.objects.none())
    part = forms.ChoiceField(label=_("Part"), choices=Assignment.Part.choices, initial=Assignment.Part.REVIEWER)

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reviewer"].queryset = people


class DeclareForm(forms.Form):
    """Whether an interest stands in the way of reading this case."""

    is_free = forms.ChoiceField(
        label=_("Conflict of interest"),
        choices=[
            ("yes", _("I have none: no tie to the project, its people, partners or donors")),
            ("no", _("I have one, and stand aside")),
        ],
        widget=forms.RadioSelect,
    )
    note = _text(_("Which one"), _("Only needed when you stand aside."), rows=2, required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("is_free") == "no" and not data.get("note", "").strip():
            self.add_error("note", _("Say in a sentence which interest it is."))
        return data


SCORES = [("", _("No score")), ("0", "0"), ("1", "1"), ("2", "2"), ("3", "3")]


class ReviewForm(forms.Form):
    """The frozen questions with a score from 0 to 3 and a remark each, a recommendation, and a text."""

    recommendation = forms.ChoiceField(
        label=_("Recommendation"), choices=Review.Recommendation.choices, widget=forms.RadioSelect, required=False
    )
    text = _text(_("Your review"), _("What decides it for you, and what is missing."), rows=8, required=False)
    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args: Any, questions: list[dict[str, str]], is_sent: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions = questions
        if is_sent:
            self.fields["recommendation"].required = self.fields["text"].required = True
        for item in questions:
            code = item["code"]
            self.fields[f"score_{code}"] = forms.ChoiceField(label=_("Score"), choices=SCORES, required=False)
            self.fields[f"remark_{code}"] = forms.CharField(
                label=_("Remark"),
                required=False,
                max_length=4000,
                widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
            )

    def rows(self) -> list[dict[str, Any]]:
        """The questions in order, each with its two bound fields."""
        return [
            {**item, "score": self[f"score_{item['code']}"], "remark": self[f"remark_{item['code']}"]}
            for item in self.questions
        ]

    def answers(self) -> dict[str, Any]:
        """Code → {"score": 0–3 or None, "text": str}, for the questions that were answered."""
        found = {}
        for item in self.questions:
            score = self.cleaned_data.get(f"score_{item['code']}", "")
            text = self.cleaned_data.get(f"remark_{item['code']}", "")
            if score or text:
                found[item["code"]] = {"score": int(score) if score else None, "text": text}
        return found


def review_initial(review: Review | None) -> dict[str, Any]:
    """What a saved review puts into the form."""
    if review is None:
        return {}
    first: dict[str, Any] = {"recommendation": review.recommendation, "text": review.text}
    for code, answer in review.answers.items():
        score = answer.get("score")
        first[f"score_{code}"] = "" if score is None else str(score)
        first[f"remark_{code}"] = answer.get("text", "")
    return first


class ReturnForm(forms.Form):
    """Which sections open again, until when."""

    sections = forms.MultipleChoiceField(label=_("Sections to reopen"), choices=[], widget=forms.CheckboxSelectMultiple)
    due_on = _day(_("Answer due on"))
    note = _text(_("Note to the mission"), rows=3, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sections = [(section.slug, section.title) for section in SECTIONS]
        self.fields["sections"].choices = [*sections, (REGISTER, _("Risk register"))]


class RedLineForm(forms.Form):
    """The lead's word on a red-line flag."""

    verdict = forms.ChoiceField(
        label=_("Red line"),
        choices=[
            ("cleared", _("Cleared: no message confronts a group or its ideas")),
            ("confirmed", _("Confirmed: the case can be returned or refused, never endorsed")),
        ],
        widget=forms.RadioSelect,
    )
    reason = _text(_("Reason"), rows=3)


class EndorseForm(forms.Form):
    """Reasons, assumed risks, and the hash of the version that was read."""

    prefix = "endorse"
    rationale = _text(_("Reasons"), _("They stand in the letter."))
    risk_statement = _text(
        _("Risk-assumption statement"), _("Which residual risks are assumed, and why. It stands in the letter."), rows=4
    )
    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)


class RedLinesField(forms.ModelMultipleChoiceField):
    """Red lines of the register that hold today, by number and words."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.code} · {obj.statement}"


class RefuseForm(forms.Form):
    """A coded reason, the red lines it rests on, and what would change the answer."""

    prefix = "refuse"
    reason = forms.ChoiceField(label=_("Ground"), choices=[("", _("Choose one")), *Decision.Reason.choices])
    red_lines = RedLinesField(
        label=_("Red lines it rests on"),
        help_text=_("Where the ground is a red line, name one at least. They stand in the letter."),
        queryset=RedLine.objects.in_force(),
        to_field_name="number",
        required=False,
    )
    rationale = _text(_("Reasons"), _("They stand in the letter."))
    what_would_change = _text(_("What would change the answer"), rows=3)
    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)


class ConditionForm(forms.Form):
    """One condition: what, when, who, shown how. An empty row is no condition."""

    text = _text(_("Condition"), rows=2, required=False, most=2000)
    when = forms.ChoiceField(
        label=_("When"), choices=Condition.When.choices, initial=Condition.When.BEFORE_START, required=False
    )
    due_on = _day(_("Date"), required=False)
    owner = PersonField(label=_("Seen to by"), queryset=User.objects.none(), required=False)
    evidence = forms.CharField(label=_("Evidence"), required=False, max_length=300)

    def __init__(self, *args: Any, owners: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = owners

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("text", "").strip():
            if data.get("evidence") or data.get("owner") or data.get("due_on"):
                self.add_error("text", _("Say what the condition is, or empty the row."))
            return data
        if not data.get("owner"):
            self.add_error("owner", _("Say who sees to it."))
        if not data.get("evidence", "").strip():
            self.add_error("evidence", _("Say what will show that it is met."))
        if data.get("when") == Condition.When.BY_DATE and not data.get("due_on"):
            self.add_error("due_on", _("A condition by a date needs its date."))
        return data


ConditionFormSet = forms.formset_factory(ConditionForm, extra=3, max_num=20, validate_max=True)


class CheckForm(forms.Form):
    """The code of a letter, as somebody types it from paper."""

    code = forms.CharField(
        label=_("Verification code"),
        help_text=_("26 letters and digits, as printed on the letter; hyphens and small letters do not matter."),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "dir": "ltr"}),
    )

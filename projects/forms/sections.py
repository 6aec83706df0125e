"""The form of one section, built from the table of sections; and the same answers as raw text, where a form was cut off."""

from collections.abc import Collection, Iterable
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from pvehub.people.models import Country, Office, User
from pvehub.vocabulary.models import Term

from .. import covering, permissions
from ..actions import Given
from ..content import LISTS, Data, Record
from ..models import FieldDraft
from ..sections import OPEN, TEAM, Class, Field, Kind, Section
from ..tokens import Seen

LONGEST = 50_000
MOST_WORDS = {"summary": 350}
CURRENCY = r"[A-Z]{3}"


class Text(forms.CharField):
    """Text as it was typed, with one kind of line end."""

    def to_python(self, value: Any) -> str:
        return super().to_python(value).replace("\r\n", "\n").replace("\r", "\n")


class SectionForm(forms.Form):
    """All fields of one section. An incomplete section is saved too; a wrong value is not. Nothing is required here:
    what a field marked as required still lacks is told by `content.missing`."""

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        record: Record,
        section: Section,
        drafts: Iterable[FieldDraft] = (),
        questions: dict[str, Term] | None = None,
        only: Collection[str] | None = None,
    ) -> None:
        super().__init__(data, auto_id="field-%s")
        self.record, self.section = record, section
        self.drafts = {draft.field: draft for draft in drafts}
        fields = [item for item in section.fields if item.kind != Kind.ROWS]
        self.asked = [item for item in fields if only is None or item.name in only]
        asked = dict(questions or {})
        for item in self.asked:
            self.fields[item.name] = self._field(item, asked.pop(item.question, None))  # a question is put once a page
            self.initial[item.name] = self._initial(item)
        if "classification" in self.fields and (why_not := permissions.why_not_state_class(record.project)):
            held = self.fields["classification"]
            held.disabled, held.help_text, self.initial["classification"] = True, why_not, record.data["classification"]

    def _field(self, item: Field, question: Term | None) -> forms.Field:
        made = _MAKERS[item.kind](item, self.record)
        made.label, made.required = item.label, item.is_required(self.record.project.classification)
        made.help_text = " ".join(filter(None, [_asked(question), str(item.hint), *self._notes(item)]))
        made.why, made.example = why(item, question), item.example
        if item.kind in {Kind.TEXT, Kind.LONGTEXT}:
            made.widget.attrs["dir"] = "auto"
        return made

    def _notes(self, item: Field) -> list[str]:
        """What else is said beside the question: when it is needed, and who reads the answer."""
        found = []
        if item.required not in {"", "always"} and not item.is_required(self.record.project.classification):
            labels = [str(Class(name).label) for name in item.required.split()]
            found.append(_("Needed when the class is %(classes)s.") % {"classes": " / ".join(labels)})
        if self.section.visibility == OPEN and item.visibility == TEAM:
            found.append(_("Only the team reads this answer."))
        return [*found, *covering.ahead(self.record.project, item, self.record.data)]

    def _initial(self, item: Field) -> Data:
        draft = self.drafts.get(item.name)
        if draft is None:
            return self.record.data[item.name]
        return draft.text.split("\n") if item.kind in LISTS else draft.text

    def full_clean(self) -> None:
        """Required is a mark for the reader here, never a reason to lose what was typed."""
        marks = {name: made.required for name, made in self.fields.items()}
        for made in self.fields.values():
            made.required = False
        super().full_clean()
        for name, made in self.fields.items():
            made.required = marks[name]

    def clean_title(self) -> str:
        title = " ".join(str(self.cleaned_data["title"]).split())
        if not title:
            raise forms.ValidationError(_("A project needs a title."))
        return title

    def clean_summary(self) -> str:
        text, most = str(self.cleaned_data["summary"]), MOST_WORDS["summary"]
        if len(text.split()) > most:
            raise forms.ValidationError(_("%(n)s words; at most %(most)s.") % {"n": len(text.split()), "most": most})
        return text

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        start, end = cleaned.get("start_on"), cleaned.get("end_on")
        if start and end and end < start:
            self.add_error("end_on", _("The end lies before the start."))
        return cleaned

    def tokens(self) -> list[tuple[str, str]]:
        """Hidden fields: what this form shows of each field, so that two people's changes merge."""
        found = []
        for item in self.asked:
            draft = self.drafts.get(item.name)
            if self.is_bound and not draft:
                token = self.data.get(f"revision-{item.name}", "")
            elif draft:
                token = f"{draft.revision}.{draft.base}"
            else:
                token = str(Seen.of(self.record.data[item.name], self.record.revisions[item.name]))
            found.append((f"revision-{item.name}", token))
        return found

    def given(self) -> dict[str, Given]:
        """The cleaned answers in JSON's form, each with what the form had shown."""
        assert isinstance(self.data, QueryDict)
        return {
            item.name: Given(
                to_data(item, self.cleaned_data[item.name]),
                raw(self.data, item.name),
                Seen.parse(self.data.get(f"revision-{item.name}", "")),
            )
            for item in self.asked
            if item.name in self.cleaned_data and (item.name in self.data or f"revision-{item.name}" in self.data)
        }


def raw(data: QueryDict, name: str) -> str:
    return "\n".join(data.getlist(name)).replace("\r\n", "\n").replace("\x00", "")


def to_data(item: Field, value: Any) -> Data:
    """A cleaned value in JSON's form, equal to what `content.read` gives for it once saved."""
    if item.kind in LISTS:
        return sorted(value or [])
    if value in (None, ""):
        return ""
    if item.kind == Kind.DATE:
        return str(value.isoformat())
    if item.kind == Kind.MONEY:
        return f"{value:.2f}"
    return str(value)


def raw_given(data: QueryDict, section: Section) -> dict[str, tuple[str, str]]:
    """Of a form that cannot be saved, the fields somebody touched: {name: (text, base)}."""
    found = {}
    for item in section.fields:
        seen = Seen.parse(data.get(f"revision-{item.name}", ""))
        text = raw(data, item.name)
        value: Data = [part for part in text.split("\n") if part] if item.kind in LISTS else text
        if item.kind != Kind.ROWS and f"revision-{item.name}" in data and not seen.shows(value):
            found[item.name] = (text, seen.base)
    return found


def settled(data: QueryDict, section: Section) -> tuple[QueryDict, dict[str, Data]]:
    """After a conflict: the chosen texts as the data of a form, and the value that was dropped of each field."""
    chosen, dropped = QueryDict(mutable=True), {}
    for item in section.fields:
        choice = data.get(f"choice-{item.name}")
        if item.kind == Kind.ROWS or choice not in {"mine", "theirs"}:
            continue
        text = raw(data, f"{choice}-{item.name}")
        chosen.setlist(item.name, _parts(item, text))
        chosen[f"revision-{item.name}"] = data.get(f"revision-{item.name}", "")
        other = raw(data, f"{'theirs' if choice == 'mine' else 'mine'}-{item.name}")
        dropped[item.name] = _parts(item, other) if item.kind in LISTS else other
    return chosen, dropped


def _parts(item: Field, text: str) -> list[str]:
    return [part for part in text.split("\n") if part] if item.kind in LISTS else [text]


def _asked(question: Term | None) -> str:
    if question is None:
        return ""
    own = question.attributes.get(f"question_for_author_{(get_language() or 'en')[:2]}")
    return str(own or question.attributes.get("question_for_author", ""))


def why(item: Field, question: Term | None) -> str:
    """Why it is asked, and what the reviewer will ask of the answer."""
    reviewer = _("The reviewer will ask: %s") % question.name if question else ""
    return " ".join(filter(None, [str(item.why), reviewer]))


def _text(item: Field, record: Record) -> forms.Field:
    if item.name == "currency":
        widget = forms.TextInput(attrs={"maxlength": 3, "size": 5, "autocapitalize": "characters"})
        wrong = _("A currency has three capital letters, for example EUR.")
        return forms.RegexField(rf"^({CURRENCY})?$", widget=widget, error_messages={"invalid": wrong})
    return Text(max_length=300)


def _longtext(item: Field, record: Record) -> forms.Field:
    return Text(max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 6 if item.words or item.example else 4}))


def _choice(item: Field, record: Record) -> forms.Field:
    return forms.ChoiceField(choices=item.choices, widget=forms.RadioSelect)


def _choices(item: Field, record: Record) -> forms.Field:
    return forms.MultipleChoiceField(choices=item.choices, widget=forms.CheckboxSelectMultiple)


def _terms(item: Field, record: Record) -> forms.Field:
    codes = record.data.get(item.name) or []
    held = Term.objects.filter(list=item.vocabulary, code__in=codes) if codes else []
    terms = Term.objects.kept(item.vocabulary, held)
    return forms.MultipleChoiceField(
        choices=[(term.code, term.name) for term in terms], widget=forms.CheckboxSelectMultiple
    )


def _countries(item: Field, record: Record) -> forms.Field:
    countries = sorted(Country.objects.all(), key=lambda country: str(country.name))
    choices = [(country.iso2, country.name) for country in countries]
    return forms.MultipleChoiceField(choices=choices, widget=forms.SelectMultiple(attrs={"size": 8}))


def _offices(item: Field, record: Record) -> forms.Field:
    offices = Office.objects.exclude(pk=record.project.lead_office_id).exclude(kind=Office.Kind.HQ).by_name()
    choices = [(office.code, f"{office.name} ({office.code})") for office in offices]
    return forms.MultipleChoiceField(choices=choices, widget=forms.SelectMultiple(attrs={"size": 6}))


def _people(item: Field, record: Record) -> forms.Field:
    project = record.project
    people = User.objects.serving(project.lead_office, "project-officer").by_name()
    choices = [("", _("Nobody yet")), *((str(person.uid), person.name) for person in people)]
    if project.manager and str(project.manager.uid) not in dict(choices):
        choices.append((str(project.manager.uid), project.manager.name))
    return forms.ChoiceField(choices=choices)


def _date(item: Field, record: Record) -> forms.Field:
    return forms.DateField(
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}), input_formats=["%Y-%m-%d", "%d.%m.%Y"]
    )


def _money(item: Field, record: Record) -> forms.Field:
    widget = forms.TextInput(attrs={"inputmode": "decimal"})
    return forms.DecimalField(min_value=0, max_digits=15, decimal_places=2, widget=widget)


def _number(item: Field, record: Record) -> forms.Field:
    widget = forms.TextInput(attrs={"inputmode": "decimal"})
    return forms.DecimalField(min_value=0, max_value=100, max_digits=5, decimal_places=2, widget=widget)


_MAKERS = {
    Kind.TEXT: _text,
    Kind.LONGTEXT: _longtext,
    Kind.CHOICE: _choice,
    Kind.CHOICES: _choices,
    Kind.TERMS: _terms,
    Kind.COUNTRIES: _countries,
    Kind.OFFICES: _offices,
    Kind.PEOPLE: _people,
    Kind.DATE: _date,
    Kind.MONEY: _money,
    Kind.NUMBER: _number,
}

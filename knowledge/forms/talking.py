"""What is asked, answered, flagged and decided in discussions, and what people say they know."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from knowledge import checks, conversing
from knowledge.forms.naming import NamesField
from knowledge.forms.trusting import Words
from pvehub.people.models import Country, Office
from pvehub.vocabulary.models import Term


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "dir": "auto"})


def _ticks(label: Any) -> forms.ModelMultipleChoiceField:
    return forms.ModelMultipleChoiceField(
        Term.objects.none(), label=label, required=False, widget=forms.CheckboxSelectMultiple
    )


def _lands() -> forms.ModelMultipleChoiceField:
    return forms.ModelMultipleChoiceField(
        Country.objects.none(),
        label=_("Countries"),
        required=False,
        help_text=_("Hold Ctrl or Command to choose several."),
        widget=forms.SelectMultiple(attrs={"size": 6}),
    )


class DiscussionForm(Words):
    """What is asked or told, and what it is about. Who reads it follows from what it stands on."""

    kind = forms.ChoiceField(label=_("What it is"), choices=conversing.Sort.choices, widget=forms.RadioSelect)
    asked_office = forms.ModelChoiceField(
        Office.objects.none(), label=_("Mission that is asked"), required=False, help_text=_("For a request only.")
    )
    title = forms.CharField(label=_("In one sentence"), max_length=200, widget=forms.TextInput(attrs={"dir": "auto"}))
    text = forms.CharField(
        label=_("What you want to know or tell"),
        max_length=10_000,
        help_text=_(
            "Say where, with whom and what you have tried. Name no participants and no places finer than a district."
        ),
        widget=_area(7),
    )
    quoted = forms.CharField(
        label=_("The passage it is about"),
        max_length=600,
        required=False,
        widget=_area(2),
        help_text=_("Copied from the text, if it is about one passage."),
    )
    language = forms.ChoiceField(label=_("Language it is written in"), choices=checks.LANGUAGES)
    own_tier = forms.TypedChoiceField(
        label=_("Who may read it"),
        coerce=int,
        choices=[(0, _("All staff")), (1, _("Your region and headquarters"))],
        widget=forms.RadioSelect,
    )
    themes = _ticks(_("Themes"))
    drivers = _ticks(_("Drivers"))
    countries = _lands()
    named = NamesField()

    def __init__(self, *args: Any, is_free: bool, on_text: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["asked_office"].queryset = Office.objects.missions().by_name()
        self.fields["themes"].queryset = Term.objects.of("themes")
        self.fields["drivers"].queryset = Term.objects.of("drivers")
        self.fields["countries"].queryset = Country.objects.order_by("name_en", "pk")
        if not is_free:
            del self.fields["own_tier"]
        if not on_text:
            del self.fields["quoted"]

    def clean(self) -> dict[str, Any]:
        """A request names the mission it asks."""
        given = super().clean()
        is_request = given.get("kind") == conversing.Sort.PEER_REQUEST
        if is_request and not given.get("asked_office") and "asked_office" not in self.errors:
            self.add_error("asked_office", _("Say which mission is asked."))
        return given | ({} if is_request else {"asked_office": None})


class ReplyForm(Words):
    """What is written on."""

    text = forms.CharField(
        label=_("Your reply"),
        max_length=10_000,
        help_text=_("Whoever may read this discussion reads it, with your name."),
        widget=_area(5),
    )
    named = NamesField()


class ChangeForm(Words):
    """The same words, said better; a reply has no title."""

    title = forms.CharField(label=_("In one sentence"), max_length=200, widget=forms.TextInput(attrs={"dir": "auto"}))
    text = forms.CharField(label=_("Text"), max_length=10_000, widget=_area(7))

    def __init__(self, *args: Any, has_title: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_title:
            del self.fields["title"]


class WhyForm(Words):
    """Why."""

    reason = forms.CharField(label=_("Why"), max_length=500, widget=_area(3))


class RuleForm(WhyForm):
    """What becomes of words, and why."""

    ruling = forms.ChoiceField(label=_("What becomes of the words"), widget=forms.RadioSelect)
    field_order = ("ruling", "reason")

    def __init__(self, *args: Any, is_hidden: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        gone = conversing.Ruling.HIDE if is_hidden else conversing.Ruling.RESTORE
        self.fields["ruling"].choices = [pair for pair in conversing.Ruling.choices if pair[0] != gone]
        self.fields["reason"].help_text = _("Whoever wrote it reads this, and it stays on record.")


class OutcomeForm(Words):
    """What came of asking another mission."""

    outcome = forms.CharField(
        label=_("What came of it"),
        max_length=2000,
        help_text=_("What was exchanged, what changed because of it, what should be written down as a lesson."),
        widget=_area(5),
    )


class TalkFilterForm(forms.Form):
    """Which discussions."""

    kind = forms.ChoiceField(label=_("Kind"), choices=[("", _("Every kind")), *conversing.Sort.choices], required=False)
    state = forms.ChoiceField(
        label=_("State"), choices=[("", _("Every state")), *conversing.State.choices[:3]], required=False
    )
    theme = forms.ModelChoiceField(
        Term.objects.none(), label=_("Theme"), to_field_name="code", required=False, empty_label=_("Every theme")
    )
    mine = forms.ChoiceField(
        label=_("Whose"),
        choices=[("", _("Everybody’s")), ("mine", _("Begun by me")), ("follow", _("Followed by me"))],
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["theme"].queryset = Term.objects.of("themes")


class ExpertiseForm(forms.Form):
    """What one knows, and whether colleagues may find one by it."""

    is_listed = forms.BooleanField(
        label=_("Colleagues may find me by what I know"),
        required=False,
        help_text=_(
            "They see your name, office, job title, languages and what you tick here; nothing else. Questions that nobody "
            "answers may be put to you, each once. You leave the list when your posting ends."
        ),
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages you can answer in"),
        choices=checks.LANGUAGES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    themes = _ticks(_("Themes"))
    drivers = _ticks(_("Drivers"))
    countries = _lands()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["themes"].queryset = Term.objects.of("themes")
        self.fields["drivers"].queryset = Term.objects.of("drivers")
        self.fields["countries"].queryset = Country.objects.order_by("name_en", "pk")


class ExpertFilterForm(forms.Form):
    """Who knows what."""

    theme = forms.ModelChoiceField(
        Term.objects.none(), label=_("Theme"), to_field_name="code", required=False, empty_label=_("Every theme")
    )
    driver = forms.ModelChoiceField(
        Term.objects.none(), label=_("Driver"), to_field_name="code", required=False, empty_label=_("Every driver")
    )
    country = forms.ModelChoiceField(
        Country.objects.none(), label=_("Country"), required=False, empty_label=_("Every country")
    )
    language = forms.ChoiceField(
        label=_("Language"), choices=[("", _("Every language")), *checks.LANGUAGES], required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["theme"].queryset = Term.objects.of("themes")
        self.fields["driver"].queryset = Term.objects.of("drivers")
        self.fields["country"].queryset = Country.objects.order_by("name_en", "pk")

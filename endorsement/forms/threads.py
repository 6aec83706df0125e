"""The shapes of what is written in threads: a comment on a place, an answer, the word that one is settled."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from endorsement.models import Thread
from pvehub.people.models import User

from . import PeopleField, _text


def _naming() -> PeopleField:
    return PeopleField(
        label=_("Tell these people"),
        queryset=User.objects.none(),
        help_text=_("They get a notice that you named them; nobody else sees it."),
        required=False,
    )


class CommentForm(forms.Form):
    """A comment on a place of the version; the place is in the url. On the whole case there are no words to quote."""

    quoted = _text(
        _("Words it is about"),
        _("Copied from the text above; leave it empty for the whole field."),
        rows=2,
        required=False,
    )
    text = _text(_("Comment"), rows=4)
    suggested_text = _text(
        _("Words you suggest instead"),
        _(
            "The author can accept them in one step. They take the place of the words above; where none are quoted, of"
            " the whole field."
        ),
        rows=3,
        required=False,
    )
    audience = forms.ChoiceField(
        label=_("Who can read it"),
        choices=Thread.Audience.choices,
        initial=Thread.Audience.EVERYONE,
        widget=forms.RadioSelect,
    )
    is_response_required = forms.BooleanField(
        label=_("The mission has to respond"), help_text=_("Not for internal comments."), required=False
    )
    is_blocking = forms.BooleanField(label=_("The review cannot conclude before this is resolved"), required=False)
    mentions = _naming()

    def __init__(
        self, *args: Any, people: Any, has_words: bool = True, takes_suggestions: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        _name(self, people)
        if not has_words:
            del self.fields["quoted"]
        if not takes_suggestions:
            del self.fields["suggested_text"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("audience") == Thread.Audience.INTERNAL and data.get("is_response_required"):
            self.add_error("is_response_required", _("An internal comment cannot ask the mission for a response."))
        return data


class ReplyForm(forms.Form):
    """An answer, or one more word, in a thread."""

    text = _text(_("Your answer"), rows=3)
    is_unchanged_explained = forms.BooleanField(label=_("The text stays as it is; my answer says why"), required=False)
    asks_again = forms.BooleanField(label=_("Ask the mission again"), required=False)
    mentions = _naming()

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name(self, people)


class ResolveForm(forms.Form):
    """The word with which a thread is settled."""

    verdict = _text(
        _("How it is settled"),
        _("Whoever reads the thread reads it; it stands beside the question on the page of questions and answers."),
        rows=3,
        required=False,
    )


def _name(form: forms.Form, people: Any) -> None:
    """Whom the writer may name; where there is nobody, nothing is asked."""
    if people:
        form.fields["mentions"].queryset = User.objects.filter(pk__in=[person.pk for person in people]).order_by(
            "sort_key", "pk"
        )
    else:
        del form.fields["mentions"]

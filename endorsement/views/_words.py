"""The words of a form that were typed and not sent: what the page fills in, and what its script sends back."""

import re
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, QueryDict
from django.urls import reverse

from endorsement import actions
from endorsement.models import Case

# The forms whose words are kept, with the page of each.
FORMS = re.compile(r"^(decide|propose|review|submit|answer|comment(-[a-z0-9_]{1,40}){0,2}|(reply|judge)-[0-9]{1,12})$")
NOT_WORDS = re.compile(
    r"^(csrfmiddlewaretoken|once|field|text-of|send|keep|revision|revision-.*|.*(^|-)seen|conditions-[A-Z_]+)$"
)


@dataclass
class Kept:
    """What is kept of one form: its words, what else was typed into the same field elsewhere, and since when."""

    form: str
    url: str
    words: dict[str, str] = field(default_factory=dict)
    at: Any = None

    def part(self, prefix: str) -> dict[str, str]:
        """The words of one form of a page, without its prefix."""
        start = f"{prefix}-"
        return {name[len(start) :]: text for name, text in self.words.items() if name.startswith(start)}

    @property
    def plain(self) -> dict[str, str]:
        """The words without the second texts."""
        return {name: text for name, text in self.words.items() if not name.startswith(actions.ALSO)}

    @property
    def beside(self) -> list[str]:
        """Second texts, typed where another was kept."""
        return [text for name, text in self.words.items() if name.startswith(actions.ALSO) and text.strip()]

    @property
    def tokens(self) -> list[tuple[str, str]]:
        """What the script sends back with each field: which text of it the page showed."""
        return [(name, actions.token(self.words, name)) for name in self.plain]


def kept(request: HttpRequest, case: Case, form: str) -> Kept:
    """What this person typed into this form of the case and has not sent."""
    words, draft = actions.words_of(case, form, request.user)
    return Kept(form, reverse("endorsement:case-words", args=[case.ref, form]), words, draft.kept_at if draft else None)


def page_of(case: Case, form: str) -> str:
    """Where a form is filled in."""
    name, _sign, place = form.partition("-")
    if name == "reply":
        return reverse("endorsement:thread-reply", args=[case.ref, place])
    if name == "judge":
        return reverse("endorsement:finding-judge", args=[case.ref, place])
    section, _sign, field_name = place.partition("-")
    query = f"?section={section}&field={field_name}" if section else ""
    return reverse(f"endorsement:case-{name}", args=[case.ref]) + query


def words_in(data: QueryDict) -> dict[str, str]:
    """The words of a form as it was sent: no keys, no hashes, no counts of rows."""
    return {name: "\n".join(data.getlist(name)) for name in data if is_word(name)}


def is_known(form: str) -> bool:
    """Whether there is such a form."""
    return bool(FORMS.match(form))


def is_word(name: str) -> bool:
    """Whether a field of this name holds words of its author."""
    return len(name) <= 80 and not NOT_WORDS.match(name) and not name.startswith(actions.ALSO)


def typed(words: Kept, *several: str) -> dict[str, Any]:
    """The words as a form's first values; fields of several ticks are lists."""
    return {name: text.split("\n") if name in several else text for name, text in words.plain.items()}

"""What the machine sees in a text that one person reads, its author or a curator: what `checks` finds, terms that could harm,
what says much the same among what this person may see, and files whose words nobody will find."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from django.utils.translation import gettext as _

from knowledge import checks, kinds, language, workflow
from knowledge.kinds import clauses
from knowledge.models import Attachment, RedLine, Resource, Revision
from projects.watchwords import RED_LINE, Watchlist
from pvehub import index
from pvehub.people.models import User, sort_key
from pvehub.vocabulary.models import Term

#: How much of what two titles, or titles with summaries, are made of must be the same: of threes of letters, 0 to 1.
SAME_TITLE: Final = 0.55
SAME_TEXT: Final = 0.5
#: Texts that are compared: the nearest the search finds, and those that are not published yet.
NEAREST, UNPUBLISHED = 10, 200


def findings(resource: Resource, text: Revision, *, by: User, files: Sequence[Attachment]) -> list[checks.Finding]:
    """Everything found in one text. Only what `checks` finds can hold it back; the rest is told, and judged by people."""
    found = checks.run(resource.kind, text.title, text.summary, text.language, text.fields)
    return [
        *found,
        *wording(resource, text),
        *red_lines(resource, text, by=by),
        *duplicates(resource, text, by=by),
        *unread(files),
    ]


def passed(kind: str, found: list[checks.Finding], files: Sequence[Attachment]) -> list[checks.Passed]:
    """The checks that found nothing."""
    looked = {
        "wording": _("No words of the list of those that could harm."),
        "duplicate": _("Nothing you may read says much the same."),
        "files": _("The words of every file are found by search.") if files else "",
    }
    hit = {"wording" if finding.check == "red_line" else finding.check for finding in found}
    more = [checks.Passed(check, said) for check, said in looked.items() if said and check not in hit]
    return [*checks.passed(kind, found), *more]


def wording(resource: Resource, text: Revision) -> list[checks.Finding]:
    """Terms that stigmatize or cross a red line, each with why and a better one; nothing is held back by the list alone."""
    found = []
    for hit, label in words(resource, text):
        told = {"word": hit.quoted, "field": label, "why": hit.why, "instead": hit.instead}
        sentence = _("“%(word)s” in “%(field)s” could harm: %(why)s. Better: %(instead)s.") % told
        check = "red_line" if hit.severity == RED_LINE else "wording"
        found.append(checks.Finding(check, hit.field, sentence, holds_back=False))
    return found


def red_lines(resource: Resource, text: Revision, *, by: User) -> list[checks.Finding]:
    """Red lines a text names by a number under which the register holds none today; no query where it names none."""
    named = [
        (field, number)
        for field, answer in kinds.ordered(resource.kind, text.fields)
        if isinstance(answer, str)
        for number in clauses.red_lines(answer)
    ]
    held = RedLine.objects.visible_to(by).in_force().filter(number__in=[number for _field, number in named])
    known = set(held.values_list("number", flat=True)) if named else set()
    sentence = _("RL-%(number)d is not a red line that holds today: look it up in the register.")
    return [
        checks.Finding("register", field.name, sentence % {"number": number}, holds_back=False)
        for field, number in named
        if number not in known
    ]


def words(resource: Resource, text: Revision) -> list[tuple[language.Found, str]]:
    """Every hit of the list in a text, once a field, with the name of its field; one query."""
    labels = {"title": _("Title"), "summary": _("Summary")}
    labels |= {field.name: str(field.label) for field in resource.shape.fields}
    texts = {"title": text.title, "summary": text.summary} | {
        field.name: field.used(answer)
        for field, answer in kinds.ordered(resource.kind, text.fields)
        if isinstance(answer, str)
    }
    found = language.in_texts(texts, Watchlist(Term.objects.of("sensitive-terms")))
    return [(hit, labels[hit.field]) for hit in found]


def duplicates(resource: Resource, text: Revision, *, by: User) -> list[checks.Finding]:
    """What this person may read that says much the same, nearest first: published, or waiting like this one."""
    seen = Resource.objects.visible_to(by).exclude(pk=resource.pk)
    near = index.ask(
        f"{text.title} {text.summary}",
        allowed={"resource": seen.published().values("pk")},
        limit=NEAREST,
        correct=False,
    )
    rows = list(seen.published().filter(pk__in=[hit.id for hit in near.rows]).order_by("pk"))
    rows += seen.filter(state=workflow.State.DRAFT).order_by("-created_at", "-pk")[:UNPUBLISHED]
    alike = [(likeness(text, row), row) for row in rows]
    return [
        checks.Finding(
            "duplicate",
            "title",
            _("“%(title)s” says much the same. Read it first: add to it, or say what is new here.")
            % {"title": row.title},
            holds_back=False,
            url=row.get_absolute_url(),
        )
        for share, row in sorted(alike, key=lambda pair: (-pair[0], pair[1].pk))
        if share
    ]


def unread(files: Sequence[Attachment]) -> list[checks.Finding]:
    """Files whose words search does not have: not yet, or not at all."""
    found = []
    for file in files:
        if file.text_error:
            sentence = _("“%(name)s” is not found by its words: %(why)s") % {"name": file.name, "why": file.text_error}
        elif file.text is None:
            sentence = _("“%(name)s” is still being read for search; look again in a minute.") % {"name": file.name}
        else:
            continue
        found.append(checks.Finding("files", "files", sentence, holds_back=False))
    return found


def likeness(text: Revision, other: Resource) -> float:
    """How alike they are, from 0 (not worth a word) to 1: by their titles, or by titles and summaries together."""
    titles = shared(text.title, other.title)
    whole = shared(f"{text.title} {text.summary}", f"{other.title} {other.summary}")
    return max(titles if titles >= SAME_TITLE else 0, whole if whole >= SAME_TEXT else 0)


def shared(one: str, other: str) -> float:
    """The share of threes of letters that two texts have in common, accents and case folded."""
    first, second = _threes(one), _threes(other)
    return len(first & second) / len(first | second) if first and second else 0.0


def _threes(text: str) -> set[str]:
    words = "".join(sign if sign.isalnum() else " " for sign in sort_key(text)).split()
    return {padded[at : at + 3] for word in words for padded in [f"  {word} "] for at in range(len(padded) - 2)}

"""Builders of discussions: what people ask and answer, and what they say they know."""

import itertools
from typing import Any

from django.utils import timezone

from knowledge import actions
from knowledge.models import Discussion, Expertise, Flag, Reply
from pvehub.people.models import Posting, User

from . import ground, projects

_numbers = itertools.count(1)


def discussion(
    *,
    by: User | None = None,
    kind: str = "question",
    title: str = "",
    text: str = "Who has tried it with drivers of motorcycle taxis?",
    language: str = "en",
    project: Any = None,
    resource: Any = None,
    term: Any = None,
    quoted: str = "",
    **subject: Any,
) -> Discussion:
    """A question of an officer in Kampala, open to all staff unless something else is said."""
    return actions.begin(
        kind,
        by=by or ground.officer("UG"),
        said=actions.Said(title or f"How are elders brought in? {next(_numbers)}", text, language),
        place=actions.Anchor(project, resource, term, quoted),
        subject=actions.Subject(**subject),
    )


def reply(to: Discussion | None = None, *, by: User | None = None, text: str = "Ask their chair first.") -> Reply:
    """An answer of a colleague of another mission."""
    return actions.reply(to or discussion(), by=by or ground.outsider(), text=text)


def expertise(person: User | None = None, *, is_listed: bool = True, **known: Any) -> Expertise:
    """Somebody who wants to be found by what they know."""
    known = {"languages": ["en"], "themes": [], "drivers": [], "countries": []} | known
    return actions.tell_expertise(by=person or ground.user("staff", "KE"), is_listed=is_listed, **known)


def _matrix_discussion(state: str, cast: Any) -> Discussion:
    said = {"title": f"Title {cast.canary}", "text": f"Text {cast.canary}", "by": cast.author}
    if state == "on_project":
        return discussion(project=projects.project(office="UG", manager=cast.author, tier=2), **said)
    if state == "request":
        return discussion(kind="peer_request", asked_office=ground.office("NG"), **said)
    made = discussion(tier=int(state == "open_t1"), **said)
    if state == "hidden":
        actions.rule(made, None, by=cast.curator, ruling="hide", reason="It names a village.")
    made.refresh_from_db()
    return made


def _matrix_reply(state: str, cast: Any) -> Reply:
    asked = discussion(by=cast.author, title="An open question")
    made = reply(asked, by=cast.chief, text=f"Answer {cast.canary}")
    if state == "accepted":
        made = actions.accept(made, by=cast.author)
    if state == "hidden":
        actions.rule(asked, made, by=cast.curator, ruling="hide", reason="It names a village.")
    return made


def _matrix_expert(state: str, cast: Any) -> User:
    person = ground.user("staff", "KE", name=f"Expert {cast.canary}")
    expertise(person, is_listed=state == "listed")
    return person


def flag(words: Reply | None = None, *, by: User | None = None, reason: str = "It names a village.") -> Flag:
    """A reader's word that an answer should not stand there."""
    words = words or reply()
    return actions.flag(words.discussion, words, by=by or ground.user("staff", "KE"), reason=reason)


def many_discussions(number: int, by: User) -> list[Discussion]:
    """So many questions at once, and a flag on each: rows as lists read them, without their history."""
    now, office = timezone.now(), ground.office("UG")
    facts = {"kind": "question", "text": "?", "language": "en", "author": by, "office": office}
    made = Discussion.objects.bulk_create(
        Discussion(title=f"Question {n}", written_at=now, active_at=now, **facts) for n in range(number)
    )
    flagger = ground.outsider()
    Flag.objects.bulk_create(Flag(discussion=each, reason="?", by=flagger, at=now) for each in made)
    theme = ground.term()
    Discussion.themes.through.objects.bulk_create(
        Discussion.themes.through(discussion=each, term=theme) for each in made
    )
    return made


def many_experts(number: int) -> list[Expertise]:
    """So many colleagues who want to be found."""
    first, theme = next(_numbers), ground.term()
    people = User.objects.bulk_create(
        User(email=f"expert-{first}-{n}@test.example", name=f"Expert {first} {n}") for n in range(number)
    )
    Posting.objects.bulk_create(Posting(user=one, office=ground.office("KE"), role="staff") for one in people)
    made = Expertise.objects.bulk_create(Expertise(user=one, is_listed=True, languages=["en"]) for one in people)
    Expertise.themes.through.objects.bulk_create(Expertise.themes.through(expertise=each, term=theme) for each in made)
    return made


THINGS = {"discussion": _matrix_discussion, "reply": _matrix_reply, "expert": _matrix_expert}

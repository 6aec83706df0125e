"""Builders of the glossary."""

from datetime import timedelta
from itertools import count
from typing import Any

from django.utils import timezone

from knowledge import actions
from knowledge.models import Definition, GlossaryComment, GlossaryEntry
from pvehub.people.models import User
from pvehub.vocabulary.models import Term

from . import ground

_numbers = count(1)


def glossary_term(
    name: str = "", institutional: str = "As documents say it.", field: str = "As people say it.", **more: Any
) -> GlossaryEntry:
    """A working term, published in English where both levels are given; `by` a curator of headquarters."""
    by = more.pop("by", None) or ground.curator()
    names = {"name_en": name or f"gathering {next(_numbers)}", "name_fr": "", "name_es": ""} | more
    entry = actions.add_glossary_term(names, by=by, office=ground.office("HQ"))
    definition(entry, institutional=institutional, field=field, by=by)
    return entry


def definition(
    entry: GlossaryEntry, language: str = "en", *, institutional: str, field: str, by: User | None = None
) -> Any:
    """The next version in one language, published where it can be."""
    by = by or ground.curator()
    last = entry.definitions.filter(language=language).order_by("-number").first()
    seen = last.number if last else 0
    row = actions.define(entry, actions.Words(language, institutional, field), by=by, seen=seen)
    if institutional and field and row.published_at is None:
        row = actions.publish_definition(row, by=by)
    return row


def term_comment(entry: GlossaryEntry, by: User | None = None, *, is_objection: bool = False) -> GlossaryComment:
    """What a reader says of a term."""
    return actions.comment_on_term(entry, by=by or ground.officer(), text="Too long.", is_objection=is_objection)


def more_terms(number: int, _officer: Any = None) -> None:
    """So many terms, the plain definition of each changed after the other."""
    now, office = timezone.now(), ground.office("HQ")
    names = [f"gathering {next(_numbers)}" for _ in range(number)]
    terms = Term.objects.bulk_create(Term(list="glossary", code=name, name_en=name, version=2) for name in names)
    entries = GlossaryEntry.objects.bulk_create(GlossaryEntry(term=term, owner_office=office) for term in terms)
    told = {"institutional": "One.", "field": "Two.", "institutional_at": now - timedelta(days=1), "field_at": now}
    told |= {"language": "en", "number": 1, "made_at": now, "published_at": now}
    Definition.objects.bulk_create(Definition(entry=entry, **told) for entry in entries)


def _term(state: str, cast: Any) -> GlossaryEntry:
    """`live` for all staff, `draft` for those who keep the glossary."""
    field = f"field {cast.canary}" if state == "live" else ""
    return glossary_term(f"{cast.canary} {state}", f"institutional {cast.canary}", field)


def _definition(state: str, cast: Any) -> Any:
    return _term(state, cast).definitions.get()


def _comment(state: str, cast: Any) -> GlossaryComment:
    return term_comment(_term(state, cast), cast.author if state == "live" else ground.administrator())


THINGS = {"glossary-term": _term, "definition": _definition, "term-comment": _comment}

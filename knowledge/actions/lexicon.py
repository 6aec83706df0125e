"""The list of words that could harm, kept by curators: one writes, two where a red line is touched; and the count of hints."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC
from typing import Any

from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from knowledge import lexicon, permissions
from knowledge.lexicon import LIST, WordSaid
from knowledge.models import WordProposal
from pvehub import access
from pvehub.audit import trail
from pvehub.people.models import User
from pvehub.vocabulary.models import Term

# One statement, so that two texts that are checked in the same moment are two.
_COUNT = """
insert into "knowledge_hintcount" as h (term_id, month, shown, taken)
select t.id, %(month)s, %(shown)s, %(taken)s from "vocabulary_term" t where t.list = %(list)s and t.code = %(code)s
on conflict (term_id, month) do update set shown = h.shown + excluded.shown, taken = h.taken + excluded.taken
"""


@transaction.atomic
def write_word(term: Term | None, said: WordSaid, *, by: User, seen: int = 0) -> Term | WordProposal:
    """A word of the list is added or changed; from here the file that came with the product leaves it alone.

    Where it is on a red line, or would be, this is a proposal that a second curator agrees to. `seen`: the version read.
    """
    access.require(permissions.why_not_write_word(by))
    listed = _locked()
    now = _as_read(term, listed, said, seen) if term else None
    _require_name(said, listed, now)
    was = lexicon.as_it_stands(now) if now else None
    if not lexicon.takes_two(was, said):
        return _write(now, said, listed, by=by)
    waits = WordProposal.objects.select_for_update(of=("self",)).filter(term=now).first() if now else None
    if waits and waits.proposed_by_id != by.pk:
        raise access.Moved(
            _("A colleague has proposed something else of this word: agree, or let it be taken back first."),
            kept=_kept(said),
            url=waits.get_absolute_url(),
        )
    facts = {"version": now.version if now else 0, "said": said.as_kept(), "proposed_at": timezone.now()}
    if now is None:
        proposal = WordProposal.objects.create(proposed_by=by, **facts)
    else:
        proposal, _is_new = WordProposal.objects.update_or_create(term=now, defaults=facts | {"proposed_by": by})
    trail.record(proposal, "knowledge.word_proposed", by=by, after=said.name)
    return proposal


@transaction.atomic
def agree_word(proposal: WordProposal, *, by: User, seen: str) -> Term:
    """The second of two: from here on texts are read with it. `seen` is when the proposal that was read was made."""
    listed = _locked()
    proposal = _one(proposal)
    access.require(permissions.why_not_agree_word(by, proposal))
    if proposal.proposed_at.isoformat() != seen:
        raise access.Moved(_("The proposal was changed while you read it."), url=proposal.get_absolute_url())
    said = lexicon.read(proposal.said)
    now = _as_read(proposal.term, listed, said, proposal.version) if proposal.term else None
    _require_name(said, listed, now)
    proposal.delete()
    return _write(now, said, listed, by=by)


@transaction.atomic
def take_back_word(proposal: WordProposal, *, by: User) -> None:
    """What was proposed waits no longer; the list stays as it is."""
    _locked()
    proposal = _one(proposal)
    access.require(permissions.why_not_write_word(by))
    trail.record(proposal, "knowledge.word_taken_back", by=by, before=str(proposal))
    proposal.delete()


@transaction.atomic
def count_hints(shown: Mapping[str, int], taken: str = "") -> None:
    """So many places of each word (by code) were shown for the first time on somebody's page, and one was replaced there. By
    month, of nobody."""
    month = timezone.now().astimezone(UTC).date().replace(day=1)
    counts = {code: (number, int(code == taken)) for code, number in shown.items()}
    if taken and taken not in counts:
        counts[taken] = (0, 1)
    with connection.cursor() as cursor:
        for code, (seen, put) in sorted(counts.items()):
            if seen or put:
                cursor.execute(_COUNT, {"list": LIST, "code": code, "month": month, "shown": seen, "taken": put})


def _write(term: Term | None, said: WordSaid, listed: list[Term], *, by: User) -> Term:
    was = lexicon.as_it_stands(term) if term else None
    changes = lexicon.changed(was, said)
    if term is None:
        position = max((each.position for each in listed), default=0) + 1
        # Counted up below: what curators wrote is theirs, and no file overwrites it.
        term = Term(list=LIST, code=_code(said.name, listed), position=position, version=1)
    rest = {name: text for name, text in term.attributes.items() if name.startswith("variants_")}
    term.name_en, term.attributes, term.is_retired = said.name, rest | said.attributes, said.is_retired
    if changes:
        term.version += 1
        term.save()
        verb = "knowledge.term_added" if was is None else "knowledge.term_changed"
        trail.record(term, verb, by=by, after=said.name, changes=changes)
    return term


def _locked() -> list[Term]:
    """The whole list, held: a name is taken once, a word changed by one at a time."""
    return list(Term.objects.filter(list=LIST).select_for_update(of=("self",)).order_by("position", "pk"))


def _one(proposal: WordProposal) -> WordProposal:
    row = WordProposal.objects.select_for_update(of=("self",)).filter(pk=proposal.pk).first()
    if row is None:
        raise access.Moved(_("This proposal was agreed or taken back meanwhile."), url=reverse("knowledge:word-index"))
    found: WordProposal = row
    return found


def _as_read(term: Term, listed: list[Term], said: WordSaid, seen: int) -> Term:
    now = next((each for each in listed if each.pk == term.pk), None)
    if now is None or now.version != seen:
        raise access.Moved(
            _("Somebody changed this word while you wrote."),
            kept=_kept(said),
            url=reverse("knowledge:word-edit", args=[term.pk]),
        )
    return now


def _kept(said: WordSaid) -> dict[Any, str]:
    return {name: text for name, _was, text in lexicon.differences(None, said)}


def _require_name(said: WordSaid, listed: list[Term], term: Term | None) -> None:
    taken = {each.name_en.casefold() for each in listed if term is None or each.pk != term.pk}
    if said.name.casefold() in taken:
        raise access.Unmet([_("“%(name)s” is on the list already.") % {"name": said.name}])


def _code(name: str, listed: list[Term]) -> str:
    taken, stem, number = {each.code for each in listed}, slugify(name)[:36] or "word", 1
    code = stem
    while code in taken:
        number += 1
        code = f"{stem}-{number}"
    return code

"""Keeping the glossary: defining a term, publishing, agreeing, retiring, and answering what people say of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from knowledge import permissions
from knowledge.models import Definition, GlossaryComment, GlossaryEntry, ReadingLevel
from pvehub import access, index
from pvehub.audit import trail
from pvehub.notifications import notify
from pvehub.people.models import Office, User, sort_key
from pvehub.vocabulary.models import Term

LIST = "glossary"
NAMES = ("name_en", "name_fr", "name_es")


@dataclass(frozen=True)
class Words:
    """What is said of a term in one language, and why it is said otherwise than before."""

    language: str
    institutional: str = ""
    field: str = ""
    why: str = ""


@transaction.atomic
def add_glossary_term(names: dict[str, str], *, by: User, office: Office) -> GlossaryEntry:
    """A new working term, defined and published later; nothing else in the glossary is called so."""
    access.require(permissions.why_not_define(by))
    terms = list(Term.objects.select_for_update(of=("self",)).filter(list=LIST).order_by("pk"))
    _require_new_names(names, terms, None)
    stem = slugify(names["name_en"])[:36] or "term"
    taken = {term.code for term in terms}
    code = next(each for each in (stem, *(f"{stem}-{n}" for n in range(2, 1000))) if each not in taken)
    # Version 2: what the files say never takes it back.
    term = Term.objects.create(list=LIST, code=code, version=2, position=len(terms), **names)
    entry: GlossaryEntry = GlossaryEntry.objects.create(term=term, owner_office=office)
    trail.record(entry, "knowledge.glossary_added", by=by, after=term.name_en)
    return entry


@transaction.atomic
def change_glossary_term(
    entry: GlossaryEntry, names: dict[str, str], *, by: User, office: Office, related: Iterable[GlossaryEntry]
) -> GlossaryEntry:
    """What it is called, who answers for it, and what it goes with."""
    access.require(permissions.why_not_define(by))
    entry = _held(entry)
    terms = list(Term.objects.select_for_update(of=("self",)).filter(list=LIST).order_by("pk"))
    term = next(each for each in terms if each.pk == entry.pk)
    _require_new_names(names, terms, term)
    changes = {name: [getattr(term, name), said] for name, said in names.items() if getattr(term, name) != said}
    if changes:
        for name, said in names.items():
            setattr(term, name, said)
        term.version += 1
        term.save(update_fields=[*names, "version"])
    if entry.owner_office_id != office.pk:
        changes["owner_office"] = [str(entry.owner_office), str(office)]
        entry.owner_office = office
        entry.save(update_fields=["owner_office"])
    entry.related.set([each for each in related if each.pk != entry.pk])
    if changes:
        trail.record(entry, "knowledge.glossary_changed", by=by, changes=changes)
    entry.term = term
    index_glossary_entry(entry)
    return entry


@transaction.atomic
def define(entry: GlossaryEntry, said: Words, *, by: User, seen: int) -> Definition:
    """The next version of its definitions in one language; readers see it when it is published. `seen` is the number of the
    version that was changed, 0 where there was none."""
    access.require(permissions.why_not_define(by))
    entry = _held(entry)
    rows = entry.definitions.filter(language=said.language)
    last = rows.order_by("-number").first()
    if (last.number if last else 0) != seen:
        kept = {_("Institutional definition"): said.institutional, _("In plain words"): said.field}
        raise access.Moved(_("Somebody wrote a newer version meanwhile. Read it, then write yours anew."), kept=kept)
    if last and (last.institutional, last.field) == (said.institutional, said.field):
        return last
    now = timezone.now()
    row: Definition = rows.create(
        entry=entry,
        language=said.language,
        number=seen + 1,
        institutional=said.institutional,
        field=said.field,
        institutional_at=last.institutional_at if last and last.institutional == said.institutional else now,
        field_at=last.field_at if last and last.field == said.field else now,
        reviewed_at=last.reviewed_at if last else None,
        why=said.why,
        made_at=now,
        made_by=by,
    )
    trail.record(entry, "knowledge.glossary_defined", by=by, after=f"{row.language} {row.number}", note=said.why)
    return row


@transaction.atomic
def publish_definition(draft: Definition, *, by: User) -> Definition:
    """Readers see it from now on. Other English words are no longer those that two people agreed to."""
    entry = _held(draft.entry)
    draft = Definition.objects.select_for_update(of=("self",)).get(pk=draft.pk)
    access.require(permissions.why_not_publish(by, draft))
    if entry.definitions.filter(language=draft.language, number__gt=draft.number).exists():
        raise access.Moved(_("There is a newer version of these definitions."))
    draft.published_at = timezone.now()
    draft.save(update_fields=["published_at"])
    if draft.language == "en" and entry.status != GlossaryEntry.Status.RETIRED:
        _back_to_working(entry)
    trail.record(entry, "knowledge.glossary_published", by=by, after=f"{draft.language} {draft.number}")
    index_glossary_entry(entry)
    return draft


@transaction.atomic
def review_together(row: Definition, *, by: User) -> Definition:
    """Somebody has read both levels side by side, and beside the English: they say the same."""
    access.require(permissions.why_not_define(by))
    _held(row.entry)
    row = Definition.objects.select_for_update(of=("self",)).get(pk=row.pk)
    row.reviewed_at = timezone.now()
    row.save(update_fields=["reviewed_at"])
    trail.record(row.entry, "knowledge.glossary_reviewed", by=by, after=f"{row.language} {row.number}")
    return row


@transaction.atomic
def propose_agreed(entry: GlossaryEntry, *, by: User) -> GlossaryEntry:
    """The first of the two who agree a term."""
    entry = _held(entry)
    access.require(permissions.why_not_propose(by, entry))
    entry.proposed_by, entry.proposed_at = by, timezone.now()
    entry.save(update_fields=["proposed_by", "proposed_at"])
    trail.record(entry, "knowledge.glossary_proposed", by=by)
    return entry


@transaction.atomic
def agree_term(entry: GlossaryEntry, *, by: User) -> GlossaryEntry:
    """The second one: the organization stands behind these words."""
    entry = _held(entry)
    access.require(permissions.why_not_agree(by, entry))
    entry.status, entry.agreed_by, entry.agreed_at = GlossaryEntry.Status.AGREED, by, timezone.now()
    entry.save(update_fields=["status", "agreed_by", "agreed_at"])
    trail.record(entry, "knowledge.glossary_agreed", by=by)
    return entry


@transaction.atomic
def retire_entry(entry: GlossaryEntry, *, by: User, why: str) -> GlossaryEntry:
    """No longer linked in texts, listed or found; its page stays and says why."""
    entry = _held(entry)
    access.require(permissions.why_not_retire_entry(by, entry))
    _back_to_working(entry)
    entry.status, entry.retired_why = GlossaryEntry.Status.RETIRED, why
    entry.save(update_fields=["status", "retired_why"])
    trail.record(entry, "knowledge.glossary_retired", by=by, note=why)
    index_glossary_entry(entry)
    return entry


@transaction.atomic
def restore_entry(entry: GlossaryEntry, *, by: User) -> GlossaryEntry:
    """A working term again."""
    entry = _held(entry)
    access.require(permissions.why_not_restore_entry(by, entry))
    entry.status, entry.retired_why = GlossaryEntry.Status.WORKING, ""
    entry.save(update_fields=["status", "retired_why"])
    trail.record(entry, "knowledge.glossary_restored", by=by)
    index_glossary_entry(entry)
    return entry


@transaction.atomic
def comment_on_term(entry: GlossaryEntry, *, by: User, text: str, is_objection: bool = False) -> GlossaryComment:
    """What a reader says of it; those who keep the glossary hear of it."""
    access.require(permissions.why_not_read_glossary(by))
    entry = _held(entry)
    comment: GlossaryComment = GlossaryComment.objects.create(
        entry=entry, by=by, at=timezone.now(), text=text, is_objection=is_objection
    )
    trail.record(entry, "knowledge.glossary_commented", by=by)
    keepers = access.people_holding("curate_resources", Office.objects.get(kind=Office.Kind.HQ, parent=None))
    notify([person for person in keepers if person != by], "knowledge.term_commented", about=entry, by=by)
    return comment


@transaction.atomic
def answer_comment(comment: GlossaryComment, *, by: User, text: str) -> GlossaryComment:
    """What becomes of it, in words; who wrote it is told."""
    entry = _held(comment.entry)
    comment = GlossaryComment.objects.select_for_update(of=("self",)).get(pk=comment.pk)
    access.require(permissions.why_not_answer_comment(by, comment))
    comment.answer, comment.answered_by, comment.answered_at = text, by, timezone.now()
    comment.save(update_fields=["answer", "answered_by", "answered_at"])
    trail.record(entry, "knowledge.glossary_answered", by=by)
    notify([comment.by], "knowledge.term_answered", about=entry, by=by)
    return comment


@transaction.atomic
def read_first(level: str, *, by: User) -> None:
    """Which definition this person sees first from now on, everywhere."""
    access.require(permissions.why_not_read_glossary(by))
    ReadingLevel.objects.update_or_create(person=by, defaults={"level": level})


def index_glossary_entry(entry: GlossaryEntry) -> None:
    """What is published of it can be found by all staff; a retired term and one without English definitions cannot."""
    live = {row.language: row for row in entry.definitions.live()}
    if entry.status == GlossaryEntry.Status.RETIRED or "en" not in live:
        index.drop("term", entry.pk)
        return
    names = [getattr(entry.term, name) for name in NAMES]
    told = [text for _language, row in sorted(live.items()) for text in (row.institutional, row.field)]
    body = "\n\n".join([" · ".join(name for name in names if name), *told])
    index.put(index.Item(kind="term", id=entry.pk, title=entry.term.name_en, body=[body]))


def _back_to_working(entry: GlossaryEntry) -> None:
    """Neither agreed nor proposed."""
    entry.status = GlossaryEntry.Status.WORKING
    entry.proposed_by = entry.proposed_at = entry.agreed_by = entry.agreed_at = None
    entry.save(update_fields=["status", "proposed_by", "proposed_at", "agreed_by", "agreed_at"])


def _held(entry: GlossaryEntry) -> GlossaryEntry:
    """The term's row, locked: one thing happens to it at a time."""
    found: GlossaryEntry = (
        GlossaryEntry.objects.select_for_update(of=("self",)).select_related("term", "owner_office").get(pk=entry.pk)
    )
    return found


def _require_new_names(names: dict[str, str], terms: list[Term], term: Term | None) -> None:
    """No two terms are called the same in one language."""
    for column, said in names.items():
        mine = sort_key(said)
        for other in terms:
            if mine and other != term and sort_key(getattr(other, column)) == mine:
                raise access.Unmet([_("The glossary has “%(name)s” already.") % {"name": getattr(other, column)}])

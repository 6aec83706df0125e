"""Who keeps the glossary, as the sentence that greys out the button and explains the 403."""

from __future__ import annotations

from django.utils.translation import gettext as _

from knowledge.models import Definition, GlossaryComment, GlossaryEntry
from knowledge.querysets import keeps_glossary, serves
from pvehub.people.models import User


def why_not_read_glossary(user: User) -> str | None:
    """Everybody who serves somewhere reads it."""
    return None if serves(user) else _("Only people who serve at an office read the glossary.")


def why_not_define(user: User) -> str | None:
    """It is one for the whole organization: curators of headquarters, and administrators."""
    if keeps_glossary(user):
        return None
    return _("Only curators of headquarters and administrators keep the glossary. Say on the page what should change.")


def why_not_publish(user: User, draft: Definition) -> str | None:
    """In a language only with both definitions in it, and English first."""
    if sentence := why_not_define(user):
        return sentence
    if draft.published_at is not None:
        return _("These definitions are published already.")
    if not (draft.institutional and draft.field):
        return _("It is published in a language only with both definitions in that language.")
    if draft.language != "en" and not draft.entry.definitions.live().filter(language="en").exists():
        return _("English comes first: publish the English definitions before those in another language.")
    return None


def why_not_propose(user: User, entry: GlossaryEntry) -> str | None:
    """A published term without an open objection."""
    if sentence := why_not_define(user) or _why_not_ready(entry):
        return sentence
    if entry.proposed_at is not None:
        return _("It is proposed already; somebody else has to agree.")
    return None


def why_not_agree(user: User, entry: GlossaryEntry) -> str | None:
    """Two people agree a term: one proposes, another one agrees."""
    if sentence := why_not_define(user) or _why_not_ready(entry):
        return sentence
    if entry.proposed_by_id is None:
        return _("Nobody has proposed it yet.")
    if entry.proposed_by_id == user.pk:
        return _("You proposed it: somebody else has to agree.")
    return None


def _why_not_ready(entry: GlossaryEntry) -> str | None:
    if entry.status != GlossaryEntry.Status.WORKING:
        return _("Only a working term can be agreed.")
    if not entry.definitions.live().filter(language="en").exists():
        return _("Publish its English definitions first.")
    if entry.comments.objections().exists():
        return _("An objection waits for an answer: answer it first.")
    return None


def why_not_retire_entry(user: User, entry: GlossaryEntry) -> str | None:
    """Once; it stays readable."""
    if sentence := why_not_define(user):
        return sentence
    return _("It is retired already.") if entry.status == GlossaryEntry.Status.RETIRED else None


def why_not_restore_entry(user: User, entry: GlossaryEntry) -> str | None:
    """Only what was retired."""
    if sentence := why_not_define(user):
        return sentence
    return None if entry.status == GlossaryEntry.Status.RETIRED else _("It is not retired.")


def why_not_answer_comment(user: User, comment: GlossaryComment) -> str | None:
    """Once, by who keeps the glossary, and never one's own."""
    if sentence := why_not_define(user):
        return sentence
    if comment.answered_at is not None:
        return _("It was answered already.")
    if comment.by_id == user.pk:
        return _("You wrote it: somebody else has to answer.")
    return None

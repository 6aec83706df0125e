"""Server drafts: what somebody typed and has not saved. They belong to their author and change nothing in the project."""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from pvehub import access
from pvehub.people.models import User

from .. import permissions
from ..models import FieldDraft, Project
from ..tokens import RowKey, label_of, section_of
from .locking import locked

LONGEST = 100_000  # characters; a field that needs more is a document


@transaction.atomic
def keep_draft(project: Project, field: str, text: str, *, by: User, revision: int, base: str) -> FieldDraft:
    """Keep what was typed into one field. `revision` is the last draft this form knew (0: none), `base` what it showed.

    When the same person typed something else elsewhere meanwhile, neither text is overwritten: Moved carries the kept one.
    """
    project = locked(project)
    access.require(permissions.why_not_edit(by, project, section_of(field)))
    text = text.replace("\x00", "")[:LONGEST]
    draft = FieldDraft.objects.filter(project=project, user=by, field=field).first()
    if draft is None:
        draft = FieldDraft(project=project, user=by, field=field, section=section_of(field), base=base, revision=0)
    elif draft.revision != revision and draft.text != text:
        raise access.Moved(
            _("You typed something else into this field on another page."),
            kept={label_of(field): text, str(_("On the other page")): draft.text},
        )
    draft.text, draft.revision, draft.updated_at = text, draft.revision + 1, timezone.now()
    draft.save()
    return draft


@transaction.atomic
def keep_drafts(project: Project, texts: Mapping[str, tuple[str, str]], *, by: User) -> int:
    """Keep a whole form that could not be saved: {field: (text, base)}. Returns how many fields were kept.

    Newer than any draft of the same field: the form was sent, so it is what its author saw last.
    """
    project = locked(project)
    now, kept = timezone.now(), 0
    for field, (text, base) in texts.items():
        access.require(permissions.why_not_edit(by, project, section_of(field)))
        draft = FieldDraft.objects.filter(project=project, user=by, field=field).first() or FieldDraft(
            project=project, user=by, field=field, section=section_of(field), revision=0
        )
        draft.text, draft.base, draft.updated_at = text.replace("\x00", "")[:LONGEST], base, now
        draft.revision += 1
        draft.save()
        kept += 1
    return kept


@transaction.atomic
def discard_draft(project: Project, section: str, *, by: User) -> int:
    """The author lets go of the unsaved texts of a section; the saved answers stand as they were."""
    count, _rows = FieldDraft.objects.filter(project=locked(project), user=by, section=section).delete()
    return count


@transaction.atomic
def discard_row_draft(project: Project, key: RowKey, *, by: User) -> int:
    """The author lets go of what was typed into one row, or has saved it."""
    drafts = FieldDraft.objects.filter(project=locked(project), user=by, field__startswith=key.prefix)
    count, _rows = drafts.delete()
    return count

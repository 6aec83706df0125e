"""What somebody typed into a row and has not saved: restored in the form of that row, and named on the section's page."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import Model
from django.http import QueryDict
from django.urls import reverse

from ..models import FieldDraft, Project
from ..rowsets import ROWSETS
from ..tokens import RowKey, Seen


def of(project: Project, user: Any, rows: str, pk: int) -> dict[str, FieldDraft]:
    """The drafts of one row by column."""
    key = RowKey(rows, pk)
    found = FieldDraft.objects.filter(project=project, user=user, field__startswith=key.prefix)
    return {draft.field.removeprefix(key.prefix): draft for draft in found}


def restore(form: Any, drafts: dict[str, FieldDraft]) -> None:
    """Put what was typed in place of what stands in the row."""
    for name, draft in drafts.items():
        if name in form.fields:
            many = isinstance(form.fields[name], forms.MultipleChoiceField | forms.ModelMultipleChoiceField)
            form.initial[name] = [part for part in draft.text.split("\n") if part] if many else draft.text


def tokens(form: Any, drafts: dict[str, FieldDraft], revision: int) -> list[tuple[str, str]]:
    """Hidden fields: the draft and the revision of the row that each field shows."""
    found = []
    for name in form.fields:
        draft = drafts.get(name)
        base = (draft.base if draft else "") or f"{revision}.row"
        found.append((f"revision-{name}", f"{draft.revision if draft else 0}.{base}"))
    return found


def seen(drafts: dict[str, FieldDraft], revision: int) -> int:
    """The revision of the row on which the oldest of these drafts was typed."""
    bases = [draft.base.split(".")[0] for draft in drafts.values()]
    return min([int(base) for base in bases if base.isdigit()], default=revision)


def typed(data: QueryDict, form: Any, rows: str, pk: int) -> dict[str, tuple[str, str]]:
    """Of a form that was sent, the fields that say something else than the row: {name of the draft: (text, base)}."""
    found = {}
    for name in form.fields:
        text = "\n".join(data.getlist(name)).replace("\r\n", "\n").replace("\x00", "")
        if name in data and text != _text(form.get_initial_for_field(form.fields[name], name)):
            base = Seen.parse(data.get(f"revision-{name}", "")).base
            found[str(RowKey(rows, pk, name))] = (text, base)
    return found


def _text(value: Any) -> str:
    if isinstance(value, list | tuple):
        return "\n".join(_text(item) for item in value)
    return str(value.pk) if isinstance(value, Model) else "" if value is None else str(value)


def told(project: Project, drafts: Iterable[FieldDraft]) -> list[dict[str, Any]]:
    """For the page of the section: one line per row that has unsaved text, with the way back to its form."""
    found: dict[tuple[str, int], dict[str, Any]] = {}
    for draft in drafts:
        key = RowKey.parse(draft.field)
        if key is None:
            continue
        name = "projects:row-edit" if key.pk else "projects:row-add"
        url = reverse(name, args=[project.ref, key.rows, *([key.pk] if key.pk else [])])
        line = found.setdefault((key.rows, key.pk), {"one": ROWSETS[key.rows].one, "url": url, "texts": []})
        line["texts"].append(draft.text)
    return [{**line, "text": " · ".join(text for text in line["texts"] if text)} for line in found.values()]

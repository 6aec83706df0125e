"""How long what is on its way into or out of projects is kept, and what of it goes with a person."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from projects.models import FieldDraft, ImportBatch, ValueSheet
from pvehub.files import passing
from pvehub.operations.classes import Retained

CLASSES = [
    Retained(
        _("Words typed into a project and not saved"),
        timedelta(days=365),
        _("Nothing typed is lost to a bad line; after a year the record has moved on and nobody else can read them."),
        lambda since: FieldDraft.objects.filter(updated_at__lt=since),
    ),
    Retained(
        _("Lists of projects that were uploaded and not applied"),
        timedelta(days=90),
        _("A list that nobody applied for three months is out of date; its cells may name people."),
        lambda since: ImportBatch.objects.filter(created_at__lt=since, applied_at=None),
    ),
    Retained(
        _("Sheets of values that were uploaded"),
        timedelta(days=90),
        _("Applied, its values stand in the record; not applied, it is out of date."),
        lambda since: ValueSheet.objects.filter(created_at__lt=since),
    ),
    Retained(
        _("Exported files"),
        timedelta(days=1),
        _("A copy that lies about is read by rights that have ended."),
        timer="projects.tasks.sweep_exports",
    ),
]


def _drop_file(export: Any) -> None:
    if export.file:
        transaction.on_commit(lambda: passing.drop(export.file))


GOES = {
    "projects.ProjectUserGrant": None,
    "projects.Compendium": None,
    "projects.FieldDraft": None,
    "projects.Export": _drop_file,
    "projects.ImportBatch": None,
    "projects.ValueSheet": None,
    "projects.Follow": None,
    "projects.SavedView": None,
}
STAYS: dict[str, str] = {}

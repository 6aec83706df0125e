"""Reading what was attached, and keeping the index true where that takes long."""

from __future__ import annotations

from celery import shared_task
from django.utils.translation import gettext_lazy as _

from knowledge import actions
from knowledge.models import Attachment
from pvehub.vocabulary.models import Term


@shared_task(name="knowledge.tasks.extract_text", label=_("Reading the words of a file"))
def extract_text(pk: int) -> None:
    """Read a file that was attached, so that it is found by its words."""
    attachment = Attachment.objects.select_related("file", "resource").filter(pk=pk).first()
    if attachment:
        actions.read_text(attachment)


@shared_task(name="knowledge.tasks.index_filed_under", label=_("Renewing the index after a term changed"))
def index_filed_under(pk: int) -> None:
    """A term was renamed or merged: its resources are found by the new name."""
    term = Term.objects.filter(pk=pk).first()
    if term:
        actions.index_filed_under(term)

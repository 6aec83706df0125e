"""Documents over many resources: written apart from any page, gone after their days."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from knowledge import actions
from knowledge.models import Compendium


@shared_task(name="knowledge.tasks.write_compendium", label=_("Writing a compendium of texts"))
def write_compendium(pk: int) -> None:
    """Write what was asked for; one that was thrown away meanwhile is left alone."""
    row = Compendium.objects.select_related("owner").filter(pk=pk).first()
    if row is not None:
        actions.write_compendium(row)


@shared_task(name="knowledge.tasks.drop_expired_compendia")
def drop_expired_compendia() -> int:
    """Returns how many went."""
    return actions.drop_expired_compendia(now=timezone.now())

"""Background work and timers of projects: large exports, compendia and what ends them, long lists coming in."""

from celery import shared_task
from django.http import QueryDict
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from pvehub import access
from pvehub.files import passing
from pvehub.notifications import reminders

from . import actions, permissions
from .exporting.writing import Ledger, Wish, write
from .filters import asked
from .lateness import SOURCES
from .models import Compendium, Export, ImportBatch, Project, Update


@shared_task(name="projects.tasks.make_export", label=_("Writing a file of projects"))
def make_export(pk: int) -> None:
    """Writes the file with the rights its owner has now, which may be fewer than when it was asked for."""
    export = Export.objects.select_related("owner").filter(pk=pk, made_at=None).first()
    if export is None or permissions.why_not_export(export.owner, export.format):
        return
    found = asked(export.owner, QueryDict(export.query))
    projects = found.ordered if found.is_valid() else found.queryset.none()
    wish = Wish(export.format, export.parts, export.has_hxl, export.is_redacted, export.language)
    name, ledger = passing.new_name(), Ledger()
    with passing.writing(name) as out:
        write(projects, wish, ledger, out)
    actions.keep_export(export, name, open_ids=ledger.open_ids, whole_ids=ledger.whole_ids)


@shared_task(name="projects.tasks.sweep_exports")
def sweep_exports() -> None:
    """Exports whose day is over go."""
    actions.drop_expired()


@shared_task(name="projects.tasks.write_compendium", label=_("Writing a compendium of projects"))
def write_compendium(pk: int) -> None:
    """Write a document that was asked for; one thrown away meanwhile is not missed."""
    row = Compendium.objects.select_related("owner").filter(pk=pk).first()
    if row:
        actions.write_compendium(row)


@shared_task(name="projects.tasks.drop_expired_compendia")
def drop_expired_compendia() -> int:
    """Documents whose days are over go."""
    return actions.drop_expired_compendia(now=timezone.now())


@shared_task(name="projects.tasks.check_list", label=_("Checking a list of projects"))
def check_list(pk: int) -> None:
    """The dry run of a long list; one that was thrown away or applied meanwhile needs none."""
    batch = ImportBatch.objects.select_related("owner").filter(pk=pk, applied_at=None).first()
    if batch:
        with translation.override(batch.owner.language):
            actions.check_batch(batch, by=batch.owner)


@shared_task(name="projects.tasks.apply_list", label=_("Taking in a list of projects"))
def apply_list(pk: int) -> None:
    """A long list is applied as its last dry run said; where that no longer holds, there is a new dry run instead."""
    batch = ImportBatch.objects.select_related("owner").filter(pk=pk, applied_at=None).first()
    if batch is None:
        return
    with translation.override(batch.owner.language):
        try:
            actions.apply_batch(batch, by=batch.owner, seen=actions.seal(batch))
        except access.Moved:
            actions.check_batch(batch, by=batch.owner)


@shared_task(name="projects.tasks.remind_late")
def remind_late() -> int:
    """Tell who answers for it that something of a project is due or late; each person each rung once. Says how many were told."""
    return reminders.sweep(*(f"projects.{rule}" for rule in SOURCES))


@shared_task(name="projects.tasks.stand_in")
def stand_in() -> int:
    """Where a manager no longer serves at the lead office, its head is manager until another is named. Says how many."""
    now = timezone.now()
    return sum(
        actions.stand_in(project, now=now) for project in Project.objects.left_by_their_manager(now).order_by("pk")
    )


@shared_task(name="projects.tasks.tell_followers", label=_("Telling followers of an update"))
def tell_followers(pk: int) -> int:
    """A new update for those who follow its country or theme and may read it; says how many were told."""
    update = Update.objects.select_related("project", "author").filter(pk=pk).first()
    return actions.tell_followers(update) if update else 0

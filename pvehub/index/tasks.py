"""The index's place in the timetable."""

from celery import shared_task

from pvehub.index import upkeep


@shared_task(name="index.tasks.refresh")
def refresh() -> None:
    """Fold the counts, measure the average length, make impacts and vocabulary anew."""
    upkeep.refresh()

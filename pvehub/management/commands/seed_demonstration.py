"""manage.py seed_demonstration: fill an empty portal with fictional missions, people, projects and lessons."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from pvehub import index
from pvehub.access import standings
from pvehub.management.demonstration import (
    amending,
    asked,
    changed,
    desk,
    evidence,
    guided,
    kept,
    landscape,
    library,
    life,
    passing,
    people,
    portfolio,
    promised,
    readings,
    registers,
    rounds,
    searches,
    spread,
    talked,
    trusted,
)
from pvehub.people.models import User


class Command(BaseCommand):
    help = "Fill an empty portal with a fictional portfolio; refused where there are people already."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        if User.objects.exists():
            raise CommandError("There are people here already: the demonstration is for an empty portal only.")
        people.settle()
        standings.begin()  # from here on nobody's postings change: each is read once, as within a request
        try:
            projects = portfolio.fill()
            talked.put_off(projects)
            library.fill(projects)
            trusted.fill()
            guided.fill(projects)
            kept.fill()
            landscape.fill()
            readings.fill()
            promised.fill()
            life.fill(projects)
            rounds.fill(projects)
            registers.fill(projects)
            passing.fill()
            asked.fill(projects)
            desk.fill(projects)
            evidence.fill(projects)
            talked.fill(projects)
            amending.fill(projects)
            changed.fill(projects)
            spread.fill()
            searches.fill()
        finally:
            standings.end()
        index.refresh()
        self.stdout.write(
            f"{len(projects)} projects; the password of all demonstration accounts is in the data folder."
        )

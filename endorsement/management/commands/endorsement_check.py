"""Holds the status of every case against its events; names those that differ, and mends them when told to."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from endorsement import actions


class Command(BaseCommand):
    """`manage.py endorsement_check [--rebuild]`: exit code 1 while a status differs from what the events say."""

    help = "Recompute the status of every case from its events and name those that differ."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--rebuild", action="store_true", help="write what the events say")

    def handle(self, *args: Any, rebuild: bool, **options: Any) -> None:
        differing = list(actions.differing())
        for case, standing in differing:
            self.stdout.write(f"{case.ref}: says {case.status}, events say {standing.status}")
            if rebuild:
                actions.rebuild(case)
        if differing and not rebuild:
            raise CommandError(f"{len(differing)} of the cases differ from their events; --rebuild mends them.")
        self.stdout.write(f"{len(differing)} mended." if rebuild else "Every case says what its events say.")

"""`manage.py migrate`: Django's own, with an executor that keeps fewer classes up to date on the way."""

from typing import Any

from django.core.management.commands import migrate as of_django

from pvehub.management.migrating import SparingExecutor


class Command(of_django.Command):
    """The same options and the same tables."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Django's command names its executor as a global of its module, which is the only place to say another."""
        of_django.MigrationExecutor = SparingExecutor
        super().handle(*args, **options)

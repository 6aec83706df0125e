"""`manage.py compile_catalogs`: .po to .mo, where stale."""

from typing import Any

from django.core.management.base import BaseCommand

from pvehub.management import catalogs


class Command(BaseCommand):
    """Says which catalogs it compiled."""

    help = "Compile the message catalogs that changed."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Nothing to compile is nothing to say."""
        for source in catalogs.compile_stale():
            self.stdout.write(str(source))

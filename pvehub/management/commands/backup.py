"""`manage.py backup FILE`: the database and the private files in one archive."""

import pathlib
import sys
import tempfile
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from pvehub.management import archive, dumping


class Command(BaseCommand):
    """May run while the portal serves: the dump is one snapshot, and private files are never changed once stored."""

    help = "Write the database and the private files into one archive."

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to."""
        parser.add_argument("file", type=pathlib.Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Never writes over a file; ends with one sentence when it cannot."""
        target: pathlib.Path = options["file"].absolute()
        if target.exists():
            sys.exit(f"{target} exists already: choose another name.")
        if not target.parent.is_dir():
            sys.exit(f"The folder {target.parent} does not exist.")
        facts = {"made_at": timezone.now().isoformat(), "server": dumping.server_major()}
        try:
            with tempfile.TemporaryDirectory(prefix=".backup-", dir=target.parent) as scratch:
                dump = pathlib.Path(scratch) / archive.DUMP
                dumping.dump(dump)
                # After the dump: every file a row of it names is there by now.
                manifest = archive.write(target, dump, pathlib.Path(settings.FILES_ROOT), facts)
        except dumping.Impossible as reason:
            sys.exit(str(reason))
        except OSError as error:
            sys.exit(f"{error.filename or target}: {error.strerror}.")
        self.stdout.write(f"{target}: the database and {len(manifest.members) - 1} files.")
        self.stdout.write(f"Keep this apart from it, for `restore --sha256`: {manifest.sha256}")

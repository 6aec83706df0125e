"""`manage.py restore FILE`: the database and the private files back from an archive."""

import pathlib
import shutil
import sys
import tempfile
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.db import connections

from pvehub.management import archive, dumping


class Command(BaseCommand):
    """Everything in the archive is compared with its manifest before the first row is written."""

    help = "Restore the database and the private files from an archive made by backup."

    def add_arguments(self, parser: CommandParser) -> None:
        """What from, and whether what is there may go."""
        parser.add_argument("file", type=pathlib.Path)
        parser.add_argument("--replace", action="store_true", help="the database holds something, and it may go")
        parser.add_argument("--sha256", help="what backup printed: refuses an archive whose manifest is another")

    def handle(self, *args: Any, **options: Any) -> None:
        """Ends with one sentence, and everything as it was, when it cannot."""
        source: pathlib.Path = options["file"].absolute()
        if not source.is_file():
            sys.exit(f"{source} is not a file.")
        if dumping.has_tables() and not options["replace"]:
            sys.exit(
                "The database is not empty: with --replace all that is in it goes, and the backup takes its place."
            )
        root = pathlib.Path(settings.FILES_ROOT)
        try:
            root.mkdir(mode=0o700, parents=True, exist_ok=True)
            # Inside the folder, so that putting a file in its place is a rename; the dot keeps it out of backups.
            with tempfile.TemporaryDirectory(prefix=".restoring-", dir=root) as scratch:
                folder = pathlib.Path(scratch)
                manifest = archive.unpack(source, folder)
                if options["sha256"] and options["sha256"] != manifest.sha256:
                    sys.exit("The archive is not the one with that sha256.")
                dumping.restore(folder / archive.DUMP)
                _put_files(folder / archive.FILES, root)
        except (archive.Damaged, dumping.Impossible) as reason:
            sys.exit(str(reason))
        except OSError as error:
            sys.exit(f"{error.filename or source}: {error.strerror}.")
        finally:
            connections.close_all()
        self.stdout.write(
            f"Restored the database and {len(manifest.members) - 1} files of {manifest.facts['made_at']}."
        )


def _put_files(new: pathlib.Path, root: pathlib.Path) -> None:
    """Afterwards the folder holds the files of the archive and no other."""
    wanted = dict(archive.files_below(new)) if new.is_dir() else {}
    for name, path in list(archive.files_below(root)):
        if name not in wanted:
            path.unlink()
    for name, path in wanted.items():
        (root / name).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        shutil.move(path, root / name)

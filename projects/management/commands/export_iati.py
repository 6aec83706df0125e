"""`manage.py export_iati`: what was endorsed, as IATI 2.03, to the terminal or into a file."""

import sys
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import BooleanField, Value

from projects import permissions
from projects.exporting import iati
from projects.exporting.telling import tell
from projects.exporting.writing import Ledger
from projects.models import Export, Project
from pvehub.audit import trail
from pvehub.people.models import User


class Command(BaseCommand):
    """Published projects of tier 0 and 1 only, one at a time: memory does not grow with their number."""

    help = "Write endorsed projects of tier 0 and 1 as IATI 2.03."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which projects, where to, and whose rights hold."""
        which = parser.add_mutually_exclusive_group(required=True)
        which.add_argument("--ref", help="one project, e.g. PVE-2026-0042")
        which.add_argument("--all", action="store_true", help="every project that may be published")
        parser.add_argument("--by", default="", help="only what this person reads (e-mail); the reading log names them")
        parser.add_argument("--output", default="", help="a file instead of the terminal")

    def handle(self, *args: Any, **options: Any) -> None:
        """Exits non-zero, and writes nothing, where there is nothing to publish."""
        person = self._person(options["by"])
        ledger = Ledger()
        rows = ledger.noted(tell(self._projects(person, options["ref"]), iati.FIELDS))
        first = next(rows, None)
        if first is None:
            raise CommandError("There is nothing to publish: no such project is endorsed, of tier 0 or 1, and dated.")
        try:
            self._write(iati.document(chain([first], rows)), options["output"])
        finally:
            trail.read_many(Project, ledger.open_ids, by=person, what="export")
        self.stderr.write(f"{ledger.count} activities.")

    def _person(self, email: str) -> User | None:
        if not email:
            return None
        person = User.objects.active().filter(email=email.strip().lower()).first()
        if person is None:
            raise CommandError("Nobody has this address.")
        if refused := permissions.why_not_export(person, Export.Format.IATI):
            raise CommandError(refused)
        return person

    def _projects(self, person: User | None, ref: str | None) -> Any:
        projects = Project.objects.visible_to(person) if person else Project.objects.all()
        if ref:
            projects = projects.filter(ref=ref)
        found = iati.publishable(projects).annotate(is_whole=Value(False, output_field=BooleanField()))
        return found.order_by("ref", "pk")

    def _write(self, blocks: Iterator[bytes], output: str) -> None:
        if output:
            with Path(output).open("wb") as out:
                out.writelines(blocks)
            return
        terminal = getattr(self.stdout._out, "buffer", None) if self.stdout._out is sys.stdout else None
        for block in blocks:
            if terminal is not None:
                terminal.write(block)
            else:
                self.stdout.write(block.decode(), ending="")

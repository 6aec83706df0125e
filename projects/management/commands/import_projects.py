"""Bring in a list of projects: `import_projects FILE --by EMAIL [--mapping FILE] [--office CODE] [--apply] [--json]`."""

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from projects import actions, importing
from projects.importing import Verdict
from projects.models import ImportBatch
from pvehub import access
from pvehub.people.models import Office, User

HOW = (
    "rows = new + changed + unchanged + not_yours + counts.unclear + counts.refused; unclear and refused list problems, "
    "of which a row may have several"
)


class Command(BaseCommand):
    """Without --apply it is a dry run: it happens in a transaction that is taken back. Applying twice changes nothing."""

    help = "Bring in a list of projects (CSV, XLSX, IATI 2.0x XML). Without --apply nothing is written."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--by", required=True, metavar="EMAIL", help="who brings it in; their rights apply")
        parser.add_argument("--mapping", type=Path, help='JSON, our field to their column: {"title": "Project name"}')
        parser.add_argument("--office", metavar="CODE", help="the lead office; an officer's own by default")
        parser.add_argument("--apply", action="store_true", help="write what the dry run shows")
        parser.add_argument("--json", action="store_true", help="the last line is the result as one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        by = self._person(options["by"])
        with _in_one_sentence(), transaction.atomic():
            said = _read_mapping(options["mapping"])
            office = self._office(options["office"] or said.pop("office", None), by)
            with options["file"].open("rb") as content, importing.opened(content, options["file"].name) as sheet:
                batch = actions.upload_batch(sheet, by=by, office=office)
            mapping = _mapping(said, batch) if options["mapping"] else importing.Mapping.from_json(batch.mapping)
            batch = actions.map_batch(batch, mapping, by=by, office=office)
            batch = actions.check_batch(batch, by=by)
            if options["apply"]:
                batch = actions.apply_batch(batch, by=by, seen=actions.seal(batch))
            self._tell(batch, options["apply"], options["json"])
            if not options["apply"]:
                transaction.set_rollback(True)

    def _person(self, email: str) -> User:
        person = User.objects.active().filter(email=email.lower()).first()
        if person is None:
            raise CommandError(f"No active person has the address {email}.")
        return person

    def _office(self, code: str | None, by: User) -> Office | None:
        if code:
            office: Office | None = Office.objects.filter(code=code).first()
            if office is None:
                raise CommandError(f"There is no office {code}.")
            return office
        mine = access.standing(by).offices("create_projects")
        return Office.objects.filter(pk__in=mine).first() if mine and len(mine) == 1 else None

    def _tell(self, batch: ImportBatch, is_applied: bool, as_json: bool) -> None:
        for remark in batch.remarks:
            self.stdout.write(remark)
        problems = list(_problems(batch))
        for verdict, each in problems:
            self.stdout.write(f"row {each['row']}, {each['column'] or '-'}: {verdict.label}: {each['reason']}")
        counts = batch.counts
        for verdict in Verdict:
            ours, others = counts.get(f"project_{verdict}", 0), counts.get(f"other_{verdict}", 0)
            self.stdout.write(f"{verdict.label}: {ours + others} (ours {ours}, of others {others})")
        self.stdout.write("Applied." if is_applied else "Dry run: nothing was written. Add --apply to write it.")
        if as_json:
            self.stdout.write(json.dumps(_summary(batch, problems, is_applied), ensure_ascii=False))


@contextmanager
def _in_one_sentence() -> Iterator[None]:
    """Whatever speaks against the list as a whole is one sentence on stderr, and nothing was written."""
    try:
        yield
    except OSError as error:
        raise CommandError(f"{error.filename}: {error.strerror}") from error
    except access.Unmet as error:
        raise CommandError(" ".join(str(blocker) for blocker in error.blockers)) from error
    except (importing.Unreadable, access.Refused, access.Moved, ValueError) as error:
        raise CommandError(str(error)) from error


def _read_mapping(path: Path | None) -> dict[str, Any]:
    if path is None:
        return {}
    try:
        said = json.loads(path.read_text(encoding="utf-8-sig"))
    except ValueError:
        raise CommandError(f"{path.name} is no JSON: a mapping is one JSON object.") from None
    if not isinstance(said, dict):
        raise CommandError(f"{path.name}: a mapping is one JSON object, our field to their column.")
    return said


def _mapping(said: dict[str, Any], batch: ImportBatch) -> importing.Mapping:
    """What the mapping file says, whole; identifier, title and the language of the list are guessed where it is silent."""
    guessed = importing.Mapping.from_json(batch.mapping)
    currency = said.get("currency")
    if "columns" not in said and isinstance(currency, str) and len(currency) == 3 and currency not in batch.header:
        said = {name: value for name, value in said.items() if name != "currency"} | {"list_currency": currency}
    mapping = importing.Mapping.from_json({"language": guessed.language} | said)
    taken = {*mapping.columns.values()}
    own = {name: guessed.columns[name] for name in ("external_id", "title") if name in guessed.columns}
    columns = {name: column for name, column in own.items() if column not in taken} | mapping.columns
    return importing.Mapping(columns, mapping.currency, mapping.language)


def _problems(batch: ImportBatch) -> Iterator[tuple[Verdict, dict[str, Any]]]:
    rows = batch.lines.exclude(problems=[]).order_by("number", "pk").values_list("number", "verdict", "problems")
    for number, verdict, problems in rows.iterator(chunk_size=importing.AT_A_TIME):
        for column, reason in problems:
            yield Verdict(verdict), {"row": number, "column": column, "reason": reason}


def _summary(batch: ImportBatch, problems: list[tuple[Verdict, dict[str, Any]]], is_applied: bool) -> dict[str, Any]:
    counts = batch.counts
    return {
        "rows": counts["rows"],
        "new": counts.get("new", 0),
        "changed": counts.get("changed", 0),
        "unchanged": counts.get("unchanged", 0),
        "unclear": [each for verdict, each in problems if verdict == Verdict.UNCLEAR],
        "refused": [each for verdict, each in problems if verdict == Verdict.REFUSED],
        "not_yours": counts.get("not_yours", 0),
        "applied": is_applied,
        "counts": {str(verdict): counts.get(str(verdict), 0) for verdict in Verdict},
        "sum": HOW,
        "remarks": [*batch.remarks],
    }

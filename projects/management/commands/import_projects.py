"""Bring in a list of projects: `import_projects FILE --by EMAIL [--mapping FILE] [--office CODE] [--apply] [--json]`."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from projects import actions, importing
from projects.importing.checking import LABELS, Verdict
from pvehub import access
from pvehub.people.models import Office, User


class Command(BaseCommand):
    """Without --apply it is a dry run that writes nothing; applying twice changes nothing."""

    help = "Bring in a list of projects from a CSV file. Without --apply nothing is written."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--by", required=True, metavar="EMAIL", help="who brings it in; their rights apply")
        parser.add_argument("--mapping", type=Path, help='JSON: {"columns": {"title": "Column"}, "currency": "EUR"}')
        parser.add_argument("--office", metavar="CODE", help="the lead office; an officer's own by default")
        parser.add_argument("--apply", action="store_true", help="write what the dry run shows")
        parser.add_argument("--json", action="store_true", help="the result as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        by = self._person(options["by"])
        office = self._office(options["office"], by)
        try:
            sheet = importing.read_csv(options["file"].read_bytes(), options["file"].name)
            mapping = self._mapping(options["mapping"], sheet, office, by)
            if problems := mapping.problems(sheet.header):
                raise CommandError("\n".join(problems))
            run = actions.apply_plan if options["apply"] else importing.plan
            plan = run(sheet, mapping, by=by, office=office)
        except OSError as error:
            raise CommandError(f"{options['file']}: {error.strerror}") from error
        except (importing.Unreadable, access.Refused, ValueError) as error:
            raise CommandError(str(error)) from error
        self._tell(plan, options["apply"], options["json"])

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

    def _mapping(self, path: Path | None, sheet: importing.Sheet, office: Office | None, by: User) -> importing.Mapping:
        language = office.working_language if office else by.language
        guessed = importing.guess(sheet.header, language=language)
        if path is None:
            return guessed
        said = importing.Mapping.from_json(json.loads(path.read_text(encoding="utf-8")))
        return importing.Mapping(guessed.columns | said.columns, said.currency, said.language)

    def _tell(self, plan: importing.Plan, is_applied: bool, as_json: bool) -> None:
        if as_json:
            rows = [
                {
                    "row": row.number,
                    "verdict": str(row.verdict),
                    "becomes": row.becomes,
                    "id": row.values["external_id"],
                    "problems": [{"column": column, "reason": reason} for column, reason in row.problems],
                }
                for row in plan.rows
            ]
            told = {"applied": is_applied, "counts": plan.counts(), "remarks": plan.remarks, "rows": rows}
            self.stdout.write(json.dumps(told, ensure_ascii=False, indent=1))
            return
        for remark in plan.remarks:
            self.stdout.write(remark)
        for row in plan.rows:
            for column, reason in row.problems:
                self.stdout.write(f"row {row.number}, {column or '-'}: {row.label}: {reason}")
        counts = plan.counts()
        for verdict in Verdict:
            ours, others = counts.get(f"project_{verdict}", 0), counts.get(f"other_{verdict}", 0)
            self.stdout.write(f"{LABELS[verdict]}: {ours + others} (ours {ours}, of others {others})")
        self.stdout.write("Applied." if is_applied else "Dry run: nothing was written. Add --apply to write it.")

"""The list of the design, told whole: every trap it holds is reported once, and what is clean comes in once."""

import csv
import io
import json
import re
from decimal import Decimal

import pytest
from django.core.management import call_command

from projects.models import OtherProject, Project
from tests import make

ROWS, DISTINCT, SCIENTIFIC, LINES = 644, 642, 329, 284
HEADER = ["Ref", "Project title", "Amount", "Where", "Done by", "About", "Begins"]


def the_list():
    """644 rows with 642 identifiers: a pair that differs by case, two rows repeated; ours are every sixteenth."""
    identifiers = [f"T05-{number:03d}" for number in range(1, DISTINCT - 1)] + ["T05-HOA-SO-03", "T05-HoA-SO-03"]
    rows = []
    for number, identifier in enumerate(identifiers):
        amount = f"{number % 9 + 1}.4e+0{number % 3 + 5}" if number < SCIENTIFIC - 1 else str(1000 + number)
        about = (
            f"First line {number}\nsecond, “line”\n\nthird" if number % 2 == 0 and number < 2 * (LINES - 1) else "Short"
        )
        ours = "International Organization for Migration" if number % 16 == 0 else "GIZ"
        where = "Uganda, Kenya" if number % 5 == 0 and ours == "GIZ" else "Uganda"
        rows.append([identifier, f"Project {number}", amount, where, ours, about, "" if number % 3 else "2020-01-31"])
    repeated = next(row for row in rows if "e+" in row[2] and "\n" in row[5])
    rows += [list(repeated), list(rows[-3])]
    out = io.StringIO()
    csv.writer(out).writerows([HEADER, *rows])
    return rows, out.getvalue()


@pytest.mark.scenario("projects-1")
@pytest.mark.django_db
def test_644_rows_are_checked_and_exactly_the_clean_ones_come_in_once(tmp_path):
    make.reference()
    officer = make.officer("UG")
    rows, text = the_list()
    identifiers = [row[0] for row in rows]
    assert (len(rows), len(set(identifiers)), len({one.casefold() for one in identifiers})) == (ROWS, DISTINCT, 641)
    assert sum(bool(re.fullmatch(r"\d\.\de\+\d\d", row[2])) for row in rows) == SCIENTIFIC
    assert sum("\n" in cell for row in rows for cell in row) == LINES
    path, mapping = tmp_path / "list.csv", tmp_path / "mapping.json"
    path.write_text(text, encoding="utf-8", newline="")
    fields = ("external_id", "title", "budget", "countries", "implementers", "summary", "start_on")
    mapping.write_text(json.dumps(dict(zip(fields, HEADER, strict=True))), encoding="utf-8")

    def run(*options):
        out = io.StringIO()
        call_command(
            "import_projects", path, "--by", officer.email, "--mapping", mapping, "--json", *options, stdout=out
        )
        return json.loads(out.getvalue().splitlines()[-1])

    dry = run()
    assert (dry["rows"], dry["new"], dry["changed"], dry["unchanged"]) == (ROWS, 640, 0, 0)
    pair = [number for number, one in enumerate(identifiers, 2) if one.casefold() == "t05-hoa-so-03"]
    assert [(each["row"], each["column"]) for each in dry["unclear"]] == [(number, "Ref") for number in pair]
    assert all("differ only by upper and lower case" in each["reason"] for each in dry["unclear"])
    assert [(each["row"], each["column"]) for each in dry["refused"]] == [(644, "Ref"), (645, "Ref")]
    assert Project.objects.count() == OtherProject.objects.count() == 0

    applied = run("--apply")
    assert (applied["new"], applied["unclear"], applied["refused"]) == (640, dry["unclear"], dry["refused"])
    things = {thing.external_id: thing for thing in [*Project.objects.all(), *OtherProject.objects.all()]}
    clean = {row[0]: row for row in rows if row[0].casefold() != "t05-hoa-so-03"}
    assert set(things) == set(clean) and len(things) == 640
    assert Project.objects.count() == sum("Migration" in row[4] for row in clean.values())
    for identifier, row in clean.items():
        assert things[identifier].budget == Decimal(row[2]), identifier
        assert (things[identifier].title, things[identifier].summary) == (row[1], row[5]), identifier

    again = run("--apply")
    assert (again["new"], again["changed"], again["unchanged"]) == (0, 0, 640)
    assert Project.objects.count() + OtherProject.objects.count() == 640

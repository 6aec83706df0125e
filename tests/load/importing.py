"""How fast lists come in and how much memory that takes: `python tests/load/importing.py [ROWS]`, by default 10,000.

Each kind of file is uploaded, checked and applied through the command in a process of its own, on a throw-away database
with the whole reference; one row in ten is ours. The peak is that of the process and of its reading child.
"""

import csv
import io
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from xml.sax.saxutils import escape

ROOT = Path(__file__).resolve().parents[2]
HEADER = ["Ref", "Title", "Amount", "Country", "Implementer", "Description", "Start", "End", "Donor"]
WORDS = "Young people, traders and elders of the border towns settle disputes before they turn into violence. " * 4


def rows(number, prefix):
    for n in range(number):
        ours = "IOM" if n % 10 == 0 else "GIZ"
        yield [
            f"{prefix}-{n}",
            f"Project {n}",
            f"{n % 9 + 1}.5e+06",
            "Uganda",
            ours,
            WORDS,
            "2020-01-31",
            "2023-12-31",
            "Sida",
        ]


def as_csv(some):
    out = io.StringIO()
    csv.writer(out).writerows([HEADER, *some])
    return out.getvalue().encode()


def as_xlsx(some):
    import xlsxwriter

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for place, row in enumerate([HEADER, *some]):
            sheet.write_row(place, 0, row)
    return out.getvalue()


def as_iati(some):
    out = ['<?xml version="1.0"?><iati-activities version="2.03">']
    for ref, title, amount, _country, who, about, start, end, donor in some:
        out.append(
            f'<iati-activity default-currency="EUR"><iati-identifier>{ref}</iati-identifier><reporting-org ref="X" '
            f'type="40"><narrative>{donor}</narrative></reporting-org><title><narrative>{title}</narrative></title>'
            f'<description><narrative>{escape(about)}</narrative></description><participating-org role="1">'
            f'<narrative>{donor}</narrative></participating-org><participating-org role="4"><narrative>{who}</narrative>'
            f'</participating-org><activity-status code="2"/><activity-date type="2" iso-date="{start}"/><activity-date '
            f'type="4" iso-date="{end}"/><recipient-country code="UG"/><budget><period-start iso-date="{start}"/>'
            f'<period-end iso-date="{end}"/><value value-date="{start}">{float(amount):.0f}</value></budget>'
            "</iati-activity>"
        )
    return "".join([*out, "</iati-activities>"]).encode()


def most_memory():
    """The most memory this process has held, in KB; what getrusage says begins with that of its parent."""
    return int(re.search(r"VmHWM:\s*(\d+)", Path("/proc/self/status").read_text())[1])


def measured(path, by):
    """One list brought in twice, dry and applied; prints its line. Runs in a process of its own."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "pvehub.settings"
    import django

    django.setup()
    from django.core.management import call_command

    before = most_memory()
    times = []
    for options in ([], ["--apply"], ["--apply"]):
        start = time.perf_counter()
        call_command("import_projects", path, "--by", by, *options, stdout=io.StringIO())
        times.append(time.perf_counter() - start)
    print(*(f"{each:.1f}" for each in times), f"{before >> 10}", f"{most_memory() >> 10}")


def reading(path, kind):
    """The peak of the reading child in KB, asked by a process small enough not to count itself."""
    from projects.importing.reading import _CHILD, KINDS

    program = (
        "import resource, subprocess, sys;"
        "subprocess.run([sys.executable, '-I', *sys.argv[2:]], stdin=open(sys.argv[1], 'rb'), stdout=subprocess.DEVNULL);"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    command = [sys.executable, "-I", "-c", program, str(path), str(_CHILD), KINDS[kind]]
    return int(subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout)


def main(number):
    from tests.machinery import database

    database.start()
    import django

    django.setup()
    from tests import make

    make.reference()
    by = make.officer("UG").email
    print(f"load average {os.getloadavg()[0]:.1f}")
    print("kind, rows: s dry, s applied, s applied again; MB at the start, MB at the peak, MB of the reading child")
    for kind, build in (("csv", as_csv), ("xlsx", as_xlsx), ("xml", as_iati)):
        for some in (number // 10, number):
            with tempfile.TemporaryDirectory() as folder:
                path = Path(folder, f"list.{kind}")
                path.write_bytes(build(list(rows(some, f"{kind}-{some}"))))
                command = [sys.executable, __file__, "--measure", str(path), by]
                done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
                child = reading(path, kind)
            print(f"{kind}, {some}: {done.stdout.strip()} {child >> 10}", flush=True)


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    if sys.argv[1:2] == ["--measure"]:
        measured(*sys.argv[2:])
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)

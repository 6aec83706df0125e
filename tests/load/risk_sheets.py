"""How long a sheet of risks takes to read, and how much memory: `python tests/load/risk_sheets.py [ROWS]`, by default 10,000.

The child process that reads XLSX and CSV, measured from outside; then what the level words cost in this process.
"""

import csv
import io
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
CHILD = ROOT / "projects" / "importing" / "child" / "__main__.py"
HEADER = ["Risk description", "Category", "Likelihood", "Impact", "Mitigation measures", "Risk owner", "Comments"]
WORDS = (
    "armed men stop the team on the road to border towns and nobody learns of it for days while traders wait".split()
)
LEVELS = ["H", "L/M", "Medium to High", "3 - Possible", "Très élevé", "Alto", "متوسط", "60 %", "tbd"]
MEASURE = (
    "import resource, subprocess, sys;"
    "done = subprocess.run([sys.executable, '-I', *sys.argv[2:]], stdin=open(sys.argv[1], 'rb'), stdout=subprocess.PIPE);"
    "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, done.stdout.count(b'\\n') - 1)"
)


def rows(number):
    some = random.Random(7)

    def text():
        return " ".join(some.choices(WORDS, k=60))

    for n in range(number):
        yield [text(), "Safety", LEVELS[n % 9], LEVELS[n * 4 % 9], text(), "Focal point", text()]


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


def main(number):
    for kind, content in (("csv", as_csv(rows(number))), ("xlsx", as_xlsx(rows(number)))):
        with tempfile.NamedTemporaryFile() as file:
            file.write(content)
            file.flush()
            began = time.perf_counter()
            command = [sys.executable, "-I", "-c", MEASURE, file.name, str(CHILD), kind]
            done = subprocess.run(command, capture_output=True, check=True)
        took, (peak, read) = time.perf_counter() - began, map(int, done.stdout.split())
        size = f"{len(content) / 1e6:.1f} MB"
        print(f"{kind}: {read} rows of {number}, {size}, {took:.1f} s, peak of the child {peak / 1024:.0f} MB")
    from risks import levels

    began = time.perf_counter()
    for n in range(number):
        levels.read(LEVELS[n % 9], levels.LIKELIHOOD)
        levels.read(LEVELS[n * 4 % 9], levels.IMPACT)
    print(f"level words: {number * 2} in {time.perf_counter() - began:.2f} s")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)

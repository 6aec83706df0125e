"""What the list and the map of 10,000 projects cost: queries, and their time against the bare SQL of the same page. Reported.

    python tests/load/portfolio.py [PROJECTS] [ROUNDS]

Everything runs in one process against a throw-away database: each round asks the page through the whole of Django, then
sends the very statements of that page to the same connection and fetches their rows. The ratio of the two 95th
percentiles says what Python adds, whatever the machine.
"""

import os
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.machinery import database

PAGES = {"list": "/projects/", "words": "/projects/?q=traders+9999", "country": "/projects/?country=UG"}
PAGES |= {"map": "/projects/map/", "figures": "/projects/figures/"}


def main(projects, rounds):
    """One line for each page and reader."""
    import django

    database.start()
    django.setup()
    from django.db import connection
    from django.test import Client
    from django.test.utils import setup_test_environment

    from tests import make

    setup_test_environment()
    connection.settings_dict["TEST"]["TEMPLATE"] = "pvehub"
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    make.many_projects(projects)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    print(f"{projects} projects, {rounds} rounds, load average {os.getloadavg()[0]:.1f}")
    for name, person in {"head": make.head(), "officer": make.officer("UG"), "staff": make.outsider()}.items():
        client = Client()
        client.force_login(person)
        for page, url in PAGES.items():
            report(f"{page} of {name}", client, url, rounds)


def report(name, client, url, rounds):
    """Queries, the page and the bare statements at their 95th percentile, and the ratio."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.get(url)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(url).status_code == 200
    number = len(seen)
    statements = [each["sql"] for each in seen if each["sql"].lstrip("(").startswith("SELECT")]
    pages, bare = [], []
    for _ in range(rounds):
        pages.append(timed(lambda: client.get(url)))
        bare.append(timed(lambda: run(statements)))
    page, sql = percentile(pages), percentile(bare)
    print(f"{name:18} {number:2} queries  p95 {page:7.1f} ms  bare SQL {sql:7.1f} ms  ratio {page / sql:4.1f}")


def run(statements):
    from django.db import connection

    with connection.cursor() as cursor:
        for sql in statements:
            cursor.cursor.execute(sql.encode())  # as it stands: no parameters are left in it
            cursor.fetchall()


def timed(act):
    start = time.perf_counter()
    act()
    return 1000 * (time.perf_counter() - start)


def percentile(values, share=0.95):
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


if __name__ == "__main__":
    main(*(int(text) for text in (sys.argv[1:] + ["10000", "20"][len(sys.argv) - 1 :])))

"""What the portfolio of risks costs over 300 projects × 40 risks × 12 assessments: queries, and time against bare SQL. Reported.

    python tests/load/risks.py [PROJECTS] [RISKS] [ASSESSMENTS] [ROUNDS]

Everything runs in one process against a throw-away database, as tests/load/portfolio.py does: each round asks the page
through the whole of Django, then sends the very statements of that page to the same connection and fetches their rows.
The number of queries is asserted: the same with few registers and with all of them.
"""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.load import portfolio as measuring
from tests.machinery import database

PAGES = {
    "map": "/risks/portfolio/",
    "map, one region": "/risks/portfolio/?region=NBO",
    "map, target": "/risks/portfolio/?position=target",
    "answers": "/risks/portfolio/answers/?category=SAF",
    "acceptances": "/risks/portfolio/acceptances/",
    "escalations": "/risks/portfolio/escalations/",
    "common causes": "/risks/portfolio/common/",
    "one cause": "/risks/portfolio/common/SAF-1/",
    "happened": "/risks/portfolio/happened/",
    "trend": "/risks/portfolio/trend/",
    "list": "/risks/?whose=portfolio",
    "list, words": "/risks/?whose=portfolio&q=district+staff&band=high",
    "list, uncovered": "/risks/?whose=portfolio&stands=uncovered",
}


def main(projects, risks, assessments, rounds):
    """One line for each page and reader, then the nightly count."""
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
    make.many_registers(24, 12, 1)
    readers = {"risk officer": make.risk_officer(), "director": make.regional_director("NBO"), "head": make.head()}
    clients = {name: Client() for name in readers}
    for name, client in clients.items():
        client.force_login(readers[name])
    few = {(name, page): queries(client, url) for name, client in clients.items() for page, url in PAGES.items()}
    begun = measuring.timed(lambda: make.many_registers(projects, risks, assessments))
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
        cursor.execute("SELECT count(*) FROM risks_assessment")
        rows = cursor.fetchone()[0]
    print(
        f"{projects} projects × {risks} risks × {assessments} assessments: {rows} assessments, made in {begun / 1000:.0f} s"
    )
    print(f"{rounds} rounds, load average {os.getloadavg()[0]:.1f}")
    for name, client in clients.items():
        for page, url in PAGES.items():
            measuring.report(f"{page}, {name}", client, url, rounds)
            now = queries(client, url)
            assert now == few[name, page], f"{page} of {name}: {few[name, page]} queries with few rows, {now} with many"
    print("the same number of queries on every page with 288 risks and with all of them")
    night()


def queries(client, url):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.get(url)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(url).status_code == 200, url
    return len(seen)


def night():
    """The count of one night, and what it writes."""
    from datetime import timedelta

    from django.db import connection
    from django.test.utils import CaptureQueriesContext
    from django.utils import timezone

    from risks import actions

    written = []
    with CaptureQueriesContext(connection) as seen:
        later = timezone.now() + timedelta(days=1)
        took = measuring.timed(lambda: written.append(actions.count_portfolio(now=later)))
    print(f"nightly count: {written[0]} rows, {len(seen)} queries, {took:.0f} ms")


if __name__ == "__main__":
    main(*(int(text) for text in (sys.argv[1:] + ["300", "40", "12", "20"][len(sys.argv) - 1 :])))

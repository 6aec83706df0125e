"""The portfolio with thousands of projects: as many queries as with five, and no table read from end to end for a page."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests import make

pytestmark = pytest.mark.slow
PAGES = ("projects:project-list", "projects:project-map", "projects:figure-list", "projects:donor-list")
MOST = 1000  # rows


def readers():
    return {"head": make.head(), "officer": make.officer("UG"), "staff": make.outsider()}


@pytest.mark.django_db
@pytest.mark.timeout(400)
@pytest.mark.scenario("projects-8")
def test_the_portfolio_costs_the_same_queries_with_5_and_with_5000_projects(as_):
    clients = {name: as_(person) for name, person in readers().items()}
    costs = {(name, page): [] for name in clients for page in PAGES}
    for number in (4, 4995):
        make.many_projects(number)
        for name, page in costs:
            clients[name].get(reverse(page))  # what is read once per process is read now
            with CaptureQueriesContext(connection) as seen:
                assert clients[name].get(reverse(page)).status_code == 200
            costs[name, page].append(len(seen))

    assert all(few == many for few, many in costs.values()), costs
    assert max(many for _few, many in costs.values()) <= 12, costs


@pytest.mark.django_db(transaction=True)
@pytest.mark.timeout(400)
def test_no_page_of_10000_projects_reads_the_table_of_projects_from_end_to_end(as_):
    """The counts, the rows and the map go through an index. What a filter offers does too; the narrow table that links
    projects to countries is read along where most of it is asked for."""
    people = readers()
    make.many_projects(10_000)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    pages = [("project-list", query) for query in ("", "?q=traders+9999", "?office=NE", "?status=closing", "?page=40")]
    read = 0
    for name, person in people.items():
        client = as_(person)
        for page, query in [*pages, ("project-map", ""), ("project-map", "?region=NBO")]:
            with CaptureQueriesContext(connection) as seen:
                assert client.get(reverse(f"projects:{page}") + query).status_code == 200
            for sql in [each["sql"] for each in seen if '"projects_project"' in each["sql"]]:
                counts_or_shows = page == "project-list" and sql.startswith("SELECT")
                allowed = set() if counts_or_shows else {"projects_project_countries"}
                assert set(long_scans(sql)) <= allowed, (name, page, query, sql[:200])
                read += 1
    assert read > 60


def long_scans(sql):
    """Tables that this statement reads from end to end though they are long."""
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {sql}")
        (plan,) = cursor.fetchone()
    plan = json.loads(plan) if isinstance(plan, str) else plan
    return [
        node["Relation Name"]
        for node in nodes(plan[0]["Plan"])
        if node["Node Type"] == "Seq Scan" and rows_read(node) > MOST
    ]


def rows_read(node):
    return (node["Actual Rows"] + node.get("Rows Removed by Filter", 0)) * node["Actual Loops"]


def nodes(plan):
    yield plan
    for below in plan.get("Plans", ()):
        yield from nodes(below)

"""The list of late values: what is due and missing, to those who read the whole record."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests import make

pytestmark = pytest.mark.django_db


def running(**fields):
    today = timezone.localdate()
    days = {"start_on": today - timedelta(days=400), "end_on": today + timedelta(days=400)}
    return make.complete_project(status="active", **(days | fields))


def listed(client, user):
    client.force_login(user)
    return client.get(reverse("projects:late-list")).content.decode()


def test_office_region_and_trd_see_what_is_late_with_them_and_nobody_else(client):
    project = running(title="Canary market")
    people = {"officer": make.officer("UG"), "region": make.specialist("NBO"), "trd": make.reviewer()}

    for user in people.values():
        assert "Canary market" in listed(client, user)
    for user in (make.officer("NG"), make.specialist("DKR"), make.administrator(), make.outsider()):
        assert "Canary market" not in listed(client, user) and project.ref not in listed(client, user)


def test_a_restricted_project_is_late_for_its_offices_and_trd_only(client):
    running(title="Canary market", tier=2)

    assert "Canary market" not in listed(client, make.specialist("NBO"))
    assert "Canary market" in listed(client, make.officer("UG")) and "Canary market" in listed(client, make.reviewer())


def test_a_value_takes_it_off_the_list(client):
    project, today = running(), timezone.localdate()
    assert project.ref in listed(client, make.reviewer())

    make.value(project.indicators.get(), start_on=today - timedelta(days=180), end_on=today)

    assert project.ref not in listed(client, make.reviewer())


def test_the_list_costs_the_same_with_one_three_and_three_hundred_rows(client):
    project, reader, counts = running(), make.reviewer(), []
    client.force_login(reader)
    for more in (0, 2, 297):
        for _ in range(more):
            make.indicator(project, frequency="monthly")
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("projects:late-list"))
        counts.append(len(queries))

    assert len(set(counts)) == 1 and counts[0] <= 12, counts

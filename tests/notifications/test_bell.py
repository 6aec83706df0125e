"""The bell asks by itself, cheaply, and never in the way of who works on the page."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pvehub.notifications import notify
from tests import make

pytestmark = pytest.mark.django_db
BELL = "/notices/bell/"


def test_the_bell_answers_only_where_the_number_changed(as_):
    officer = make.officer()
    client = as_(officer)
    tag = client.get(BELL)["ETag"]
    same = client.get(BELL, headers={"If-None-Match": tag})
    assert (same.status_code, same.content) == (304, b"")

    notify([officer], "letters.sent")
    notify([make.chief()], "letters.sent")
    new = client.get(BELL, headers={"If-None-Match": tag})
    assert new.status_code == 200 and new["ETag"] != tag and '<span class="count">1<' in new.content.decode()


def test_the_bell_says_nothing_to_who_is_not_signed_in(client):
    answer = client.get(BELL)
    assert (answer.status_code, answer.content) == (204, b"")


def test_the_bell_asks_one_question_of_the_notices(as_):
    client = as_(make.officer())
    client.get(BELL)
    with CaptureQueriesContext(connection) as captured:
        client.get(BELL)
    asked = [query["sql"] for query in captured if "notifications_notice" in query["sql"]]
    assert len(asked) == 1 and "COUNT(*)" in asked[0] and len(captured) <= 4


def test_the_desk_loads_no_htmx_for_its_bell(as_):
    page = as_(make.officer()).get("/").content.decode()
    assert 'id="bell"' in page and "django_htmx" not in page

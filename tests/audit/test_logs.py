"""Log lines: JSON, with the request that caused them, and nothing of what was said or asked."""

import io
import json
import logging

import pytest
from celery import current_app

from pvehub.audit import logs
from pvehub.jobs import later, sweep
from pvehub.jobs.models import Job
from tests import make

CANARY_IN_LOGS = "canary7f3q"


@pytest.fixture
def lines():
    """What the portal's own handler would have written."""
    handler = logging.StreamHandler(io.StringIO())
    handler.setFormatter(logs.Json())
    handler.addFilter(logs.RequestId())
    root = logging.getLogger()
    level, _ = root.level, root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield lambda: [json.loads(line) for line in handler.stream.getvalue().splitlines()]
    root.removeHandler(handler)
    root.setLevel(level)


@pytest.mark.django_db
def test_a_request_is_named_by_its_route_never_by_its_address(lines, as_):
    client = as_(make.officer(name=CANARY_IN_LOGS))
    client.get(f"/notices/unsubscribe/{CANARY_IN_LOGS}/?q={CANARY_IN_LOGS}")
    answer = client.get(f"/{CANARY_IN_LOGS}/", headers={"X-Request-ID": CANARY_IN_LOGS})

    known, unknown = lines()
    assert (known["message"], known["route"]) == ("Not Found", "notifications:unsubscribe")
    assert (unknown["message"], unknown["route"], unknown["level"]) == ("Not Found", "", "warning")
    assert unknown["request"] == answer.headers["X-Request-ID"] != known["request"]
    assert CANARY_IN_LOGS not in json.dumps(lines())


@pytest.mark.django_db
def test_a_page_that_breaks_is_named_by_place_and_says_nothing_of_what_it_held(lines, as_, monkeypatch):
    def broken(*args: object) -> None:
        raise ValueError(CANARY_IN_LOGS)

    client = as_(make.officer())
    client.raise_request_exception = False
    monkeypatch.setattr("pvehub.access.standings.Standing.anywhere", broken)
    client.get(f"/staffing/people/?q={CANARY_IN_LOGS}")

    line = lines()[-1]
    assert (line["level"], line["message"], line["error"]) == ("error", "Internal Server Error", "ValueError")
    assert line["where"].startswith("tests.audit.test_logs:") and line["request"]
    assert CANARY_IN_LOGS not in json.dumps(lines())


@pytest.mark.django_db
def test_background_work_carries_the_id_of_the_request_that_asked_for_it(lines, monkeypatch):
    seen = []

    def work(pk):
        seen.append(logs.current_request_id())
        logging.getLogger("pvehub").warning("At work for a.person+1@test.example, again.")
        raise ValueError(CANARY_IN_LOGS)

    class Write:
        run = staticmethod(work)

    monkeypatch.setitem(current_app.tasks, "letters.tasks.write", Write)
    number = logs.begin_request()
    later("letters.tasks.write", 1, key="of a request")
    logs.end_request()
    later("letters.tasks.write", 2, key="of a timer")

    sweep()

    assert seen[0] == number == Job.objects.get(key="of a request").request_id
    assert len(seen[1]) == 32 and seen[1] != number
    assert logs.current_request_id() == ""
    assert {line["request"] for line in lines()} == set(seen)
    assert lines()[0]["message"] == "At work for (address), again."
    assert CANARY_IN_LOGS not in json.dumps(lines())

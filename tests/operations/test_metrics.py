"""The numbers for whoever watches the portal: exact, in the format they are read in, and of nobody."""

import re
import threading
import urllib.error
import urllib.request

import pytest
from django.db import connection
from django.test import Client

from pvehub.operations import actions, metrics, tallies
from tests import make
from tests.machinery.network import free_port

LINE = re.compile(r'^pvehub_[a-z_]+(\{[a-z]+="[^"]*"(,[a-z]+="[^"]*")*\})? [0-9.e+-]+$')


@pytest.fixture
def counted(settings, tmp_path):
    settings.DATA_DIR, settings.METRICS_ADDRESS = tmp_path, metrics.DEFAULT


def _value(said, start):
    return [float(line.rpartition(" ")[2]) for line in said.splitlines() if line.startswith(start)]


def test_what_a_process_counted_outlives_it_and_its_file_does_not(counted, monkeypatch):
    for pid, seconds in ((11, 0.04), (12, 104.0), (13, 0.04)):
        monkeypatch.setattr(tallies.os, "getpid", lambda pid=pid: pid)
        tallies.Counter().add("home", 200, seconds)
    before = list(tallies.total())
    for pid in (11, 12, 99):  # nobody ever was 99
        tallies.fold(tallies.folder(), pid)

    assert list(tallies.total()) == before and before[0][2][-1] == 3
    assert sorted(path.name for path in tallies.folder().glob("*.numbers")) == ["13.numbers", tallies.GONE]


@pytest.mark.django_db
def test_requests_are_counted_by_route_and_status_and_name_nobody(counted, as_, monkeypatch):
    officer = make.officer(name="canary7f3q")
    client = as_(officer)
    client.get("/staffing/me/")
    client.get("/staffing/me/?q=canary7f3q")
    client.get("/canary7f3q/")
    Client().get("/staffing/me/")
    make.delivery(officer, state="parked", last_error="550 canary7f3q")
    make.job(officer, state="failed", name="canary7f3q", error="canary7f3q")
    actions.mark("backup", said="canary7f3q")

    said = metrics.text()

    assert _value(said, 'pvehub_request_seconds_count{route="staffing:me",status="2xx"}') == [2]
    assert _value(said, 'pvehub_request_seconds_count{route="staffing:me",status="3xx"}') == [1]
    assert _value(said, 'pvehub_request_seconds_count{route="none",status="4xx"}') == [1]
    buckets = _value(said, 'pvehub_request_seconds_bucket{route="staffing:me",status="2xx",le=')
    assert buckets == sorted(buckets) and buckets[-1] == 2 and len(buckets) == len(tallies.SECONDS) + 1
    assert _value(said, 'pvehub_given_up{queue="mail"}') == _value(said, 'pvehub_given_up{queue="job"}') == [1]
    assert _value(said, 'pvehub_last_success_timestamp_seconds{work="backup"}')[0] > 1_700_000_000
    assert _value(said, "pvehub_database_up") == [1]
    for line in said.splitlines():
        assert line.startswith("# ") or LINE.match(line), line
    for secret in ("canary7f3q", officer.email, str(officer.uid)):
        assert secret not in said


def test_every_process_is_added_and_one_of_another_release_is_not(counted, monkeypatch):
    for pid, seconds in ((11, 0.04), (12, 5.0), (11, 99.0)):
        monkeypatch.setattr(tallies.os, "getpid", lambda pid=pid: pid)
        tallies.Counter().add("home", 200, seconds)
    (tallies.folder() / "13.numbers").write_bytes(b"x" * tallies.Layout().size)
    assert list(tallies.total()) == [("home", "2xx", [0, 1, 1, 1, 1, 1, 1, 1, 1, 2, 3], pytest.approx(104.04))]


@pytest.mark.django_db(transaction=True)
def test_its_own_port_answers_also_without_the_database_and_the_public_one_never(counted, monkeypatch):
    assert Client().get("/metrics").status_code == 404
    server = metrics.server(f"127.0.0.1:{free_port()}")
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    address = f"http://127.0.0.1:{server.server_port}"
    try:
        with urllib.request.urlopen(f"{address}/metrics", timeout=20) as answer:
            assert answer.headers["Content-Type"] == metrics.TYPE
            assert "pvehub_database_up 1\n" in answer.read().decode()
        with pytest.raises(urllib.error.HTTPError, match="404"):
            urllib.request.urlopen(f"{address}/", timeout=20)
        monkeypatch.setitem(connection.settings_dict, "PORT", "1")
        monkeypatch.setitem(connection.settings_dict, "HOST", "127.0.0.1")
        connection.close()
        assert "pvehub_database_up 0\n" in metrics.text()
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
        connection.close()


@pytest.mark.parametrize("address", ["9464", "host:", "host:x", ":9464", "h:70000"])
def test_an_address_that_is_none_is_said_in_one_sentence(address):
    with pytest.raises(ValueError, match=r"^METRICS_ADDRESS=.* reads host:port"):
        metrics.server(address)

"""Every route x identity x state against the hand-written policy.

`verify` runs every route with every identity in one state and a cover of the other states that moves with the date;
`verify --full` runs every cell.
"""

import re
import zlib
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.machinery.amount import FULL
from tests.matrix import cast as casting
from tests.matrix import policy_files

WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE|MERGE|TRUNCATE|ALTER|CREATE|DROP)\b", re.I)
MAY_WRITE = re.compile(r'"(audit_reading|django_session|django_cache|mfa_\w+)"')
_TODAY = timezone.now().toordinal()


def _chosen(row: policy_files.Row) -> list[str]:
    """All states in a full run; else the first one and, from day to day, another of the rest."""
    states = list(row.cells)
    if FULL or len(states) < 2:
        return states
    rest = states[1:]
    return [states[0], rest[(zlib.crc32(row.route.encode()) + _TODAY) % len(rest)]]


CELLS = [(row, state) for row in policy_files.rows().values() for state in _chosen(row)]


class Guard:
    """Refuses every statement of a GET that writes elsewhere than in the reading log, sessions and cache."""

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        assert not WRITES.match(sql) or MAY_WRITE.search(sql), f"a GET writes: {sql[:200]}"
        return execute(sql, params, many, context)


def _answer(response: Any) -> Any:
    if response.streaming:
        list(response)  # a download holds its file open until it was read to its end
    if response.status_code == 302 and response.headers["Location"].startswith("/accounts/login/?next="):
        return "L"
    return response.status_code


def _fits(wanted: Any, got: Any) -> bool:
    return got not in {"L", 403, 404} and got < 500 if wanted == "ok" else wanted == got


@pytest.mark.django_db
@pytest.mark.parametrize(("row", "state"), CELLS, ids=lambda x: x.route if hasattr(x, "route") else x)
def test_a_route_answers_each_identity_as_the_policy_says(row, state, as_app_role):
    people = casting.assemble()
    thing = casting.builders()[row.thing](state, people) if row.thing else None
    url = reverse(row.route, kwargs={name: casting.value(thing, path) for name, path in row.args.items()})
    wrong = []
    for identity in policy_files.IDENTITIES:
        client = Client(raise_request_exception=False)
        person = people.person(identity)
        if person is not None:
            client.force_login(person)
        wanted = row.cells[state][identity]
        if "GET" in row.methods:
            with connection.execute_wrapper(Guard()):
                got = _answer(client.get(url))
            if not _fits(wanted, got):
                wrong.append((identity, "GET", wanted, got))
            refused = wanted in {"L", 404}
            wanted = row.post_cells.get(state, {}).get(identity, wanted if refused else None)
        else:
            got = _answer(client.get(url))
            if got not in {405, "L", 404, 403}:
                wrong.append((identity, "GET", 405, got))
        got = _answer(client.post(url)) if "POST" in row.methods else _answer(client.delete(url))
        if wanted is None or "POST" not in row.methods:
            if isinstance(got, int) and got >= 500:
                wrong.append((identity, "POST", "no 5xx", got))
        elif not _fits(wanted, got) and not (wanted == 404 and got == 403):
            wrong.append((identity, "POST", wanted, got))
    assert not wrong, f"{row.route} on {state}: (identity, method, wanted, got) {wrong}"

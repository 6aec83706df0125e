"""Every route x identity x state against the hand-written policy.

`verify` runs every route with every identity in one state, and a third of the routes in another state too, with a third of
the identities; both move with the date. In 3 × (n - 1) days each of the n states of a route was tried, in three times as
many with everybody. `verify --full` runs every cell. What is denied and what is not there are answered with the same bytes,
in each cell.
"""

import copy
import re
import zlib
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from tests.machinery.amount import FULL, today
from tests.matrix import cast as casting
from tests.matrix import policy_files

WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE|MERGE|TRUNCATE|ALTER|CREATE|DROP)\b", re.I)
MAY_WRITE = re.compile(r'"(audit_reading|knowledge_asked|knowledge_use|django_session|django_cache|mfa_\w+)"')
SECRET = ("Content-Type", "Content-Security-Policy", "Cache-Control", "Vary")
pytestmark = pytest.mark.slow


def _chosen(row: policy_files.Row) -> list[str]:
    """All states in a full run; else the first one and, every third day, another of the rest."""
    states = list(row.cells)
    if FULL or len(states) < 2:
        return states
    days, rest = zlib.crc32(row.route.encode()) + today(), states[1:]
    return states[:1] if days % 3 else [states[0], rest[days // 3 % len(rest)]]


def _who(row: policy_files.Row, state: str) -> list[str]:
    """Every identity in a full run and in the first state; in another, those whose turn it is when the state comes by."""
    others = list(row.cells)[1:]
    if FULL or state not in others:
        return list(policy_files.IDENTITIES)
    turn = (zlib.crc32(row.route.encode()) + today()) // (3 * len(others))
    return list(policy_files.IDENTITIES[turn % 3 :: 3])


def _group(row: policy_files.Row, state: str) -> str:
    """Cells of one object in one state run after one another in one process, so that it is built once for all of them."""
    return f"matrix {row.thing} {state}" if row.thing else f"matrix {zlib.crc32(row.route.encode()) % 4}"


def _cells() -> Iterator[tuple[tuple[str, str], policy_files.Row, str]]:
    """Those of one object in one state beside one another: the fixture forgets what it built as soon as another is asked."""
    cells = (
        ((row.thing, state if row.thing else ""), row, state)
        for row in policy_files.rows().values()
        for state in _chosen(row)
    )
    return iter(sorted(cells, key=lambda cell: cell[0]))


CELLS = [
    pytest.param(built, row, state, id=f"{row.route}-{state}", marks=pytest.mark.xdist_group(_group(row, state)))
    for built, row, state in _cells()
]


@pytest.fixture(scope="module")
def built(request: Any, django_db_setup: None, django_db_blocker: Any) -> Iterator[tuple[casting.Cast, Any]]:
    """The people and the object in its state, in a transaction that is undone when the last of its cells was tried."""
    thing, state = request.param
    with django_db_blocker.unblock():
        with transaction.atomic():
            people = casting.assemble()
            yield people, casting.builders()[thing](state, people) if thing else None
            transaction.set_rollback(True)
        connection.close()


@pytest.fixture
def as_built(built: tuple[casting.Cast, Any], django_db_blocker: Any) -> Iterator[tuple[casting.Cast, Any]]:
    """As it was built, whatever the cell before has done to it; asked with the rights of the serving role alone."""
    people, thing = copy.deepcopy(built)
    with django_db_blocker.unblock(), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(f'SET ROLE "{settings.DATABASE_APP_ROLE}"')  # until what follows is undone
        yield people, thing
        transaction.set_rollback(True)


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


def _missing(row: policy_files.Row, thing: Any) -> str:
    """The same route with arguments of the same shape that belong to nothing."""

    def other(value: Any) -> Any:
        if isinstance(value, int):
            return value + 9_999_999
        text = str(value)
        return re.sub(r"\d", "9", text) if re.search(r"[0-8]", text) else f"{text[:-1]}zz"

    return reverse(row.route, kwargs={name: other(casting.value(thing, path)) for name, path in row.args.items()})


def _differences(denied: Any, missing: Any) -> list[str]:
    """In what a page that is denied can be told from one that is not there: it must be nothing."""
    found = [name for name in SECRET if denied.headers.get(name) != missing.headers.get(name)]
    if denied.status_code != missing.status_code:
        found.append(f"status {missing.status_code}")
    return found + (["content"] if denied.content != missing.content else [])


def _tried(row: policy_files.Row, state: str, identity: str, person: Any, thing: Any, url: str) -> list[Any]:
    """What this identity is answered otherwise than the policy says: (identity, method, wanted, got)."""
    wrong: list[Any] = []
    client = Client(raise_request_exception=False)
    if person is not None:
        client.force_login(person)
    wanted = row.cells[state][identity]
    if "GET" in row.methods:
        with connection.execute_wrapper(Guard()):
            response = client.get(url)
            got = _answer(response)
        if not _fits(wanted, got):
            wrong.append((identity, "GET", wanted, got))
        elif wanted == 404 and row.args:
            told = _differences(response, client.get(_missing(row, thing)))
            wrong += [(identity, "GET", "as if it were not there", told)] if told else []
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
    return wrong


# The scope is said: beside parameters of a single test the object would be one too, and be built anew for each cell.
@pytest.mark.parametrize(("built", "row", "state"), CELLS, indirect=["built"], scope="module")
def test_a_route_answers_each_identity_as_the_policy_says(row, state, as_built):
    people, thing = as_built
    url = reverse(row.route, kwargs={name: casting.value(thing, path) for name, path in row.args.items()})
    wrong: list[Any] = []
    for identity in _who(row, state):
        with transaction.atomic():  # what one of them has done is not there for the next
            wrong += _tried(row, state, identity, people.person(identity), thing, url)
            transaction.set_rollback(True)
    assert not wrong, f"{row.route} on {state}: (identity, method, wanted, got) {wrong}"


@pytest.mark.skipif(FULL, reason="a full run tries every cell anyway")
def test_every_cell_has_its_day(monkeypatch):
    rows = [row for row in policy_files.rows().values() if row.cells]
    left = {(row.route, state, identity) for row in rows for state in row.cells for identity in policy_files.IDENTITIES}
    days = range(today(), today() + 9 * max(len(row.cells) for row in rows))
    for day in days:
        monkeypatch.setattr("tests.matrix.test_matrix.today", lambda day=day: day)
        tried = {(row.route, state, who) for row in rows for state in _chosen(row) for who in _who(row, state)}
        assert {(route, who) for route, _, who in tried} == {
            (row.route, who) for row in rows for who in policy_files.IDENTITIES
        }
        left -= tried
    assert left == set()

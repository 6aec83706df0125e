"""What a person may not see is nowhere: in no list, search, export or notice, by any word that was asked."""

import dataclasses
import random
import re
import zlib
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from pvehub.notifications.models import Notice
from tests.machinery.amount import FULL, today
from tests.matrix import cast as casting
from tests.matrix import policy_files

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("world")]
OF_A_PROJECT = {"case", "organization", "unregistered"}  # their words are those of a project in the state of that name
World = tuple[casting.Cast, dict[tuple[str, str], str]]


def _visible(thing, state, identity):
    """Whether any page of this thing opens for this identity, or anything may be done with it, by the policy."""
    words = {thing, "project"} if thing in OF_A_PROJECT else {thing}
    rows = [row for row in policy_files.rows().values() if row.thing in words and state in row.cells]
    closed = {True: {"L", 401, 404}, False: {"L", 401, 403, 404}}  # a page that says "not yours" shows what it is about
    return any(row.cells[state][identity] not in closed["GET" in row.methods] for row in rows)


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """Every thing in every state the policy names, each with a canary of its own in all its texts; built once."""
    with django_db_blocker.unblock():
        with transaction.atomic():
            people, found = casting.assemble(), {}
            for thing, build in sorted(casting.builders().items()):
                states = sorted({s for row in policy_files.rows().values() if row.thing == thing for s in row.cells})
                for state in states:
                    canary = f"canary{zlib.crc32(f'{thing} {state}'.encode())}x"
                    build(state, dataclasses.replace(people, canary=canary))
                    found[thing, state] = canary
            yield people, found
            transaction.set_rollback(True)
        connection.close()


@pytest.fixture
def untouched(world: World, django_db_blocker: Any) -> Iterator[World]:
    """The world as it was built, whatever the test before has read in it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield world
        transaction.set_rollback(True)


def _said(response: Any) -> str:
    """What came, also where it comes bit by bit."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return str(body.decode(errors="replace"))


def _signed_in(person: Any) -> Client:
    client = Client(raise_request_exception=False)
    if person is not None:
        client.force_login(person)
    return client


@pytest.fixture(scope="module")
def listening(world: World, django_db_blocker: Any) -> set[str]:
    """The pages that are searched, as a reviewer and a curator find out: it is the page that listens, not the person."""
    people, found = world[0], set()
    with django_db_blocker.unblock(), transaction.atomic():
        for person in (people.reviewer_assigned, people.curator):
            client = _signed_in(person)
            for row in policy_files.rows().values():
                if not row.thing and "GET" in row.methods and row.route not in found:
                    found |= {row.route} if _listens(client, reverse(row.route)) else set()
        transaction.set_rollback(True)
    return found


def _listens(client: Client, url: str) -> bool:
    """Whether the page asks for words beside the search of every page, or shows something else when one is given."""
    nothing, changing = "zzznothing", re.compile(r'(csrf\w*|once)" value="[^"]*"|nonce="[^"]*"')
    plain, asked = (_said(client.get(url + query)) for query in ("", f"?q={nothing}"))
    return plain.count('name="q"') > 1 or changing.sub("", plain) != changing.sub(
        "", re.sub(rf"(q=)?{nothing}", "", asked)
    )


def _asked(hidden: dict[str, Any], identity: str, route: str) -> list[str]:
    """The words that this person asks this page for: two of the day, and in a full run each sixth of all, another sixth
    for the next person and on the next day. Six days ask everybody's all."""
    if not FULL:
        return random.Random(today()).sample(sorted(hidden), 2)
    turn = today() + policy_files.IDENTITIES.index(identity)
    return [canary for canary in sorted(hidden) if (zlib.crc32(f"{canary} {route}".encode()) + turn) % 6 == 0]


@pytest.mark.timeout(900)
@pytest.mark.parametrize(
    "identity",
    [
        pytest.param(identity, marks=pytest.mark.xdist_group(f"world {number % 2}" if FULL else "world"))
        for number, identity in enumerate(policy_files.IDENTITIES)
    ],
)
def test_no_page_without_an_object_holds_what_a_person_may_not_see(identity, listening, untouched):
    people, found = untouched
    client = _signed_in(people.person(identity))
    hidden = {canary: key for key, canary in found.items() if not _visible(*key, identity)}
    for row in policy_files.rows().values():
        if row.thing or "GET" not in row.methods:
            continue
        hears = _listens(client, reverse(row.route)) if FULL else row.route in listening
        words = _asked(hidden, identity, row.route) if hears else []
        for query in ["", *(f"?q={canary}" for canary in words)]:
            response = client.get(reverse(row.route) + query)
            shown = _said(response) + str(response.headers)
            leaked = [hidden[canary] for canary in hidden if f"?q={canary}" != query and canary in shown]
            assert not leaked, f"{row.route}{query} shows {identity} a canary of {leaked}"


def test_nobody_is_told_by_notice_of_what_they_may_not_see(untouched):
    people, found = untouched
    for notice in Notice.objects.select_related("recipient"):
        for identity in policy_files.IDENTITIES:
            if people.person(identity) == notice.recipient:
                leaked = [
                    key for key, canary in found.items() if canary in str(notice.facts) and not _visible(*key, identity)
                ]
                assert not leaked, f"{notice.kind} tells {identity} of {leaked}"


def test_the_lists_that_are_searched_are_known_to_listen(listening):
    assert {"projects:project-list", "knowledge:resource-list", "endorsement:case-list"} <= listening
    assert "ui:help" not in listening

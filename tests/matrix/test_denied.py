"""What is not yours and what is not there are answered with the same bytes; what you may not see is nowhere."""

import dataclasses
import zlib

import pytest
from django.test import Client
from django.urls import reverse

from pvehub.notifications.models import Notice
from tests.matrix import cast as casting
from tests.matrix import policy_files

pytestmark = pytest.mark.django_db
SECRET = {"Content-Type", "Content-Security-Policy", "Cache-Control", "Vary"}

HIDDEN = [
    (row, state, identity)
    for row in policy_files.rows().values()
    if row.thing and "GET" in row.methods
    for state, table in list(row.cells.items())[:1]
    for identity, wanted in table.items()
    if wanted == 404
][:400]


def _missing(row, thing):
    """The same route with arguments of the same shape that belong to nothing."""
    real = {name: casting.value(thing, path) for name, path in row.args.items()}

    def other(value):
        if isinstance(value, int):
            return value + 9_999_999
        text = str(value)
        return "".join("9" if sign.isdigit() else sign for sign in text)

    return {name: other(value) for name, value in real.items()}


@pytest.mark.parametrize("route", sorted({row.route for row, _state, _identity in HIDDEN}))
def test_denied_and_missing_are_the_same_bytes(route):
    people = casting.assemble()
    row, state, _identity = next(cell for cell in HIDDEN if cell[0].route == route)
    thing = casting.builders()[row.thing](state, people)
    for identity in [identity for other, _s, identity in HIDDEN if other.route == route]:
        client = Client()
        client.force_login(people.person(identity))

        denied = client.get(reverse(route, kwargs={n: casting.value(thing, p) for n, p in row.args.items()}))
        missing = client.get(reverse(route, kwargs=_missing(row, thing)))

        assert denied.status_code == missing.status_code == 404
        assert denied.content == missing.content
        for name in SECRET:
            assert denied.headers.get(name) == missing.headers.get(name), name


def _visible(thing, state, identity):
    """Whether any page of this thing opens for this identity, by the policy."""
    rows = [row for row in policy_files.rows().values() if row.thing == thing and state in row.cells]
    return any(row.cells[state][identity] not in {"L", 404} for row in rows if "GET" in row.methods)


@pytest.fixture
def world(db):
    """Every thing in every state the policy names, each with a canary of its own in all its texts."""
    people, found = casting.assemble(), {}
    for thing, build in sorted(casting.builders().items()):
        states = sorted({s for row in policy_files.rows().values() if row.thing == thing for s in row.cells})
        for state in states:
            canary = f"canary{zlib.crc32(f'{thing} {state}'.encode())}x"
            build(state, dataclasses.replace(people, canary=canary))
            found[thing, state] = canary
    return people, found


def test_no_page_without_an_object_holds_what_a_person_may_not_see(world):
    people, found = world
    for identity in policy_files.IDENTITIES:
        person = people.person(identity)
        client = Client(raise_request_exception=False)
        if person is not None:
            client.force_login(person)
        hidden = {canary: key for key, canary in found.items() if not _visible(*key, identity)}
        for row in policy_files.rows().values():
            if row.thing or "GET" not in row.methods:
                continue
            for query in ["", *(f"?q={canary}" for canary in list(hidden)[:4])]:
                response = client.get(reverse(row.route) + query)
                leaked = [
                    hidden[canary]
                    for canary in hidden
                    if f"?q={canary}" != query
                    and canary in response.content.decode(errors="replace") + str(response.headers)
                ]
                assert not leaked, f"{row.route}{query} shows {identity} a canary of {leaked}"


def test_nobody_is_told_by_notice_of_what_they_may_not_see(world):
    people, found = world
    for notice in Notice.objects.select_related("recipient"):
        for identity in policy_files.IDENTITIES:
            if people.person(identity) == notice.recipient:
                leaked = [
                    key for key, canary in found.items() if canary in str(notice.facts) and not _visible(*key, identity)
                ]
                assert not leaked, f"{notice.kind} tells {identity} of {leaked}"

"""What is not yours and what is not there are answered with the same bytes."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.matrix import cast as casting
from tests.matrix import policy_files

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
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
        client, person = Client(), people.person(identity)
        if person is not None:
            client.force_login(person)

        denied = client.get(reverse(route, kwargs={n: casting.value(thing, p) for n, p in row.args.items()}))
        missing = client.get(reverse(route, kwargs=_missing(row, thing)))

        assert denied.status_code == missing.status_code == 404
        assert denied.content == missing.content
        for name in SECRET:
            assert denied.headers.get(name) == missing.headers.get(name), name

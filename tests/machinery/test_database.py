"""The tests' own ground: the serving role in a test, and no way out to a network."""

import socket

import pytest
from django.db import connection

from tests.machinery.network import OutsideWorld


def _who() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        return str(cursor.fetchone()[0])


@pytest.mark.django_db
def test_tests_are_the_owner():
    assert _who() == "pvehub_owner"


def test_a_test_can_be_the_serving_role(transactional_db: None, as_app_role: None):
    assert _who() == "pvehub_app"
    connection.close()
    assert _who() == "pvehub_app"


def test_no_test_leaves_this_machine():
    with socket.socket() as outside, pytest.raises(OutsideWorld):
        outside.connect(("192.0.2.1", 443))

"""What a fault is called before people: nothing of its text."""

import errno

import psycopg
import pytest
from django.db import OperationalError

from pvehub.audit import faults


def raised(error, cause=None):
    try:
        raise error from cause
    except Exception as caught:
        return caught


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (ValueError("Ysolde Marchetti is no date"), "ValueError"),
        (OSError(errno.ENOSPC, "No space left on device", "/secret/place"), faults.FULL),
        (raised(RuntimeError("book"), OSError(errno.EDQUOT, "Quota", "/secret")), faults.FULL),
        (raised(OperationalError("extend"), psycopg.errors.DiskFull("base/1/2")), faults.FULL),
        (FileNotFoundError(errno.ENOENT, "No usable temporary directory found in ['/tmp']"), faults.FULL),
        (FileNotFoundError(errno.ENOENT, "No such file", "/secret/place"), "FileNotFoundError"),
        (OperationalError("connection to 10.0.0.1 failed"), faults.AWAY),
    ],
)
def test_a_fault_is_told_by_its_kind_or_by_a_sentence(error, words):
    assert faults.words(error) == words


def test_a_reader_is_told_what_kind_of_fault_it_was_and_no_place():
    assert faults.shown("ValueError") == "It failed inside the portal (ValueError)."
    assert faults.shown("550 no such user") == "550 no such user"
    said = 'pg_dump failed: could not open file "/data/backing-up/x.dump": No space left on device'
    assert faults.without_paths(said) == 'pg_dump failed: could not open file "…": No space left on device'

"""What was there before the first test stays to the end: looking through it for what is no longer used is lost time."""

import gc

import pytest


@pytest.hookimpl(trylast=True)
def pytest_collection_finish(session: pytest.Session) -> None:
    """Half a million objects of modules and collected tests are set aside, and the rest is looked through less often:
    it was a twentieth of the time of all tests."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)

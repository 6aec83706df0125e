"""Debian's Chromium under Playwright, with nothing of its own going out to a network."""

import os
import pathlib
import shutil
from typing import Any

import pytest

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
ARGUMENTS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def browser_args() -> list[str]:
    """The flags every browser of the tests starts with. The sandbox is given up only where it cannot work: as root."""
    return [*ARGUMENTS, *(["--no-sandbox"] if os.geteuid() == 0 else [])]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_args: list[str]) -> dict[str, Any]:
    """For pytest-playwright; a test that asks for `page` is skipped, and says so, where there is no Chromium."""
    if not pathlib.Path(CHROMIUM).exists():
        pytest.skip("chromium is not installed")
    # Playwright keeps an event loop in this thread, which Django would take for an async view; tests wait for each step.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    return {"executable_path": CHROMIUM, "args": browser_args, "headless": True}

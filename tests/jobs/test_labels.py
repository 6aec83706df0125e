"""Background work has a name for people."""

import pathlib
import re

from pvehub.jobs import labels

ROOT = pathlib.Path(__file__).resolve().parents[2]


def test_all_work_that_can_be_given_up_is_called_something():
    asked = {
        name
        for app in ("pvehub", "projects", "risks", "knowledge", "endorsement")
        for path in (ROOT / app).rglob("*.py")
        for name in re.findall(r'later\(\s*f?"([\w.{}]+)"', path.read_text())
    }
    assert len(asked) > 8
    unnamed = {name for name in asked if "{" not in name and labels.of(name).startswith("Unknown work")}
    assert unnamed == set()
    assert labels.of("letters.tasks.burn") == "Unknown work (letters.tasks.burn)"

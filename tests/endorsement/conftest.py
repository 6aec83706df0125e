"""What tests of endorsement share: letters go to a folder of the test."""

import pytest


@pytest.fixture(autouse=True)
def _letters_aside(settings, tmp_path):
    settings.FILES_ROOT = tmp_path / "files"

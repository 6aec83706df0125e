"""A store of its own for every test, and uploads made of bytes."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

Upload = Callable[..., SimpleUploadedFile]


@pytest.fixture(autouse=True)
def root(settings: Any, tmp_path: Path) -> Path:
    settings.FILES_ROOT = tmp_path / "files"
    settings.CLAMAV_SOCKET = ""
    return settings.FILES_ROOT


@pytest.fixture
def upload() -> Upload:
    def made(name: str, content: bytes | str) -> SimpleUploadedFile:
        file = SimpleUploadedFile("x", content.encode() if isinstance(content, str) else content)
        file._name = name  # as a hostile client may send it; Django's own parser cleans only some of it
        return file

    return made


@pytest.fixture
def kept(root: Path) -> Callable[[], list[Path]]:
    """The files there are in the store now."""
    return lambda: sorted(path for path in root.rglob("*") if path.is_file())

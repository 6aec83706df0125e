"""The land of the map as a static file: drawn from the installed package when static files are collected, never committed.

So it is served like the style sheet: named by its hash, compressed, kept by browsers for a year.
"""

import atexit
import shutil
import tempfile
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from django.contrib.staticfiles.finders import BaseFinder
from django.contrib.staticfiles.utils import matches_patterns
from django.core.files.storage import FileSystemStorage

from . import shapes

NAME = "img/land.svg"


class LandFinder(BaseFinder):
    """Finds one file and makes it when it is first looked for."""

    def check(self, **options: Any) -> list[Any]:
        return []

    def find(self, path: str, find_all: bool = False, **options: Any) -> Any:
        if path != NAME:
            return []
        found = str(_folder() / NAME)
        return [found] if find_all else found

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterable[tuple[str, FileSystemStorage]]:
        if not matches_patterns(NAME, ignore_patterns):
            yield NAME, FileSystemStorage(location=_folder())


@cache
def _folder() -> Path:
    """A folder of this process, gone with it."""
    folder = Path(tempfile.mkdtemp(prefix="pvehub-land-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    file = folder / NAME
    file.parent.mkdir()
    file.write_text(shapes.drawing(), encoding="utf-8")
    return folder

"""A disk so small that it is full when a test says so: a filesystem of its own, mounted in memory."""

import os
import pathlib
import shutil
import subprocess
import tempfile
from collections.abc import Iterator

import pytest


class SmallDisk:
    """One mounted folder, and the ballast in it."""

    def __init__(self, folder: pathlib.Path) -> None:
        self.folder, self._ballast = folder, folder / ".ballast"

    def fill(self, leaving: int = 0) -> None:
        """Until nothing more fits but so many bytes."""
        self.make_room()
        with self._ballast.open("wb", buffering=0) as out:
            free = shutil.disk_usage(self.folder).free
            os.posix_fallocate(out.fileno(), 0, max(free - leaving, 1))

    def make_room(self) -> None:
        self._ballast.unlink(missing_ok=True)

    def held(self) -> list[str]:
        """The files on it, without the ballast."""
        return sorted(
            str(path.relative_to(self.folder))
            for path in self.folder.rglob("*")
            if path.is_file() and path != self._ballast
        )


def mounted(size: str) -> Iterator[SmallDisk]:
    """Mounted, and unmounted whatever becomes of the test; skipped, and said so, where nothing may be mounted."""
    if os.geteuid() != 0:
        pytest.skip("only root may mount a small disk")
    folder = pathlib.Path(tempfile.mkdtemp(prefix="pvehub-disk-", dir="/tmp"))
    try:
        command = ["mount", "-t", "tmpfs", "-o", f"size={size},mode=0777", "tmpfs", str(folder)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            pytest.skip(f"a small disk cannot be mounted here: {done.stderr.strip()}")
        try:
            yield SmallDisk(folder)
        finally:
            if subprocess.run(["umount", str(folder)], capture_output=True, check=False).returncode != 0:
                subprocess.run(["umount", "--lazy", str(folder)], check=True)  # somebody still holds a file on it
    finally:
        folder.rmdir()


@pytest.fixture
def small_disk() -> Iterator[SmallDisk]:
    """Two megabytes, empty."""
    yield from mounted("2m")

"""Making and unpacking an archive takes the memory of one block, however much is in it."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
# In a process of its own, since a peak never goes down again; what getrusage says would begin with the peak of its parent.
MEASURED = """
import pathlib, re, sys
from pvehub.operations import archive

def peak():
    return int(re.search(r"VmHWM:\\s+(\\d+)", pathlib.Path("/proc/self/status").read_text()).group(1)) // 1024

base, key = pathlib.Path(sys.argv[1]), "a key of the tests, as long as a key has to be at the least"
archive.write(base / "archive", base / "dump", base / "files", {}, key)
written = peak()
archive.unpack(base / "archive", base / "unpacked", key)
print(written, peak())
"""
ROOM = 24  # MB; a file that were held whole would take three times that


def peaks(base: Path, megabytes: int) -> tuple[int, int]:
    """MB that writing took, and unpacking after it: a dump and a file of that size."""
    (base / "files").mkdir(parents=True)
    for name in ("dump", "files/large"):
        with (base / name).open("wb") as file:
            file.truncate(megabytes << 20)
    command = [sys.executable, "-c", MEASURED, str(base)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    written, unpacked = map(int, done.stdout.split())
    return written, unpacked


@pytest.mark.slow
def test_a_large_archive_takes_no_more_memory_than_a_small_one(tmp_path):
    small, large = peaks(tmp_path / "small", 1), peaks(tmp_path / "large", 3 * ROOM)

    assert large[0] < small[0] + ROOM
    assert large[1] < small[1] + ROOM

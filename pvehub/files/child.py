"""Runs extract_child.py over one file and says how it ended."""

import subprocess
import sys
from pathlib import Path
from typing import BinaryIO

from pvehub.files import extract_child

WALL = 10  # seconds
_SCRIPT = Path(extract_child.__file__)


def run(task: str, extension: str, content: BinaryIO) -> tuple[int, bytes]:
    """How the child ended (see extract_child) and what it wrote; TOO_MUCH also if it was killed by a limit."""
    content.seek(0)
    command = [sys.executable, "-I", str(_SCRIPT), task, extension]
    try:
        done = subprocess.run(
            command,
            stdin=content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd="/",
            env={"LC_ALL": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1"},
            timeout=WALL,
        )
    except subprocess.TimeoutExpired:
        return extract_child.TOO_MUCH, b""
    if done.returncode < 0:
        return extract_child.TOO_MUCH, b""
    return done.returncode, done.stdout

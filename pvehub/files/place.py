"""Where contents lie: FILES_ROOT/ab/cd/<sha256>, each written beside and moved into place when it is whole."""

import os
import uuid
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings


def path_of(sha256: str) -> Path:
    """Where the content with this digest lies or will lie."""
    return Path(settings.FILES_ROOT) / sha256[:2] / sha256[2:4] / sha256


def write_aside(blocks: Iterable[bytes]) -> Path:
    """A new private file with these bytes, on the disk for good; removed again if they do not all fit."""
    aside = Path(settings.FILES_ROOT) / "incoming" / uuid.uuid4().hex
    aside.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        with open(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            for block in blocks:
                out.write(block)
            out.flush()
            os.fsync(out.fileno())
    except BaseException:
        aside.unlink(missing_ok=True)
        raise
    return aside


def settle(aside: Path, sha256: str) -> None:
    """Move a whole file to its place in one step. The same content already there is replaced by itself."""
    target = path_of(sha256)
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.replace(aside, target)
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)

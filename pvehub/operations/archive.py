"""The backup's file: an encrypted tar of the database dump and the private files, opened by a manifest with the sha256
of each. The key is never in it."""

import hashlib
import io
import json
import os
import pathlib
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO, Any

from . import sealing

MANIFEST = "manifest.json"
DUMP = "database.dump"
FILES = "files/"
FORMAT = 2
_BLOCK = 1024 * 1024


class Damaged(Exception):
    """The archive is not what was written; the message is a sentence that says where."""


@dataclass
class Manifest:
    """What an archive holds. `members` maps each name to (sha256, bytes)."""

    facts: dict[str, Any]
    members: dict[str, tuple[str, int]] = field(default_factory=dict)

    def to_bytes(self) -> bytes:
        """The same manifest is always the same bytes, so that its own sha256 means something."""
        content = {"format": FORMAT, **self.facts, "members": {n: list(m) for n, m in sorted(self.members.items())}}
        return json.dumps(content, indent=1, sort_keys=True, ensure_ascii=False).encode()

    @property
    def sha256(self) -> str:
        """Kept apart from the archive, it proves that nobody wrote both anew."""
        return hashlib.sha256(self.to_bytes()).hexdigest()

    @classmethod
    def from_bytes(cls, content: bytes) -> "Manifest":
        """Raises Damaged for anything that `to_bytes` cannot have written."""
        try:
            facts = json.loads(content)
            members = {str(name): (str(digest), int(size)) for name, (digest, size) in facts.pop("members").items()}
            number = facts.pop("format")
        except (ValueError, KeyError, TypeError, AttributeError):
            raise Damaged("The archive's manifest cannot be read.") from None
        if number != FORMAT:
            raise Damaged(f"The archive has format {number}; this version reads format {FORMAT}.")
        return cls(facts, members)


def write(
    target: pathlib.Path, dump: pathlib.Path, files_root: pathlib.Path, facts: dict[str, Any], secret: str
) -> Manifest:
    """Writes the archive beside `target` and renames it: there never is half of one under that name."""
    sources = {DUMP: dump} | {FILES + name: path for name, path in files_below(files_root)}
    manifest = Manifest(facts, {name: _measure(path) for name, path in sources.items()})
    draft = target.with_name(f"{target.name}.part")
    try:
        with os.fdopen(os.open(draft, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "wb") as file:
            sealed = sealing.Sealed(file, secret)
            with tarfile.open(fileobj=sealed, mode="w|", format=tarfile.PAX_FORMAT) as tar:
                _add(tar, MANIFEST, io.BytesIO(manifest.to_bytes()), len(manifest.to_bytes()))
                for name, path in sources.items():
                    with path.open("rb") as content:
                        _add(tar, name, content, manifest.members[name][1])
            sealed.close()
            file.flush()
            os.fsync(file.fileno())
        draft.rename(target)
    finally:
        draft.unlink(missing_ok=True)
    return manifest


def unpack(source: pathlib.Path, folder: pathlib.Path, *keys: str) -> Manifest:
    """Unpacks, with the one of the keys that opens it, into the empty `folder` while comparing everything with the
    manifest; raises Damaged at the first difference. Only names of the manifest are written, and only below `folder`."""
    try:
        with source.open("rb") as file:
            opened = sealing.Opened(file, *keys)
            with tarfile.open(fileobj=opened, mode="r|") as tar:
                manifest, seen = _unpack_all(tar, folder)
            while opened.read(_BLOCK):
                pass  # to the end, since only the end says that nothing was cut off
    except sealing.Unsealable as reason:
        raise Damaged(str(reason)) from None
    except (tarfile.TarError, EOFError):
        raise Damaged("The archive cannot be read: it is cut off, or it is no backup of the portal.") from None
    absent = set(manifest.members) - seen
    if absent:
        raise Damaged(f"The archive lacks {min(absent)!r}, which its manifest names.")
    return manifest


def _unpack_all(tar: tarfile.TarFile, folder: pathlib.Path) -> tuple[Manifest, set[str]]:
    manifest, seen = Manifest.from_bytes(_first(tar)), {MANIFEST}
    while (entry := tar.next()) is not None:
        if not entry.isreg() or entry.name in seen or entry.name not in manifest.members:
            raise Damaged(f"The archive holds {entry.name!r}, which its manifest does not know.")
        seen.add(entry.name)
        _unpack_one(tar, entry, folder, manifest.members[entry.name])
    return manifest, seen


def files_below(root: pathlib.Path) -> Iterator[tuple[str, pathlib.Path]]:
    """(name relative to root, path) of every file kept there; a folder with a leading dot is somebody's work in
    progress."""
    for path in sorted(root.rglob("*")):
        relative = path.relative_to(root)
        if path.is_file() and not relative.parts[0].startswith("."):
            yield relative.as_posix(), path


def _unpack_one(tar: tarfile.TarFile, entry: tarfile.TarInfo, folder: pathlib.Path, wanted: tuple[str, int]) -> None:
    path = (folder / entry.name).resolve()
    content = tar.extractfile(entry)
    if folder.resolve() not in path.parents or content is None:
        raise Damaged(f"The archive holds a name that leads elsewhere: {entry.name!r}.")
    path.parent.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256()
    with path.open("wb") as target:
        while block := content.read(_BLOCK):
            digest.update(block)
            target.write(block)
    if (digest.hexdigest(), entry.size) != wanted:
        raise Damaged(f"{entry.name!r} in the archive is not what was backed up: its sha256 differs.")


def _first(tar: tarfile.TarFile) -> bytes:
    entry = tar.next()
    content = tar.extractfile(entry) if entry is not None and entry.name == MANIFEST and entry.isreg() else None
    if content is None:
        raise Damaged("The file is no backup of the portal: it does not begin with a manifest.")
    return content.read()


def _measure(path: pathlib.Path) -> tuple[str, int]:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest(), path.stat().st_size


def _add(tar: tarfile.TarFile, name: str, content: IO[bytes], size: int) -> None:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = size, 0o600
    tar.addfile(entry, content)

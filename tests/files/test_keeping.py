"""Contents are kept once, whole or not at all."""

import hashlib
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from pvehub import files
from pvehub.files.models import StoredFile
from tests import make

pytestmark = pytest.mark.django_db


@contextmanager
def largest_file(size: int) -> Iterator[None]:
    """The operating system cuts every file at this size, as a full disk does."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_content_lies_under_its_digest_and_knows_who_brought_it(upload: Any, kept: Any, root: Path) -> None:
    officer = make.officer()

    stored = files.store(upload("lesson.txt", "Ask the elders first.\n"), by=officer)

    digest = hashlib.sha256(b"Ask the elders first.\n").hexdigest()
    assert (stored.sha256, stored.size, stored.media_type) == (digest, 22, "text/plain")
    assert stored.uploaded_by_uid == officer.uid
    assert kept() == [root / digest[:2] / digest[2:4] / digest]
    assert kept()[0].stat().st_mode & 0o777 == 0o600


def test_the_same_content_twice_is_one(upload: Any, kept: Any) -> None:
    first = files.store(upload("a.txt", "same"), by=make.officer())
    second = files.store(upload("b.txt", "same"), by=make.officer())

    assert first == second
    assert (StoredFile.objects.count(), len(kept())) == (1, 1)


def test_what_the_portal_wrote_is_kept_as_it_is(kept: Any, upload: Any, settings: Any) -> None:
    settings.CLAMAV_SOCKET = "/nowhere"  # nobody sent it, so nobody has to be asked
    officer = make.officer()

    stored = files.store_own(b"%PDF-1.7 a letter", "pdf", by=officer)

    assert (stored.media_type, stored.size, stored.uploaded_by_uid) == ("application/pdf", 17, officer.uid)
    assert kept()[0].read_bytes() == b"%PDF-1.7 a letter"
    with largest_file(1000), pytest.raises(files.Rejected, match="no room"):
        files.store_own(b"%PDF" * 1000, "pdf", by=officer)
    assert len(kept()) == 1


def test_a_full_disk_is_one_sentence_and_leaves_nothing(upload: Any, kept: Any) -> None:
    with largest_file(100_000), pytest.raises(files.Rejected) as refusal:
        files.store(upload("long.txt", "word " * 100_000), by=None)

    assert "no room" in refusal.value.sentence
    assert (kept(), StoredFile.objects.exists()) == ([], False)


def test_a_store_that_cannot_be_written_is_the_same_sentence(upload: Any, settings: Any, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file where the folder should be")
    settings.FILES_ROOT = tmp_path / "taken"

    with pytest.raises(files.Rejected, match="no room"):
        files.store(upload("a.txt", "text"), by=None)

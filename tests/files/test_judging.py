"""Every file of the corpus gets its verdict, and a refused one leaves nothing behind."""

from pathlib import Path
from typing import Any

import pytest

from pvehub import files
from pvehub.files.models import StoredFile
from tests.files import corpus


@pytest.mark.django_db
@pytest.mark.parametrize("name", corpus.TAKEN)
def test_a_harmless_file_is_taken(name: str, upload: Any) -> None:
    stored = files.store(upload(name, corpus.TAKEN[name]()), by=None)

    assert stored.size > 0


@pytest.mark.django_db
@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize(("name", "content", "word"), corpus.REFUSED, ids=[name for name, *_ in corpus.REFUSED])
def test_a_harmful_file_is_refused_with_its_reason(name: str, content: Any, word: str, upload: Any, kept: Any) -> None:
    with pytest.raises(files.Rejected) as refusal:
        files.store(upload(name, content()), by=None)

    assert word in refusal.value.sentence
    assert kept() == []
    assert not StoredFile.objects.exists()


@pytest.mark.django_db
def test_a_picture_is_kept_without_where_it_was_taken_and_what_was_behind_it(upload: Any, root: Path) -> None:
    hidden = corpus.png(extra=corpus.chunk(b"eXIf", corpus.build.GPS), trailer=corpus.HTML.encode())

    stored = files.store(upload("photo.png", hidden), by=None)

    content = (root / stored.sha256[:2] / stored.sha256[2:4] / stored.sha256).read_bytes()
    assert content.startswith(b"\x89PNG") and b"eXIf" not in content and b"<script" not in content
    assert content.endswith(b"IEND\xaeB`\x82")

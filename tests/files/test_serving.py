"""A stored file as an answer: whole, in part, not again; always as a download that can do nothing."""

from datetime import timedelta
from typing import Any

import pytest
from django.http import Http404
from django.test import RequestFactory
from django.utils import timezone

from pvehub import files
from pvehub.files import passing, place
from pvehub.files.models import StoredFile

pytestmark = pytest.mark.django_db
TEXT = "".join(f"{number:09}\n" for number in range(20_000))  # 200,000 bytes, more than one block


@pytest.fixture
def stored(upload: Any) -> StoredFile:
    return files.store(upload("report.txt", TEXT), by=None)


def asked(stored: StoredFile, name: str = "report.txt", **headers: str) -> Any:
    return files.respond(RequestFactory().get("/", headers=headers), stored, name)


def body(response: Any) -> bytes:
    content = b"".join(response) if response.streaming else response.content
    response.close()
    return content


def test_the_whole_file_is_a_private_download_that_runs_nowhere(stored: StoredFile) -> None:
    response = asked(stored)

    assert (response.status_code, response["Content-Type"], response["Content-Length"]) == (200, "text/plain", "200000")
    assert response["Content-Disposition"] == 'attachment; filename="report.txt"'
    assert response["Cache-Control"] == "private, no-store"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["Accept-Ranges"] == "bytes"
    assert body(response) == TEXT.encode()


@pytest.mark.parametrize(
    ("span", "start", "end"),
    [
        ("bytes=0-0", 0, 1),
        ("bytes=0-99", 0, 100),
        ("bytes=65530-131080", 65530, 131081),
        ("bytes=199990-", 199990, 200000),
        ("bytes=199990-999999", 199990, 200000),
        ("bytes=-10", 199990, 200000),
        ("bytes=-999999", 0, 200000),
    ],
)
def test_a_broken_download_goes_on_where_it_broke(stored: StoredFile, span: str, start: int, end: int) -> None:
    response = asked(stored, range=span)

    assert response.status_code == 206
    assert response["Content-Range"] == f"bytes {start}-{end - 1}/200000"
    assert response["Content-Length"] == str(end - start)
    assert body(response) == TEXT.encode()[start:end]


@pytest.mark.parametrize("span", ["bytes=200000-", "bytes=-0", "bytes=999999-1000000"])
def test_a_part_behind_the_end_is_refused_with_the_size(stored: StoredFile, span: str) -> None:
    response = asked(stored, range=span)

    assert (response.status_code, response["Content-Range"]) == (416, "bytes */200000")


@pytest.mark.parametrize("span", ["bytes=0-1,5-6", "lines=1-2", "bytes=-", "bytes=9-3", "nonsense"])
def test_a_range_that_is_none_gives_the_whole_file(stored: StoredFile, span: str) -> None:
    response = asked(stored, range=span)

    assert response.status_code == 200
    assert body(response) == TEXT.encode()


def test_a_part_of_another_version_is_not_mixed_in(stored: StoredFile) -> None:
    other = asked(stored, range="bytes=0-9", if_range='"another"')
    same = asked(stored, range="bytes=0-9", if_range=f'"{stored.sha256}"')

    assert (other.status_code, same.status_code) == (200, 206)
    assert (len(body(other)), len(body(same))) == (200000, 10)


@pytest.mark.parametrize("known", ['"{}"', 'W/"{}"', '"x", "{}"', "*"])
def test_what_the_reader_has_is_not_sent_again(stored: StoredFile, known: str) -> None:
    response = asked(stored, if_none_match=known.format(stored.sha256))

    assert (response.status_code, body(response)) == (304, b"")


def test_a_name_in_any_script_reaches_the_reader(stored: StoredFile) -> None:
    response = asked(stored, "تقرير — évaluation n°2.txt")

    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''%D8%AA")


def test_a_hostile_name_adds_no_header(stored: StoredFile) -> None:
    response = asked(stored, 'a\r\nX-Evil: 1".txt')

    assert response["Content-Disposition"] == 'attachment; filename="aX-Evil_ 1_.txt"'


def test_a_file_that_is_gone_from_the_disk_is_not_found(stored: StoredFile) -> None:
    place.path_of(stored.sha256).unlink()

    with pytest.raises(Http404):
        asked(stored)


def test_what_a_killed_worker_left_half_written_is_handed_to_nobody_and_goes_after_a_day(settings, tmp_path):
    settings.FILES_ROOT = tmp_path
    name, whole = passing.new_name(), passing.new_name()
    with passing.writing(whole) as out:
        out.write(b"all of it")
    writing = passing.writing(name)
    writing.__enter__().write(b"half of")  # and never the other half

    with pytest.raises(Http404):
        passing.respond(name, "a.csv", "text/csv")
    assert passing.drop_cut_off(timezone.now() - timedelta(days=1)) == 0
    assert passing.drop_cut_off(timezone.now() + timedelta(minutes=1)) == 1
    assert [path.name for path in (tmp_path / ".passing").iterdir()] == [whole]

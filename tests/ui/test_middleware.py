"""Pages leave compressed, files leave as they are."""

import gzip

import pytest
from django.http import HttpResponse, StreamingHttpResponse
from django.test import RequestFactory

from pvehub.ui.middleware import compress

TEXT = b"a paragraph " * 100


def send(response, encoding="gzip"):
    request = RequestFactory().get("/", headers={"Accept-Encoding": encoding})
    return compress(lambda request: response)(request)


def test_a_page_is_compressed_and_reads_the_same():
    answer = send(HttpResponse(TEXT))
    assert answer.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(answer.content) == TEXT
    assert "Accept-Encoding" in answer.headers["Vary"]


def test_who_cannot_read_it_compressed_gets_it_plain():
    assert send(HttpResponse(TEXT), encoding="").content == TEXT


@pytest.mark.parametrize(
    "response",
    [
        StreamingHttpResponse([TEXT]),
        HttpResponse(TEXT, status=206),
        HttpResponse(TEXT, content_type="application/pdf"),
    ],
    ids=["streamed", "a range", "a file"],
)
def test_a_file_keeps_its_length_and_its_ranges(response):
    assert "Content-Encoding" not in send(response).headers

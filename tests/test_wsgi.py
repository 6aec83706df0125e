"""A request that came in part is refused before anything is written; what came whole is read as it is."""

import io

import pytest

from pvehub.wsgi import CutShort, Whole, application


def posted(body, announced):
    """The answer to a sign-in whose head announces so many bytes."""
    said = []
    environ = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": "/accounts/login/",
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "80",
        "HTTP_HOST": "127.0.0.1",
        "CONTENT_TYPE": "application/x-www-form-urlencoded",
        "CONTENT_LENGTH": str(announced),
        "wsgi.input": io.BytesIO(body),
        "wsgi.url_scheme": "http",
        "wsgi.errors": io.StringIO(),
    }
    b"".join(application(environ, lambda status, headers: said.append(status)))
    return environ["wsgi.input"], said[0]


@pytest.mark.parametrize("size", [-1, 3, 4, 400])
def test_a_body_that_ends_early_is_an_error_not_a_shorter_body(size):
    body = Whole(io.BytesIO(b"text=Two on ea"), 20)
    with pytest.raises(CutShort):
        while body.read(size):
            pass


def test_a_whole_body_is_read_to_its_end_and_no_further():
    body = Whole(io.BytesIO(b"one\ntwo\nthreeAND THE NEXT REQUEST"), 13)

    assert (body.readline(), body.read(2), body.readline(), body.read()) == (b"one\n", b"tw", b"o\n", b"three")
    assert (body.read(), body.readline()) == (b"", b"")


def test_a_line_that_ends_early_is_an_error():
    with pytest.raises(CutShort):
        Whole(io.BytesIO(b"--edge"), 20).readline()


@pytest.mark.django_db
def test_half_a_form_is_refused():
    _body, status = posted(b"csrfmiddlewaretoken=abc&login=a", 200)

    assert status.startswith("400")

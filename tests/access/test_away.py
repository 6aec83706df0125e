"""The database is away, or something broke: what was sent stands on the page, to be sent again as it was."""

import uuid

import pytest
from django.db import OperationalError
from django.test import RequestFactory
from django.utils.html import escape

from pvehub.access import views

TYPED = 'The market committee asks for a second mediator.\r\nIt meets on Tuesdays, behind the "old" mill & well.'


def _answer(problem, path="/projects/PVE-2026-0001/updates/add/", **sent):
    request = RequestFactory().post(path, sent)
    try:
        raise problem
    except type(problem):
        return views.server_error(request)


def test_what_was_sent_can_be_sent_again_under_the_same_one_time_key():
    key = str(uuid.uuid4())
    answer = _answer(OperationalError("away"), text=TYPED, once=key, csrfmiddlewaretoken="token")
    page = answer.content.decode()

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "10")
    assert 'action="/projects/PVE-2026-0001/updates/add/"' in page
    for name, text in {"text": TYPED, "once": key, "csrfmiddlewaretoken": "token"}.items():
        assert f'<input type="hidden" name="{name}" value="{escape(text)}">' in page
    assert "not entered twice" in page and "behind the &quot;old&quot; mill" in page.split("</form>")[1]


def test_a_form_without_a_key_is_not_promised_to_count_once():
    assert "not entered twice" not in _answer(OperationalError("away"), text=TYPED).content.decode()


def test_what_broke_on_our_side_keeps_what_was_sent_too():
    answer = _answer(KeyError("x"), text=TYPED)

    assert answer.status_code == 500 and "Retry-After" not in answer.headers
    assert escape(TYPED) in answer.content.decode()


@pytest.mark.parametrize(
    "sent", [{"login": "officer@test.example", "password": "long enough"}, {"new_password1": "x" * 50}]
)
def test_who_somebody_is_and_what_they_know_is_never_shown(sent):
    path = "/accounts/login/" if "login" in sent else "/staffing/me/"
    page = _answer(OperationalError("away"), path, **sent).content.decode()

    assert not any(text in page for text in sent.values())

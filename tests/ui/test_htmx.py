"""One view answers with the page or with its fragment, and no cache may mix the two up."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory
from django_htmx.middleware import HtmxDetails

from pvehub.ui.htmx import render_page


def ask(**headers):
    request = RequestFactory().get("/ui/keyboard/", headers=headers)
    request.htmx = HtmxDetails(request)
    request.user = AnonymousUser()
    return render_page(request, "ui/keyboard.html", fragment="ui/_keyboard.html")


def test_a_browser_gets_the_whole_page():
    answer = ask()
    assert b"<html" in answer.content
    assert b"<kbd>" in answer.content


def test_htmx_gets_the_fragment_only():
    answer = ask(**{"HX-Request": "true"})
    assert b"<html" not in answer.content
    assert b"<kbd>" in answer.content


@pytest.mark.parametrize("header", ["HX-Boosted", "HX-History-Restore-Request"])
def test_a_boosted_link_and_a_restored_page_are_whole_pages(header):
    assert b"<html" in ask(**{"HX-Request": "true", header: "true"}).content


def test_both_answers_vary_by_the_header_that_tells_them_apart():
    assert ask().headers["Vary"] == ask(**{"HX-Request": "true"}).headers["Vary"] == "HX-Request"


def test_the_status_is_the_one_that_was_asked_for():
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    assert render_page(request, "ui/keyboard.html", status=422).status_code == 422

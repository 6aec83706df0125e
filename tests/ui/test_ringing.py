"""The bell's timer, by the browser's own clock: once a minute, only while somebody sees the page and the line is there."""

from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string

SITE = "http://hub.test"  # never asked: every answer is given below
HIDDEN = "Object.defineProperty(document, 'hidden', {value: %s, configurable: true})"

pytestmark = pytest.mark.browser


def test_the_bell_asks_once_a_minute_while_seen_and_on_line_and_changes_only_where_the_number_did(page: Any) -> None:
    asked: list[str | None] = []
    answers = [(304, ""), (200, _bell(2, "2-en")), (204, ""), (500, "<p>broken</p>")]

    def answer(route: Any) -> None:
        asked.append(route.request.headers.get("if-none-match"))
        status, body = answers[len(asked) - 1]
        route.fulfill(status=status, body=body, content_type="text/html; charset=utf-8")

    def a_minute() -> None:
        page.clock.run_for(60_000)

    def settles(times: int, shown: str) -> None:
        """Until so many were asked and this is shown; the clock of the page goes on for the pauses htmx makes."""
        for _ in range(100):
            page.clock.run_for(100)
            if len(asked) == times and shown in page.locator("#bell").inner_text():
                return
        raise AssertionError((asked, page.locator("#bell").inner_text()))

    scripts = "".join(f'<script src="{SITE}/{name}" defer></script>' for name in ("htmx-2.min.js", "hub.js"))
    html = f"<!DOCTYPE html>{scripts}<main>Words</main>{_bell(1, '1-en')}"
    page.clock.install()
    page.route("**/*.js", lambda route: route.fulfill(path=_script(route.request.url), content_type="text/javascript"))
    page.route("**/notices/bell/", answer)
    page.route("**/page/", lambda route: route.fulfill(body=html, content_type="text/html; charset=utf-8"))
    page.goto(f"{SITE}/page/")

    page.clock.run_for(59_000)
    assert asked == []
    page.clock.run_for(1_000)
    settles(1, "1")  # 304: as before

    page.evaluate(HIDDEN % "true")
    a_minute()
    page.evaluate(HIDDEN % "false")
    page.context.set_offline(True)
    a_minute()
    page.context.set_offline(False)
    settles(1, "1")  # in the background and without a line nothing is asked

    for times in (2, 3, 4):  # a new number; then signed out, then a fault: the bell stays and the page too
        a_minute()
        settles(times, "2")
    assert asked == ['"1-en"', '"1-en"', '"2-en"', '"2-en"'] and page.locator("main").inner_text() == "Words"


def _bell(unread: int, tag: str) -> str:
    return render_to_string("notifications/_bell.html", {"unread": unread, "tag": tag})


def _script(url: str) -> str:
    name = url.rsplit("/", 1)[1]
    return str(finders.find(f"django_htmx/{name}" if name.startswith("htmx") else f"js/{name}"))

"""What the browser adds: drafts that save themselves and say where they stand. Shown in a real browser."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from playwright.sync_api import expect

SITE = "http://hub.test"  # never asked: every answer is given below
SCRIPT = Path(settings.BASE_DIR) / "static" / "js" / "hub.js"
FORM = """<form method="post" data-draft="/draft/"><input type="hidden" name="csrfmiddlewaretoken" value="t">
<input type="hidden" name="revision-title" value="3"><label>Title <input name="title" value="old"></label>
<label>Youth <input type="checkbox" name="themes" value="youth"></label><label>Media <input type="checkbox" name="themes"
value="media"></label><button>Save</button>%s</form>"""

pytestmark = pytest.mark.browser


@pytest.fixture
def draft(page: Any) -> Callable[..., list[dict[str, list[str]]]]:
    """Opens a page with a form that keeps drafts; the list fills with what the server is sent."""

    def opened(status: int = 200, answer: dict[str, Any] | None = None) -> list[dict[str, list[str]]]:
        sent: list[dict[str, list[str]]] = []

        def keep(route: Any) -> None:
            parts = route.request.post_data.split("Content-Disposition: form-data; name=")[1:]
            told: dict[str, list[str]] = {}
            for part in parts:
                name, _, rest = part.partition("\r\n\r\n")
                told.setdefault(name.strip('"'), []).append(rest.split("\r\n")[0])
            sent.append(told)
            body = json.dumps(answer or {"revision": 4, "saved_at": "14:02"})
            route.fulfill(status=status, body=body, content_type="application/json")

        html = f'<!DOCTYPE html><script src="{SITE}/hub.js" defer></script>' + FORM % render_to_string(
            "ui/save_state.html", {}
        )
        page.route("**/hub.js", lambda route: route.fulfill(path=SCRIPT, content_type="text/javascript"))
        page.route("**/draft/", keep)
        page.route("**/page/", lambda route: route.fulfill(body=html, content_type="text/html; charset=utf-8"))
        page.goto(f"{SITE}/page/")
        return sent

    return opened


def state(page: Any) -> Any:
    return page.locator("[data-save]")


def until(page: Any, holds: Callable[[], bool]) -> None:
    """Waits, as long as a busy machine needs, until the server was sent what is asked for."""
    for _ in range(100):
        if holds():
            return
        page.wait_for_timeout(100)
    assert holds()


def test_a_changed_field_is_saved_when_it_is_left_and_the_page_says_when(page, draft):
    sent = draft()
    page.get_by_label("Title").fill("new")
    page.get_by_label("Youth").focus()
    expect(state(page)).to_have_text("Saved 14:02")
    assert sent == [{"csrfmiddlewaretoken": ["t"], "field": ["title"], "revision": ["3"], "text": ["new"]}]


def test_the_next_save_names_the_revision_that_the_server_gave(page, draft):
    sent = draft()
    for text in ("one", "two"):
        page.get_by_label("Title").fill(text)
        page.get_by_label("Youth").focus()
        until(page, lambda text=text: bool(sent) and sent[-1]["text"] == [text])
        expect(state(page)).to_have_text("Saved 14:02")
    assert [told["revision"] for told in sent] == [["3"], ["4"]]


def test_all_ticked_options_of_a_field_go_together_and_an_empty_answer_too(page, draft):
    sent = draft()
    page.get_by_label("Youth").check()
    page.get_by_label("Media").check()
    page.get_by_label("Title").focus()
    until(page, lambda: sent and sent[-1]["text"] == ["youth", "media"])
    page.get_by_label("Youth").uncheck()
    page.get_by_label("Media").uncheck()
    page.get_by_label("Title").focus()
    until(page, lambda: sent[-1]["text"] == [""])


def test_what_changes_while_a_save_is_under_way_goes_out_right_after_it(page, draft):
    sent, held = draft(), []
    page.route("**/draft/", lambda route: route.fallback() if held else held.append(route))
    page.get_by_label("Title").fill("one")
    page.get_by_label("Youth").focus()
    until(page, lambda: bool(held))
    page.get_by_label("Title").fill("two")
    page.get_by_label("Youth").focus()
    held[0].fulfill(body=json.dumps({"revision": 4, "saved_at": "14:01"}), content_type="application/json")

    until(page, lambda: bool(sent) and sent[-1]["text"] == ["two"])
    expect(state(page)).to_have_text("Saved 14:02")


def test_nothing_is_sent_while_nothing_changed(page, draft):
    sent = draft()
    page.get_by_label("Title").focus()
    page.get_by_label("Youth").focus()
    page.wait_for_timeout(200)
    assert sent == []


def test_a_cut_line_is_said_and_the_text_goes_out_when_it_is_back(page, draft):
    sent = draft()
    page.context.set_offline(True)
    page.get_by_label("Title").fill("typed in the dark")
    page.get_by_label("Youth").focus()
    expect(state(page)).to_have_text("Not saved, offline, kept here")
    page.context.set_offline(False)
    expect(state(page)).to_have_text("Saved 14:02")
    assert sent[-1]["text"] == ["typed in the dark"]


@pytest.mark.parametrize(("status", "said"), [(409, "Changed elsewhere"), (500, "Not saved"), (403, "Not saved")])
def test_a_refusal_is_said_and_never_called_saved(page, draft, status, said):
    draft(status=status)
    page.get_by_label("Title").fill("new")
    page.get_by_label("Youth").focus()
    expect(state(page)).to_contain_text(said)


def test_leaving_with_unsaved_words_asks_first(page, draft):
    draft(status=500)
    page.get_by_label("Title").fill("new")
    page.get_by_label("Youth").focus()
    expect(state(page)).to_contain_text("Not saved")
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.goto("about:blank")
    assert asked == ["beforeunload"]

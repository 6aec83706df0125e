"""The gallery shows every component, in a real browser, without a fault that a rule of accessibility can find."""

import re
from pathlib import Path

import brotli
import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.urls import reverse

from pvehub.people.models import User
from tests import make
from tests.machinery.amount import of_the_day

TEMPLATES = Path(settings.BASE_DIR) / "templates" / "ui"
TAGS = (Path(settings.BASE_DIR) / "pvehub" / "ui" / "templatetags" / "ui.py").read_text(encoding="utf-8")
ELSEWHERE = {
    "display",
    "nav_link",
    "filter_panel",
    "in_force",
    "error_summary",
    "field",
    "office",
    "crumbs",
}  # frame, forms
# Each half has every pair of two of the three; all eight in a full run.
HALVES = (
    [("light", 1280, "en"), ("light", 320, "ar"), ("dark", 1280, "ar"), ("dark", 320, "en")],
    [("dark", 1280, "en"), ("dark", 320, "ar"), ("light", 1280, "ar"), ("light", 320, "en")],
)
LOOKS = [look for half in of_the_day(HALVES) for look in half]


def compressed(content: bytes) -> int:
    return len(brotli.compress(content))


@pytest.fixture
def officer(db):
    return make.officer()


def test_the_gallery_has_every_component():
    page = (TEMPLATES / "gallery.html").read_text(encoding="utf-8")
    tags = re.findall(r"@register\.(?:simple_block_tag|simple_tag|inclusion_tag)[^\n]*\ndef (\w+)", TAGS)
    assert len(tags) > 25
    assert [
        tag for tag in tags if tag not in ELSEWHERE and f"{{% {tag} " not in page and f"{{% {tag} %}}" not in page
    ] == []


@pytest.mark.parametrize("name", ["ui:gallery", "ui:help", "ui:keyboard", "home"])
def test_a_page_of_the_frame_answers_and_keeps_to_twelve_queries(officer, as_, name, django_assert_max_num_queries):
    client = as_(officer)
    client.get(reverse(name))  # the table of content types is read once per process
    with django_assert_max_num_queries(12):
        assert client.get(reverse(name)).status_code == 200


@pytest.mark.parametrize("path", ["/accounts/login/", "/accounts/password/reset/"])
def test_the_pages_before_sign_in_are_light(client, db, path):
    page = client.get(path)
    sheet = (Path(settings.BASE_DIR) / "static" / "css" / "hub.css").read_bytes()
    assert page.status_code == 200
    assert compressed(page.content) + compressed(sheet) <= 9 * 1024
    assert b"htmx" not in re.sub(rb"<meta[^>]*>", b"", page.content)


def test_home_is_light(officer, as_):
    page = as_(officer).get("/")
    sheet = (Path(settings.BASE_DIR) / "static" / "css" / "hub.css").read_bytes()
    assert compressed(page.content) + compressed(sheet) <= 9 * 1024
    assert len(re.findall(rb"<[a-z]", page.content)) <= 800


def test_the_language_is_chosen_before_sign_in(client, db):
    answer = client.post(reverse("ui:language"), {"language": "fr", "next": "/accounts/login/"})
    assert answer.headers["Location"] == "/accounts/login/"
    assert b'<html lang="fr"' in client.get("/accounts/login/").content


@pytest.mark.parametrize(("language", "there"), [("xx", "/accounts/login/"), ("fr", "https://elsewhere.example/")])
def test_an_unknown_language_or_another_site_changes_nothing_and_leads_nowhere(client, db, language, there):
    answer = client.post(reverse("ui:language"), {"language": language, "next": there})
    assert answer.status_code == 302
    assert "elsewhere" not in answer.headers["Location"]
    assert settings.LANGUAGE_COOKIE_NAME not in answer.cookies or language == "fr"


def test_what_is_missing_answers_with_the_same_bytes_whatever_was_asked(officer, as_):
    client = as_(officer)
    one, other = client.get("/nothing/here/"), client.get("/projects/PVE-1999-0001/?q=secret")
    assert one.status_code == other.status_code == 404
    assert one.content == other.content
    assert b"csrf" not in one.content


@pytest.mark.browser
@pytest.mark.parametrize(("scheme", "width", "language"), LOOKS)
def test_no_fault_of_accessibility_in_any_component(page, live_server, as_, scheme, width, language):
    officer = make.officer()
    User.objects.filter(pk=officer.pk).update(language=language)  # Arabic: the same page from right to left
    cookie = as_(officer).cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 900})
    said = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(f"{live_server.url}/ui/")

    assert page.evaluate("document.documentElement.dir") == ("rtl" if language == "ar" else "ltr")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert said == []
    found = Axe().run(page).response["violations"]
    assert [(fault["id"], [node["target"] for node in fault["nodes"]][:4]) for fault in found] == []


@pytest.mark.browser
@pytest.mark.parametrize("path", ["/accounts/login/", "/nothing/"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_fault_of_accessibility_before_sign_in(page, live_server, scheme, path):
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": 320, "height": 700})
    page.goto(f"{live_server.url}{path}")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    found = Axe().run(page).response["violations"]
    assert [(fault["id"], [node["target"] for node in fault["nodes"]][:4]) for fault in found] == []


@pytest.mark.browser
def test_every_control_is_large_enough_to_hit(page, live_server, as_):
    cookie = as_(make.officer()).cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto(f"{live_server.url}/ui/")
    small = page.evaluate(
        """(names) => [...document.querySelectorAll(names)]
        .filter((e) => e.checkVisibility() && e.getBoundingClientRect().height < 43.5)
        .map((e) => e.outerHTML.slice(0, 90))""",
        "button, .btn, select, textarea, summary, .tabs a, .chips a, .nav a, input[type=text], input[type=date]",
    )
    assert small == []


@pytest.mark.browser
def test_the_keys_lead_to_help_and_can_be_switched_off(page, live_server, as_):
    officer = make.officer()
    cookie = as_(officer).cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
    page.goto(f"{live_server.url}/ui/help/")
    page.keyboard.press("?")
    page.wait_for_selector("dialog[open] kbd")
    page.keyboard.press("Escape")
    assert page.locator("dialog[open]").count() == 0

    User.objects.filter(pk=officer.pk).update(has_shortcuts=False)
    page.goto(f"{live_server.url}/ui/help/")
    page.keyboard.press("?")
    page.wait_for_timeout(200)
    assert page.locator("dialog").count() == 0

"""What no template may hold, because the Content-Security-Policy forbids it or because it opens a door."""

import re
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
PAGES = sorted(path for path in (ROOT / "templates").rglob("*.html") if "mail" not in path.parts)
FORBIDDEN = {
    "an inline style": re.compile(r"\sstyle\s*=|<style\b"),
    "an inline handler": re.compile(r"<[^>]*\son[a-z]+\s*="),
    "an htmx handler": re.compile(r"\shx-on[:\s=-]"),
    "an inline script": re.compile(r"<script(?![^>]*\ssrc=)"),
    "unescaped text": re.compile(r"\|\s*safe\b|autoescape\s+off|\|\s*safeseq\b"),
    "a picture in a url": re.compile(r"(?:src|href)\s*=\s*[\"']data:"),
    "another host": re.compile(r"(?:src|href|action)\s*=\s*[\"'](?:https?:)?//"),
}
SOURCES = [
    path
    for room in ("pvehub", "projects", "risks", "knowledge", "endorsement")
    for path in (ROOT / room).rglob("*.py")
    if "migrations" not in path.parts
]


@pytest.mark.parametrize("page", PAGES, ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_a_template_holds_nothing_that_the_policy_of_the_site_forbids(page):
    text = re.sub(r"\{#.*?#\}", "", page.read_text(encoding="utf-8"))
    assert [what for what, pattern in FORBIDDEN.items() if pattern.search(text)] == []


def test_no_code_declares_text_safe_by_hand():
    assert [
        str(path) for path in SOURCES if re.search(r"\bmark_safe\b|\bSafeString\(", path.read_text(encoding="utf-8"))
    ] == []


@pytest.mark.parametrize(
    "text",
    [
        '<p style="x">',
        '<a onclick="x()">',
        "<script>x</script>",
        "{{ x|safe }}",
        '<img src="data:x">',
        '<p hx-on:click="x">',
    ],
)
def test_the_rule_notices(text):
    assert any(pattern.search(text) for pattern in FORBIDDEN.values())


def test_every_class_that_a_template_names_stands_in_the_sheet():
    sheet = (ROOT / "static" / "css" / "hub.css").read_text(encoding="utf-8")
    known = set(re.findall(r"\.([a-z][\w-]*)", sheet))
    named = {
        (name, str(page.relative_to(ROOT / "templates")))
        for page in PAGES
        for value in re.findall(r'\sclass="([^"]*)"', without_tags(page.read_text(encoding="utf-8")))
        for name in value.split()
        if "?" not in name  # a name that is put together when the page is drawn
    }
    assert sorted((name, page) for name, page in named if name not in known) == []


def without_tags(text: str) -> str:
    """The text of a template with its tags taken out and a mark where it prints something."""
    return re.sub(r"\{%.*?%\}", " ", re.sub(r"\{\{.*?\}\}", "?", text))

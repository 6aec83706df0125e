"""A form as a browser without a script sends it: every field that belongs to it, wherever it stands, and one button."""

from html.parser import HTMLParser
from typing import Any


class _Form(HTMLParser):
    def __init__(self, named: str) -> None:
        super().__init__()
        self.named, self.inside, self.fields, self.buttons = named, False, [], []
        self.text: list[str] | None = None
        self.held: dict[str, Any] = {}
        self.select, self.first = "", None

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        said = dict(attrs)
        if tag == "form":
            self.inside = said.get("id") == self.named
        if said.get("form", self.named if self.inside else None) != self.named and tag != "option":
            return
        kind, name = said.get("type", "text"), said.get("name")
        if tag == "button":
            self.buttons.append(said)
        elif tag == "select":
            self.select = name if self.inside else ""
        elif tag == "option" and self.select and "selected" in said:
            self.fields.append((self.select, said.get("value", "")))
        elif tag == "textarea":
            self.held, self.text = said, []
        elif tag == "input" and name and (kind not in ("radio", "checkbox") or "checked" in said):
            self.fields.append((name, said.get("value") or ""))

    def handle_data(self, data: str) -> None:
        if self.text is not None:
            self.text.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = False
        if tag == "select":
            self.select = ""
        if tag == "textarea" and self.text is not None:
            self.fields.append((self.held.get("name"), "".join(self.text).removeprefix("\n")))
            self.text = None


def sent_form(page: str, named: str, *, button: tuple[str, str], typed: dict[str, str]) -> tuple[str, dict[str, Any]]:
    """Where it goes and with what, when somebody has typed and clicks the button whose name and value begin so."""
    read = _Form(named)
    read.feed(page)
    name, value = button
    clicked = next(one for one in read.buttons if one.get("name") == name and one.get("value", "").startswith(value))
    data: dict[str, Any] = {}
    for key, text in [*read.fields, (name, clicked["value"])]:
        data.setdefault(key, []).append(typed.get(key, text))
    assert set(typed) <= set(data), "what is typed has a field of the form"
    return clicked.get("formaction", ""), data

"""A person at the screen: signs in, fills forms by their names, presses what is written on the button; every page is weighed."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page, Response

from pvehub.people.models import User
from tests import make

AXE = Axe()
# Pages that hold a whole record at once; the others stay under 800 nodes.
LONG = (
    "/sections/",
    "/library/",
    "/screening/",
    "/decide/",
    "/check/",
    "/assess/",
    "/review/",
    "/imports/",
    "/cases/PVE",
)
NODES, NODES_LONG = 800, 3000


class Walker:
    """One person in a browser of their own. `mode`: "js", "nojs" or "rtl"."""

    def __init__(self, browser: Browser, base: str, person: User, mode: str, *, width: int = 1280) -> None:
        self.base, self.person, self.mode = base, person, mode
        self.context = browser.new_context(
            java_script_enabled=mode != "nojs", viewport={"width": width, "height": 900}, base_url=base
        )
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(20_000)
        self.seen: set[str] = set()
        self.problems: list[str] = []
        self.page.on("console", lambda message: self._heard(message.type, message.text))
        self.page.on("response", self._answered)
        if not person.has_usable_password():
            person.set_password(make.PASSWORD)
            person.save()

    def _heard(self, kind: str, text: str) -> None:
        if kind == "error" and "status of 4" not in text:
            self.problems.append(f"console: {text[:200]}")

    def _answered(self, response: Response) -> None:
        if response.status >= 500:
            self.problems.append(f"{response.status} {response.url}")

    def sign_in(self) -> None:
        self.page.goto("/accounts/login/")
        self.look()
        self.page.fill("[name=login]", self.person.email)
        self.page.fill("[name=password]", make.PASSWORD)
        self.page.locator("main form button").first.click()
        self.page.wait_for_url(lambda url: "/accounts/login" not in url)
        self.look()

    def enter(self) -> None:
        """Signed in already: for journeys that are not about signing in."""
        client = Client()
        client.force_login(self.person)
        name = settings.SESSION_COOKIE_NAME
        self.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": self.base}])

    def go(self, path: str) -> None:
        response = self.page.goto(path)
        assert response is not None
        assert response.ok, f"{response.status} {path} for {self.person}"
        self.look()

    def follow(self, text: str, *, exact: bool = False) -> None:
        """Press a link by its words."""
        self.page.get_by_role("link", name=text, exact=exact).first.click()
        self.page.wait_for_load_state()
        self.look()

    def fill(self, **values: Any) -> None:
        """Fill fields by name: text, a list for several boxes, True for one, a file's path, or an option by value."""
        for name, value in values.items():
            field = self.page.locator(f'main [name="{name}"]')
            kind = field.first.evaluate("e => e.type || e.tagName.toLowerCase()")
            if isinstance(value, Path):
                field.set_input_files(str(value))
            elif kind in {"checkbox", "radio"}:
                for one in value if isinstance(value, list) else [value]:
                    box = field if one is True else self.page.locator(f'main [name="{name}"][value="{one}"]')
                    box.first.check()
            elif kind.startswith("select"):
                field.select_option(value)
            else:
                field.fill(str(value))

    def answer_the_checklist(self, score: str = "2") -> None:
        """Every question that no review leaves out, with the same score; the others are folded away."""
        fields = self.page.locator('main [name^="score_"]')
        open_ones = "all => all.filter(e => !e.closest('details:not([open])')).map(e => e.name)"
        names = list(dict.fromkeys(fields.evaluate_all(open_ones)))
        assert names, f"no questions on {self.page.url}"
        self.fill(**dict.fromkeys(names, score))

    def press(self, text: str) -> None:
        """Press a button by its words and wait for the page that answers."""
        button = self.page.get_by_role("button", name=text).first
        assert button.count(), (
            f"no button “{text}” on {self.page.url}:\n{self.page.locator('main').inner_text()[:1500]}"
        )
        assert button.is_enabled(), f"“{text}” is greyed out on {self.page.url}"
        refused = button.evaluate("b => b.form ? [...b.form.querySelectorAll(':invalid')].map(e => e.name) : []")
        assert not refused, f"the browser does not send “{text}” on {self.page.url} because of {refused}"
        with self.page.expect_navigation():
            button.click()
        self.look()

    def look(self) -> None:
        """What every page keeps to: no error, few nodes, nothing wider than the screen, no axe violation."""
        path = urlsplit(self.page.url).path
        assert not self.problems, self.problems
        nodes = self.page.evaluate("document.querySelectorAll('*').length")
        limit = NODES_LONG if any(part in path for part in LONG) else NODES
        assert nodes <= limit, f"{path} has {nodes} nodes"
        wide = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 1, f"{path} is {wide} px wider than the screen"
        shape = "/".join(part for part in path.split("/") if not any(sign.isdigit() for sign in part))
        if self.mode != "nojs" and shape not in self.seen:
            self.seen.add(shape)
            found = AXE.run(self.page).response["violations"]
            assert not found, f"{path}: " + "; ".join(f"{v['id']} {v['nodes'][0]['html'][:120]}" for v in found)
        if self.mode == "rtl":
            assert self.page.evaluate("document.documentElement.dir") == "rtl"

    def reads(self, text: str) -> bool:
        """Whether the words stand on the page."""
        return text in self.page.locator("body").inner_text()

    def ref(self, pattern: str) -> str:
        """The last part of the address."""
        return urlsplit(self.page.url).path.strip("/").split("/")[-1]

    def close(self) -> None:
        self.context.close()

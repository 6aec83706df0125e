"""What a page weighs in a real browser, cold and warm. Bytes, requests and nodes are held; times are only reported."""

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import override_settings
from django.test.testcases import LiveServerThread
from django.urls import reverse

from projects.sections import SECTIONS
from tests import make

KB = 1024
LISTS = (
    "projects:project-list",
    "endorsement:case-list",
    "risks:risk-list",
    "knowledge:resource-list",
    "search:search-list",
)
PAGES = ("home", "account_login", *LISTS)

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.xdist_group("budgets"),
    pytest.mark.timeout(300),
]


class Traffic:
    """What the browser fetched from the portal, as it came over the line: (address, kind, bytes)."""

    def __init__(self, page):
        self.kinds, self.sizes, self.urls, self.heads = {}, {}, {}, {}
        self.session = page.context.new_cdp_session(page)
        self.session.on("Network.responseReceived", self._answered)
        self.session.on("Network.loadingFinished", self._finished)
        self.session.send("Network.enable")

    def _answered(self, event):
        self.kinds[event["requestId"]] = event["type"]
        self.urls[event["requestId"]] = event["response"]["url"]
        self.heads[event["requestId"]] = event["response"]["encodedDataLength"]  # what has come until now: the headers
        if event["response"].get("fromDiskCache"):
            self.kinds[event["requestId"]] = "kept"

    def _finished(self, event):
        self.sizes[event["requestId"]] = event["encodedDataLength"]

    def of(self, *kinds):
        """The bytes of these kinds; all kinds unless some are named."""
        return sum(
            size for key, size in self.sizes.items() if self._counts(key) and (not kinds or self.kinds[key] in kinds)
        )

    def content(self, *kinds):
        """The same without the headers: what was compressed."""
        return self.of(*kinds) - sum(self.heads[key] for key in self.sizes if self.kinds[key] in kinds)

    def requests(self):
        return [self.urls[key] for key in self.sizes if self._counts(key)]

    def _counts(self, key):
        return self.kinds.get(key, "kept") != "kept" and self.urls[key].startswith("http")

    def told(self):
        """Bytes by address, for whoever reads a red test."""
        return {self.urls[key]: size for key, size in self.sizes.items() if self._counts(key)}

    def forget(self):
        self.kinds.clear()
        self.sizes.clear()
        self.urls.clear()


@pytest.fixture
def officer(db):
    """Somebody with a full desk: more rows than a page of a list shows."""
    make.reference()
    person = make.officer("UG")
    projects = [make.project(manager=person, office="UG", title=f"Young traders of district {n}") for n in range(30)]
    register = make.register(projects[0])
    for _ in range(30):
        make.risk(register, owner=person)
    for _ in range(3):
        make.resource(author=person)
        make.notice(person)
    return person


@pytest.fixture(scope="module")
def collected(tmp_path_factory):
    """The static files as they are served: named by their hash, compressed. Once for all pages."""
    folder = tmp_path_factory.mktemp("static")
    storages = settings.STORAGES | {"staticfiles": {"BACKEND": settings.HASHED}}
    with override_settings(STATIC_ROOT=folder, STORAGES=storages):
        call_command("collectstatic", interactive=False, verbosity=0)
    return {"STATIC_ROOT": folder, "STORAGES": storages}


@pytest.fixture
def site(collected, transactional_db):
    """The portal with its static files, which browsers keep for a year."""
    with override_settings(**collected):
        yield from _served()


def _served():
    server = LiveServerThread("127.0.0.1", static_handler=lambda application: application)
    server.daemon = True
    server.start()
    server.is_ready.wait()
    assert server.error is None
    yield f"http://127.0.0.1:{server.port}"
    server.terminate()


@pytest.fixture
def opened(page, site, as_):
    """Opens a page as this person, in a browser that has seen nothing yet; gives its traffic."""

    def go(route, person=None):
        if person is not None:
            cookie = as_(person).cookies[settings.SESSION_COOKIE_NAME].value
            page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": site}])
        traffic = Traffic(page)
        assert page.goto(site + reverse(route)).status == 200
        page.wait_for_load_state("networkidle")
        return traffic

    return go


def test_a_cold_home_is_at_most_40_kb_in_four_requests(opened, officer):
    traffic = opened("home", officer)

    assert traffic.of() <= 40 * KB, traffic.told()
    assert len(traffic.requests()) <= 4, traffic.told()


@pytest.mark.parametrize("route", PAGES)
def test_what_is_needed_to_paint_is_at_most_9_kb_and_800_nodes(route, opened, officer, page):
    traffic = opened(route, None if route == "account_login" else officer)

    assert traffic.of("Document") > 0 and traffic.of("Stylesheet") > 0
    assert traffic.content("Document", "Stylesheet") <= 9 * KB, traffic.told()
    assert page.evaluate("document.getElementsByTagName('*').length") <= 800
    assert all(url.startswith(page.url[:16]) for url in traffic.requests()), "nothing comes from another host"


def test_scripts_are_at_most_25_kb_and_ours_8(opened, officer):
    traffic = opened("projects:project-list", officer)

    assert 0 < traffic.of("Script") <= 25 * KB, traffic.told()
    assert sum(size for url, size in traffic.told().items() if "hub" in url and url.endswith(".js")) <= 8 * KB


@pytest.mark.parametrize("route", ["home", *LISTS])
def test_a_page_seen_before_costs_at_most_8_kb(route, opened, officer, page):
    traffic = opened(route, officer)
    traffic.forget()
    page.goto(page.url)
    page.wait_for_load_state("networkidle")

    assert 0 < traffic.of() <= 8 * KB, traffic.told()


@pytest.mark.parametrize("route", LISTS)
def test_a_fragment_of_a_list_is_at_most_4_kb(route, officer, as_):
    url = reverse(route)
    answer = as_(officer).get(url, headers={"hx-request": "true", "hx-target": "results", "accept-encoding": "gzip"})

    assert answer.status_code == 200 and b"<html" not in answer.content
    assert len(answer.content) <= 4 * KB


def test_the_map_costs_one_request_more_and_its_land_at_most_15_kb(opened, officer, page):
    traffic = opened("projects:project-map", officer)
    land = [size for url, size in traffic.told().items() if "land" in url]

    assert len(traffic.requests()) <= 5, traffic.told()
    assert len(land) == 1 and 0 < land[0] <= 15 * KB
    assert traffic.content("Document", "Stylesheet") <= 9 * KB, traffic.told()
    assert page.evaluate("document.getElementsByTagName('*').length") <= 800
    traffic.forget()
    page.goto(page.url)
    page.wait_for_load_state("networkidle")
    assert traffic.of() <= 8 * KB, traffic.told()  # the land is kept


def test_writing_a_project_and_its_register_costs_at_most_250_kb(opened, officer, as_):
    cold, client = opened("home", officer).of(), as_(officer)
    project = make.complete_project(manager=officer)
    make.register(project, is_screened=True)
    ref = [project.ref]
    steps = [
        reverse("projects:project-create"),
        *(reverse("projects:project-section", args=[project.ref, section.slug]) for section in SECTIONS),
        *(reverse("projects:row-add", args=[project.ref, rows]) for rows in ("drivers", "outcomes", "activities")),
        *(reverse("projects:row-add", args=[project.ref, rows]) for rows in ("partners", "donors")),
        *(reverse(f"risks:{name}", args=ref) for name in ("screening-edit", "library-add", "register-detail")),
        *(reverse("projects:project-check", args=ref), reverse("projects:project-detail", args=ref)),
    ]
    # After each section the person is back at the list of sections, and once more at the end.
    steps += [reverse("projects:project-tasks", args=ref)] * (len(SECTIONS) + 1)

    assert cold + sum(weight(client, url) for url in steps) <= 250 * KB


def weight(client, url):
    answer = client.get(url, headers={"accept-encoding": "gzip"})
    assert answer.status_code == 200, url
    return len(answer.content) + 800  # and its headers

"""A restricted risk, through every door: pages, words asked for, files, feeds, notices, mails, history, addresses.

Its texts are canaries. Its category and band are no words one could look for, so each page is asked twice: what a person
who may not read the risk is shown must not change by a byte when its category, its band or its words do.
"""

import io
import re
import zipfile
import zlib
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from endorsement.workflow import Status
from pvehub.audit import trail
from pvehub.index.models import SearchDoc
from pvehub.notifications import tasks as post
from risks import actions
from risks.models import Category, LibraryRisk, Register, Risk
from risks.scoring import Rating
from tests import make
from tests.machinery.amount import of_the_day
from tests.matrix import policy_files

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.timeout(600)]

CANARY = re.compile(rb"canary[a-z]", re.I)  # the bare word is what is asked for, and comes back
STAMPED = rb"\d\d:\d\d UTC|copy [0-9a-f]{8,}"  # when and as which copy something was taken out
CHANGING = re.compile(rb'(csrf\w*|once|csrfmiddlewaretoken)" value="[^"]*"|nonce="[^"]*"|' + STAMPED)
EXTREME, LOW = Rating(5, {"people": 5}), Rating(1, {"money": 1})
WORDS = ("canarycause", "canaryevent", "canaryend", "canarymeasure", "canaryrationale")


class World:
    """A case under review with its register: one risk everybody reads, one that only its owner and few others do."""

    def __init__(self) -> None:
        self.case = make.case(Status.REVIEW)
        self.project = self.case.project
        self.register = Register.objects.of_project(self.project).first() or make.register(self.project)
        self.owner = make.officer()
        self.open = make.risk(self.register, category="CAP", current=Rating(3, {"programme": 4}))
        self.risk = make.risk(
            self.register,
            category="RET",
            visibility="restricted",
            owner=self.owner,
            current=EXTREME,
            library_risk=LibraryRisk.objects.filter(category__code="RET").first(),
            cause="canarycause",
            event="canaryevent",
            consequence="canaryend",
            shared_with="canarypartner",
            state_reason="canarystate",
        )
        make.assessment(self.risk, current=EXTREME, rationale="canaryrationale")
        past = timezone.localdate() - timedelta(days=40)
        Risk.objects.filter(pk=self.risk.pk).update(next_review_on=past)
        self.measure = make.treatment(self.risk, text="canarymeasure", evidence="canaryproof", due_on=past)
        self.acceptance = make.acceptance(self.risk, reason="canaryreason")
        self.escalation = make.escalation(self.risk, reason="canarycall", asked_by=self.owner)
        self.incident = make.incident(
            self.register, self.risk, title="canarytitle", text="canarystory", done="canarydeed"
        )
        self.snapshot = make.frozen_register(self.register)
        trail.record(
            self.risk, "risks.edited", by=self.owner, note="canarynote", changes={"cause": ["", "canarycause"]}
        )

    def strangers(self):
        """Who reads the register, or nothing of it, and not this risk."""
        return {
            "mission": make.officer(),
            "reviewer": make.someone("lead"),
            "head": make.head(),
            "director": make.regional_director(),
            "region": make.specialist(),
            "elsewhere": make.outsider(),
        }

    def address(self, route):
        """The address of a route for this world; None where it is about something else."""
        name = route.partition(":")[2] or route
        about = {
            "acceptance": self.acceptance.pk,
            "treatment": self.measure.pk,
            "escalation": self.escalation.pk,
            "snapshot": self.snapshot.pk,
            "risk-countersign": self.snapshot.pk,
        }
        pk = next((value for start, value in about.items() if name.startswith(start)), 0)
        given = {"code": self.register.code, "ref": self.risk.ref, "pk": pk, "uid": self.owner.uid, "number": 1}
        if route.startswith(("projects:", "endorsement:", "api:")) or name == "register-open":
            given |= {"ref": self.case.ref if "/cases/" in _pattern(route) else self.project.ref}
        if name.startswith("incident"):
            given["ref"] = self.incident.ref
        if name.startswith(("library-edit", "library-retire", "library-restore", "common-detail")):
            given |= {"code": "RET-1", "stem": "RET-1"}
        given |= {"slug": "safety", "part": "cells", "other": 1, "office": "UG", "name": "themes", "kind": "lesson"}
        given |= {"before": 1, "after": 1, "rows": "stakeholders"}
        for names in _names(route):
            try:
                return reverse(route, kwargs={each: given[each] for each in names})
            except (KeyError, NoReverseMatch):
                continue
        return None


def _resolver():
    from django.urls import get_resolver

    return get_resolver()


def _names(route):
    """The parameters of the route, once for each pattern of that name."""
    space, _, name = route.rpartition(":")
    resolver = _resolver()
    if space:
        _prefix, resolver = resolver.namespace_dict[space]
    return [params for options, *_rest in resolver.reverse_dict.getlist(name) for _text, params in options]


def _pattern(route):
    space, _, name = route.rpartition(":")
    if not space:
        return ""
    prefix, resolver = _resolver().namespace_dict[space]
    return "/" + prefix + "".join(text for options, *_r in resolver.reverse_dict.getlist(name) for text, _p in options)


def plain(response):
    """Everything of an answer that somebody could read: headers, body, what is packed in it."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    found = [body, str(sorted(item for item in response.headers.items() if item[0] != "X-Request-ID")).encode()]
    if body[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            found = [packed.read(name) for name in sorted(packed.namelist()) if "docProps" not in name]
    if body[:4] == b"%PDF":
        streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", body, re.S)
        for stream in streams:
            try:
                found.append(zlib.decompress(stream))
            except zlib.error:
                found.append(stream)
    return b"\n".join(found)


def client_of(person):
    client = Client(raise_request_exception=False)
    client.force_login(person)
    return client


QUERIES = (
    "?whose=all",
    "?whose=portfolio",
    "?category=RET",
    "?q=canary",
    "?whose=all&band=extreme",
    "?position=target",
)


def addresses(world, spaces=("risks:", "projects:", "endorsement:", "knowledge:", "notifications:", "api:", "")):
    """Every page by GET that this world has an address for, and the questions lists are asked."""
    found = {}
    for row in policy_files.rows().values():
        space = row.route.partition(":")[0] + ":" if ":" in row.route else ""
        if "GET" in row.methods and space in spaces and (url := world.address(row.route)):
            found[row.route] = url
    urls = list(found.values())
    asked = [url for route, url in found.items() if route.endswith("-list") or route in LISTS]
    urls += [url + query for url in asked for query in (QUERIES if url.startswith("/risks/") else ("?q=canary",))]
    urls += [f"/risks/{world.register.code}/export/?as={kind}" for kind in ("xlsx", "csv")]
    return found, [url for url in urls if "logout" not in url]


FROZEN = (
    "snapshots",
    "/pdf/",
    "/print/",
    "dossier.pdf",  # the page of the same words is compared
)  # a frozen copy tells by ref that something changed; a file has its own number
ABOUT = ("/risks/", "/cases/", "/projects/PVE")
LISTS = ("risks:portfolio", "risks:portfolio-trend", "home", "risks:register-detail", "risks:risk-export")


@pytest.fixture
def world(db):
    make.reference()
    return World()


def test_the_walk_meets_every_page_of_the_registers(world):
    """A route this world has no address for would be walked past."""
    found, _urls = addresses(world)
    pages = {
        row.route for row in policy_files.rows().values() if "GET" in row.methods and row.route.startswith("risks:")
    }
    assert pages - set(found) <= {"risks:draft-detail", "risks:draft-edit"}, pages - set(found)


@pytest.mark.scenario("risks-14")
def test_a_restricted_extreme_risk_is_nowhere_but_in_the_count_of_who_may_not_read_it(world):
    """Text, title and category nowhere; the count is one; the address is 404, as for what is not there at all."""
    actions.count_portfolio()
    _found, urls = addresses(world)
    strangers = world.strangers()
    people = {name: strangers[name] for name in of_the_day(("mission", "director", "head", "elsewhere"), 2)}
    for name, person in people.items():
        client = client_of(person)
        for url in urls:
            response = client.get(url)
            shown = plain(response)
            leaked = CANARY.search(shown)
            assert not leaked, f"{url} shows {name} {shown[max(0, leaked.start() - 80) :][:160]}"
        for url in (
            world.risk.get_absolute_url(),
            world.acceptance.get_absolute_url(),
            world.escalation.get_absolute_url(),
        ):
            missing = client.get(url.replace(world.risk.ref, "R99"))
            denied = client.get(url)
            assert denied.status_code == missing.status_code == 404 and denied.content == missing.content, (name, url)
        if Register.objects.visible_to(person).filter(pk=world.register.pk).exists():
            assert "1 more risk is restricted" in client.get(world.register.get_absolute_url()).content.decode()
            assert world.register.risks.hidden_count(person) == 1
    _nobody_is_told(world)
    assert not SearchDoc.objects.filter(title__icontains="canary").exists()
    owner = client_of(world.owner).get(world.risk.get_absolute_url())
    assert all(word in owner.content.decode() for word in WORDS)


@pytest.mark.scenario("risks-14")
def test_no_byte_follows_the_category_or_the_words_of_a_risk_one_may_not_read(world):
    _found, urls = addresses(world, ("risks:", "endorsement:"))
    urls = [url for url in urls if not any(word in url for word in FROZEN)]
    urls.append(f"/projects/{world.project.ref}/")
    people = {name: person for name, person in world.strangers().items() if name in of_the_day(("mission", "director"))}
    seen = {(n, url): CHANGING.sub(b"", plain(client_of(p).get(url))) for n, p in people.items() for url in urls}
    Risk.objects.filter(pk=world.risk.pk).update(
        category=Category.objects.get(code="SAF"), cause="other", library_risk=None, strategy="avoid", is_direct=True
    )
    for name, person in people.items():
        client = client_of(person)
        for url in urls:
            now = CHANGING.sub(b"", plain(client.get(url)))
            assert now == seen[name, url], f"{url} tells {name} of the category: {_difference(seen[name, url], now)}"


def _difference(before, after):
    place = next((n for n, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), 0)
    return before[max(0, place - 100) : place + 100], after[max(0, place - 100) : place + 100]


def _nobody_is_told(world):
    from risks import tasks

    for sweep in ("remind_review", "remind_due", "expire_acceptances"):
        getattr(tasks, sweep)()
    post.gather()
    post.send()
    for message in mail.outbox:
        assert not CANARY.search(message.message().as_bytes()), message.subject


def test_what_the_band_is_changes_no_figure_of_who_may_not_read_the_risk(world):
    """A band belongs to the text: of a restricted risk it is in no cell, card or file, only in frozen copies, by ref."""
    _found, urls = addresses(world, ("risks:",))
    urls = [url for url in urls if not any(word in url for word in FROZEN)] + [f"/projects/{world.project.ref}/"]
    strangers = world.strangers()
    people = {name: client_of(strangers[name]) for name in of_the_day(("director", "mission"))}
    seen = {(name, url): CHANGING.sub(b"", plain(client.get(url))) for name, client in people.items() for url in urls}
    due = Risk.objects.get(pk=world.risk.pk).next_review_on
    made = make.assessment(world.risk, current=LOW)
    Risk.objects.filter(pk=world.risk.pk).update(next_review_on=due)  # a date may be told; here only the band changes
    assert made.current_band == "low"
    for (name, url), before in seen.items():
        now = CHANGING.sub(b"", plain(people[name].get(url)))
        assert now == before, f"{url} tells {name} of the band: {_difference(before, now)}"

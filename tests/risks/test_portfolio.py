"""The portfolio: whose it is, what its marks say, that each figure opens its list, and what it costs."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from risks import covering
from risks.models import CategoryScreening, Risk
from risks.scoring import Rating
from tests import make

pytestmark = pytest.mark.django_db

HIGH = Rating(3, {"programme": 4})
PAGES = (
    "/risks/portfolio/",
    "/risks/portfolio/answers/?category=CAP",
    "/risks/portfolio/acceptances/",
    "/risks/portfolio/escalations/",
    "/risks/portfolio/common/",
    "/risks/portfolio/common/SAF-1/",
    "/risks/portfolio/happened/",
    "/risks/portfolio/trend/",
)


def marks(page):
    """(kind, sign, word) of every cell of the map, and its address."""
    found = re.findall(r'<a class="(\w+)[^"]*" href="([^"]*)">(?:v\d: )?<b>([^<]*)</b> ([^<]*)</a>', page)
    return [(kind, sign, word, url.replace("&amp;", "&")) for kind, url, sign, word in found]


def shown(client, url="/risks/portfolio/"):
    answer = client.get(url)
    assert answer.status_code == 200, (url, answer.status_code)
    return answer.content.decode()


def test_it_is_for_those_who_read_registers_of_several_missions_by_their_post(method, as_):
    for person in (
        *(make.risk_officer(), make.regional_director(), make.specialist(), make.reviewer(), make.head()),
        *(make.doe_director(), make.user("dg-office", "HQ")),
    ):
        for url in PAGES:
            assert as_(person).get(url).status_code == 200, (person, url)
        assert "/risks/portfolio/" in shown(as_(person), "/risks/")
    for person in (make.officer(), make.chief(), make.outsider(), make.curator(), make.administrator()):
        for url in PAGES:
            assert as_(person).get(url).status_code == 403, (person, url)
        assert "/risks/portfolio/" not in shown(as_(person), "/risks/")


def test_the_four_kinds_of_nothing_and_something_are_four_marks(method, as_):
    register = make.register_in()
    make.risk(register, category="CAP", current=HIGH)
    for code, answer in (("MSG", "not"), ("DAT", "applies")):
        CategoryScreening.objects.create(
            register=register,
            category=make.risk(register, category=code, state="closed").category,
            answer=answer,
            because="Nothing of this kind is planned here.",
            answered_at=timezone.now(),
            answered_by=register.opened_by,
        )
    page = shown(as_(make.risk_officer()))
    found = {
        url.partition("category=")[2].partition("&")[0]: (kind, sign, word) for kind, sign, word, url in marks(page)
    }
    assert found["MSG"] == ("not", "–", "does not apply")
    assert found["DAT"] == ("none", "0", "none open")
    assert found["LEG"] == ("unasked", "?", "not screened")
    cap = [(kind, sign, word) for kind, sign, word, url in marks(page) if "category=CAP" in url]
    assert cap == [("open", "1", "High"), ("unasked", "? 1", "not screened")]


def test_an_answer_on_what_has_changed_since_counts_as_not_screened(method, as_):
    register = make.register_in(is_screened=True)
    CategoryScreening.objects.filter(register=register, category__code="MSG").update(is_stale=True)
    found = {
        url.partition("category=")[2].partition("&")[0]: kind for kind, _s, _w, url in marks(shown(as_(make.head())))
    }
    assert found["MSG"] == "unasked" and found["CAP"] == "not"
    page = shown(as_(make.head()), "/risks/portfolio/answers/?category=MSG")
    assert "the project changed since" in page


def test_every_number_opens_exactly_its_risks(method, as_):
    for office, category, n in (("UG", "CAP", 2), ("KE", "CAP", 1), ("NG", "SAF", 3)):
        for _ in range(n):
            make.risk(make.register_in(office), category=category, current=HIGH)
    client = as_(make.risk_officer())
    opened = [(sign, url) for kind, sign, _w, url in marks(shown(client)) if kind == "open"]
    assert sorted(sign for sign, _url in opened) == ["3", "3"]
    for sign, url in opened:
        assert client.get(url).context["page"].total == int(sign), url


def test_each_figure_above_the_map_opens_exactly_its_rows(method, as_):
    register = make.register_in()
    late = make.risk(register, current=HIGH)
    Risk.objects.filter(pk=late.pk).update(next_review_on=timezone.localdate() - timedelta(days=3))
    make.acceptance(make.risk(register, current=HIGH), is_granted=True)
    make.risk(register, category="SAF", current=Rating(3, {"people": 3}))
    make.risk(register)
    make.risk(register, category="DAT", is_rated=False)
    make.escalation(late, answer_by_on=timezone.localdate() - timedelta(days=1))
    client = as_(make.risk_officer())
    figures = client.get("/risks/portfolio/").context["standing"]
    values = {figure["label"]: figure["value"] for figure in figures}
    assert values == {
        "open risks": 5,
        "above tolerance, assumed by nobody": 2,
        "above appetite": 1,
        "reviews overdue": 1,
        "escalations unanswered past their day": 1,
        "acceptances ending within 30 days": 0,
    }
    for figure in figures:
        assert client.get(figure["url"]).context["page"].total == figure["value"], figure


def test_the_database_and_the_rule_agree_on_what_nobody_has_assumed(method):
    register = make.register_in()
    today = timezone.localdate()
    granted = make.risk(register, current=HIGH)
    make.acceptance(granted, is_granted=True)
    make.acceptance(make.risk(register, current=HIGH))
    make.acceptance(make.risk(register, current=HIGH), is_granted=True)
    target = make.risk(register, current=HIGH)
    make.treatment(target, due_on=today - timedelta(days=1))
    make.acceptance(target, basis="target", is_granted=True)
    make.risk(register)
    make.risk(register, category="MSG", is_direct=True)
    make.risk(register, is_rated=False)
    make.risk(register, current=HIGH, state="closed")
    for day in (today, today + timedelta(days=400)):
        rows = Risk.objects.with_rating().with_treatments().select_related("assessment__matrix")
        by_rule = {risk.pk for risk in rows if covering.is_uncovered(risk, day)}
        assert set(Risk.objects.uncovered(day).values_list("pk", flat=True)) == by_rule and by_rule


def test_filters_are_the_url_and_what_is_not_theirs_finds_nothing(method, as_):
    make.risk(make.register_in("UG"), current=HIGH)
    make.risk(make.register_in("NG"), category="SAF", current=HIGH)
    make.risk(make.register(office="UG"), category="DAT", current=HIGH)
    client = as_(make.risk_officer())

    def total(query):
        return client.get(f"/risks/portfolio/?{query}").context["standing"][0]["value"]

    assert [total(q) for q in ("", "region=NBO", "office=NG", "kind=office", "category=SAF", "country=NG")] == [
        *(3, 2, 1, 1, 1, 1)
    ]
    assert [total(q) for q in ("region=XXX", "office=%00", "country=ZZ")] == [0, 3, 0]
    assert total("kind=nonsense&position=x") == 3 and total("category=nonsense") == 0
    director = as_(make.regional_director("DKR"))
    assert director.get("/risks/portfolio/?region=NBO").context["standing"][0]["value"] == 0


def test_restricted_risks_are_counted_and_are_in_no_cell_band_or_category(method, as_):
    register = make.register_in(is_screened=False)
    make.risk(register, category="CAP")
    make.risk(register, category="RET", visibility="restricted", owner=make.officer(), current=Rating(5, {"people": 5}))
    director, officer = as_(make.regional_director()), as_(make.risk_officer())
    page = director.get("/risks/portfolio/")
    assert page.context["hidden"] == 1 and page.context["standing"][0]["value"] == 1
    assert "Extreme" not in str(marks(page.content.decode()))
    for query in ("category=RET", "category=CAP", "position=target"):
        assert director.get(f"/risks/portfolio/?{query}").context["hidden"] == 1
        assert director.get(f"/risks/?whose=all&{query}&band=low&q=zzz").context["hidden"] == 1
    page = officer.get("/risks/portfolio/")
    assert page.context["hidden"] == 0 and page.context["standing"][0]["value"] == 2
    assert ("open", "1", "Extreme") in [mark[:3] for mark in marks(page.content.decode())]


def test_acceptances_stand_by_who_signed_them_and_by_when_they_end(method, as_):
    register = make.register_in()
    chief, today = make.chief(), timezone.localdate()
    for days in (10, 45, 80, 200):
        acceptance = make.acceptance(make.risk(register, current=HIGH))
        acceptance.state, acceptance.decided_by, acceptance.decided_at = "granted", chief, timezone.now()
        acceptance.valid_until_on = today + timedelta(days=days)
        acceptance.save()
    client = as_(make.regional_director())
    page = client.get("/risks/portfolio/acceptances/")
    (line,) = page.context["signed"]
    assert (line["n"], [figure["n"] for figure in line["ending"]]) == (4, [1, 2, 3])
    assert page.context["page"].total == 4
    for figure in line["ending"]:
        assert client.get(figure["url"]).context["page"].total == figure["n"]
    for query in ("within=x", "by=x", f"by={make.chief().uid}"):
        assert client.get(f"/risks/portfolio/acceptances/?{query}").context["page"].total == 0


def test_a_common_cause_counts_missions_over_every_language_of_the_library(method, as_):
    from risks.models import LibraryRisk

    library = {code: LibraryRisk.objects.get(code=code) for code in ("SAF-1", "SAF-1.fr", "POL-1")}
    for office, code in (("UG", "SAF-1"), ("KE", "SAF-1.fr"), ("NG", "SAF-1"), ("NG", "POL-1")):
        make.risk(make.register_in(office), category="SAF", library_risk=library[code])
    client = as_(make.risk_officer())
    (row,) = client.get("/risks/portfolio/common/").context["rows"]
    assert (row["stem"], row["missions"], row["risks"]) == ("SAF-1", 3, 3)
    assert client.get(row["url"]).context["page"].total == 3
    (row,) = as_(make.regional_director("NBO")).get("/risks/portfolio/common/").context["rows"]
    assert row["missions"] == 2
    for stem in ("nonsense", "SAF-1.fr", "SAF"):
        assert client.get(f"/risks/portfolio/common/{stem}/").status_code == 404


def test_what_happened_stands_against_what_was_foreseen_and_how_it_was_rated_before(method, as_):
    register = make.register_in()
    risk = make.risk(register, current=HIGH)
    today = timezone.localdate()
    make.assessment(risk, current=Rating(5, {"people": 5}))  # made on the day: it is not from before
    make.incident(register, risk, is_foreseen=True, impact_detail={"people": 4}, happened_on=today + timedelta(days=1))
    make.incident(register, make.risk(register), happened_on=today, impact_detail={"people": 4})
    make.incident(register, impact_detail={"people": 4})
    client = as_(make.regional_director())
    found = client.get("/risks/portfolio/happened/").context["happened"]
    assert (found["n"], found["foreseen"], found["unforeseen"], found["grave"]) == (3, 1, 2, 2)
    assert found["lines"] == [{"matrix": 1, "cells": [1, 0, 0, 0, 0]}] and found["unrated"] == 1
    assert client.get("/risks/portfolio/happened/?foreseen=no").context["page"].total == 2


def cost(client, url):
    with CaptureQueriesContext(connection) as seen:
        assert client.get(url).status_code == 200
    return len(seen)


LISTS = tuple(url for url in PAGES if url not in ("/risks/portfolio/",))


@pytest.mark.slow
@pytest.mark.scenario("risks-17")
def test_the_portfolio_costs_the_same_with_1_3_and_300_rows_and_a_director_sees_the_region_alone(method, as_):
    officer, director = as_(make.risk_officer()), as_(make.regional_director("NBO"))
    registers = [make.register_in(office, is_screened=True) for office in ("UG", "KE", "NG", "NE")]
    for place, register in enumerate(registers):
        risk = make.risk(
            register, category="SAF", current=HIGH, library_risk=_library("SAF-1.fr" if place else "SAF-1")
        )
        make.acceptance(risk, is_granted=True)
        make.escalation(make.risk(register, category="SAF", current=HIGH))
        make.incident(register, risk)
    urls = (*PAGES, "/risks/?whose=portfolio", "/risks/?whose=all&stands=uncovered&q=staff&band=high")
    for client in (officer, director):
        for url in urls:
            client.get(url)
    first = [cost(client, url) for client in (officer, director) for url in urls]
    for n in (2, 297):
        for register in registers:
            make.many_risks(register, n)
            make.incident(register)
        assert [cost(client, url) for client in (officer, director) for url in urls] == first
    assert max(first) <= 30 and max(cost(client, url) for client in (officer, director) for url in urls[1:]) <= 12, (
        first
    )
    for url in urls:
        ours, both = director.get(url), officer.get(url)
        if "page" in ours.context and not url.endswith("/common/"):
            assert ours.context["page"].total * 2 == both.context["page"].total > 0, url
        for far in registers[2:]:
            assert far.project.title not in ours.content.decode() and far.code not in ours.content.decode(), url
    numbers = [[figure["value"] for figure in c.get(PAGES[0]).context["standing"]] for c in (officer, director)]
    assert numbers[0] == [2 * n for n in numbers[1]] and numbers[1][0] == 2 * 301
    heats = [c.get(PAGES[0]).context["heat"] for c in (officer, director)]
    assert [[row.total for row in heat.rows if row.code == "SAF"] for heat in heats] == [[4 * 301], [2 * 301]]
    assert {code for code, _name in heats[1].places} == {"UG", "KE"}
    assert [code for code, _name in heats[0].places] == ["DKR", "NBO"]
    assert [[line["n"] for line in heat.spread] for heat in heats] == [[4 * 301], [2 * 301]]
    missions = [c.get("/risks/portfolio/common/").context["rows"][0]["missions"] for c in (officer, director)]
    assert missions == [4, 2]
    happened = [c.get("/risks/portfolio/happened/").context["happened"]["n"] for c in (officer, director)]
    signed = [c.get("/risks/portfolio/acceptances/").context["signed"] for c in (officer, director)]
    assert happened == [12, 6] and [sum(line["n"] for line in lines) for lines in signed] == [4, 2]


def _library(code):
    from risks.models import LibraryRisk

    return LibraryRisk.objects.get(code=code)

"""Figures and the map: each figure counts exactly the rows of the list it opens, for whoever asks."""

import re
from html import unescape

import pytest
from django.http import QueryDict
from django.urls import reverse

from projects import concentration, figures
from projects.filters import ProjectFilter
from projects.models import Project
from tests import make
from tests.machinery.amount import of_the_day

pytestmark = pytest.mark.django_db
PAGES = ("projects:figure-list", "projects:donor-list", "projects:project-map")


def found(person, query):
    projects = Project.objects.visible_to(person).marked_whole_for(person)
    return ProjectFilter(QueryDict(query), projects).qs


def every_figure(portfolio):
    """All figures a page could show of a portfolio."""
    shown = [figure for facet in FACETS for figure in portfolio.by(facet)]
    for table in (portfolio.by_year(), portfolio.table("form_of_ve", "region")):
        for row in table.lines:
            shown += [row.head, *filter(None, row.cells)]
    for spread in concentration.spreads(portfolio, 0.5, "country") + concentration.spreads(portfolio, 0.5):
        shown += [share.figure for share in [*spread.donors, *spread.arms]]
    return shown


FACETS = ("status", "region", "country", "classification", "theme", "form_of_ve", "target", "driver", "donor", "arm")
ASKED = ("region=NBO", "theme=TH1", "year=2025", "status=active", "status=started&country=UG", "donor=none")


@pytest.mark.parametrize("seed", of_the_day([1, 2, 3]))
def test_each_figure_is_the_number_of_rows_of_the_list_it_opens(seed):
    make.portfolio(18, seed)
    readers = [make.head(), make.officer("UG"), make.specialist("NBO"), make.outsider()]
    seen = 0
    for person in readers:
        for asked in ["", *ASKED[seed::3]]:
            portfolio = figures.read(found(person, asked), QueryDict(asked))
            on_map = figures.by_country(found(person, asked), QueryDict(asked))
            told = {figure.code: figure.value for figure in portfolio.by("country")}
            assert {figure.code: figure.value for figure in on_map} == told
            for figure in [*every_figure(portfolio), *on_map]:
                query = figure.url.partition("?")[2]
                assert found(person, query).count() == figure.value, (person, asked, figure)
                seen += 1
    assert seen > 200


@pytest.mark.parametrize("route", PAGES)
def test_a_project_of_tier_2_stands_in_no_figure_and_no_circle_of_a_person_outside(route, as_):
    hidden = make.complete_project(status="active", tier=2, title="Hidden", office="NG")
    make.participation(hidden, "Hidden fund", role="donor", arm="security", amount=900, currency="CHF")

    shown = make.complete_project(status="active", tier=0, title="Shown")
    make.participation(shown, "Shown fund", role="donor", arm="security", amount=900, currency="EUR")
    outsider, reviewer = as_(make.user("staff", "KE")), as_(make.reviewer())

    for query in ("", "?country=NG", "?office=NG", "?region=DKR", "?form_of_ve=SEP", "?donor=1", "?q=Hidden"):
        page = text(outsider.get(reverse(route) + query))
        for secret in ("Nigeria", "Hidden fund", "CHF", "Office DKR"):
            assert secret not in page.replace("q=Hidden", ""), (secret, query)
    assert "Nigeria" in text(reviewer.get(reverse("projects:project-map")))
    assert "CHF" in text(reviewer.get(reverse("projects:donor-list")))


def text(answer):
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def test_what_only_the_team_writes_is_counted_over_whole_records_alone(as_):
    project = make.complete_project(status="endorsed", tier=0)
    make.participation(project, "Fund", role="donor", arm="security", amount=900, currency="EUR")
    outside = figures.read(found(make.outsider(), ""), QueryDict(""))

    assert len(outside.facts) == 1 and not outside.whole
    assert [outside.by(facet) for facet in ("driver", "target", "donor", "arm")] == [[], [], [], []]
    assert "Fund" not in text(as_(make.outsider()).get(reverse("projects:donor-list")))


def test_a_form_nobody_states_stands_as_unspecified():
    make.project(office="UG", status="active")
    table = figures.read(found(make.head(), ""), QueryDict("")).table("form_of_ve", "region")

    assert [(row.head.label, row.head.value) for row in table.lines] == [("Unspecified", 1)]


def test_sums_of_different_currencies_are_never_added():
    for currency, budget in (("EUR", 100), ("EUR", 50), ("USD", 7)):
        make.project(office="UG", status="active", budget=budget, currency=currency)
    portfolio = figures.read(found(make.head(), ""), QueryDict(""))

    assert [(currency, int(total), number) for currency, total, number in portfolio.budgets()] == [
        ("EUR", 150, 2),
        ("USD", 7, 1),
    ]


@pytest.mark.parametrize(
    ("gifts", "index", "reading", "warned"),
    [
        ([100], 1.0, "concentrated", ["Fund 0", "Security"]),
        ([50, 50], 0.5, "concentrated", ["Security"]),
        ([10] * 10, 0.1, "scattered", ["Security"]),
        ([25, 25, 10, 10, 10, 10, 10], 0.18, "moderate", ["Security"]),
    ],
)
def test_the_index_of_concentration_and_its_warnings(gifts, index, reading, warned):
    project = make.project(office="UG", status="active")
    for number, amount in enumerate(gifts):
        make.participation(project, f"Fund {number}", role="donor", arm="security", amount=amount, currency="EUR")
    (spread,) = concentration.spreads(figures.read(found(make.head(), ""), QueryDict("")), 0.5, "country")

    assert (spread.index, spread.reading) == (index, reading)
    assert [share.figure.label for share in spread.warns_of] == warned


def test_the_map_links_each_circle_and_its_table_holds_the_same_figures(as_):
    for office in ("UG", "UG", "NE"):
        make.project(office=office, status="active")
    page = as_(make.head()).get(reverse("projects:project-map"))

    assert [(each.label, each.value) for each in page.context["figures"]] == [("Uganda", 2), ("Niger", 1)]
    assert len(page.context["circles"]) == 2
    assert len(re.findall(r"country=UG", page.content.decode())) >= 2
    assert " style=" not in page.content.decode()

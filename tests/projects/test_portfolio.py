"""Finding in the portfolio: words and their synonyms, facets, order; each as far as the reader reads."""

from datetime import date

import pytest
from django.urls import reverse

from projects.filters import SORTS, ProjectFilter
from projects.models import Organization, Project
from pvehub.index.loading import load_reference
from tests import make

pytestmark = pytest.mark.django_db
LIST = reverse("projects:project-list")


def found(person, query):
    """The references this person finds by a query, in order."""
    from django.http import QueryDict

    projects = Project.objects.visible_to(person).marked_whole_for(person)
    return [project.ref for project in ProjectFilter(QueryDict(query), projects).ordered]


@pytest.mark.scenario("projects-2")
@pytest.mark.parametrize("asked", ["Radicalisation", "radicalization", "extremisme"])
def test_one_word_finds_the_french_and_the_english_title(asked):
    load_reference()
    titles = {
        "en": "Radicalization and violent extremism at the lake",
        "fr": "Radicalisation et extrémisme violent au bord du lac",
    }
    wanted = {
        make.project(title=title, language=language, status=status, office="NE").ref
        for language, title in titles.items()
        for status in ("in_endorsement", "endorsed")
    }
    make.project(title="Marchés de l’Extrême-Nord", language="fr", status="endorsed", office="NE")
    make.project(title="Far north markets", status="endorsed", office="NE")

    assert set(found(make.head(), f"q={asked}")) == wanted


@pytest.mark.scenario("projects-2")
def test_a_place_has_no_synonym():
    load_reference()
    there = make.project(title="Marchés de l’Extrême-Nord", language="fr", status="endorsed", office="NE")
    for title in ("Violent extremism in the north", "Far North markets", "L’extrémisme au Nord"):
        make.project(title=title, status="endorsed", office="NE")

    assert found(make.head(), "q=Extrême-Nord") == [there.ref]


@pytest.mark.parametrize("asked", ["PVE", "pev", "P/CVE", "preventing violent extremism"])
def test_a_project_is_found_whether_or_not_its_title_says_the_acronym(asked):
    load_reference()
    said = make.project(title="PVE in schools")
    meant = make.project(title="Prevención del extremismo violento", language="es")
    make.project(title="Improvement of wells")

    assert set(found(said.manager, f"q={asked}")) | set(found(meant.manager, f"q={asked}")) == {said.ref, meant.ref}


def test_letters_of_an_acronym_are_a_word_of_their_own():
    load_reference()
    make.project(title="Development of livelihoods", office="UG")

    assert found(make.chief("UG"), "q=VE") == []


def names(answer):
    return [organization.name for organization in answer.context["page"].rows]


def test_the_directory_is_found_by_type_country_and_role_as_far_as_the_reader_reads(as_):
    mine = make.project(office="UG", status="active")
    make.participation(mine, "Council", role="partner")
    both = make.participation(mine, "Fund", role="donor").organization
    hidden = make.participation(make.project(office="NG", tier=2, status="active"), "Fund", role="partner")
    Organization.objects.filter(pk=both.pk).update(kind="foundation", country=make.country("KE"))
    client, page = as_(make.officer("UG")), reverse("projects:organization-list")

    assert hidden.organization == both
    assert names(client.get(page)) == ["Council", "Fund"]
    assert names(client.get(f"{page}?role=donor")) == ["Fund"]
    assert names(client.get(f"{page}?role=partner")) == [
        "Council"
    ]  # what it is in a project one cannot read is not told
    assert names(client.get(f"{page}?kind=foundation&country=KE")) == ["Fund"]
    assert names(client.get(f"{page}?country=ZZ")) == []


def test_a_filter_finds_by_what_was_endorsed_for_who_reads_only_that():
    project = make.complete_project(status="active", title="Old words", classification="specific")
    project.countries.set([make.country("KE")])
    project.themes.set([make.term("themes", "NEW", "New theme")])
    project.title, project.classification = "New words", "relevant"
    project.start_on, project.end_on = date(2031, 1, 1), date(2031, 12, 31)
    project.save()
    team, outside = project.manager, make.outsider()
    changed = ("q=new+words", "country=KE", "theme=NEW", "classification=relevant", "year=2031")
    endorsed = ("q=old+words", "country=UG", "theme=SOCOH", "classification=specific", "year=2027")

    assert [len(found(team, query)) for query in changed] == [1] * 5
    assert [len(found(team, query)) for query in endorsed] == [0] * 5
    assert [len(found(outside, query)) for query in changed] == [0] * 5
    assert [len(found(outside, query)) for query in endorsed] == [1] * 5


def test_what_is_offered_is_what_the_reader_reads():
    project = make.complete_project(status="active", office="UG")
    make.participation(project, "Fund", role="donor")
    project.countries.set([make.country("KE")])
    hidden = make.complete_project(status="active", office="NG", tier=2)
    make.participation(hidden, "Hidden fund", role="donor")

    def offered(person):
        projects = Project.objects.visible_to(person).marked_whole_for(person)
        filters = ProjectFilter({}, projects)
        return {
            name: [label for _code, label in filters.choices_of(name)]
            for name in ("country", "office", "region", "donor")
        }

    assert offered(project.manager) == {
        "country": ["Kenya"],
        "office": ["Office UG"],
        "region": ["Office NBO"],
        "donor": ["Fund", "Unspecified"],
    }
    assert offered(make.outsider()) == {
        "country": ["Uganda"],
        "office": ["Office UG"],
        "region": ["Office NBO"],
        "donor": ["Unspecified"],
    }


@pytest.mark.parametrize("sort", ["", *SORTS, "nonsense", "-pk"])
def test_the_order_is_one_of_a_closed_list(sort):
    person = make.head()
    rows = [("Émile", 2025, 5), ("adam", 2027, 900), ("Zoe", None, None)]
    made = {
        title: make.project(
            title=title, status="active", start_on=date(year, 1, 1) if year else None, budget=budget, currency="EUR"
        ).ref
        for title, year, budget in rows
    }
    wanted = {"title": ["adam", "Émile", "Zoe"], "start": ["adam", "Émile", "Zoe"], "budget": ["adam", "Émile", "Zoe"]}

    assert found(person, f"sort={sort}") == [made[title] for title in wanted.get(sort, ["Zoe", "adam", "Émile"])]


def test_what_still_needs_money_is_what_donors_give_less_than_its_budget():
    person = make.head()
    short, full, over, silent, foreign = (
        make.project(title=title, office="UG", status=status, budget=1000, currency="EUR")
        for title, status in (
            ("Short", "endorsed"),
            ("Full", "active"),
            ("Over", "closed"),
            ("Silent", "in_endorsement"),
            ("Foreign", "active"),
        )
    )
    for project, amount, currency in (
        (short, 400, "EUR"),
        (full, 1000, "EUR"),
        (over, 1, "EUR"),
        (foreign, 5000, "USD"),
    ):
        make.participation(project, "Fund", role="donor", amount=amount, currency=currency)

    assert set(found(person, "funding=gap")) == {short.ref, silent.ref, foreign.ref}
    assert found(make.outsider(), "funding=gap") == []


@pytest.mark.parametrize("year", ["soon", "20266", "２０２６"])
def test_what_is_no_year_finds_nothing_rather_than_everything(year):
    make.project(title="Wells", start_on="2026-01-01", end_on="2027-01-01", office="UG")

    assert found(make.chief("UG"), f"year={year}") == []

"""Finding in the portfolio: words and their synonyms, facets, order; each as far as the reader reads."""

import pytest
from django.urls import reverse

from projects.filters import ProjectFilter
from projects.models import Project
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

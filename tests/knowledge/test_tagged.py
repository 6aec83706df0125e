"""A text is found by what it is filed under, in its own language, and by what that is called today."""

import pytest

from knowledge import actions, search, tasks
from knowledge.actions.terms import Said
from knowledge.narrowing import Filters
from pvehub.jobs.models import Job
from pvehub.vocabulary.models import Term
from tests import make

pytestmark = pytest.mark.django_db


def found(words):
    return [row.thing for row in search.look(words, Filters(), by=make.officer("NE")).rows]


def test_a_theme_a_driver_and_a_country_find_what_stands_under_them():
    theme, driver = make.term("themes", "Dysengagement"), make.term("drivers", "Marginalisation")
    lesson = make.resource(title="A market", themes=[theme], drivers=[driver], countries=[make.country("KE")])
    make.resource(title="Another market")

    assert found("dysengagement") == found("marginalisation") == found("Kenya") == [lesson]


def test_a_text_in_french_is_found_by_the_french_name():
    theme = make.term("themes", "Dysengagement")
    Term.objects.filter(pk=theme.pk).update(name_fr="Sortie accompagnée")
    lesson = make.resource(title="Un marché", language="fr", themes=[theme])

    assert found("sortie accompagnée") == [lesson]


def test_the_country_of_a_masked_origin_finds_nothing():
    make.resource(title="A market", countries=[make.country("KE")], is_masked=True)

    assert found("Kenya") == []


def test_a_renamed_and_a_merged_term_are_found_by_the_new_name_once_the_job_ran():
    old, other = make.term("themes", "Dysengagement"), make.term("themes", "Reconversion")
    lesson = make.resource(title="A market", themes=[old])

    actions.edit_term(old, Said("Homecoming"), by=make.curator(), seen=old.version)
    work_off()
    assert (found("homecoming"), found("dysengagement")) == ([lesson], [])

    old.refresh_from_db()
    actions.merge_term(old, into=other, by=make.curator())
    work_off()
    assert (found("reconversion"), found("homecoming")) == ([lesson], [])


def work_off():
    for job in Job.objects.filter(name="knowledge.tasks.index_filed_under").order_by("pk"):
        tasks.index_filed_under(*job.args)
        job.delete()

"""What load_vocabularies fills: every term has its name in the three languages."""

import pytest
from django.db.models import Q
from django.utils import translation

from pvehub.people.models import Country, Office
from pvehub.vocabulary.models import Term
from tests import make

pytestmark = pytest.mark.django_db

# Words of one language that are looked for in texts, with their French and Spanish kin as variants: not labels.
WATCHED = "sensitive-terms"


@pytest.fixture(autouse=True)
def loaded() -> None:
    make.reference()


def test_no_living_term_lacks_a_french_or_spanish_name():
    nameless = Term.objects.filter(Q(name_fr="") | Q(name_es=""), merged_into__isnull=True, is_retired=False)

    assert Term.objects.values("list").distinct().count() > 10
    assert [f"{term.list}/{term.code}" for term in nameless.exclude(list=WATCHED)] == []


def test_every_watched_term_has_its_french_and_spanish_variants():
    terms = Term.objects.filter(list=WATCHED)
    assert [t.code for t in terms if not (t.attributes.get("variants_fr") and t.attributes.get("variants_es"))] == []


def test_our_own_translations_wait_for_a_reader_and_those_that_came_with_the_list_do_not():
    assert set(Term.objects.filter(list="themes").values_list("is_reviewed", flat=True)) == {True}
    for name in ("indicators", "review-questions", "drivers", "plan-areas"):
        assert set(Term.objects.filter(list=name).values_list("is_reviewed", flat=True)) == {False}


def test_the_question_to_the_author_is_asked_in_the_three_languages():
    for question in Term.objects.of("review-questions"):
        asked = {question.attributes[f"question_for_author{tongue}"] for tongue in ("", "_fr", "_es")}
        assert len(asked) == 3, question.code


def test_a_name_is_read_in_the_language_of_the_reader():
    indicator = Term.objects.get(list="indicators", code="PVE-PR-03")
    with translation.override("fr"):
        assert indicator.name == "Enseignements soumis par projet clos"
    with translation.override("es"):
        assert indicator.name == "Lecciones enviadas por proyecto cerrado"


def test_countries_and_offices_are_named_in_the_three_languages():
    for model in (Country, Office):
        assert list(model.objects.filter(Q(name_fr="") | Q(name_es=""))) == []

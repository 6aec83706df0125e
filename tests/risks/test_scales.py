"""The words of the scales: built in, or a version's own in every language."""

from django.utils import translation

from risks import scales

OWN = {"en": {"impact": {"1": "Small"}, "people": {"5": "death"}}, "fr": {"impact": {"1": "Petit"}}}


def test_what_a_version_does_not_say_is_built_in():
    words = scales.of({})
    assert words.likelihoods[1] == "Remote" and words.chances[5] == "over 80 %" and words.impacts[5] == "Critical"
    assert words.means["people"][4] == "grave injury, detention, forced move"


def test_its_own_words_stand_in_the_language_of_the_reader():
    with translation.override("fr"):
        assert scales.of(OWN).impacts[1] == "Petit"
    assert scales.of(OWN).impacts[1] == "Small" and scales.of(OWN, "fr").impacts[1] == "Petit"
    assert scales.of(OWN).impacts[2] == "Limited"


def test_a_word_of_ones_own_is_missing_where_another_language_lacks_it():
    found = scales.problems(OWN)
    assert [(s.split(":")[0], s.split(": ")[-1]) for s in found] == [
        ("Impact 1, the word", "Spanish."),
        ("Impact 5 on People", "French, Spanish."),
    ]
    assert scales.problems({}) == []
    assert scales.problems({language: {"chance": {"1": "seldom"}} for language in ("en", "fr", "es")}) == []


def test_flat_and_nested_are_one_another_the_other_way_round():
    assert scales.nested(scales.flat(OWN, "en")) == OWN["en"]
    assert scales.nested({"impact-1": "  ", "nonsense-1": "x"}) == {}
    assert len(list(scales.names())) == 40 and len({scales.place(name) for name in scales.names()}) == 40

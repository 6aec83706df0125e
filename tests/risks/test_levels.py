"""Level words of other organizations: what they are read as, and that nothing is guessed or read as milder than it may be."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from risks import levels
from risks.levels import IMPACT, LIKELIHOOD, TABLES, read


@pytest.mark.parametrize(
    ("text", "axis", "low", "high"),
    [
        ("H", LIKELIHOOD, 4, 4),
        ("L/M", IMPACT, 2, 3),
        ("Medium to High", IMPACT, 3, 4),
        ("Medium-High", LIKELIHOOD, 3, 4),
        ("Very likely", LIKELIHOOD, 5, 5),
        ("Élevé", IMPACT, 4, 4),
        ("Moyen à élevé", IMPACT, 3, 4),
        ("TRÈS ÉLEVÉE", LIKELIHOOD, 5, 5),
        ("Alto", IMPACT, 4, 4),
        ("M/A", IMPACT, 3, 4),
        ("Medio a alto", IMPACT, 3, 4),
        ("Muy probable", LIKELIHOOD, 5, 5),
        ("3 - Possible", LIKELIHOOD, 3, 3),
        ("3 - Likely", LIKELIHOOD, 3, 4),
        ("High (4)", IMPACT, 4, 4),
        ("1,5", IMPACT, 1, 2),
        ("2.0", LIKELIHOOD, 2, 2),
        ("2-3", LIKELIHOOD, 2, 3),
        ("٣", IMPACT, 3, 3),
        ("Catastrophic", IMPACT, 5, 5),
        ("Severe", IMPACT, 4, 5),
        ("Minor", IMPACT, 1, 2),
        ("متوسط", IMPACT, 3, 3),
        ("متوسّط إلى عالٍ", IMPACT, 3, 4),
        ("مرتفعة جداً", LIKELIHOOD, 5, 5),
        ("كارثي", IMPACT, 5, 5),
        ("غير محتمل", LIKELIHOOD, 2, 2),
        ("Risk level: VH.", IMPACT, 5, 5),
        ("60 %", LIKELIHOOD, 4, 4),
        ("<5%", LIKELIHOOD, 1, 1),
        ("20–50 %", LIKELIHOOD, 3, 3),
        ("5-20%", LIKELIHOOD, 2, 2),
        ("> 80 %", LIKELIHOOD, 5, 5),
        ("80%", LIKELIHOOD, 4, 4),
        ("not likely", LIKELIHOOD, 2, 2),
    ],
)
def test_a_level_word_is_read_and_of_two_the_worse_counts(text, axis, low, high):
    found = read(text, axis)

    assert found is not None and (found.low, found.high, found.step) == (low, high, high)
    assert found.said == text and found.is_range == (low != high)


@pytest.mark.parametrize("axis", [LIKELIHOOD, IMPACT])
@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "-",
        "0",
        "6",
        "25",
        "-3",
        "5.5",
        "green",
        "not high",
        "no impact",
        "H?",
        "tbd",
        "n/a",
        "120 %",
        "level",
        "3x",
    ],
)
def test_what_is_not_understood_whole_is_not_read_at_all(text, axis):
    assert read(text, axis) is None


def test_a_word_of_one_axis_means_nothing_on_the_other():
    assert read("Likely", IMPACT) is None and read("Catastrophic", LIKELIHOOD) is None and read("60 %", IMPACT) is None


KNOWN = [(axis, word) for axis, table in TABLES.items() for word in table]


@pytest.mark.parametrize("axis", TABLES)
def test_every_word_of_the_tables_is_folded_and_is_read_as_the_table_says(axis):
    for word, steps in TABLES[axis].items():
        assert levels.folded(word) == word
        found = read(word, axis)
        assert found and (found.low, found.high) == steps, word


@given(st.sampled_from(KNOWN), st.sampled_from([str.upper, str.title, str.lower]), st.sampled_from(["NFC", "NFD"]))
def test_case_blanks_and_the_form_of_accents_make_no_difference(known, case, form):
    axis, word = known
    plain, other = read(word, axis), read(f"  {unicodedata.normalize(form, case(word))} ".replace(" ", "  "), axis)
    assert plain and other and (plain.low, plain.high) == (other.low, other.high)


@given(st.sampled_from([LIKELIHOOD, IMPACT]), st.data())
def test_of_two_words_the_worse_counts_in_either_order_and_reading_the_step_again_changes_nothing(axis, data):
    words = st.sampled_from(list(TABLES[axis]))
    first, second = data.draw(words), data.draw(words)
    steps = [*TABLES[axis][first], *TABLES[axis][second]]
    for text in (f"{first} / {second}", f"{second}/{first}", f"{first} - {second}"):
        found = read(text, axis)
        assert found and (found.low, found.high) == (min(steps), max(steps))
    again = read(str(found.step), axis)
    assert again and again.step == found.step and again.is_plain


@given(st.text(max_size=40), st.sampled_from([LIKELIHOOD, IMPACT]))
def test_whatever_is_typed_is_read_as_one_to_five_or_not_at_all(text, axis):
    assert levels.folded(levels.folded(text)) == levels.folded(text)
    found = read(text, axis)
    assert found is None or 1 <= found.low <= found.high <= 5

"""The method: every cell, and the properties no matrix or appetite may break."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from risks import scoring
from risks.scoring import Appetite, Band, Confidence, Dimension, Level, Rating

steps = st.integers(1, 5)
details = st.dictionaries(st.sampled_from(Dimension.values), steps, min_size=1)
ratings = st.builds(Rating, likelihood=steps, detail=details)
appetites = st.sampled_from(Appetite.values)

AS_PRINTED = """
M H VH E E
L M H VH E
L M M H VH
L L M M H
L L L M H
"""


def test_the_matrix_is_the_printed_one():
    words = {"L": "low", "M": "medium", "H": "high", "VH": "very_high", "E": "extreme"}
    rows = [line.split() for line in AS_PRINTED.split("\n") if line]
    printed = {(5 - row, column + 1): words[word] for row, line in enumerate(rows) for column, word in enumerate(line)}
    assert printed == {(li, im): scoring.band(li, im) for li in range(1, 6) for im in range(1, 6)}


@given(steps, steps)
def test_a_band_never_falls_when_likelihood_or_impact_rises(likelihood, impact):
    here = scoring.band_order(scoring.band(likelihood, impact))
    if likelihood < 5:
        assert scoring.band_order(scoring.band(likelihood + 1, impact)) >= here
    if impact < 5:
        assert scoring.band_order(scoring.band(likelihood, impact + 1)) >= here


@given(steps)
def test_a_critical_impact_is_never_below_high(likelihood):
    found = scoring.band_order(scoring.band(likelihood, 5))
    assert found >= scoring.band_order(Band.HIGH)


@given(ratings, appetites, st.sampled_from(["likelihood", *Dimension.values]))
def test_the_required_level_never_falls_as_a_rating_rises(rating, appetite, what):
    before = scoring.level_order(scoring.required_level(rating, appetite))
    if what == "likelihood":
        higher = Rating(min(5, rating.likelihood + 1), rating.detail)
    else:
        raised = min(5, rating.detail.get(what, 0) + 1)
        higher = Rating(rating.likelihood, {**rating.detail, what: raised})
    assert scoring.level_order(scoring.required_level(higher, appetite)) >= before


@given(ratings)
def test_an_averse_category_lifts_medium_and_above_by_one(rating):
    plain = scoring.level_order(scoring.required_level(rating, Appetite.CAUTIOUS))
    averse = scoring.level_order(scoring.required_level(rating, Appetite.AVERSE))
    if plain == scoring.level_order(Level.LOW):
        assert averse == plain
    else:
        assert averse == min(plain + 1, scoring.level_order(Level.GRAVEST))


@given(ratings, st.sampled_from([Appetite.CAUTIOUS, Appetite.OPEN]))
def test_without_aversion_the_level_is_the_bands_own_or_the_gravest(rating, appetite):
    level = scoring.required_level(rating, appetite)
    band = scoring.band(rating.likelihood, rating.impact)
    assert level == band or (level == Level.GRAVEST and band == Band.EXTREME)


@given(ratings)
def test_a_direct_red_line_has_no_level(rating):
    assert scoring.required_level(rating, Appetite.RED_LINE) == Level.NOBODY


@pytest.mark.scenario("risks-4")
def test_impact_5_on_people_is_high_even_when_remote_and_one_level_up_where_averse():
    rating = Rating(1, {Dimension.PEOPLE: 5})
    assert scoring.band(1, rating.impact) == Band.HIGH
    assert scoring.required_level(rating, Appetite.CAUTIOUS) == Level.HIGH
    assert scoring.required_level(rating, Appetite.AVERSE) == Level.VERY_HIGH


@pytest.mark.scenario("risks-5")
def test_the_risk_takes_the_highest_dimension_never_a_mean():
    assert Rating(2, {"money": 1, "people": 5, "legal": 2}).impact == 5


@pytest.mark.parametrize(
    ("rating", "level"),
    [
        (Rating(4, {"money": 5}), Level.EXTREME),
        (Rating(4, {"people": 5}), Level.GRAVEST),
        (Rating(5, {"money": 4}), Level.EXTREME),
        (Rating(5, {"money": 5}), Level.GRAVEST),
    ],
)
def test_extreme_goes_one_up_when_people_may_die_or_the_cell_is_the_last(rating, level):
    assert scoring.required_level(rating, Appetite.OPEN) == level


def test_a_red_line_category_is_averse_for_a_risk_that_is_not_direct():
    assert scoring.effective_appetite("red_line", is_direct=False) == Appetite.AVERSE
    assert scoring.effective_appetite("red_line", is_direct=True) == Appetite.RED_LINE
    assert scoring.effective_appetite("cautious", is_direct=True) == Appetite.CAUTIOUS


@given(st.integers(1, 400))
def test_low_confidence_halves_the_review_and_caps_the_acceptance(days):
    assert scoring.review_days(days, Confidence.LOW) == max(1, days // 2)
    assert scoring.review_days(days, Confidence.MEDIUM) == days
    assert scoring.acceptance_days(days, Confidence.LOW) == min(days, 60)
    assert scoring.acceptance_days(days, Confidence.HIGH) == days


@pytest.mark.parametrize(
    ("likelihood", "detail"),
    [(0, {"people": 1}), (6, {"people": 1}), (1, {"people": 0}), (1, {}), (1, {"mood": 3})],
)
def test_a_rating_outside_the_scale_is_refused(likelihood, detail):
    with pytest.raises(ValueError, match=r"rated|run from|unknown"):
        Rating(likelihood, detail)


def test_the_worst_of_no_bands_is_low():
    assert scoring.worst([]) == Band.LOW
    assert scoring.worst(["medium", "very_high", "high"]) == Band.VERY_HIGH


def test_only_low_needs_no_acceptance():
    assert [level for level in Level.values if not scoring.needs_acceptance(level)] == ["low"]

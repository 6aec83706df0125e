"""The method: every cell, and the properties no matrix or appetite may break."""

import pytest
from hypothesis import assume, given
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


@st.composite
def valid_matrices(draw):
    """Any five by five in which no band falls along an axis and a critical impact is High at least."""
    orders = [[0] * 5 for _ in range(5)]
    for row in range(5):
        for column in range(5):
            least = [orders[row - 1][column] if row else 0, orders[row][column - 1] if column else 0]
            lowest = max(*least, 2 if column == 4 else 0)
            orders[row][column] = draw(st.integers(lowest, 4))
    return tuple(tuple(Band.values[order] for order in row) for row in orders)


matrices = st.one_of(st.just(scoring.MATRIX_V1), valid_matrices())


def level_of(rating, appetite, cells):
    return scoring.level_order(scoring.required_level(rating, appetite, cells))


def test_matrix_v1_is_valid():
    assert scoring.cell_problems(scoring.MATRIX_V1) == []


@given(valid_matrices())
def test_every_matrix_that_keeps_the_rules_passes_the_check(cells):
    assert scoring.cell_problems(cells) == []


@given(matrices, steps, steps)
def test_a_band_never_falls_when_likelihood_or_impact_rises(cells, likelihood, impact):
    here = scoring.band_order(scoring.band(likelihood, impact, cells))
    if likelihood < 5:
        assert scoring.band_order(scoring.band(likelihood + 1, impact, cells)) >= here
    if impact < 5:
        assert scoring.band_order(scoring.band(likelihood, impact + 1, cells)) >= here


@given(matrices, steps, steps)
def test_a_band_never_rises_when_likelihood_or_impact_falls(cells, likelihood, impact):
    here = scoring.band_order(scoring.band(likelihood, impact, cells))
    if likelihood > 1:
        assert scoring.band_order(scoring.band(likelihood - 1, impact, cells)) <= here
    if impact > 1:
        assert scoring.band_order(scoring.band(likelihood, impact - 1, cells)) <= here


@given(matrices, steps)
def test_a_critical_impact_is_never_below_high(cells, likelihood):
    assert scoring.band_order(scoring.band(likelihood, 5, cells)) >= scoring.band_order(Band.HIGH)


def moved(rating, what, by):
    """The rating with one thing one step up or down, within the scale."""
    if what == "likelihood":
        return Rating(min(5, max(1, rating.likelihood + by)), rating.detail)
    return Rating(rating.likelihood, {**rating.detail, what: min(5, max(1, rating.detail.get(what, 0) + by))})


@given(matrices, ratings, appetites, st.sampled_from(["likelihood", *Dimension.values]))
def test_the_required_level_never_falls_as_a_rating_rises(cells, rating, appetite, what):
    assert level_of(moved(rating, what, 1), appetite, cells) >= level_of(rating, appetite, cells)


@given(matrices, ratings, appetites, st.data())
def test_the_required_level_never_rises_as_a_rating_falls(cells, rating, appetite, data):
    what = data.draw(st.sampled_from(["likelihood", *sorted(rating.detail)]))
    assert level_of(moved(rating, what, -1), appetite, cells) <= level_of(rating, appetite, cells)


@given(matrices, ratings)
def test_an_averse_category_lifts_medium_and_above_by_one(cells, rating):
    plain, averse = (level_of(rating, appetite, cells) for appetite in (Appetite.CAUTIOUS, Appetite.AVERSE))
    if plain == scoring.level_order(Level.LOW):
        assert averse == plain
    else:
        assert averse == min(plain + 1, scoring.level_order(Level.GRAVEST))


@given(matrices, ratings, st.sampled_from([Appetite.CAUTIOUS, Appetite.OPEN]))
def test_without_aversion_the_level_is_the_bands_own_or_the_gravest(cells, rating, appetite):
    level = scoring.required_level(rating, appetite, cells)
    band = scoring.band(rating.likelihood, rating.impact, cells)
    lives = rating.detail.get("people") == 5 or (rating.likelihood, rating.impact) == (5, 5)
    assert level == (Level.GRAVEST if band == Band.EXTREME and lives else band)


@given(matrices, ratings)
def test_a_direct_red_line_has_no_level(cells, rating):
    assert scoring.required_level(rating, Appetite.RED_LINE, cells) == Level.NOBODY


def with_cell(cells, likelihood, impact, word):
    rows = [list(row) for row in cells]
    rows[likelihood - 1][impact - 1] = word
    return rows


@given(valid_matrices(), steps, steps, st.sampled_from(["", "severe", "LOW", "nobody"]))
def test_a_cell_without_a_band_is_refused_by_its_name(cells, likelihood, impact, word):
    found = scoring.cell_problems(with_cell(cells, likelihood, impact, word))
    assert any(s.startswith(f"Likelihood {likelihood}, impact {impact}: no band") for s in found)


@given(valid_matrices(), steps, steps, st.sampled_from([(1, 0), (0, 1)]))
def test_a_cell_below_a_milder_one_is_refused_by_its_name(cells, likelihood, impact, step):
    worse = (min(5, likelihood + step[0]), min(5, impact + step[1]))
    assume(worse != (likelihood, impact))
    broken = with_cell(with_cell(cells, likelihood, impact, "extreme"), *worse, "very_high")
    found = scoring.cell_problems(broken)
    here = f"Likelihood {worse[0]}, impact {worse[1]} is Very high, below likelihood {likelihood}, impact {impact}"
    assert any(s.startswith(here) for s in found), found


@given(valid_matrices(), steps, st.sampled_from(["low", "medium"]))
def test_a_critical_impact_below_high_is_refused_by_its_name(cells, likelihood, word):
    found = scoring.cell_problems(with_cell(cells, likelihood, 5, word))
    assert any(s.startswith(f"Likelihood {likelihood}, impact 5") and "never below High" in s for s in found)


@pytest.mark.parametrize("cells", [(), (("low",) * 5,) * 4, (("low",) * 4,) * 5])
def test_a_matrix_of_another_size_is_refused(cells):
    assert scoring.cell_problems(cells) == ["The matrix has five rows of five cells."]


SEATS = {"lowest": "Lowest", "middle": "Middle", "highest": "Highest"}
LEVELS = [level for level in Level.values if level != Level.NOBODY]


def rule(decides="middle", concurs=(), **days):
    return scoring.Rule(
        decides, concurs, **({"lasts_days": 90, "review_days": 30, "answer_days": 1, "grace_days": 0} | days)
    )


@given(st.lists(st.sampled_from(list(SEATS)), min_size=6, max_size=6))
def test_seats_that_fall_from_level_to_level_are_refused_and_others_are_not(seats):
    order = [list(SEATS).index(seat) for seat in seats]
    found = scoring.rule_problems({level: rule(seat) for level, seat in zip(LEVELS, seats, strict=True)}, SEATS)
    falls = [LEVELS[n] for n in range(1, 6) if order[n] < order[n - 1]]
    assert [s.split(":")[0] for s in found] == [f"Level {Level(level).label}" for level in falls]


@pytest.mark.parametrize(
    ("row", "part"),
    [
        (None, "no seat decides"),
        (rule("nobody"), "no seat decides"),
        (rule(concurs=["middle"]), "somebody else concurs"),
        (rule(concurs=["lowest", "lowest"]), "stands there once"),
        (rule(concurs=["stranger"]), "stands there once"),
        (rule(lasts_days=0), "a day at least"),
        (rule(review_days=0), "a day at least"),
        (rule(answer_days=0), "a day at least"),
        (rule(grace_days=-1), "a day at least"),
    ],
)
def test_a_row_that_is_wrong_is_named_by_its_level(row, part):
    rules = {level: rule() for level in LEVELS}
    rules["high"] = row
    if row is None:
        del rules["high"]
    found = scoring.rule_problems(rules, SEATS)
    assert len(found) == 1 and found[0].startswith("Level High") and part in found[0]


def test_a_category_without_an_appetite_is_named():
    found = scoring.appetite_problems({"A": "open", "B": "fond"}, {"A": "Aims", "B": "Banks", "C": "Costs"})
    assert [s.split(":")[0] for s in found] == ["Category Banks", "Category Costs"]


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

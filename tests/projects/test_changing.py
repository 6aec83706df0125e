"""The table of material changes, without a database: what each difference from the endorsed baseline asks for, and why."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from projects import changing
from projects.changing import Pair, rules, sums, words
from projects.sections import AGAIN, FIELDS, FREE, NOTIFY

LINES = [{"purpose": "Hearings", "amount": "60000.00"}, {"purpose": "Training", "amount": "40000.00"}]
SITE = {"country": "UG", "admin1": "Central", "admin2": "Kampala", "place": "Kawempe", "note": "", "noted_on": ""}
PARTNER = {"organization": "District council", "added_value": "Rooms", "diligence": "", "diligence_on": ""}
DONOR = {"organization": "Ministry abroad", "arm": "development", "amount": "50000.00", "currency": "EUR"}
THEN = {
    "title": "Market committees",
    "summary": "Traders and young people.",
    "countries": ["UG"],
    "locations": [SITE],
    "start_on": "2026-01-01",
    "end_on": "2027-11-30",
    "budget": "100000.00",
    "currency": "EUR",
    "budget_lines": LINES,
    "themes": ["SOCOH"],
    "components": [],
    "classification": "relevant",
    "theory_of_change": "If we listen, then they trust.",
    "outcomes": [{"text": "Traders trust", "change": "communal", "drivers": ["SM2"]}],
    "activities": [{"text": "Train", "interventions": ["cash"], "outcome": "Traders trust"}],
    "target_groups": ["YTH"],
    "partners": [PARTNER],
    "donors": [DONOR],
    "message_donors": "We listen.",
    "staff_safety": "Briefed.",
    "evidence": "A survey.",
}
KINDS = {
    "district council": {"local"},
    "village council": {"local"},
    "university": {"academic"},
    "police": {"security"},
}


def asks(**now):
    """{field: (what it asks for, codes of the reasons)} of what is not as it was endorsed."""
    found = changing.compare(Pair(THEN, THEN | now, KINDS))
    return {change.field: (change.asks, [reason.code for reason in change.because]) for change in found}


def test_what_was_endorsed_asks_for_nothing():
    assert asks() == {}


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        # free
        ({"staff_safety": "Briefed weekly."}, (FREE, ["free"])),
        ({"evidence": "Two surveys."}, (FREE, ["free"])),
        ({"summary": "Traders and young people meet."}, (FREE, ["free"])),
        ({"locations": [SITE | {"note": "Quiet"}]}, (FREE, ["free"])),
        ({"activities": [{"text": "Train more", "interventions": ["cash"]}]}, (FREE, ["free"])),
        ({"partners": [PARTNER | {"diligence": "clear", "diligence_on": "2026-05-01"}]}, (FREE, ["free"])),
        ({"donors": [DONOR | {"amount": "60000.00"}]}, (FREE, ["free"])),
        ({"themes": ["SOCOH", "YOUTH"]}, (FREE, ["free"])),
        # notify
        ({"title": "Market committees of the lake"}, (NOTIFY, ["notify"])),
        ({"end_on": "2028-02-29"}, (NOTIFY, ["extension"])),
        ({"end_on": "2027-06-30"}, (NOTIFY, ["end_earlier"])),
        ({"start_on": "2026-02-01"}, (NOTIFY, ["notify"])),
        ({"locations": [SITE, SITE | {"place": "Makindye"}]}, (NOTIFY, ["site"])),
        ({"locations": []}, (NOTIFY, ["site_gone"])),
        ({"partners": [PARTNER, PARTNER | {"organization": "Village council"}]}, (NOTIFY, ["partner"])),
        ({"partners": [PARTNER | {"diligence": "refused"}]}, (NOTIFY, ["diligence"])),
        ({"partners": [PARTNER | {"added_value": "Money"}]}, (NOTIFY, ["partner_role"])),
        ({"partners": []}, (NOTIFY, ["partner_gone"])),
        ({"donors": [DONOR, DONOR | {"organization": "City"}]}, (NOTIFY, ["donor"])),
        ({"countries": []}, (NOTIFY, ["country_gone"])),
        # endorse again
        ({"end_on": "2028-03-01"}, (AGAIN, ["beyond"])),
        ({"countries": ["KE", "UG"]}, (AGAIN, ["country"])),
        ({"locations": [SITE, SITE | {"admin2": "Gulu"}]}, (AGAIN, ["district"])),
        ({"target_groups": ["WMN", "YTH"]}, (AGAIN, ["group"])),
        ({"target_groups": ["RTF", "YTH"]}, (AGAIN, ["grave_group"])),
        ({"target_groups": ["FAF", "YTH"]}, (AGAIN, ["grave_group"])),
        ({"target_groups": ["DET", "YTH"]}, (AGAIN, ["grave_group"])),
        ({"themes": ["DDR", "SOCOH"]}, (AGAIN, ["grave_theme"])),
        ({"themes": ["ALTNA", "SOCOH"]}, (AGAIN, ["communication"])),
        ({"activities": [{"text": "Radio", "interventions": ["cash", "media"]}]}, (AGAIN, ["communication"])),
        ({"activities": [{"text": "Train", "outcome": "Elders trust"}]}, (AGAIN, ["outcome"])),
        ({"outcomes": [{"text": "Elders trust", "change": "communal", "drivers": ["SM2"]}]}, (AGAIN, ["again"])),
        ({"theory_of_change": "If we pay, then they trust."}, (AGAIN, ["again"])),
        ({"classification": "specific"}, (AGAIN, ["specific"])),
        ({"components": [{"title": "Radio", "share": "5.00"}]}, (AGAIN, ["component", "again"])),
        ({"partners": [PARTNER, PARTNER | {"organization": "University"}]}, (AGAIN, ["other_partner"])),
        ({"partners": [PARTNER, PARTNER | {"organization": "Police"}]}, (AGAIN, ["security_partner"])),
        ({"partners": [PARTNER, PARTNER | {"organization": "Nobody knows"}]}, (AGAIN, ["other_partner"])),
        ({"donors": [DONOR, {"organization": "Army", "arm": "security"}]}, (AGAIN, ["security_donor"])),
        ({"donors": [DONOR | {"arm": "security"}]}, (AGAIN, ["security_donor"])),
        ({"message_donors": "We oppose them."}, (AGAIN, ["red_line"])),
        ({"currency": "USD"}, (AGAIN, ["currency"])),
    ],
)
def test_each_line_of_the_table(now, expected):
    assert asks(**now) == {next(iter(now)): expected}


def test_order_of_rows_line_ends_and_spelling_of_figures_are_no_change():
    assert asks(budget="100000", budget_lines=LINES[::-1], staff_safety="Briefed.\r\n", evidence="A survey.  \n") == {}


@pytest.mark.parametrize(
    ("percent", "expected"),
    [
        ("9.9", FREE),
        ("10", NOTIFY),
        ("20", NOTIFY),
        ("20.1", AGAIN),
        ("-9.99", FREE),
        ("-10", NOTIFY),
        ("-20.01", AGAIN),
    ],
)
def test_the_total_is_measured_in_percent_of_what_was_endorsed(percent, expected):
    now = Decimal("100000") * (1 + Decimal(percent) / 100)

    assert asks(budget=f"{now:.2f}")["budget"][0] == expected


@pytest.mark.parametrize(("across", "expected"), [(10_000, FREE), (10_001, NOTIFY), (20_000, NOTIFY), (20_001, AGAIN)])
def test_money_moved_between_lines_is_measured_too_and_ten_percent_is_still_free(across, expected):
    moved = [
        {"purpose": "Hearings", "amount": str(60_000 - across)},
        {"purpose": "training", "amount": str(40_000 + across)},
    ]

    assert asks(budget_lines=moved)["budget_lines"][0] == expected


def test_another_purpose_of_the_same_amount_is_moved_money():
    found = asks(budget_lines=[LINES[0], {"purpose": "Cameras", "amount": "40000.00"}])

    assert found["budget_lines"] == (AGAIN, ["moved_again"])


def test_lines_that_grow_without_the_total_are_no_way_around_it():
    grown = [LINES[0], {"purpose": "Training", "amount": "65000.00"}]

    assert asks(budget_lines=grown)["budget_lines"] == (AGAIN, ["lines_again"])


def test_a_first_breakdown_moves_nothing_and_is_told():
    found = changing.compare(Pair(THEN | {"budget_lines": []}, THEN))

    assert [(change.field, change.asks) for change in found] == [("budget_lines", NOTIFY)]


def test_in_another_currency_no_sum_can_be_held_against_the_endorsed_one():
    found = asks(currency="USD", budget="104000.00")

    assert found["budget"] == (AGAIN, ["currency"]) and found["currency"][0] == AGAIN


def test_a_later_end_with_more_money_is_no_no_cost_extension():
    found = asks(budget="105000.00", end_on="2028-01-31")

    assert found["budget"] == (NOTIFY, ["extension_with_cost"]) and found["end_on"] == (NOTIFY, ["extension"])


def test_what_trd_objected_to_is_endorsed_again_until_it_is_as_it_was():
    now = THEN | {"title": "Another"}

    (change,) = changing.compare(Pair(THEN, now), {"title"})
    assert (change.asks, [reason.code for reason in change.because]) == (AGAIN, ["objected"])
    assert changing.compare(Pair(THEN, THEN), {"title"}) == []


def test_a_whole_region_that_was_endorsed_holds_its_districts_and_a_bare_place_holds_nothing():
    region = SITE | {"admin2": "", "place": ""}
    place = SITE | {"admin1": "", "admin2": ""}

    def of(then, now):
        return changing.compare(Pair({"locations": [then]}, {"locations": [then, now]}))[0].asks

    assert of(region, SITE) == NOTIFY
    assert of(place, SITE | {"admin1": "", "admin2": "", "place": "Elsewhere"}) == AGAIN
    assert of(SITE, SITE | {"country": "KE", "place": "Kawempe two"}) == AGAIN


def test_three_months_are_counted_by_the_calendar():
    assert sums.after_months(date(2027, 11, 30), 3) == date(2028, 2, 29)
    assert sums.after_months(date(2026, 12, 15), 3) == date(2027, 3, 15)


amounts = st.decimals(min_value=1, max_value=10**9, places=2)
changes = st.lists(st.decimals(min_value=-(10**8), max_value=10**8, places=2), max_size=6)


@given(total=amounts, steps=changes)
def test_many_small_edits_are_judged_as_their_sum(total, steps):
    """Whatever the way, what counts is where it ended, against what was endorsed: no step starts the counting anew."""
    now = total
    for step in steps:
        now = max(now + step, Decimal(0))
    (expected,) = {sums.graded(abs(now - total), total)}
    found = changing.compare(Pair({"budget": str(total)}, {"budget": str(now)}))

    assert [change.asks for change in found] == ([expected] if now != total else [])
    if found and expected == FREE:
        assert abs(now - total) * 10 < total
    if found and expected == NOTIFY:
        assert total <= abs(now - total) * 10 <= 2 * total


@given(total=amounts, more=st.decimals(min_value=0, max_value=10**9, places=2), step=amounts)
def test_going_further_never_asks_for_less(total, more, step):
    weigh = rules.WEIGHT.__getitem__

    assert weigh(sums.graded(more, total)) <= weigh(sums.graded(more + step, total))


cells = st.lists(st.tuples(st.sampled_from("abcd"), st.integers(0, 1000)), max_size=5)


@given(then=cells, now=cells)
def test_money_moved_and_money_added_account_for_every_line(then, now):
    before, after = ([{"purpose": name, "amount": str(n)} for name, n in rows] for rows in (then, now))
    across, more = sums.moved(before, after)

    assert across >= 0 and more == sum(n for _, n in now) - sum(n for _, n in then)
    assert sums.moved(after, before) == (across, -more)
    assert sums.moved(before, before) == (0, 0)


@given(days=st.integers(-400, 400))
def test_an_end_is_told_up_to_three_months_later_and_endorsed_again_beyond(days):
    then = date(2027, 5, 17)
    found = changing.compare(Pair({"end_on": then.isoformat()}, {"end_on": (then + timedelta(days=days)).isoformat()}))

    expected = [] if not days else [NOTIFY] if days <= (date(2027, 8, 17) - then).days else [AGAIN]
    assert [change.asks for change in found] == expected


def test_every_reason_and_every_class_has_its_words():
    for code in words.REASONS:
        assert changing.said(rules.Reason(FREE, code, "x"))
    for item in FIELDS.values():
        assert changing.ahead(item)
        measured = item.name in words.MEASURED
        assert measured or item.red_line or changing.ahead(item) == str(words.LABELS[item.change])


def test_how_far_the_sums_went_is_said_before_the_next_edit():
    both = Pair(
        THEN,
        THEN
        | {
            "budget": "108400.00",
            "end_on": "2027-12-31",
            "budget_lines": [LINES[0] | {"amount": "55000"}, LINES[1] | {"amount": "45000"}],
        },
    )
    with translation.override("en"):
        assert changing.so_far(FIELDS["budget"], both) == "So far: +8.4 percent of the endorsed total."
        assert changing.so_far(FIELDS["budget_lines"], both) == "So far moved: 5 percent of the endorsed total."
        assert changing.so_far(FIELDS["end_on"], both) == "Endorsed: 30 November 2027; so far +31 days."
        assert changing.so_far(FIELDS["title"], both) == ""

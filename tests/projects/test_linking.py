"""The table of drivers and activities: pure, from rows as JSON."""

from projects import linking

NAMES = {"SM1": "No work", "II2": "Protection", "EF4": "Networks"}
DRIVERS = [{"term": "SM1"}, {"term": "II2"}, {"term": "EF4"}]


def outcome(text, *drivers):
    return {"text": text, "drivers": list(drivers)}


def activity(text, outcome="", *drivers):
    return {"text": text, "outcome": outcome, "drivers": list(drivers)}


def test_an_activity_answers_a_driver_through_its_outcome_or_directly():
    found = linking.grid(
        DRIVERS,
        [outcome("Earn more", "SM1", "II2"), outcome("Heard", "EF4")],
        [activity("Work places", "Earn more"), activity("Radio", "", "EF4")],
        NAMES,
    )
    cells = {line.name: [(cell.outcomes, cell.is_direct) for cell in line.cells] for line in found.lines}
    assert cells == {
        "No work": [(("Earn more",), False), ((), False)],
        "Protection": [(("Earn more",), False), ((), False)],
        "Networks": [((), False), ((), True)],
    }
    assert not found.has_gaps and not found.is_straight


def test_what_is_missing_is_named_both_ways():
    found = linking.grid(
        DRIVERS,
        [outcome("Earn more", "SM1"), outcome("Heard", "II2")],
        [activity("Work places", "Earn more"), activity("A bus for the team"), activity("Paint", "Gone")],
        NAMES,
    )
    assert found.unanswered == ("Protection", "Networks")
    assert found.without_outcome == ("Networks",)
    assert found.loose == ("A bus for the team", "Paint")
    assert found.has_gaps


def test_one_driver_one_outcome_one_activity_in_one_line_is_straight_and_nothing_else_is():
    line = ([{"term": "SM1"}], [outcome("Earn more", "SM1")], [activity("Work places", "Earn more")], NAMES)
    assert linking.grid(*line).is_straight
    assert not linking.grid(line[0], line[1], [*line[2], activity("More", "Earn more")], NAMES).is_straight
    assert not linking.grid([*line[0], {"term": "II2"}], *line[1:]).is_straight
    assert not linking.grid(line[0], line[1], [activity("Work places")], NAMES).is_straight
    assert not linking.grid([], [], [], {}).is_straight


def test_content_frozen_before_activities_named_drivers_still_gives_its_table():
    found = linking.grid(
        [{"term": "SM1"}], [outcome("Earn more", "SM1")], [{"text": "Work", "outcome": "Earn more"}], {}
    )
    assert found.lines[0].name == "SM1" and bool(found.lines[0].cells[0])

"""The timeline of a risk: one list, with arrows, inputs and confidence; a break where the matrix changed; nothing unread."""

from datetime import timedelta

import pytest
from django.utils import timezone

from risks import actions
from risks.history import history
from risks.models import MatrixVersion
from risks.scoring import Rating
from tests import make

pytestmark = pytest.mark.django_db

LOW, HIGH = Rating(2, {"programme": 2}), Rating(3, {"programme": 4})


@pytest.fixture
def risk(db):
    return make.risk(make.register(make.project(status="draft")), current=LOW)


@pytest.fixture
def officer(risk):
    return risk.register.project.manager


def rate(risk, by, current, **more):
    ratings = dict.fromkeys(("inherent", "current", "target"), current)
    said = {"confidence": "low", "speed": "weeks", "rationale": "Two threats."}
    return actions.assess(risk, ratings=ratings, by=by, **(said | more))


def test_ratings_say_from_which_band_to_which_and_whether_that_is_worse(risk, officer):
    for current in (HIGH, HIGH, LOW):
        rate(risk, officer, current)
    rows = [row for row in history(risk, officer) if row["kind"] == "rating"]
    moved = [(row["before"], row["after"], row["moved"]) for row in rows]
    assert moved == [
        ("high", "low", "▼ better"),
        ("high", "high", "= the same band"),
        ("low", "high", "▲ worse"),
        ("", "low", ""),
    ]
    assert rows[1]["likelihood"] == "3 Possible" and rows[1]["impact"] == "4 Major"
    assert rows[1]["confidence"] == "Low" and rows[1]["note"] == "Two threats."


def test_where_the_matrix_changed_the_line_breaks_and_no_arrow_is_drawn(risk, officer):
    first = MatrixVersion.objects.get(state="active")
    second = MatrixVersion.objects.create(number=2, cells=first.cells, appetites=first.appetites)
    made = make.assessment(risk, current=HIGH, matrix=second)
    row = next(row for row in history(risk, officer) if row["kind"] == "rating" and row["after"] == "high")
    assert (row["moved"], row["break"]) == ("", 2)
    assert made.matrix_id == second.pk


def test_one_list_holds_ratings_reviews_acceptances_and_incidents_the_newest_first(risk, officer, as_):
    actions.review_unchanged(risk, by=officer, note="As before.")
    rate(risk, officer, HIGH)
    acceptance = actions.request_acceptance(risk, reason="Worth it.", by=officer)
    actions.withdraw(acceptance, by=officer)
    actions.report(
        risk.register, title="It happened", text="So.", happened_on=timezone.localdate() - timedelta(days=3),
        impact_detail={"people": 3}, risks=[risk], by=officer,
    )  # fmt: skip
    labels = [str(row["label"]) for row in history(risk, officer)]
    assert labels == [
        "Materialised",
        "Request withdrawn",
        "Acceptance requested",
        "Rated anew",
        "Reviewed, no change",
        "Rated for the first time",
    ]
    page = as_(officer).get(risk.get_absolute_url()).content.decode()
    assert page.count("It happened</bdi>") == 2 and "▲ worse" in page and "confidence: Low" in page


def test_the_title_of_an_incident_one_may_not_read_stands_in_no_timeline(risk, officer, as_):
    actions.report(
        risk.register, title="canaryhistory", text="canaryhistory", happened_on=timezone.localdate(),
        impact_detail={"people": 3}, risks=[risk], visibility="restricted", by=make.officer(),
    )  # fmt: skip
    page = as_(officer).get(risk.get_absolute_url()).content.decode()
    assert "canaryhistory" not in page and "I01" in page

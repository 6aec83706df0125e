"""The nightly counts and the trend: once a day, what they hold, who may add them up, and where they break."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db.models import Q
from django.utils import timezone

from risks import actions, figures, tasks
from risks.models import Assessment, PortfolioSnapshot, Risk
from risks.scoring import Rating
from tests import make

pytestmark = pytest.mark.django_db

HIGH = Rating(3, {"programme": 4})
NIGHT = datetime(2026, 11, 20, 0, 30, tzinfo=UTC)


def counts():
    return {
        (row.office.code if row.office else "", row.category.code, row.reach, row.is_restricted): row.bands
        for row in PortfolioSnapshot.objects.all()
    }


def test_a_day_is_counted_once_and_a_second_run_adds_nothing(method):
    make.risk(make.register_in(), current=HIGH)
    assert tasks.count_portfolio() == 1
    make.risk(make.register_in("KE"), current=HIGH)
    assert tasks.count_portfolio() == 0 and PortfolioSnapshot.objects.count() == 1


def test_the_day_is_that_of_utc_and_a_night_that_was_missed_stays_missing(method):
    make.risk(make.register_in(), current=HIGH)
    for days in (0, 1, 9):
        assert actions.count_portfolio(now=NIGHT + timedelta(days=days)) == 1
        assert actions.count_portfolio(now=NIGHT + timedelta(days=days, hours=23)) == 0
    nights = sorted(PortfolioSnapshot.objects.values_list("taken_on", flat=True))
    assert nights == [date(2026, 11, 20), date(2026, 11, 21), date(2026, 11, 29)]


def test_without_a_matrix_or_a_risk_there_is_nothing_to_count(db):
    assert actions.count_portfolio() == 0
    make.risk_method()
    assert actions.count_portfolio() == 0


def test_every_live_risk_is_in_exactly_one_row_that_says_whose_posts_reach_it(method):
    open_one = make.register_in("UG")
    make.risk(open_one, current=HIGH)
    make.risk(open_one)
    make.risk(open_one, state="closed")
    make.risk(open_one, is_rated=False)
    make.risk(open_one, visibility="restricted", current=Rating(5, {"people": 5}))
    make.risk(make.register_in("UG", tier=2))
    make.risk(make.register_in("UG", tier=3))
    make.risk(make.register(make.project(status="draft")))
    make.risk(make.register(office="NG"), category="SAF")
    actions.count_portfolio()
    assert counts() == {
        ("UG", "CAP", "region", False): {"high": 1, "low": 1, "unrated": 1},
        ("UG", "CAP", "region", True): {"extreme": 1},
        ("UG", "CAP", "hq", False): {"low": 1},
        ("UG", "CAP", "named", False): {"low": 1},
        ("UG", "CAP", "draft", False): {"low": 1},
        ("NG", "SAF", "region", False): {"low": 1},
    }
    total = sum(sum(bands.values()) for bands in counts().values())
    assert total == Risk.objects.live().count()


def test_what_stands_badly_is_counted_with_it(method):
    register, today = make.register_in(), timezone.now().date()
    make.acceptance(make.risk(register, current=HIGH), is_granted=True)
    late = make.risk(register, current=HIGH)
    Risk.objects.filter(pk=late.pk).update(next_review_on=today - timedelta(days=1), state="materialised")
    actions.count_portfolio()
    row = PortfolioSnapshot.objects.get()
    assert (row.bands, row.uncovered, row.overdue, row.materialised) == ({"high": 2}, 1, 1, 1)


def test_each_reader_adds_up_only_what_their_posts_reach(method):
    for office in ("UG", "NG"):
        register = make.register_in(office)
        make.risk(register, current=HIGH)
        make.risk(register, current=HIGH, visibility="restricted")
        make.risk(make.register_in(office, tier=2), current=HIGH)
        make.risk(make.register_in(office, tier=3), current=HIGH)
        make.risk(make.register(make.project(status="draft", office=office)), current=HIGH)
    actions.count_portfolio()

    def high(person):
        found = figures.trend(person, Q(), timezone.now().date())["segments"]
        return found[0].points[-1]["grave"] if found else 0

    assert [high(make.regional_director(office)) for office in ("NBO", "DKR")] == [1, 1]
    assert [high(p) for p in (make.specialist(), make.reviewer(), make.head(), make.risk_officer())] == [1, 4, 6, 6]
    assert [high(p) for p in (make.chief(), make.outsider(), make.user("dg-office", "HQ"))] == [0, 0, 0]
    gone = make.risk_officer(is_active=False)
    assert high(gone) == 0


def night(on, matrix, n, *, office="UG", category="CAP"):
    from risks.models import Category

    return PortfolioSnapshot.objects.create(
        taken_on=on,
        matrix=matrix,
        office=make.office(office),
        category=Category.objects.get(code=category),
        bands={"high": n, "low": 1},
    )


def test_a_month_is_its_last_night_and_a_month_without_a_night_is_a_gap(method):
    for on, n in (("2026-06-03", 9), ("2026-06-28", 2), ("2026-07-30", 3), ("2026-10-01", 5), ("2024-01-01", 7)):
        night(date.fromisoformat(on), method, n)
    found = figures.trend(make.risk_officer(), Q(), date(2026, 11, 28))
    (segment,) = found["segments"]
    told = {row["month"].isoformat(): row["row"]["grave"] if row["row"] else None for row in segment.months}
    assert told == {"2026-06-01": 2, "2026-07-01": 3, "2026-08-01": None, "2026-09-01": None, "2026-10-01": 5}
    assert len(segment.lines) == 2 and [len(line.split()) for line in segment.lines] == [2, 1]


def test_the_trend_says_that_nothing_is_counted_yet(method, as_):
    page = as_(make.risk_officer()).get("/risks/portfolio/trend/").content.decode()
    assert "No night has been counted yet" in page and "<svg class" not in page


@pytest.mark.scenario("risks-12")
def test_a_new_matrix_changes_no_band_and_the_portfolio_and_the_trend_break_between_the_two(method, as_):
    """Matrix v2 by its own action: no stored band changes; the portfolio shows both apart; the trend breaks."""
    register = make.register(office="UG")
    for rating in (HIGH, Rating(1, {"money": 1})):
        make.risk(register, current=rating)
    stored = list(Assessment.objects.order_by("pk").values())
    actions.count_portfolio(now=timezone.now() - timedelta(days=40))

    second = make.next_method(cells={(3, 4): "very_high"})

    assert list(Assessment.objects.order_by("pk").values()) == stored
    new = make.risk(register, is_rated=False, owner=register.opened_by)
    actions.assess(
        new,
        ratings=dict.fromkeys(("inherent", "current", "target"), HIGH),
        confidence="medium",
        speed="weeks",
        rationale="Seen before.",
        by=register.opened_by,
    )
    actions.count_portfolio()
    assert list(Assessment.objects.filter(matrix=method).order_by("pk").values()) == stored
    officer = as_(make.risk_officer())
    page = officer.get("/risks/portfolio/")
    assert [(line["matrix"], line["n"]) for line in page.context["heat"].spread] == [(second.number, 1), (1, 2)]
    cell = next(row.cells[0] for row in page.context["heat"].rows if row.code == "CAP")
    opened = [mark for mark in cell if mark.kind == "open"]
    assert [(mark.matrix, mark.sign, str(mark.word)) for mark in opened] == [
        ("v2", "1", "Very high"),
        ("v1", "2", "High"),
    ]
    assert [officer.get(mark.url).context["page"].total for mark in opened] == [1, 2]
    answer = officer.get("/risks/portfolio/trend/")
    first, after = answer.context["trend"]["segments"]
    assert (first.number, after.number) == (1, 2) and after.is_begun_here and not first.is_begun_here
    assert [point["n"] for point in first.points] == [2, 2] and [point["n"] for point in after.points] == [1]
    assert not set(first.lines) & set(after.lines)
    assert "Matrix v2 from" in answer.content.decode() and "matrix v2 from" in answer.content.decode()

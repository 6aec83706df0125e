"""The bank of indicators: method sheets in three languages, and figures over the projects a reader may see."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from projects import content, summing
from projects.models import Indicator
from pvehub.vocabulary.models import Term
from tests import make

pytestmark = pytest.mark.django_db


def test_every_indicator_has_definition_question_and_frequency_in_three_languages():
    make.reference()
    terms = list(Term.objects.of("indicators"))

    assert len(terms) == 36
    for term in terms:
        for name, least in (("definition", 80), ("question", 80), ("frequency", 20)):
            texts = [term.attributes.get(f"{name}{suffix}", "") for suffix in ("", "_fr", "_es")]
            assert min(map(len, texts)) >= least and len(set(texts)) == 3, f"{term.code} {name}"


def test_what_the_list_says_in_english_only_is_told_in_the_readers_language():
    make.reference()
    for term in Term.objects.of("indicators"):
        for name in ("source", "caution", "unit"):
            if term.attributes.get(name):
                assert term.attributes[f"{name}_fr"] and term.attributes[f"{name}_es"], f"{term.code} {name}"


def test_sensitive_questions_are_asked_indirectly_and_no_names_are_kept():
    make.reference()
    said = {term.code: term.attributes["question"] for term in Term.objects.of("indicators")}

    assert "list experiment" in said["PVE-IM-01"] and "never record names" in said["PVE-IM-01"]
    assert "no list" in said["PVE-OC-10"] and "by women" in said["PVE-IM-03"]


@pytest.fixture
def term():
    return make.standard("PVE-OP-03")


def project(term, *, amounts=((10, 1),), adds_up=True, value_type="number", parts=None, base=None, **fields):
    """An active project whose indicator was endorsed, with values by (amount, month)."""
    made = make.complete_project(status="active", **fields)
    indicator = make.indicator(made, term=term, adds_up=adds_up, value_type=value_type, disaggregation=["sex"])
    made.endorsed_content = content.frozen(made)
    made.save()
    for amount, month in amounts:
        make.value(indicator, amount, month=month, parts=parts or {}, base=base)
    return made


def results(client, user, term, **query):
    client.force_login(user)
    answer = client.get(reverse("projects:indicator-results", args=[term.code]), query)
    assert answer.status_code == 200
    return answer.context


def test_numbers_add_up_over_projects_and_states_count_with_their_last(client, term):
    project(term, amounts=[(10, 1), (5, 2)])
    project(term, amounts=[(7, 1), (9, 2)], adds_up=False)

    told = results(client, make.outsider(), term)

    assert told["figure"]["total"] == "24" and told["figure"]["projects"] == 2


def test_percentages_are_never_added_and_the_mean_rests_on_those_who_say_how_many_were_asked(client):
    share = make.standard("PVE-IM-03", level="impact", unit="percent")
    for amount, base in ((40, 100), (60, 300), (90, None)):
        project(share, amounts=[(amount, 1)], adds_up=False, value_type="percent", base=base)

    told = results(client, make.outsider(), share)["figure"]

    assert told["total"] == "" and (told["low"], told["high"], told["mean"]) == ("40", "90", "55")
    assert (told["based"], told["asked"], told["projects"]) == (2, 400, 3)


def test_each_figure_is_the_readers_own(client, term):
    project(term, amounts=[(10, 1)])
    hidden = project(term, amounts=[(1000, 1)], tier=2, title="canaryhidden")

    outside = results(client, make.outsider(), term)
    inside = results(client, make.reviewer(), term)

    assert outside["figure"]["total"] == "10" and inside["figure"]["total"] == "1,010"
    listed = client.get(reverse("projects:indicator-list"))
    assert "2 projects" in listed.content.decode()
    client.force_login(make.outsider())
    for name in ("indicator-list", "indicator-sheet", "indicator-results"):
        page = client.get(reverse(f"projects:{name}", args=[] if name == "indicator-list" else [term.code]))
        text = page.content.decode()
        assert "canaryhidden" not in text and hidden.ref not in text and "2 projects" not in text


def test_what_was_not_endorsed_counts_for_the_people_of_the_project_only(client, term):
    made = make.complete_project(status="active")
    make.value(make.indicator(made, term=term, adds_up=True, value_type="number"), 77)

    assert results(client, make.outsider(), term)["figure"]["projects"] == 0
    assert results(client, make.reviewer(), term)["figure"]["total"] == "77"


def test_figures_are_told_by_year_region_and_theme_and_lead_to_the_list_behind(client, term):
    project(term, amounts=[(10, 1)], office="UG")
    project(term, amounts=[(5, 1)], office="NG", title="Of Abuja")

    told = results(client, make.outsider(), term)
    tables = {title: {row["label"]: row for row in rows} for title, rows in told["tables"]}
    assert tables["By year"]["2026"]["total"] == "15" and len(tables["By region"]) == 2
    assert sum(int(row["total"]) for row in tables["By region"].values()) == 15

    west = next(row for label, row in tables["By region"].items() if row["total"] == "5")
    behind = client.get(west["url"]).context
    assert [row["title"] for row in behind["rows"]] == ["Of Abuja"]
    assert results(client, make.outsider(), term, year="2025")["figure"]["projects"] == 0


def test_parts_are_added_with_what_nobody_broke_down(client, term):
    project(term, amounts=[(10, 1)], parts={"sex": {"female": "6", "male": "4"}, "location": {"canaryplace": "10"}})
    project(term, amounts=[(5, 1)])

    parts = dict(results(client, make.outsider(), term)["parts"])

    assert dict(parts["Sex"]) == {"Women and girls": "6", "Men and boys": "4", "Not broken down": "5"}
    assert "canaryplace" not in str(parts)


def test_projects_that_may_count_the_same_people_are_named(client, term):
    one, other = project(term), project(term)
    apart = project(term, office="NG")

    pairs = results(client, make.outsider(), term)["pairs"]

    assert [{pair.one.pk, pair.other.pk} for pair in pairs] == [{one.pk, other.pk}]
    assert apart.pk not in {pair.one.pk for pair in pairs}


def test_pairs_are_found_without_comparing_everybody_with_everybody():
    class Row:
        def __init__(self, pk):
            self.pk = pk

    given = [summing.Contribution(Row(pk), True, 1, None, date(2026, 1, 1), date(2026, 12, 31)) for pk in range(10_000)]
    facts = {pk: {"countries": {"UG"}, "themes": {"SOCOH"}} for pk in range(10_000)}

    assert len(summing.overlaps(given, facts)) == summing.MOST_PAIRS


@pytest.mark.parametrize("name", ["indicator-list", "indicator-sheet", "indicator-results"])
def test_pages_of_the_bank_cost_the_same_with_one_and_with_many_projects(client, term, name):
    client.force_login(make.reviewer())
    url = reverse(f"projects:{name}", args=[] if name == "indicator-list" else [term.code])
    counts = []
    for more in (1, 4):
        for _ in range(more):
            project(term)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(url)
        counts.append(len(queries))

    assert counts[0] == counts[1] <= 12, counts


ODD = [
    {"q": "x" * 300},
    {"level": "nonsense"},
    {"q": "\x00"},
    {"year": "٢٠٢٦"},
    {"region": "'"},
    {"theme": "none"},
]


@pytest.mark.parametrize("query", ODD)
def test_any_query_is_answered(client, term, query):
    client.force_login(make.outsider())

    for name, args in (("indicator-list", []), ("indicator-results", [term.code])):
        assert client.get(reverse(f"projects:{name}", args=args), query).status_code == 200


def test_a_word_finds_an_indicator_by_its_name_or_sheet(client):
    make.reference()
    client.force_login(make.outsider())

    text = client.get(reverse("projects:indicator-list"), {"q": "trust institution"}).content.decode()

    assert "PVE-OC-01" in text and "PVE-OP-07" not in text


def test_the_sheet_is_read_in_the_readers_language(client):
    make.reference()
    client.force_login(make.officer("NE", language="fr"))

    with translation.override("en"):  # the request leaves its language behind
        text = client.get(reverse("projects:indicator-sheet", args=["PVE-IM-01"])).content.decode()

    assert "Adultes de la zone du projet" in text and "enquête de perception" in text and Indicator.objects.count() == 0

"""Indicators are rows: of the bank or own, complete or saying why not, numbered once and for all."""

from importlib import import_module

import pytest
from django.apps import apps

from projects import actions, content
from projects.forms import row_form
from projects.models import Answer, Indicator
from pvehub import access
from pvehub.vocabulary.models import Term
from tests import make

pytestmark = pytest.mark.django_db


def form(project, **said):
    given = {
        "is_measurable": "on",
        "level": "outcome",
        "value_type": "percent",
        "name": "Trust in the committee",
    } | said
    return row_form("indicators", project, given)


def add(project, **said):
    filled = form(project, **said)
    assert filled.is_valid(), filled.errors
    return actions.add_row(project, "indicators", by=project.manager, fields=filled.cleaned_data)


def test_a_standard_indicator_brings_what_its_sheet_says():
    make.reference()
    term = Term.objects.get(list="indicators", code="PVE-OC-03")

    row = add(make.project(), term=term.pk, name="", level="", value_type="")

    assert (row.code, row.level, row.value_type, row.adds_up) == ("PVE-OC-03", "outcome", "scale", False)
    assert row.disaggregation == ["sex", "age", "location"] and row.title == term.name


def test_what_the_portal_counts_itself_is_not_offered():
    make.reference()

    assert not row_form("indicators", make.project()).fields["term"].queryset.filter(code__startswith="PVE-PR").exists()


def test_an_own_indicator_gets_a_number_that_no_other_ever_had():
    project = make.project()
    first = add(project)
    actions.remove_row(project, "indicators", first.pk, by=project.manager)

    second = add(project)

    assert first.code != second.code and second.code.startswith("OWN-")


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"name": ""}, "name"),
        ({"level": ""}, "level"),
        ({"baseline": "about a third"}, "baseline"),
        ({"target": "101"}, "target"),
        ({"value_type": "scale", "target": "0"}, "target"),
        ({"target": "NaN"}, "target"),
        ({"target": "1e400"}, "target"),
        ({"is_measurable": ""}, "why_not_measurable"),
    ],
)
def test_what_does_not_fit_together_is_refused_at_its_field(said, field):
    assert list(form(make.project(), **said).errors) == [field]


def test_words_are_welcome_where_the_value_is_told():
    row = add(make.project(), value_type="text", baseline="Nobody asks them.", target="They are asked first.")

    assert row.baseline == "Nobody asks them." and not row.adds_up


def test_a_record_names_what_an_indicator_lacks_and_asks_nothing_of_one_that_says_why_not():
    project = make.complete_project()
    Indicator.objects.filter(project=project).update(unit="", target="", name="Trust")
    make.indicator(project, unit="", target="", is_measurable=False, why_not_measurable="No baseline before March.")

    sentences = [blocker.sentence for blocker in content.missing(project)]

    assert sentences == ["Monitoring: “Trust” lacks: unit, target."]
    assert "NOT MEASURABLE YET: No baseline before March." in content.read(project).words["indicators"]


def test_an_indicator_with_values_stays():
    project = make.complete_project()
    row = project.indicators.get()
    make.value(row)

    with pytest.raises(access.Unmet, match="Values were recorded"):
        actions.remove_row(project, "indicators", row.pk, by=project.manager)


def test_lines_and_ticks_of_before_become_rows_and_no_word_is_lost():
    make.reference()
    project = make.project()
    lines = "Fair committee | percent | 31 | 55 | survey | twice a year\nShare of families, by sex; baseline 24 %; visits.\n\n"
    lines += "Calls answered | number | 3 | 9 | log | now and then"
    said = {"field": "indicators", "value": lines, "revision": 4, "changed_by": project.manager}
    Answer.objects.create(project=project, **said)
    Answer.objects.create(
        project=project, field="standard_indicators", value=["PVE-OP-03"], changed_by=project.manager, revision=1
    )

    import_module("projects.migrations.0005_indicators_from_lines").forwards(apps, None)

    rows = list(project.indicators.order_by("pk"))
    assert [row.code for row in rows] == ["OWN-01", "OWN-02", "OWN-03", "PVE-OP-03"]
    first = rows[0]
    assert (first.name, first.unit, first.baseline, first.target, first.source, first.frequency, first.value_type) == (
        *("Fair committee", "percent", "31", "55", "survey", "half_yearly", "percent"),
    )
    assert rows[1].name == "Share of families, by sex; baseline 24 %; visits." and rows[1].value_type == "text"
    assert rows[2].source == "log · now and then"
    assert rows[3].level == "output" and rows[3].adds_up
    assert add(project).code == "OWN-08"

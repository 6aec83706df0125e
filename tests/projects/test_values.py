"""Values of indicators: what fits, who records, what stays in the history, and what readers beyond the team see."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from projects import actions, content, measuring, tracking
from projects.forms import ValueForm
from projects.measuring import Said
from projects.models import Indicator, IndicatorValue
from pvehub import access
from pvehub.audit import trail
from tests import make
from tests.machinery.amount import some

pytestmark = pytest.mark.django_db
JAN = {"start_on": date(2026, 1, 1), "end_on": date(2026, 1, 31)}
FEB = {"start_on": date(2026, 2, 1), "end_on": date(2026, 2, 28)}


def people(**fields):
    """A number that adds up, by sex, age and place."""
    given = {"value_type": "number", "unit": "people", "adds_up": True, "disaggregation": ["sex", "age", "location"]}
    return make.indicator(make.project(), **(given | fields))


def wrong(indicator, **said):
    said = Said(**(JAN | said))
    return [name for name, _sentence in measuring.problems(indicator, said, indicator.values.all(), date(2026, 6, 1))]


@pytest.mark.parametrize(
    ("said", "fields"),
    [
        ({"value": Decimal(22), "parts": {"sex": {"female": "12", "male": "10"}}}, []),
        ({"value": Decimal(22), "parts": {"sex": {"female": "12", "male": "9"}}}, ["sex"]),
        ({"value": Decimal(22), "parts": {"sex": {"women": "22"}}}, ["sex"]),
        ({"value": Decimal(22), "parts": {"channel": {"radio": "22"}}}, ["channel"]),
        ({"value": Decimal(22), "parts": {"location": {"North market": "20", "Port": "2"}}}, []),
        ({"value": Decimal(22), "parts": {"age": {"15-17": "many"}}}, ["age"]),
        ({"value": Decimal(22), "parts": {"age": {"15-17": "-1", "18-29": "23"}}}, ["age"]),
        ({"value": Decimal(-1)}, ["value"]),
        ({}, ["value"]),
        ({"value": Decimal(1), "end_on": date(2025, 12, 31)}, ["end_on"]),
        ({"value": Decimal(1), "end_on": date(2026, 6, 2)}, ["end_on"]),
    ],
)
def test_a_number_fits_its_range_its_period_and_its_parts(said, fields):
    assert wrong(people(), **said) == fields


def test_a_percentage_lies_between_its_parts_and_a_text_says_something():
    share = people(value_type="percent", adds_up=False)
    told = people(value_type="text", adds_up=False)

    assert wrong(share, value=Decimal(50), parts={"sex": {"female": "40", "male": "60"}}) == []
    assert wrong(share, value=Decimal(70), parts={"sex": {"female": "40", "male": "60"}}) == ["sex"]
    assert wrong(share, value=Decimal(101)) == ["value"]
    assert wrong(told) == ["text"] and wrong(told, text="They are asked first.") == []


def test_periods_of_what_adds_up_do_not_overlap_and_states_may():
    counted, share = people(), people(value_type="percent", adds_up=False)
    for indicator in (counted, share):
        make.value(indicator, start_on=date(2026, 1, 15), end_on=date(2026, 2, 15))

    assert wrong(counted, value=Decimal(5)) == ["start_on"]
    assert wrong(share, value=Decimal(5)) == []


def test_a_correction_keeps_what_stood_there_in_the_history():
    indicator = people()
    officer = make.officer("UG")
    value = actions.record_value(indicator, Said(**JAN, value=Decimal(20)), by=officer)

    actions.correct_value(value, Said(**JAN, value=Decimal(22)), by=officer, seen=1)

    kept = list(trail.of(indicator).order_by("seq"))
    assert [event.verb for event in kept] == ["projects.value_recorded", "projects.value_corrected"]
    before, after = kept[1].changes["value"]
    assert (before["value"], after["value"]) == ("20", "22")
    assert indicator.values.get().revision == 2


def test_the_same_again_is_no_correction_and_a_seen_value_is_not_overwritten():
    indicator = people()
    officer = make.officer("UG")
    value = actions.record_value(indicator, Said(**JAN, value=Decimal(20)), by=officer)

    assert actions.correct_value(value, Said(**JAN, value=Decimal(20)), by=officer, seen=1).revision == 1
    actions.correct_value(value, Said(**JAN, value=Decimal(21)), by=officer, seen=1)
    with pytest.raises(access.Moved):
        actions.correct_value(value, Said(**JAN, value=Decimal(22)), by=officer, seen=1)


def test_a_value_goes_with_a_reason_only_and_stays_in_the_history():
    indicator = people()
    value = make.value(indicator, 40)
    with pytest.raises(access.Unmet):
        actions.remove_value(value, by=indicator.project.manager, reason=" ", seen=1)

    actions.remove_value(value, by=indicator.project.manager, reason="Of another project", seen=1)

    event = trail.of(indicator).get()
    assert not indicator.values.exists() and "Of another project" in event.note
    assert event.changes["value"][0]["value"] == "40"


def test_values_are_recorded_while_the_record_is_locked_by_officers_of_its_offices_only():
    project = make.complete_project(status="active")
    indicator = project.indicators.get()
    assert project.open_sections == []

    actions.record_value(indicator, Said(**JAN, value=Decimal(40)), by=make.officer("UG"))
    for other in (make.officer("NG"), make.specialist("NBO"), make.reviewer(), make.administrator()):
        with pytest.raises(access.Refused):
            actions.record_value(indicator, Said(**FEB, value=Decimal(41)), by=other)


def test_nothing_is_recorded_once_the_project_is_cancelled():
    project = make.complete_project(status="cancelled")

    with pytest.raises(access.Refused, match="cancelled"):
        actions.record_value(project.indicators.get(), Said(**JAN, value=Decimal(40)), by=project.manager)


# What readers beyond the team see


def endorsed(**fields):
    project = make.complete_project(status="active", **fields)
    indicator = project.indicators.get()
    Indicator.objects.filter(pk=indicator.pk).update(disaggregation=["sex", "location"])
    project.endorsed_content = content.frozen(project)
    project.save()
    parts = {"sex": {"female": "40", "male": "40"}, "location": {"canaryplace": "40", "Port": "40"}}
    make.value(indicator, 40, parts=parts, note="canarynote")
    return project, indicator


def page(client, user, indicator):
    client.force_login(user)
    return client.get(indicator.get_absolute_url())


def test_readers_of_the_open_sections_see_values_without_places_groups_and_notes(client):
    _project, indicator = endorsed()

    outside = page(client, make.officer("NG"), indicator).content.decode()
    inside = page(client, make.reviewer(), indicator).content.decode()

    assert "Women and girls 40" in outside and "canaryplace" not in outside and "canarynote" not in outside
    assert "canaryplace" in inside and "canarynote" in inside


def test_what_was_added_or_changed_since_the_endorsement_is_not_read_beyond_the_team(client):
    project, indicator = endorsed()
    Indicator.objects.filter(pk=indicator.pk).update(name="canaryname", target="777")
    fresh = make.indicator(project, name="canaryfresh")
    outsider = make.officer("NG")

    seen = page(client, outsider, indicator).content.decode()

    assert "canaryname" not in seen and "777" not in seen
    assert page(client, outsider, fresh).status_code == 404
    assert fresh not in Indicator.objects.visible_to(outsider) and indicator in Indicator.objects.visible_to(outsider)
    assert "canaryfresh" not in client.get(project.get_absolute_url()).content.decode()


@pytest.mark.parametrize(("tier", "status"), [(0, 200), (1, 404), (2, 404), (3, 404)])
def test_a_stricter_tier_closes_the_values_too(client, tier, status):
    _project, indicator = endorsed(tier=tier)
    outsider = make.officer("NG")

    assert page(client, outsider, indicator).status_code == status
    assert IndicatorValue.objects.visible_to(outsider).exists() == (status == 200)


# The form


def test_a_value_with_its_parts_comes_in_by_the_form_and_is_shown_with_its_total(client):
    indicator = people(target="60", baseline="0")
    client.force_login(make.officer("UG"))
    url = reverse("projects:value-add", args=[indicator.project.ref, indicator.code])
    said = {"quality": "verified", "value": "22", "part-sex-female": "12", "part-sex-male": "10"}
    said |= {"parts-location": "North market | 20\nPort | 2"}

    client.post(url, said | {"start_on": "2026-01-01", "end_on": "2026-01-31"})
    client.post(url, said | {"start_on": "2026-02-01", "end_on": "2026-02-28"})

    first = indicator.values.in_order().first()
    assert first.parts == {"sex": {"female": "12", "male": "10"}, "location": {"North market": "20", "Port": "2"}}
    answer = client.get(indicator.get_absolute_url()).content.decode()
    assert "Total so far" in answer and ">44<" in answer and "the target is 60" in answer


def test_a_wrong_sum_comes_back_at_its_field_with_what_was_typed(client):
    indicator = people()
    client.force_login(make.officer("UG"))
    said = {
        "quality": "verified",
        "value": "22",
        "part-sex-female": "12",
        "start_on": "2026-01-01",
        "end_on": "2026-01-31",
    }

    answer = client.post(reverse("projects:value-add", args=[indicator.project.ref, indicator.code]), said)

    assert answer.status_code == 422 and not indicator.values.exists()
    assert "add up to 12" in answer.content.decode() and 'value="22"' in answer.content.decode()


TEXTS = st.one_of(
    st.text(max_size=60),
    st.sampled_from(["1e400", "NaN", "-1", "٣", "1,5", "0x10", "=1+1", "2026-02-30", "9" * 20, "a|b|1\n|2", "\x00"]),
)
NAMES = [
    "start_on",
    "end_on",
    "value",
    "base",
    "quality",
    "note",
    "part-sex-female",
    "part-age-15-17",
    "parts-location",
]


@settings(max_examples=some(120), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(said=st.dictionaries(st.sampled_from(NAMES), TEXTS))
def test_whatever_is_typed_the_form_answers_and_what_passes_can_be_kept(said):
    indicator = people()
    form = ValueForm(indicator, {"start_on": "2026-01-01", "end_on": "2026-01-31", "quality": "reported"} | said)

    if form.is_valid():
        value = actions.record_value(indicator, form.said(), by=indicator.project.manager)
        assert measuring.data_of(IndicatorValue.objects.get(pk=value.pk)) == form.said().data()


# Target against actual


def test_the_way_from_baseline_to_target_is_told_in_figures_and_drawn():
    share = people(value_type="percent", adds_up=False, baseline="20", target="60")
    make.value(share, 30, month=1)
    make.value(share, 40, month=2)

    course = tracking.course(share, share.values.in_order())
    drawn = tracking.drawing(course, date(2026, 1, 1), date(2026, 12, 31))

    assert course.way == 50 and course.steps[-1].reached == 40
    assert drawn["target"] and drawn["baseline"] and len(drawn["points"]) == 2
    assert "stands at 40, the target is 60" in drawn["description"]


@pytest.mark.parametrize("amount", ["0", "0.0001", "7", "12345678901", "999999999999"])
def test_any_figure_can_be_drawn(amount):
    counted = people(target="", baseline="")
    make.value(counted, amount)

    drawn = tracking.drawing(tracking.course(counted, counted.values.in_order()), None, None)

    assert 2 <= len(drawn["lines"]) <= 6 and all(0 <= int(point["y"]) <= 280 for point in drawn["points"])


# Late


def test_a_value_is_late_once_its_day_has_passed_and_not_after_the_last_one():
    today = timezone.localdate()
    project = make.complete_project(
        status="active", start_on=today - timedelta(days=200), end_on=today + timedelta(days=400)
    )
    monthly = make.indicator(project, frequency="monthly")
    half_yearly = project.indicators.exclude(pk=monthly.pk).get()
    never = make.indicator(project, frequency="")
    unmeasured = make.indicator(project, frequency="monthly", is_measurable=False, why_not_measurable="No baseline.")

    late = list(Indicator.objects.late(today))
    assert set(late) == {monthly, half_yearly} and never not in late and unmeasured not in late

    make.value(monthly, 5, start_on=today - timedelta(days=40), end_on=today - timedelta(days=5))
    assert list(Indicator.objects.late(today)) == [half_yearly]
    assert list(Indicator.objects.late(today + timedelta(days=40))) == [half_yearly, monthly]


@pytest.mark.parametrize("status", ["draft", "endorsed", "suspended", "closed", "cancelled"])
def test_only_running_projects_are_late(status):
    today = timezone.localdate()
    make.complete_project(status=status, start_on=today - timedelta(days=900), end_on=today + timedelta(days=9))

    assert not Indicator.objects.late(today)


def test_what_is_reported_at_start_and_end_is_due_at_the_end_and_covered_then():
    end = timezone.localdate()
    project = make.complete_project(status="closing", start_on=end - timedelta(days=300), end_on=end)
    indicator = project.indicators.get()
    Indicator.objects.update(frequency="start_end")

    assert Indicator.objects.with_due_on().get().due_on == end
    assert not Indicator.objects.late(end) and Indicator.objects.late(end + timedelta(days=1)).get() == indicator
    make.value(indicator, start_on=end - timedelta(days=30), end_on=end)
    assert not Indicator.objects.late(end + timedelta(days=90))

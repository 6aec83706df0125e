"""Values by sheet: out with codes and no formula, in by a dry run with row, column and reason, and twice is once."""

import csv
import io
import zipfile
from datetime import date

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from projects import actions, measuring, valuesheets
from projects.models import IndicatorValue, ValueSheet
from projects.valuesheets import Verdict
from pvehub import access
from pvehub.audit import trail
from tests import make
from tests.machinery.amount import some

pytestmark = pytest.mark.django_db
HEADER = ["indicator", "start_on", "end_on", "value", "sex.female", "sex.male", "location.North market", "note"]


@pytest.fixture
def indicator():
    made = make.project()
    facts = {"value_type": "number", "adds_up": True, "disaggregation": ["sex", "location"]}
    return make.indicator(made, code="OWN-01", name="People", **facts)


def planned(indicator, *rows, header=HEADER, today=date(2026, 11, 1)):
    listed = [[number, list(cells)] for number, cells in enumerate(rows, 2)]
    return valuesheets.plan(indicator.project, header, listed, today)


def url(name, indicator, *args, **query):
    return reverse(f"projects:{name}", args=[indicator.project.ref, *args], query=query)


def sheet(*rows, header=HEADER):
    out = io.StringIO()
    csv.writer(out).writerows([header, *rows])
    return SimpleUploadedFile("values.csv", out.getvalue().encode())


JAN = ("OWN-01", "2026-01-01", "2026-01-31", "22", "12", "10", "22", "")
FEB = ("OWN-01", "2026-02-01", "2026-02-28", "5", "5", "", "5", "")


def test_a_sheet_is_looked_at_applied_and_the_same_again_changes_nothing(client, indicator):
    client.force_login(make.officer("UG"))
    for again in (False, True):
        answer = client.post(url("value-upload", indicator), {"file": sheet(JAN, FEB)})
        page = client.get(answer.url)
        assert IndicatorValue.objects.count() == (2 if again else 0)
        counts = {each["label"]: each["n"] for each in page.context["counts"]}
        assert counts == {"New": 0 if again else 2, "Changed": 0, "Unchanged": 2 if again else 0, "Refused": 0}
        client.post(answer.url + "apply/", {"seen": page.context["seen"]})

    first = indicator.values.in_order().first()
    assert first.parts == {"sex": {"female": "12", "male": "10"}, "location": {"North market": "22"}}
    assert [event.verb for event in trail.of(indicator)] == ["projects.value_recorded"] * 2


def test_a_corrected_cell_is_a_correction_with_its_history(indicator):
    make.value(indicator, 22, start_on=date(2026, 1, 1), end_on=date(2026, 1, 31), parts={"sex": {"female": "22"}})

    row = planned(indicator, ("OWN-01", "2026-01-01", "2026-01-31", "23", "23", "", "", ""))[0]

    assert row.verdict == Verdict.CHANGED and row.said.parts == {"sex": {"female": "23"}}


def test_a_column_left_out_leaves_what_it_stands_for(indicator):
    make.value(
        indicator, 22, start_on=date(2026, 1, 1), end_on=date(2026, 1, 31), parts={"sex": {"female": "22"}}, note="Kept"
    )

    header = ["indicator", "start_on", "end_on", "value"]

    assert (
        planned(indicator, ("OWN-01", "2026-01-01", "2026-01-31", "22"), header=header)[0].verdict == Verdict.UNCHANGED
    )


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        (("OWN-99", *JAN[1:]), "indicator"),
        (("OWN-01", "", *JAN[2:]), "start_on"),
        (("OWN-01", "31.31.2026", *JAN[2:]), "start_on"),
        (("OWN-01", "2026-02-01", "2026-01-01", *JAN[3:]), "end_on"),
        (("OWN-01", "2026-12-01", "2026-12-31", *JAN[3:]), "end_on"),
        ((*JAN[:3], "many", *JAN[4:]), "value"),
        ((*JAN[:3], "-22", *JAN[4:]), "value"),
        ((*JAN[:4], "11", *JAN[5:]), "sex"),
        ((*JAN[:3], "=1+21", *JAN[4:]), "value"),
    ],
)
def test_a_row_that_does_not_fit_is_refused_with_its_column_and_a_reason(indicator, cells, column):
    row = planned(indicator, cells)[0]

    assert row.verdict == Verdict.REFUSED and row.number == 2
    assert column in [name for name, _reason in row.problems] and all(reason for _name, reason in row.problems)


def test_one_period_twice_in_a_sheet_is_refused_the_second_time(indicator):
    rows = planned(indicator, JAN, JAN)

    assert [row.verdict for row in rows] == [Verdict.NEW, Verdict.REFUSED]


def test_clean_rows_are_applied_and_refused_ones_stay_out(indicator):
    officer = make.officer("UG")
    rows = [[2, list(JAN)], [3, ["OWN-01", "2026-02-01", "2026-02-28", "many"]]]
    kept = actions.upload_sheet(indicator.project, "v.csv", HEADER, rows, by=officer)
    seen = valuesheets.counts(valuesheets.plan(indicator.project, HEADER, rows, timezone.localdate()))

    actions.apply_sheet(kept, by=officer, seen=seen)

    assert indicator.values.count() == 1 and ValueSheet.objects.get().applied_counts["refused"] == 1
    with pytest.raises(access.Moved):
        actions.apply_sheet(kept, by=officer, seen=seen)


def test_what_changed_since_the_dry_run_is_shown_again_before_it_is_applied(indicator):
    officer = make.officer("UG")
    kept = actions.upload_sheet(indicator.project, "v.csv", HEADER, [[2, list(JAN)]], by=officer)
    seen = {"new": 1, "changed": 0, "unchanged": 0, "refused": 0}
    make.value(indicator, 20, start_on=date(2026, 1, 1), end_on=date(2026, 1, 31))

    with pytest.raises(access.Moved):
        actions.apply_sheet(kept, by=officer, seen=seen)
    assert indicator.values.get().value == 20


def test_a_sheet_is_its_owners_alone_and_for_those_who_record(client, indicator):
    kept = actions.upload_sheet(indicator.project, "v.csv", HEADER, [[2, list(JAN)]], by=make.officer("UG"))
    client.force_login(make.officer("UG"))
    assert client.get(url("value-plan", indicator, kept.pk)).status_code == 404

    with pytest.raises(access.Refused):
        actions.upload_sheet(indicator.project, "v.csv", HEADER, [], by=make.reviewer())


# Out


def out(client, indicator, **query):
    answer = client.get(url("value-template", indicator, **query))
    return b"".join(answer.streaming_content)


def test_what_goes_out_comes_in_unchanged_in_both_formats(client, indicator):
    parts = {"sex": {"female": "12", "male": "10"}, "location": {"Nord, marché": "22"}}
    make.value(indicator, "22", month=1, parts=parts, note="=HYPERLINK(1)", base=40)
    told = make.indicator(indicator.project, value_type="text", code="OWN-02", disaggregation=[])
    make.value(told, 1, value=None, text="-They are asked first.\nAlways.")
    client.force_login(make.officer("UG"))

    for kind in ("xlsx", "csv"):
        content = out(client, indicator, **{"as": kind})
        upload = SimpleUploadedFile(f"values.{kind}", content)
        answer = client.post(url("value-upload", indicator), {"file": upload})
        assert answer.status_code == 302, answer.context["form"].errors
        counts = {each["label"]: each["n"] for each in client.get(answer.url).context["counts"]}
        assert counts == {"New": 0, "Changed": 0, "Unchanged": 2, "Refused": 0}, kind


@pytest.mark.parametrize("evil", ["=1+1", "+1", "-1+1", "@SUM(1)", "\t=1", "＝1+1"])
def test_no_text_of_a_sheet_is_a_formula(client, indicator, evil):
    make.value(indicator, 22, note=evil, parts={"location": {"=place": "22"}})
    client.force_login(make.officer("UG"))

    book = openpyxl.load_workbook(io.BytesIO(out(client, indicator)))
    assert not [cell for row in book.active.iter_rows() for cell in row if cell.data_type == "f"]
    for line in csv.reader(io.StringIO(out(client, indicator, **{"as": "csv"}).decode("utf-8-sig"))):
        assert not [cell for cell in line if cell.strip()[:1] in tuple("=+-@＝")]


def test_the_header_holds_codes_in_every_language(indicator):
    assert valuesheets.columns(indicator.project)[:12] == [
        *valuesheets.PLAIN,
        *("sex.female", "sex.male", "sex.other", "sex.unknown"),
    ]


# Files that are not what they seem


def bomb():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (64 << 20))
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("values.xlsx", b"MZ\x90\x00 program"),
        ("values.csv", b"PK\x03\x04 no csv"),
        ("values.xlsx", b""),
        ("values.csv", b"one column\n1\n"),
        ("values.xml", b"<iati-activities/>"),
        ("values.csv", b"indicator,start_on,value\nOWN-01,2026-01-01,5\n"),
        ("values.csv", b"indicator,start_on,end_on,colour\nOWN-01,2026-01-01,2026-01-31,red\n"),
        ("values.csv", b"indicator,start_on,end_on,value\n" + b"OWN-01,2026-01-01,2026-01-31,5\n" * 2001),
        ("values.csv", ",".join(f"c{n}" for n in range(200_000)).encode()),
        ("values.csv", b"indicator,start_on,end_on,note\nOWN-01,2026-01-01,2026-01-31," + b"x" * (5 << 20)),
    ],
)
def test_a_file_that_is_no_sheet_of_values_gets_one_sentence_and_leaves_nothing(client, indicator, name, content):
    client.force_login(make.officer("UG"))

    answer = client.post(url("value-upload", indicator), {"file": SimpleUploadedFile(name, content)})

    assert answer.status_code == 422 and len(answer.context["form"].errors["file"]) == 1
    assert not ValueSheet.objects.exists()


def test_a_bomb_is_refused_by_its_directory(client, indicator):
    client.force_login(make.officer("UG"))

    answer = client.post(url("value-upload", indicator), {"file": SimpleUploadedFile("values.xlsx", bomb())})

    assert answer.status_code == 422 and "unpacks" in str(answer.context["form"].errors["file"])


CELLS = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        ["OWN-01", "2026-01-01", "2026-01-31", "22", "NaN", "1e999", "'=1", "-5", "9" * 30, "٣", "verified"]
    ),
)


@settings(max_examples=some(150), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.lists(CELLS, min_size=1, max_size=8), max_size=4))
def test_whatever_a_sheet_holds_it_is_judged_and_what_passes_can_be_kept(indicator, rows):
    for row in planned(indicator, *[["OWN-01", *cells] for cells in rows]):
        assert bool(row.problems) == (row.verdict == Verdict.REFUSED)
        if row.verdict == Verdict.NEW and "\x00" not in str(row.said):
            kept = actions.record_value(indicator, row.said, by=indicator.project.manager)
            assert measuring.data_of(IndicatorValue.objects.get(pk=kept.pk)) == row.said.data()
            kept.delete()

"""Sheets of projects: who is told what, in which columns, and that no cell is ever a formula."""

import csv
import io
import tomllib

import openpyxl
import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from projects import content
from projects.actions import values
from projects.exporting import cells, columns
from projects.models import Project
from projects.sections import FIELDS
from pvehub.audit.models import Reading
from tests import make
from tests.machinery.amount import some
from tests.matrix import policy_files
from tests.projects.taking import URL, table, taken, words

pytestmark = pytest.mark.django_db
POLICY = tomllib.loads((policy_files.FOLDER / "projects_exporting.toml").read_text(encoding="utf-8"))


@pytest.fixture(autouse=True)
def files(tmp_path, settings):
    settings.FILES_ROOT = tmp_path


def endorsed(**fields):
    """A published project whose working copy has moved on since."""
    made = make.complete_project(status="endorsed", **fields)
    Project.objects.filter(pk=made.pk).update(title="Moved on", summary="Moved on too")
    return made


# --- the columns ------------------------------------------------------------------------------------------------------


def test_every_column_stands_in_the_policy_and_every_line_is_a_column():
    said = POLICY["export"]
    open_names = [c.name for c in columns.chosen("open", redacted=False)]
    whole_names = [c.name for c in columns.chosen("whole", redacted=False)]

    assert [c.name for c in columns.FACTS] == said["facts"]
    assert set(open_names) == {*said["facts"], *said["open"]}
    assert set(whole_names) == {*said["facts"], *said["open"], *said["team"]}


def test_a_redacted_sheet_has_no_column_of_a_partner_place_person_or_amount():
    names = {c.name for c in columns.chosen("whole", redacted=True)}

    assert not names & {name for name, item in FIELDS.items() if item.redact}
    assert not names & {
        "budget",
        "currency",
        "partners",
        "donors",
        "locations",
        "manager",
        "country_codes",
        "lead_office",
        "region",
    }


def test_a_redacted_sheet_masks_in_every_text_what_the_record_names(as_):
    project = make.complete_project(
        title="Boats of the Lake council", budget=1234567, summary="With Lake council for 1,234,567 euros."
    )
    make.participation(project, "Lake council")
    Project.objects.filter(pk=project.pk).update(
        status="endorsed", submitted_once_at=timezone.now(), endorsed_content=content.frozen(project)
    )
    for person in (project.manager, make.outsider()):
        for format in ("csv", "xlsx"):
            text = words(taken(as_(person), format, "whole", is_redacted="on"))
            assert "Boats of the" in text
            for name in ("Lake council", "1,234,567", "1234567", project.manager.name, "Uganda", "Office UG"):
                assert name not in text, (format, name)


# --- one cell ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "start", ["=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n", " =", "\u200b=", "\u202e@"]
)
def test_no_text_is_taken_for_a_formula(start):
    assert cells.safe(f"{start}1+1").startswith("'")


@pytest.mark.parametrize("text", ["Market", "#activity", "1 = 1", "", "é", "\u202bسوق", "'=1"])
def test_text_that_nobody_computes_stays_as_it_is(text):
    assert cells.safe(text) == text


def test_numbers_stay_numbers_and_dates_dates():
    assert str(cells.number("1200000.00")) == "1200000.00"
    assert cells.number("-5") == -5
    assert cells.number("five") == "five"
    assert cells.number("1e999999") == "1e999999"
    assert cells.day("2026-01-31").year == 2026
    assert cells.day("soon") == "soon"


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_a_formula_in_every_field_is_text_in_every_column(format, as_):
    officer = make.officer("UG")
    evil = '=HYPERLINK("http://x.example","x")'
    project = make.complete_project(manager=officer, title=evil, summary=evil, public_title=evil, currency="=EU")
    for name, item in FIELDS.items():
        if item.kind in ("text", "longtext") and not item.column:
            values.put(project, name, evil, by=officer)
    make.participation(project, evil, added_value=evil)

    raw = taken(as_(officer), format, "whole")

    if format == "csv":
        rows = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"))))
    else:
        sheet = openpyxl.load_workbook(io.BytesIO(raw)).active
        assert all(cell.data_type != "f" for row in sheet for cell in row)
        rows = [[str(cell.value or "") for cell in row] for row in sheet]
    found = [cell for row in rows for cell in row if "HYPERLINK" in cell]
    assert len(found) > 30
    assert not [cell for cell in found if cell[0] in cells.STARTERS]


@given(
    text=st.text(
        alphabet=st.one_of(
            st.sampled_from("=+-@＝＋－＠\t\r\n\"',;\u202e\u2066\x01\x1f\ufffe"),
            st.characters(exclude_categories=["Cs"]),
        ),
        max_size=40,
    )
)
@hypothesis_settings(max_examples=some(200), deadline=None)
def test_whatever_is_written_the_first_sign_a_program_sees_is_harmless(text):
    seen = cells.safe(text)

    assert seen in (text, f"'{text}")
    assert not seen or seen[0] not in cells.STARTERS


def test_signs_that_xml_does_not_know_and_very_long_texts_leave_a_workbook_that_opens(as_):
    officer = make.officer("UG")
    make.project(manager=officer, title="a\x01\x0b_x000D_\ufffe \U0001f54a", summary="x" * 40_000)

    sheet = openpyxl.load_workbook(io.BytesIO(taken(as_(officer), "xlsx", "open"))).active

    header = [cell.value for cell in sheet[1]]
    row = [cell.value for cell in sheet[2]]
    assert "_x000D_" in str(row[header.index("Title")])
    assert len(row[header.index("Overview: Summary")]) <= 32_767
    assert row[header.index("Overview: Summary")].endswith("holds no more)")


# --- the file ---------------------------------------------------------------------------------------------------------


def test_csv_begins_with_the_mark_of_utf_8_and_hxl_tags_are_the_second_row(as_):
    officer = make.officer("UG")
    make.project(manager=officer, title="Ligne d’horizon")

    raw = taken(as_(officer), has_hxl="on")

    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"))))
    assert rows[0][:3] == ["Reference", "Code", "Title"]
    assert rows[1][:3] == ["#activity+id", "#activity+code", "#activity+name"]
    assert all(tag.startswith("#") for tag in rows[1])
    assert rows[2][2] == "Ligne d’horizon"


def test_a_workbook_holds_numbers_and_dates_not_texts_of_them(as_):
    officer = make.officer("UG")
    make.complete_project(manager=officer)

    sheet = openpyxl.load_workbook(io.BytesIO(taken(as_(officer), "xlsx", has_hxl="on"))).active

    row = dict(zip([cell.value for cell in sheet[1]], [cell.value for cell in sheet[3]], strict=True))
    assert row["Budget"] == 1200000
    assert row["Starts on"].date().isoformat() == "2026-01-01"


def test_the_filter_is_the_url(as_):
    officer = make.officer("UG")
    make.project(manager=officer, title="Market", status="draft")
    make.project(manager=officer, title="Ferry", status="in_endorsement")

    rows = table(taken(as_(officer), query="?status=draft"))

    assert [row["Title"] for row in rows] == ["Market"]


def test_a_filter_without_such_a_choice_exports_nothing_rather_than_everything(as_):
    officer = make.officer("UG")
    make.project(manager=officer, title="Market")

    response = as_(officer).post(f"{URL}?status=nonsense", {"format": "csv", "parts": "facts"})

    assert response.status_code == 422
    assert not response.streaming
    assert "Market" not in response.content.decode()


def test_the_sheet_is_in_the_language_of_its_reader(as_):
    officer = make.officer("UG", language="fr")
    make.project(manager=officer, title="Market")

    assert b"Bureau chef de file" in taken(as_(officer)).splitlines()[0]


# --- who is told what ---------------------------------------------------------------------------------------------------


def test_readers_of_the_open_sections_get_what_was_endorsed_and_never_the_working_copy(as_):
    project = endorsed(title="As endorsed", summary="Endorsed summary")
    row = table(taken(as_(make.outsider()), parts="whole"))[0]

    assert row["Reference"] == project.ref
    assert row["Title"] == "As endorsed"
    assert row["Overview: Summary"] == "Endorsed summary"
    assert "Moved on" not in str(row)


def test_of_a_published_project_everybody_gets_what_was_endorsed(as_):
    project = endorsed(title="As endorsed")

    rows = table(taken(as_(project.manager)))

    assert rows[0]["Title"] == "As endorsed"


def test_sections_of_the_team_go_to_readers_of_the_whole_record_and_only_when_asked_for(as_):
    project = make.complete_project(status="endorsed")

    assert "Safeguards: Do no harm" not in table(taken(as_(project.manager), parts="open"))[0]
    assert table(taken(as_(project.manager), parts="whole"))[0]["Safeguards: Do no harm"] == "Said about do_no_harm."
    assert table(taken(as_(make.reviewer()), parts="whole"))[0]["Safeguards: Do no harm"] == "Said about do_no_harm."
    outside = table(taken(as_(make.outsider()), parts="whole"))[0]
    assert outside["Results: Theory of change"] == "Said about theory_of_change."
    assert outside["Safeguards: Do no harm"] == ""


def test_people_go_out_by_name_and_never_as_a_number(as_):
    project = make.complete_project(status="endorsed")

    raw = taken(as_(make.outsider()), parts="open")

    assert project.manager.name in raw.decode()
    assert str(project.manager.uid) not in raw.decode()


def test_a_field_that_became_the_teams_after_the_endorsement_no_longer_goes_out(as_):
    project = make.complete_project(status="endorsed")
    frozen = project.endorsed_content
    for section in frozen["sections"]:
        for item in section["fields"]:
            if item["name"] == "do_no_harm":  # as if it had been open when it was frozen
                section["visibility"] = item["visibility"] = "open"
    Project.objects.filter(pk=project.pk).update(endorsed_content=frozen)

    assert "Said about do_no_harm." not in taken(as_(make.outsider()), parts="whole").decode()


def test_every_project_that_went_out_is_in_the_reading_log(as_):
    project = make.complete_project(status="endorsed")
    make.project()  # a draft of others
    reader = make.outsider()

    taken(as_(reader))

    logged = Reading.objects.filter(actor_uid=reader.uid, what="export")
    assert [(row.kind, row.thing_id) for row in logged] == [("projects.project", project.pk)]

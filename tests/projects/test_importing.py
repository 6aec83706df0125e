"""Lists coming in: every trap of real lists, the dry run, applying once and twice, whose rows are whose."""

import io
import json
from datetime import date
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from projects import actions, importing
from projects.importing import cells
from projects.models import ImportBatch, OtherProject, Project
from pvehub import access
from pvehub.people.models import Country
from tests import make

# Real traps in few rows: identifiers that differ by case, a repeat, several countries, other names of countries, a
# multi-line cell, scientific notation, blank and broken dates, an end before the start, thousands separators.
LIST = """ProjectID,ProjectTitle,ProjectBudget,ProjectLocation,ProjectImplementor,Description,ProjectStartDate,ProjectEndDate
A-UG-08,Social cohesion in slums,4300000,Uganda,International Organization for Migration,"Line one
line two",2016-08-23,2020-02-29
A-REG-01,Better migration,2.4e+07,"Kenya, Uganda, The Gambia",GIZ,,2015-12-16,
A-REG-02,Return and work,"1,234,567.89","Tchad, Uganda","IOM, World Food Programme",,,
A-KE-01,Kenya only,100,Kenya,International Organization for Migration,,,
A-SO-03,Somalia one,1,Uganda,GIZ,,,
a-so-03,Somalia two,2,Uganda,GIZ,,,
A-UG-09,Ends early,5,Uganda,GIZ,,2020-01-01,2019-01-01
A-UG-10,Swapped date,5,Uganda,GIZ,,03/04/2020,
A-UG-11,Nowhere land,5,Ruritania,GIZ,,,
A-UG-12,Bad amount,about ten,Uganda,GIZ,,,
,No identifier,5,Uganda,GIZ,,,
A-UG-13,Institute,5,Uganda,International Migration Institute,,,
A-REG-01,Better migration,2.4e+07,"Kenya, Uganda, The Gambia",GIZ,,2015-12-16,
"""


@pytest.fixture
def officer(db):
    make.reference()
    make.office("KE")
    return make.officer("UG")


def sheet(text=LIST):
    return importing.read_csv(text.encode(), "list.csv")


def plan_of(person, office=None, text=LIST):
    made = sheet(text)
    return importing.plan(made, importing.guess(made.header), by=person, office=office)


def test_the_dry_run_tells_each_row_its_verdict_and_each_problem_once(officer):
    plan = plan_of(officer, make.office("UG"))

    verdicts = {(row.number, row.values["external_id"]): (row.becomes, str(row.verdict)) for row in plan.rows}
    assert verdicts == {
        (2, "A-UG-08"): ("project", "new"),
        (3, "A-REG-01"): ("other", "new"),
        (4, "A-REG-02"): ("project", "new"),
        (5, "A-KE-01"): ("project", "not_yours"),
        (6, "A-SO-03"): ("other", "unclear"),
        (7, "a-so-03"): ("other", "unclear"),
        (8, "A-UG-09"): ("other", "refused"),
        (9, "A-UG-10"): ("other", "unclear"),
        (10, "A-UG-11"): ("other", "unclear"),
        (11, "A-UG-12"): ("other", "refused"),
        (12, ""): ("other", "refused"),
        (13, "A-UG-13"): ("other", "new"),
        (14, "A-REG-01"): ("other", "refused"),
    }
    problems = {row.number: row.problems for row in plan.rows if row.problems}
    assert problems[8] == [("ProjectEndDate", "The end lies before the start (2020-01-01).")]
    assert problems[11] == [("ProjectBudget", "“about ten” is not an amount.")]
    assert problems[14] == [("", "The same identifier stands in row 3 too.")]
    assert [len(each) for each in problems.values()] == [1, 1, 1, 1, 1, 2, 1, 1, 1]
    assert Project.objects.count() == OtherProject.objects.count() == 0


def test_applying_makes_the_clean_rows_and_a_second_time_nothing(officer):
    made = sheet()
    mapping = importing.Mapping(importing.guess(made.header).columns, "EUR", "en")
    actions.apply_plan(made, mapping, by=officer, office=make.office("UG"))

    project = Project.objects.get(external_id="A-UG-08")
    assert (project.tier, project.status, project.lead_office.code, project.manager) == (1, "draft", "UG", officer)
    assert (project.budget, project.currency, project.start_on) == (Decimal("4300000.00"), "EUR", date(2016, 8, 23))
    assert project.summary == "Line one\nline two"
    assert sorted(Project.objects.get(external_id="A-REG-02").countries.values_list("pk", flat=True)) == ["TD", "UG"]
    other = OtherProject.objects.get(external_id="A-REG-01")
    assert other.budget == Decimal("24000000.00")
    assert sorted(other.countries.values_list("pk", flat=True)) == ["GM", "KE", "UG"]

    again = actions.apply_plan(made, mapping, by=officer, office=make.office("UG"))
    assert again.to_apply() == []
    assert (Project.objects.count(), OtherProject.objects.count()) == (2, 2)
    assert again.counts()["unchanged"] == 4


def test_a_changed_list_changes_only_what_nobody_edited_here(officer):
    office = make.office("UG")
    made = sheet()
    actions.apply_plan(made, importing.guess(made.header), by=officer, office=office)
    edited = Project.objects.get(external_id="A-UG-08")
    Project.objects.filter(pk=edited.pk).update(title="Edited by the officer")

    newer = (
        LIST.replace("4300000", "4400000")
        .replace("Return and work", "Return to work")
        .replace("Social cohesion in slums", "Social cohesion in cities")
    )
    plan = actions.apply_plan(sheet(newer), importing.guess(made.header), by=officer, office=office)

    assert {row.values["external_id"]: str(row.verdict) for row in plan.rows if row.changes} == {
        "A-UG-08": "unclear",
        "A-REG-02": "changed",
    }
    assert Project.objects.get(external_id="A-UG-08").title == "Edited by the officer"
    assert Project.objects.get(external_id="A-REG-02").title == "Return to work"


def test_an_identifier_that_stands_here_in_another_case_is_asked_about(officer):
    make.project(external_id="a-ug-08", manager=officer)
    [row] = [row for row in plan_of(officer, make.office("UG")).rows if row.values["external_id"] == "A-UG-08"]
    assert str(row.verdict) == "unclear"
    assert "a-ug-08 stands here already" in row.problems[0][1]


def test_nothing_is_told_of_a_project_that_is_hidden_from_the_importer(officer):
    make.project(external_id="a-ug-08", office="NE", title="Secret", tier=3)
    [row] = [row for row in plan_of(officer, make.office("UG")).rows if row.values["external_id"] == "A-UG-08"]
    assert row.problems == [("", "This identifier cannot be used here; ask TRD to look at it.")]


def test_who_may_import_for_whom(officer):
    with pytest.raises(access.Refused, match="own office"):
        plan_of(officer, make.office("KE"))
    with pytest.raises(access.Refused, match="your office"):
        plan_of(officer, None)
    with pytest.raises(access.Refused):
        plan_of(make.user("staff", "UG"), make.office("UG"))

    rows = {row.number: (str(row.verdict), row.office and row.office.code) for row in plan_of(make.head()).rows}
    assert rows[2] == ("new", "UG")
    assert rows[5] == ("new", "KE")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2.4e+07", "24000000.00"),
        ("1,234,567.89", "1234567.89"),
        ("1.234.567,89", "1234567.89"),
        ("1 234 567", "1234567.00"),
        ("1\u202f234\u00a0567,5", "1234567.50"),
        ("1,234", "1234.00"),
        ("12,5", "12.50"),
        ("€ 500", "500.00"),
        ("0", "0.00"),
        ("", None),
    ],
)
def test_amounts(text, value):
    assert cells.amount(text) == (None if value is None else Decimal(value))


@pytest.mark.parametrize("text", ["ten", "-1", "NaN", "Infinity", "1e99", "1,23,456", "1.2.3"])
def test_what_is_no_amount(text):
    with pytest.raises(ValueError, match="not an amount"):
        cells.amount(text)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2016-08-23", date(2016, 8, 23)),
        ("2016-08-23 00:00:00", date(2016, 8, 23)),
        ("2016/8/3", date(2016, 8, 3)),
        ("23.08.2016", date(2016, 8, 23)),
        ("23/08/2016", date(2016, 8, 23)),
        ("08/23/2016", date(2016, 8, 23)),
        (" ", None),
    ],
)
def test_dates(text, value):
    assert cells.day(text) == value


@pytest.mark.parametrize("text", ["soon", "2016-13-01", "2016-02-30", "31.02.2016"])
def test_what_is_no_date(text):
    with pytest.raises(ValueError, match="2016-08-23"):
        cells.day(text)


def test_a_date_that_reads_two_ways_is_doubtful():
    with pytest.raises(cells.Doubtful, match="day first or month first"):
        cells.day("03/04/2020")


def test_countries_by_every_name_lists_use(officer):
    atlas = cells.Atlas(Country.objects.all())
    text = "The Gambia; Côte d'Ivoire, Tchad | Democratic Republic of the Congo\nMauritanie, UGA, Cabo Verde, Guinea-Bissau"
    found, unknown = atlas.read(text)
    assert [country.pk for country in found] == ["GM", "CI", "TD", "CD", "MR", "UG", "CV", "GW"]
    assert unknown == []


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"PK\x03\x04rest", "not a CSV file but XLSX"),
        (b'<?xml version="1.0"?><iati-activities/>', "not a CSV file but XML"),
        (b"%PDF-1.7", "not a CSV file but PDF"),
        (b"", "empty"),
        (b"just one line of text", "Only one column"),
        (b"a,b\n1,2,3", "Row 2 has more cells"),
        (b"a,a\n1,2", "Two columns are called"),
        (b'a,b\n"open,2', "quotation mark is not closed"),
        (b"a,b\n\x00,2", "not a CSV file"),
        ("a,b\n1,2".encode("utf-16"), "UTF-16"),
    ],
)
def test_a_file_that_is_not_what_it_claims_gets_one_sentence(content, sentence):
    with pytest.raises(importing.Unreadable, match=sentence):
        importing.read_csv(content, "list.csv")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_encodings_and_separators_are_found(encoding):
    made = importing.read_csv("Identifiant;Titre\nX;Cohésion à Guéckédou".encode(encoding), "liste.csv")
    assert (made.header, made.rows) == (["Identifiant", "Titre"], [["X", "Cohésion à Guéckédou"]])
    assert importing.guess(made.header).columns == {"external_id": "Identifiant", "title": "Titre"}


def test_the_command_is_a_dry_run_until_it_is_told_to_apply(officer, tmp_path):
    path, out = tmp_path / "list.csv", io.StringIO()
    path.write_text(LIST, encoding="utf-8")
    call_command("import_projects", path, "--by", officer.email, "--json", stdout=out)
    told = json.loads(out.getvalue())
    assert (told["applied"], told["counts"]["new"], Project.objects.count()) == (False, 4, 0)

    call_command("import_projects", path, "--by", officer.email, "--apply", stdout=io.StringIO())
    assert Project.objects.count() == 2
    with pytest.raises(CommandError, match="No active person"):
        call_command("import_projects", path, "--by", "nobody@test.example")


def test_the_pages_upload_map_show_and_apply_once(officer, as_):
    client = as_(officer)
    upload = io.BytesIO(LIST.encode())
    upload.name = "list.csv"
    answer = client.post(reverse("projects:import-upload"), {"file": upload, "office": make.office("UG").pk})
    batch = ImportBatch.objects.get()
    assert answer.url == reverse("projects:import-map", args=[batch.pk])
    columns = dict(batch.mapping["columns"].items())
    data = columns | {"default_currency": "eur", "language": "en", "office": batch.office_id}
    assert client.post(answer.url, data).status_code == 302

    page = client.get(reverse("projects:import-detail", args=[batch.pk]))
    assert page.status_code == 200 and Project.objects.count() == 0
    apply = reverse("projects:import-apply", args=[batch.pk])
    assert client.post(apply, {"seen": "crafted"}).status_code == 409
    assert client.post(apply, {"seen": page.context["seen"]}).status_code == 302
    assert Project.objects.count() == 2
    assert client.post(apply, {"seen": page.context["seen"]}).status_code == 409
    assert as_(make.officer("UG")).get(reverse("projects:import-detail", args=[batch.pk])).status_code == 404


def test_a_spreadsheet_is_refused_on_the_page_with_its_sentence(officer, as_):
    upload = io.BytesIO(b"PK\x03\x04")
    upload.name = "list.csv"
    answer = as_(officer).post(reverse("projects:import-upload"), {"file": upload, "office": make.office("UG").pk})
    assert answer.status_code == 422
    assert "save the list as CSV" in answer.content.decode()

"""Registers going out as sheets: codes beside words, only what its reader reads, no formula, and on record."""

import csv
import io
import zipfile

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from projects.importing import opened
from pvehub.audit.models import Reading
from risks.scoring import Rating
from risks.sheets import columns
from tests import make

pytestmark = pytest.mark.django_db
HIGH = Rating(3, {"programme": 4, "people": 2})


@pytest.fixture
def register(db):
    return make.register(make.project(status="draft"))


@pytest.fixture
def client(register, as_):
    return as_(register.project.manager)


def taken(client, register, query=""):
    url = f"/risks/{register.code}/export/{query}" if register else f"/risks/export/{query}"
    answer = client.get(url)
    assert answer.status_code == 200
    return b"".join(answer.streaming_content)


def table(content):
    """The rows of a CSV below its titles, as dictionaries; and the titles."""
    lines = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    start = next(n for n, line in enumerate(lines) if "register" in line or "code" in line)
    return [dict(zip(lines[start], line, strict=True)) for line in lines[start + 1 :]], [
        line[0] for line in lines[:start]
    ]


def words(content):
    """All the text of a file, the parts of a workbook unpacked."""
    if content[:2] != b"PK":
        return content.decode()
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return "".join(book.read(name).decode("utf-8", "replace") for name in book.namelist())


def test_a_risk_is_one_row_with_codes_beside_words_and_days_as_iso(register, client):
    risk = make.risk(register, current=HIGH, cause="Peu de moyens", language="fr")
    make.acceptance(risk, is_granted=True)

    rows, titles = table(taken(client, register, "?as=csv"))

    (row,) = rows
    assert row["ref"] == "R01" and row["category"] == "CAP" and row["category_words"] == risk.category.name
    assert (row["current_likelihood"], row["current_programme"], row["current_people"]) == ("3", "4", "2")
    assert (row["current_impact"], row["current_band"], row["current_band_words"]) == ("4", "high", "High")
    assert row["current_money"] == "" and row["language"] == "fr" and row["matrix"] == "1"
    assert row["state"] == "open" and row["strategy"] == "accept" and row["visibility"] == "office"
    assert row["next_review_on"] == risk.next_review_on.isoformat() and row["acceptance"] == "granted"
    assert "Classification 0" in titles[0] and str(register.project.manager) in titles[0] and "UTC" in titles[0]


def test_the_workbook_has_risks_measures_answers_and_the_method(register, client):
    risk = make.risk(register, current=HIGH)
    make.treatment(risk, text="Two people at every door")
    make.screened(register)

    book = openpyxl.load_workbook(io.BytesIO(taken(client, register)))

    assert book.sheetnames == ["risks", "measures", "screening", "method"]
    heads = {sheet.title: [cell.value for cell in sheet[2]] for sheet in book}
    assert heads == {
        "risks": list(columns.RISKS),
        "measures": list(columns.MEASURES),
        "screening": list(columns.SCREENING),
        "method": list(columns.METHOD),
    }
    assert book["measures"]["C3"].value == "Two people at every door" and book["measures"]["B3"].value == "R01"
    assert book["screening"].max_row == 2 + 17
    assert isinstance(book["risks"]["U3"].value, int)
    assert all("Classification 0" in sheet.oddFooter.left.text for sheet in book)


def test_words_are_in_the_language_of_the_reader_also_where_the_file_is_streamed(register, client):
    make.risk(register, current=HIGH)
    manager = register.project.manager
    manager.language = "fr"
    manager.save()
    client.cookies["django_language"] = "fr"

    for query in ("?as=csv", "?as=xlsx"):
        assert "Élevé" in words(taken(client, register, query)), query


@pytest.mark.parametrize("evil", ["=HYPERLINK(1)", "+1", "-1+1", "@SUM(1)", "\t=1", "\r=1", "＝1+1", " =1"])
def test_no_text_of_a_sheet_is_a_formula(register, client, evil):
    risk = make.risk(register, current=HIGH, cause=evil, event=evil, consequence=evil, shared_with=evil)
    make.treatment(risk, text=evil, evidence=evil)

    book = openpyxl.load_workbook(io.BytesIO(taken(client, register)))
    assert not [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    for part in ("risks", "measures", "screening", "method"):
        for line in csv.reader(io.StringIO(taken(client, register, f"?as=csv&part={part}").decode("utf-8-sig"))):
            assert not [cell for cell in line if cell.strip()[:1] in tuple("=+-@＝")]


def test_a_restricted_risk_is_a_line_that_says_how_many_and_nothing_else(register, as_):
    canary = "canary7restricted"
    owner = make.officer("UG")
    risk = make.risk(
        register, owner=owner, visibility="restricted", category="DAT", current=HIGH,
        **dict.fromkeys(("cause", "event", "consequence", "shared_with"), canary),
    )  # fmt: skip
    both = make.risk(register, current=HIGH, category="MEL")
    make.treatment(risk, text=f"{canary} alone")
    make.treatment(risk, both, text="Shared by two")
    stranger, reader = as_(make.officer("UG")), as_(owner)

    for query in ("?as=csv", "?as=xlsx", "?as=csv&part=measures"):
        content = words(taken(stranger, register, query))
        assert canary not in content and "R01" not in content, query
        assert content.count("1 more risk is restricted.") >= 1 and "Classification 0" in content
    assert "DAT" not in words(taken(stranger, register, "?as=csv"))
    assert canary not in words(taken(stranger, None)) and canary in words(taken(reader, None))
    own = words(taken(reader, register))
    assert canary in own and "more risk is restricted" not in own and "Classification 3" in own


def test_who_took_which_risks_out_is_on_record(register, client):
    risk, other = make.risk(register, current=HIGH), make.risk(register, current=HIGH)
    taken(client, register)

    log = Reading.objects.filter(what="export").order_by("pk").values_list("kind", "thing_id", "actor_uid")
    by = register.project.manager.uid
    assert list(log) == [("risks.register", register.pk, by), ("risks.risk", risk.pk, by), ("risks.risk", other.pk, by)]


def test_the_risks_one_reads_over_all_registers_are_one_file(register, as_):
    make.risk(register, current=HIGH, event="of Kampala")
    elsewhere = make.register(make.project(status="draft", office="NG"))
    make.risk(elsewhere, current=HIGH, event="of Abuja")

    rows, _titles = table(taken(as_(register.project.manager), None))

    assert [row["event"] for row in rows] == ["of Kampala"]


def test_the_file_costs_the_same_queries_with_1_and_60_risks(register, client):
    costs = {}
    for more in (1, 59):
        for _each in range(more):
            make.treatment(make.risk(register, current=HIGH))
        for query in ("?as=csv", "?as=xlsx"):
            with CaptureQueriesContext(connection) as queries:
                taken(client, register, query)
            costs.setdefault(query, []).append(len(queries))
    assert all(few == many <= 30 for few, many in costs.values()), costs


def test_the_reader_of_lists_finds_the_names_of_the_columns_below_the_titles(register, client):
    make.risk(register, current=HIGH, visibility="restricted", owner=make.officer("UG"))
    make.risk(register, current=HIGH)

    for kind in ("csv", "xlsx"):
        with opened(io.BytesIO(taken(client, register, f"?as={kind}")), f"x.{kind}") as sheet:
            assert sheet.header == list(columns.RISKS)
            assert [number for number, _cells in sheet.rows] == [4]


def test_titles_above_a_table_are_left_out_and_a_list_of_one_column_is_still_none():
    from projects.importing import Unreadable

    content = b"RISK REGISTER 2026;;\n\n;;Mission X\nRisk;Likelihood;Impact\nFloods, droughts;H;M\n"
    with opened(io.BytesIO(content), "x.csv") as sheet:
        assert sheet.header == ["Risk", "Likelihood", "Impact"] and list(sheet.rows) == [
            (5, ["Floods, droughts", "H", "M"])
        ]
    with pytest.raises(Unreadable, match="Only one column"), opened(io.BytesIO(b"a\nb\nc\n" * 9), "x.csv") as sheet:
        pass

"""What a row of a small table must hold: pure, without a database."""

from decimal import Decimal

import pytest
from django.utils import translation

from projects.sections import FIELDS, TABLES, Kind, tables
from projects.sections.tables import Cell


def test_every_table_is_a_field_of_the_record_and_has_the_column_that_takes_plain_text():
    for table in TABLES.values():
        assert FIELDS[table.name].kind == Kind.ROWS
        assert table.column(table.main).kind in (Cell.TEXT, Cell.LONGTEXT)
        assert len({column.name for column in table.columns}) == len(table.columns)
        assert all(bool(column.choices) == (column.kind == Cell.CHOICE) for column in table.columns)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("620000", "620000.00"),
        ("620,000", "620000.00"),
        ("620 000", "620000.00"),
        ("1\u202f850\u00a0000", "1850000.00"),
        ("620.000,50", "620000.50"),
        ("620,000.50", "620000.50"),
        ("1'850'000.5", "1850000.50"),
        ("12,5", "12.50"),
        ("0", "0.00"),
    ],
)
def test_an_amount_is_read_however_thousands_are_written(typed, kept):
    data, errors = tables.clean(TABLES["budget_lines"], {"purpose": "Staff", "amount": typed})
    assert (data, errors) == ({"purpose": "Staff", "amount": kept}, {})


@pytest.mark.parametrize("typed", ["a lot", "-5", "NaN", "Infinity", "1e400", "9" * 20, "5 EUR", "1,2,3"])
def test_what_is_no_amount_is_refused(typed):
    _data, errors = tables.clean(TABLES["budget_lines"], {"purpose": "Staff", "amount": typed})
    assert list(errors) == ["amount"]


@pytest.mark.parametrize(("typed", "kept"), [("640", "640"), ("1,280", "1280"), ("4 100", "4100"), ("007", "7")])
def test_a_count_is_a_whole_figure(typed, kept):
    said = {"who": "Young residents", "sex": "women", "age": "youth", "number": typed}
    assert tables.clean(TABLES["numbers"], said)[0]["number"] == kept


@pytest.mark.parametrize("typed", ["6.5", "many", "-3", "٣", "1" * 10])
def test_what_is_no_count_is_refused(typed):
    said = {"who": "Young residents", "sex": "women", "age": "youth", "number": typed}
    assert list(tables.clean(TABLES["numbers"], said)[1]) == ["number"]


def test_what_a_row_needs_is_named_and_a_choice_is_one_of_its_answers():
    _data, errors = tables.clean(TABLES["other_projects"], {"project": "  ", "effect": "huge"})
    assert errors["project"] == "“Project” is needed."
    assert errors["effect"] == "Choose one of the answers."
    assert "mitigation" not in errors


def test_a_date_is_a_date_and_a_text_has_an_end():
    table = TABLES["negotiation"]
    assert list(tables.clean(table, {"text": "x", "on": "12.10.2026"})[1]) == ["on"]
    assert tables.clean(table, {"text": "x", "on": "2026-10-12"})[0]["on"] == "2026-10-12"
    assert list(tables.clean(table, {"text": "x" * 10_001})[1]) == ["text"]


def test_a_row_holds_every_column_and_nothing_else():
    data, _errors = tables.clean(TABLES["stakeholders"], {"who": "Councils", "crafted": "x", "influence": "high"})
    assert data == {"who": "Councils", "interest": "", "influence": "high", "stance": ""}


def test_a_row_reads_in_the_language_of_the_reader():
    row = {"who": "Councils", "interest": "Calm", "influence": "high", "stance": ""}
    assert tables.words(TABLES["stakeholders"], row) == ["Councils", "Calm", "influence: High"]
    with translation.override("fr"):
        assert tables.words(TABLES["budget_lines"], {"purpose": "Eau", "amount": "980000.00"})[1].startswith("980")
    assert tables.words(TABLES["stakeholders"], {"who": "x", "stance": "gone"}) == ["x", "gone"]


def test_a_sum_takes_the_rows_that_have_a_figure():
    rows = [{"amount": "10.50"}, {"amount": ""}, {}, {"amount": "4.50"}]
    assert tables.total(rows, "amount") == Decimal("15.00")

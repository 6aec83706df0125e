"""The language check reads what people wrote in a record, field by field."""

from knowledge import language
from projects.sections import FIELDS, Kind
from projects.watchwords import Watchlist
from pvehub.vocabulary.models import Term

LIST = Watchlist([Term(code="enemy", name_en="enemy", attributes={"severity": "advisory"})])


def sections(*fields):
    return [{"slug": "overview", "fields": [{"name": name, "kind": kind, "data": data} for name, kind, data in fields]}]


def found(*fields):
    return [(hit.field, hit.term, hit.severity, hit.quoted) for hit in language.check(sections(*fields), LIST)]


def test_texts_and_the_written_columns_of_tables_are_read_once_a_field():
    assert found(
        ("summary", "longtext", "The enemy of my Enemy"),
        ("outcomes", "rows", [{"text": "No friend"}, {"text": "No enemy", "change": "enemy"}]),
        ("budget_lines", "rows", [{"purpose": "Enemies", "amount": "5"}]),
    ) == [
        ("summary", "enemy", "advisory", "enemy"),
        ("outcomes", "enemy", "advisory", "enemy"),
        ("budget_lines", "enemy", "advisory", "Enemies"),
    ]


def test_names_that_are_not_the_authors_words_are_left_alone():
    assert not found(
        ("countries", "countries", ["enemy"]),
        ("themes", "terms", ["enemy"]),
        ("red_line", "choice", "enemy"),
        ("partners", "rows", [{"organization": "Enemy & Sons", "added_value": ""}]),
        ("documents", "rows", [{"title": "The enemy within"}]),
    )


def test_words_of_two_rows_make_no_term_together():
    pair = Watchlist([Term(code="x", name_en="lone wolf", attributes={})])
    rows = sections(("outcomes", "rows", [{"text": "alone"}, {"text": "lone"}, {"text": "wolf"}]))
    assert language.check(rows, pair) == []


def test_a_title_is_read_more_strictly_than_a_summary():
    assert [hit[2] for hit in found(("title", "text", "Enemy"), ("summary", "longtext", "Enemy"))] == [
        "strong",
        "advisory",
    ]


def test_every_column_named_as_written_belongs_to_a_table_of_the_record():
    assert {name for name, item in FIELDS.items() if item.kind == Kind.ROWS} >= set(language.WRITTEN)

"""The difference of two versions, in words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from endorsement import diffing


def version(**fields):
    rows = [{"name": name, "label": name.title(), "value": value} for name, value in fields.items()]
    return {"sections": [{"slug": "overview", "title": "Overview", "fields": rows}]}


@given(st.text(), st.text())
def test_the_pieces_give_both_texts_back(before, after):
    pieces = diffing.words(before, after)

    assert "".join(text for op, text in pieces if op in "=-") == before
    assert "".join(text for op, text in pieces if op in "=+") == after


def test_a_changed_word_is_all_that_differs():
    assert diffing.words("ten young men", "ten young people") == [("=", "ten young "), ("-", "men"), ("+", "people")]


def test_only_fields_that_differ_are_told():
    found = diffing.versions(version(summary="One.", title="T"), version(summary="Two.", title="T"))

    assert [(row.section, row.field, row.change) for row in found] == [("overview", "summary", "changed")]


def test_a_field_that_came_and_one_that_went():
    found = diffing.versions(version(old="gone"), version(new="here"))

    assert [(row.field, row.change, row.pieces) for row in found] == [
        ("new", "added", [("+", "here")]),
        ("old", "removed", [("-", "gone")]),
    ]


def test_a_new_label_is_told_apart_from_a_new_answer():
    renamed = version(summary="One.")
    renamed["sections"][0]["fields"][0]["label"] = "Abstract"

    (row,) = diffing.versions(version(summary="One."), renamed)

    assert (row.label, row.relabelled_from, row.pieces) == ("Abstract", "Summary", [("=", "One.")])


@pytest.mark.parametrize(("value", "text"), [(None, ""), (["a", "b"], "a\nb"), ({"k": "v", "e": ""}, "k: v"), (3, "3")])
def test_values_are_shown_as_text(value, text):
    assert diffing.shown(value) == text


def test_a_very_long_text_is_shown_whole_before_and_after():
    before, after = "a " * 4000, "b " * 4000

    assert diffing.words(before, after) == [("-", before), ("+", after)]

"""The same content has the same hash, here and after the database."""

import datetime
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from endorsement import canonical

texts = st.text(alphabet=st.characters(exclude_characters="\x00", exclude_categories=["Cs"]))
contents = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=20,
)


@given(contents)
def test_json_and_back_keeps_the_hash(content):
    assert canonical.sha256(json.loads(canonical.text(content))) == canonical.sha256(content)


def test_the_order_of_keys_does_not_count():
    assert canonical.sha256({"a": 1, "b": "é"}) == canonical.sha256({"b": "é", "a": 1})


def test_the_known_hash_of_a_known_content():
    assert canonical.text({"b": ["ع", None], "a": True}) == '{"a":true,"b":["ع",null]}'
    assert canonical.sha256({}) == "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"


@pytest.mark.parametrize("value", [1.5, datetime.date(2026, 1, 1), {1: "a"}, {"a": {2}}, b"x"])
def test_what_would_not_survive_is_refused_with_its_place(value):
    with pytest.raises(TypeError, match="content"):
        canonical.sha256({"field": value} if not isinstance(value, dict) else value)

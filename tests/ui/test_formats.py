"""Dates stand as each language writes them, the day first."""

from datetime import date

import pytest
from django.utils import translation
from django.utils.formats import date_format


@pytest.mark.parametrize(
    ("language", "short", "long"),
    [
        ("en", "2 Nov 2026", "2 November 2026"),
        ("fr", "2 nov. 2026", "2 novembre 2026"),
        ("es", "2 nov 2026", "2 de noviembre de 2026"),
    ],
)
def test_a_date_is_written_as_its_language_does(language: str, short: str, long: str):
    with translation.override(language):
        assert date_format(date(2026, 11, 2), "SHORT_DATE_FORMAT") == short
        assert date_format(date(2026, 11, 2), "DATE_FORMAT") == long

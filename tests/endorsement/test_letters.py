"""The letter as a document, and its code."""

import re
from datetime import UTC, datetime

import pypdfium2
import pytest

from endorsement import letters

AT = datetime(2026, 3, 4, 12, tzinfo=UTC)
FACTS = {
    "language": "en",
    "issuer": "TRD",
    "heading": "Letter of endorsement",
    "number": "TRD/2026/0001",
    "date": "4 March 2026",
    "mark": "All staff",
    "facts": [{"label": "Project", "value": "Peace #let x = 1 *bold* $y$ [z] <a> @b \\ // c"}],
    "sentence": "Endorsed.",
    "parts": [{"title": "Reasons", "paragraphs": ["Sound."]}],
    "conditions_title": "Conditions",
    "conditions": [{"text": "Hire an adviser", "detail": "Before the start"}],
    "signature": ["Head"],
    "check_title": "Check",
    "check_text": "Scan",
    "code": "ABCDE",
    "hash_label": "SHA-256",
    "sha256": "a" * 64,
    "qr_alt": "QR code",
}


def render(**changes):
    return letters.render(FACTS | changes, check_url="https://hub.example/check/ABCDE/", at=AT)


def words(pdf):
    document = pypdfium2.PdfDocument(pdf)
    return " ".join(document[n].get_textpage().get_text_bounded() for n in range(len(document)))


def test_words_go_in_as_data_never_as_markup():
    assert "Peace #let x = 1 *bold* $y$ [z] <a> @b \\ // c" in words(render())


def test_the_same_letter_is_the_same_bytes():
    assert render() == render()


def test_the_document_is_tagged_and_names_itself():
    pdf = render()

    assert b"/StructTreeRoot" in pdf
    assert pypdfium2.PdfDocument(pdf).get_metadata_dict()["Title"] == "Letter of endorsement"


def test_arabic_words_have_their_letters():
    pdf = render(sentence="تعزيز التماسك الاجتماعي")

    assert re.search("[\u0600-\u06ff\ufe70-\ufeff]", words(pdf))


def test_a_code_is_new_each_time_and_survives_being_typed():
    codes = {letters.new_code() for _n in range(200)}

    assert len(codes) == 200
    for code in codes:
        assert len(code) == 26
        assert letters.typed(f"  {letters.grouped(code).lower()} ") == code


@pytest.mark.parametrize(("typed", "meant"), [("0O1I8B", "OOIIBB"), ("", ""), ("é/..%", ""), ("A" * 99, "A" * 26)])
def test_what_people_type_is_read_as_they_meant_it(typed, meant):
    assert letters.typed(typed) == meant

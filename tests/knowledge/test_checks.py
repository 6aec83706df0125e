"""What the machine holds back, and what it must not."""

import pytest

from knowledge import checks

LESSON = {"context": "A market.", "happened": "It went well.", "recommendation": "Ask first.", "outcome": "success"}


def _found(text, place="happened"):
    return [f.check for f in checks.run("lesson", "Title", "Summary", "en", LESSON | {place: text}) if f.place == place]


@pytest.mark.parametrize(
    "text",
    [
        "Call Amina on +256 772 123 456 for the list.",
        "Tel. 0772 123 456",
        "téléphone : 90 12 34 56 78",
        "WhatsApp 00227 90 12 34 56",
        "the contact (0772-123-456) answers",
        "هاتف ٠٧٧٢١٢٣٤٥٦",
        "Her passport no. B1234567 was copied.",
        "carte d'identité n° 123456789",
        "We met at 0.347596, 32.582520 every week.",
        "The house at 13°30'45\"N is known.",
    ],
)
def test_personal_data_is_held_back(text):
    assert _found(text) == ["personal"]


@pytest.mark.parametrize(
    "text",
    [
        "In 2016-2018 some 1,250,000 people in 120 districts took part.",
        "The budget was USD 1 200 000 and EUR 345.678,90.",
        "See PVE-2026-0042 and CE.0364 for the figures.",
        "As in /knowledge/00123456-7890-4123-8456-789012345678/, and 00987654-3210-4123-8456-789012345678.",
        "It costs 0.5 to 0.75 of a salary; 10 of 2026.",
        "On 05.11.2026 12 people came, on 05-11-2026 another 345 678.",
        "Growth of +1 200 000 in a year, +30 %.",
        "On 22/11/2026 and 2026-11-22, from 08:00 to 16:30.",
        "The passport office in Kampala issues documents.",
        "Resolution 2178 (2014) and 2396 (2017) apply.",
        "Between 12 and 15 of 30 groups, ratio 1.25, 2.5",
        "ISBN-like numbers 978 are rare; chapter 04.03.02 says so.",
    ],
)
def test_figures_dates_and_codes_are_not_personal_data(text):
    assert _found(text) == []


def test_the_finding_names_the_place_and_never_repeats_the_data():
    (finding,) = checks.run("lesson", "Call 0772 123 456", "Summary", "en", LESSON)

    assert finding.place == "title"
    assert "772" not in finding.sentence
    assert "Title" in finding.sentence


def test_a_lesson_without_recommendation_is_named():
    found = checks.run("lesson", "Title", "Summary", "en", LESSON | {"recommendation": " "})

    assert [(f.check, f.place, f.holds_back) for f in found] == [("recommendation", "recommendation", True)]


def test_a_text_without_language_is_named():
    assert [f.check for f in checks.run("lesson", "Title", "Summary", "", LESSON)] == ["language"]


def test_what_was_looked_at_in_vain_is_said():
    found = checks.run("lesson", "Title", "Summary", "en", LESSON)

    assert not found
    assert [row.check for row in checks.passed("lesson", found)] == [
        "required",
        "recommendation",
        "language",
        "personal",
    ]
    assert "recommendation" not in [row.check for row in checks.passed("tool", found)]

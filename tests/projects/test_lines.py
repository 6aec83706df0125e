"""The move from lines of text to rows: every word that stood in a record stands in it afterwards."""

from importlib import import_module

import pytest
from django.apps import apps

from projects import content
from projects.models import Answer, FieldDraft
from tests import make

pytestmark = pytest.mark.django_db
lines = import_module("projects.migrations.0009_lines_become_rows")

LONG = "A very long line about what stands here and why it matters to everybody. " * 9
OLD = {
    "locations": "Kampala, Makindye: two settlements.\n\n  Rubaga  \n" + LONG,
    "components": "Youth work, 20 %\n" + LONG,
    "budget_lines": "Centres: 620,000\nStaff: 362,000\n" + LONG,
    "stakeholders": "Councils: want results\n" + LONG,
    "assumptions": "Employers stay.\nCouncils come.",
    "other_projects": "Refugee livelihoods: possible\n" + LONG,
    "numbers": "Women 16–29: 640\nMen 16–29: 640",
    "negotiation": "Time frame agreed in May.\n" + LONG,
}


def everything(project):
    record = content.read(project)
    return " ".join(" ".join(text.split()) for text in record.words.values())


@pytest.mark.filterwarnings("error")
def test_every_line_of_the_old_texts_is_a_row_and_no_word_is_lost():
    project = make.project()
    for field, value in OLD.items():
        Answer.objects.create(project=project, field=field, value=value, revision=3, changed_by=project.manager)
    lines.forwards(apps, None)

    said = everything(project).replace(" · ", "").replace("…", "")
    for field, value in OLD.items():
        for line in filter(None, map(str.strip, value.split("\n"))):
            head, _, rest = line.partition(":")
            parts = [head.strip(), rest.strip()] if field == "locations" and rest else [line]
            for part in parts:
                assert part[:200] in said and part[-60:].strip() in said, (field, part[:50])
    assert project.locations.count() == 3
    assert [str(place) for place in project.locations.order_by("pk")][:2] == ["Kampala, Makindye", "Rubaga"]
    assert {place.country_id for place in project.locations.all()} == {"UG"}
    assert project.table_rows.filter(table="numbers").count() == 2
    answer = project.answers.get(field="stakeholders")
    assert (answer.value, answer.revision) == (None, 3)


def test_an_analysis_becomes_one_dated_version_with_its_review_by():
    project = make.project()
    said = {"context_analysis": "First paragraph.\n\nSecond paragraph.", "context_review_on": "2027-06-30"}
    for field, value in said.items():
        Answer.objects.create(project=project, field=field, value=value, revision=1, changed_by=project.manager)
    lines.forwards(apps, None)

    analysis = project.analyses.get()
    assert analysis.text == "First paragraph.\n\nSecond paragraph."
    assert str(analysis.review_on) == "2027-06-30" and analysis.written_on <= analysis.review_on
    assert not project.answers.filter(field="context_review_on").exists()


def test_what_was_typed_and_not_saved_waits_in_the_form_of_a_new_row():
    project = make.project()
    FieldDraft.objects.create(
        project=project, user=project.manager, section="context", field="stakeholders", text="Half a sent", base="1.abc"
    )
    lines.forwards(apps, None)

    draft = FieldDraft.objects.get()
    assert (draft.field, draft.text, draft.base) == ("stakeholders-new-who", "Half a sent", "")

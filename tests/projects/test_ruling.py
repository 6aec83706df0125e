"""The class of a project by two voices: the author states it, TRD confirms or overrules it with a reason."""

import re

import pytest
from django.urls import reverse

from endorsement import actions as endorsement
from endorsement.workflow import Status
from projects import actions, content
from projects.actions import Given, values
from projects.models import Project
from projects.tokens import Seen
from pvehub import access
from pvehub.audit import trail
from tests import make

pytestmark = pytest.mark.django_db


def started(**said):
    case, lead = make.case(Status.SCREENING), make.reviewer()
    endorsement.start_review(
        case,
        by=lead,
        lead=lead,
        reviewers=[make.reviewer()],
        has_asked_about_conflicts=True,
        **({"is_scope_confirmed": True} | said),
    )
    return Project.objects.get(pk=case.project_id), case, lead


OVERRULED = {"is_scope_confirmed": False, "scope_class": "relevant", "scope_note": "The evidence is thin."}


def test_confirming_keeps_the_class_and_puts_both_voices_on_record():
    project, _case, lead = started(scope_note="Sound.")
    ruling = project.class_rulings.get()
    assert (ruling.stated, ruling.classification, ruling.is_overruled) == ("specific", "specific", False)
    assert (ruling.ruled_by, ruling.reason) == (lead, "Sound.")
    assert ruling.stated_reason == project.classification_reason
    assert project.classification == "specific"
    assert trail.of(project).filter(verb="projects.class_confirmed").exists()


def test_an_overruled_class_is_the_class_in_force_and_the_authors_stays_beside_it():
    project, _case, lead = started(**OVERRULED)
    ruling = project.class_rulings.get()
    assert (ruling.stated, ruling.classification, ruling.is_overruled) == ("specific", "relevant", True)
    assert project.classification == "relevant"
    assert content.read(project).data["classification"] == "relevant"
    event = trail.of(project).get(verb="projects.class_overruled")
    assert event.changes == {"classification": ["specific", "relevant"]}


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"is_scope_confirmed": False, "scope_class": "relevant"}, "another than the author"),
        ({"is_scope_confirmed": False, "scope_note": "Because."}, "Choose the class"),
        ({"is_scope_confirmed": False, "scope_note": "Because.", "scope_class": "specific"}, "Choose the class"),
    ],
)
def test_overruling_needs_another_class_and_a_reason(said, sentence):
    with pytest.raises(access.Unmet, match=sentence):
        started(**said)


def test_the_statement_has_its_author_and_its_moment():
    project = make.complete_project()
    values.put(project, "classification", "specific", by=project.manager)
    project.save()
    ruling = actions.rule_class(project, by=make.reviewer(), classification="not_pve", reason="Roads.")
    assert ruling.stated_by == project.manager and ruling.stated_at is not None


def test_the_author_does_not_change_it_back_while_the_case_is_with_trd(as_):
    project, _case, _lead = started(**OVERRULED)
    project = actions.follow(project, by=None, open_sections=["classification"])
    shown = Seen.of("relevant", content.read(project).revisions["classification"])
    with pytest.raises(access.Refused, match="TRD has given the class"):
        given = {"classification": Given("specific", "specific", shown)}
        actions.save_fields(project, "classification", given, by=project.manager)

    url = reverse("projects:project-section", args=[project.ref, "classification"])
    client = as_(project.manager)
    page = client.get(url).content.decode()
    assert "TRD has given the class" in page and "The evidence is thin." in page
    sent = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.split('id="answers"')[1]))
    sent |= {"classification": "specific", "classification_reason": "A new reason.", "addresses_drivers": "yes"}
    assert client.post(url, sent).status_code == 302
    project.refresh_from_db()
    assert (project.classification, project.classification_reason) == ("relevant", "A new reason.")


def test_what_was_endorsed_says_the_class_in_force():
    project, case, _lead = started(**OVERRULED)
    followed = actions.follow(
        project, by=None, status="endorsed", open_sections=None, endorsed_content=case.current_submission.content
    )
    fields = {item["name"]: item for section in followed.endorsed_content["sections"] for item in section["fields"]}
    assert (fields["classification"]["data"], fields["classification"]["value"]) == ("relevant", "PVE-relevant")
    frozen = {
        item["name"]: item for section in case.current_submission.content["sections"] for item in section["fields"]
    }
    assert frozen["classification"]["data"] == "specific", "the version that was judged stays as it was"


def test_both_voices_stand_on_the_page_and_the_reasons_are_not_for_outsiders(as_):
    project, case, lead = started(**OVERRULED)
    page = as_(project.manager).get(project.get_absolute_url()).content.decode()
    assert "by two voices" in page and "Overruled" in page and "The evidence is thin." in page and lead.name in page
    actions.follow(
        project, by=None, status="endorsed", open_sections=None, endorsed_content=case.current_submission.content
    )
    Project.objects.filter(pk=project.pk).update(tier=0)
    outside = as_(make.outsider()).get(project.get_absolute_url()).content.decode()
    assert "by two voices" in outside and "Overruled" in outside
    assert "The evidence is thin." not in outside and lead.name not in outside


def test_the_screen_asks_for_the_class_and_keeps_what_was_typed(as_):
    case, lead = make.case(Status.SCREENING), make.reviewer()
    reader = make.reviewer()
    url = reverse("endorsement:case-screen", args=[case.ref])
    sent = {
        "scope": "overruled",
        "scope_note": "The evidence is thin.",
        "lead": lead.pk,
        "reviewers": [reader.pk],
        "has_asked_about_conflicts": "on",
    }
    answer = as_(lead).post(url, sent)
    assert "Choose the class you give" in answer.content.decode() and "The evidence is thin." in answer.content.decode()
    assert as_(lead).post(url, sent | {"scope_class": "relevant"}).status_code == 302
    assert Project.objects.get(pk=case.project_id).classification == "relevant"

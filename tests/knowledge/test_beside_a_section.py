"""A click in the panel without a script: the form that stands beside it is sent along, and nothing typed is lost."""

import pytest
from django.urls import reverse

from knowledge.models import Citation
from projects.models import FieldDraft
from tests import make
from tests.machinery.forms import sent_form

pytestmark = pytest.mark.django_db


@pytest.fixture
def theme():
    return make.term("themes", "SOCOH", "Social cohesion")


@pytest.fixture
def project(theme):
    return make.project(themes=[theme])


def _form(project):
    return reverse("projects:project-section", args=[project.ref, "overview"])


def _click(client, project, name, value, **typed):
    page = client.get(_form(project)).content.decode()
    to, data = sent_form(page, "answers", button=(name, value), typed=typed)
    return client.post(to, data)


def test_a_click_keeps_what_was_typed_says_the_word_and_can_be_taken_back_as_gently(as_, project, theme):
    lesson, other = make.resource(title="Stalls", themes=[theme]), make.resource(title="Radio", themes=[theme])
    officer = as_(project.manager)

    answer = _click(officer, project, "say", f"adapted {lesson.uid}", summary="Half a sentence of canary7f3q")

    assert answer.headers["Location"] == f"{_form(project)}#evidence"
    assert Citation.objects.get().stance == "adapted"
    assert FieldDraft.objects.get().text == "Half a sentence of canary7f3q"
    page = officer.get(_form(project)).content.decode()
    assert "Half a sentence of canary7f3q</textarea>" in page and "Your team says" in page
    answer = _click(officer, project, "say", f"not-relevant {other.uid}", **{f"because-{other.uid}": "Another law."})
    assert answer.status_code == 302 and Citation.objects.get(resource=other).why == "Another law."
    made = Citation.objects.get(resource=lesson)
    assert _click(officer, project, "undo", str(made.pk), summary="A whole sentence").status_code == 302
    assert FieldDraft.objects.get().text == "A whole sentence" and Citation.objects.get().resource == other
    page = officer.get(_form(project)).content.decode()
    to, data = sent_form(page, "answers", button=("stay", "1"), typed={"summary": "A whole sentence, saved"})
    assert to == "" and officer.post(_form(project), data).status_code == 302
    project.refresh_from_db()
    assert project.summary == "A whole sentence, saved" and not FieldDraft.objects.exists()


def test_a_reason_that_is_missing_is_asked_for_and_the_text_is_kept_all_the_same(as_, project, theme):
    lesson, officer = make.resource(title="Stalls", themes=[theme]), as_(project.manager)

    answer = _click(officer, project, "say", f"not-relevant {lesson.uid}", summary="Typed")

    page = answer.content.decode()
    assert answer.status_code == 422 and "Say in a few words why." in page and not Citation.objects.exists()
    assert f'action="{reverse("knowledge:resource-use", args=[lesson.uid])}"' in page
    assert FieldDraft.objects.get().text == "Typed"


def test_with_a_script_the_panel_alone_is_answered_and_the_text_stays_in_the_page(as_, project, theme):
    lesson, officer = make.resource(title="Stalls", themes=[theme]), as_(project.manager)
    url = reverse("knowledge:evidence-beside", args=[project.ref, "overview"])
    htmx = {"HX-Request": "true"}

    asked = officer.post(url, {"say": f"not-relevant {lesson.uid}", f"because-{lesson.uid}": " "}, headers=htmx)
    kept = officer.post(url, {"say": f"applies {lesson.uid}", "summary": "Typed"}, headers=htmx)

    page = asked.content.decode()
    assert asked.status_code == 200 and "Say in a few words why." in page and '<details class="small" open>' in page
    page = kept.content.decode()
    assert page.lstrip().startswith("<section") and "Kept. Your team" in page and 'name="undo"' in page
    assert not FieldDraft.objects.exists()


def test_after_the_session_has_ended_the_text_waits_as_its_authors_draft_and_no_word_is_said(
    as_, client, project, theme
):
    lesson = make.resource(title="Stalls", themes=[theme])
    page = as_(project.manager).get(_form(project)).content.decode()
    typed = {"summary": "Typed too late"}
    to, data = sent_form(page, "answers", button=("say", f"applies {lesson.uid}"), typed=typed)

    answer = client.post(to, data)

    assert answer.status_code == 302 and _form(project) in answer.headers["Location"]
    assert FieldDraft.objects.get(user=project.manager).text == "Typed too late" and not Citation.objects.exists()
    client.post(to, data | {"held": ["forged"]})
    assert FieldDraft.objects.get().revision == 1


def test_a_forged_click_finds_nothing_that_its_sender_may_not_read(as_, project):
    hidden = make.resource(title="canary7f3q", tier=2, office="NE", author=make.officer("NE"))
    officer, url = as_(project.manager), reverse("knowledge:evidence-beside", args=[project.ref, "overview"])
    made = make.citation()

    assert officer.post(url, {"say": f"applies {hidden.uid}"}).status_code == 404
    assert officer.post(url, {"say": "applies 7"}).status_code == officer.post(url, {}).status_code == 302
    assert officer.post(url, {"undo": str(made.pk)}).status_code == 302 and Citation.objects.get() == made
    assert officer.post(url.replace("overview", "nothing"), {}).status_code == 404


def test_the_categories_of_risks_that_somebody_may_read_bring_a_text_nearer(as_, project):
    term = make.term("risk-categories", "SAF", "Safety of staff")
    lesson = make.resource(title="Under convoy", risk_categories=[term], countries=[make.country("UG")])
    other = make.resource(title="By phone", countries=[make.country("UG")])
    make.risk(project=project, category="SAF", owner=make.officer("NE"), visibility="restricted")
    officer, pages = as_(project.manager), (_form(project), reverse("knowledge:evidence-list", args=[project.ref]))

    def first(url):
        page = officer.get(url).content.decode()
        return page.index("Under convoy") < page.index("By phone")

    assert not any(first(url) for url in pages), "the newer first; what is restricted to others tells nothing"
    make.risk(project=project, category="SAF")
    assert all(first(url) for url in pages) and first(project.get_absolute_url())
    again = officer.post(
        reverse("knowledge:evidence-beside", args=[project.ref, "overview"]), {}, headers={"HX-Request": "true"}
    ).content.decode()
    assert again.index("Under convoy") < again.index("By phone") and lesson.pk < other.pk

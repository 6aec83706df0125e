"""What the team is told before and after it edits, and what everybody else goes on reading."""

import html

import pytest
from django.urls import reverse

from projects import actions, content, covering
from projects.models import Project
from projects.sections import BY_SLUG, Kind
from tests import make
from tests.projects.test_editing import filled, url_of

pytestmark = pytest.mark.django_db
SECRET = "canaryworking"


@pytest.fixture
def project():
    make.reference()
    return make.endorsed_project()


def text_of(answer):
    return html.unescape(answer.content.decode())


def test_before_a_field_is_edited_the_page_says_what_that_asks_for_and_how_far_it_went(project, as_):
    make.saved(project, budget="108400.00")
    page = text_of(as_(project.manager).get(url_of(project, "overview")))

    assert "From 10 to 20 percent: saved, and TRD is told." in page
    assert "So far: +8.4 percent of the endorsed total." in page
    assert "A new country needs a new endorsement." in page
    assert "A new site in a district that was endorsed" in page, "tables too"
    communication = text_of(as_(project.manager).get(url_of(project, "communication")))
    assert "Touches a red line: needs a new endorsement." in communication


def test_a_row_says_it_too_and_a_draft_says_nothing_of_it(project, as_):
    def page_of(one, rows):
        return text_of(as_(one.manager).get(reverse("projects:row-add", args=[one.ref, rows])))

    assert "Up to 10 percent of the total moved between lines" in page_of(project, "budget_lines")
    assert "So far moved: 0 percent" in page_of(project, "budget_lines")
    draft = make.complete_project()
    assert "TRD is told" not in page_of(draft, "budget_lines") + text_of(
        as_(draft.manager).get(url_of(draft, "overview"))
    )


def test_after_the_save_the_page_says_what_became_of_each_change(project, as_):
    client = as_(project.manager)

    def told(slug, **texts):
        said = content.read(Project.objects.get(pk=project.pk)).data
        own = {item.name: said[item.name] for item in BY_SLUG[slug].fields if item.kind != Kind.ROWS}
        data = filled(client.get(url_of(project, slug)), **own | texts)
        return text_of(client.post(url_of(project, slug), data | {"stay": "1"}, follow=True))

    assert "Saved and published at once: Summary." in told("overview", summary="Traders and elders.")
    answer = told("overview", title="Another name")
    assert "TRD is told and may object until" in answer and ": Title." in answer
    answer = told("results", theory_of_change="If we pay, then they trust.")
    assert "it needs a new endorsement: Theory of change. Every change here is endorsed again." in answer


def test_a_row_that_waits_is_said_with_its_reason_in_names(project, as_):
    make.saved(project, section="people", target_groups=["RTF", "YTH"])
    (change,) = covering.waiting(covering.changes(project))

    assert covering.sentences([change])["target_groups"] == [
        "Returnees, former fighters or detention: the target group Family members of foreign terrorist fighters"
        " returning is new."
    ]
    data = {"name": "Border police", "kind": "security", "added_value": "Escort", "once": "a" * 32}
    answer = as_(project.manager).post(reverse("projects:row-add", args=[project.ref, "partners"]), data, follow=True)
    assert "A partner of the security sector: Border police." in text_of(answer)


def with_secrets(project):
    """Changes that only the team may read: of an open text, of a title TRD objected to, of a table."""
    make.saved(project, section="results", theory_of_change=f"If {SECRET}toc.")
    (told,) = make.saved(project, title=f"{SECRET}title").published.told
    actions.take_out(told, by=make.head(), objection="It marks people.")
    outcome = project.outcomes.get()
    actions.change_row(
        project,
        "outcomes",
        outcome.pk,
        by=project.manager,
        fields={"text": f"{SECRET}outcome", "change": "communal"},
        seen=outcome.revision,
    )
    return Project.objects.get(pk=project.pk)


@pytest.mark.parametrize("who", ["staff", "reviewer", "specialist"])
def test_nobody_but_the_team_reads_what_waits(project, as_, who):
    """Page, list, home, summary, PDF of text, sheets, API-like rows, matrix, search: through none of these doors."""
    project = with_secrets(project)
    person = {
        "staff": lambda: make.user("staff", "NG"),
        "reviewer": make.reviewer,
        "specialist": lambda: make.specialist("NBO"),
    }[who]()
    client = as_(person)
    ref = project.ref
    doors = [
        project.get_absolute_url(),
        reverse("projects:project-list"),
        "/",
        reverse("projects:project-summary", args=[ref]),
        reverse("projects:project-matrix", args=[ref]),
        reverse("projects:project-check", args=[ref]),
        reverse("projects:project-tasks", args=[ref]),
        reverse("projects:project-updates", args=[ref]),
    ]
    for door in doors:
        assert SECRET not in text_of(client.get(door)), door
    asked, never = (text_of(client.get(f"/search/?q={word}")) for word in (f"{SECRET}title", "neverwritten"))
    assert asked.count(f"{SECRET}title") == never.count("neverwritten") > 0  # said back as often as any other word
    assert SECRET not in asked.replace(f"{SECRET}title", "")
    for format in ("csv", "xlsx"):
        raw = client.post("/projects/export/", {"format": format, "parts": "facts"})
        assert raw.status_code == 200
        assert SECRET not in b"".join(raw.streaming_content).decode("utf-8", "replace")
    assert SECRET in text_of(as_(project.manager).get(project.get_absolute_url()))


def test_the_working_copy_of_an_endorsed_project_is_for_those_who_work_on_it(project, as_):
    check = reverse("projects:project-check", args=[project.ref])

    assert as_(project.manager).get(check).status_code == 200
    assert as_(make.officer("UG")).get(check).status_code == 200
    assert as_(make.reviewer()).get(check).status_code == 403


def test_a_lesson_names_its_project_as_its_reader_reads_it(project, as_):
    lesson = make.resource(project=project)
    with_secrets(project)

    page = text_of(as_(make.user("staff", "NG")).get(lesson.get_absolute_url()))
    assert project.ref in page and SECRET not in page


def test_saving_costs_the_same_however_much_differs(project, django_assert_max_num_queries):
    with django_assert_max_num_queries(60):
        make.saved(project, title="Another name", budget="112000.00", summary="Other.")

"""What projects make of the repository: said in one click, told to reviewers, counted for who can open the project."""

import json
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from endorsement import showing
from endorsement.actions import freezing
from endorsement.showing import dossier
from knowledge import actions, offering, tasks
from knowledge.actions import Tags, Text
from knowledge.models import Citation, Resource
from projects.models import Project
from pvehub import access
from pvehub.audit import trail
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def theme():
    return make.term("themes", "SOCOH", "Social cohesion")


@pytest.fixture
def project(theme):
    return make.project(themes=[theme])


def _use(resource, project, **said):
    return {"project": project.ref, "place_kind": "section", "place_id": "safety", **said}


def _page(as_, person, url):
    return as_(person).get(url).content.decode()


def _publish_another(resource, **fields):
    author, curator = resource.created_by, make.curator()
    text = resource.revisions.newest().first()
    said = Text(text.title, text.summary, text.language, text.fields | fields)
    actions.edit(resource, by=author, text=said, tags=Tags())
    actions.submit(resource, by=author)
    actions.claim(resource, by=curator)
    actions.publish(resource, by=curator, seen=make.waiting_hash(resource), checklist=make.TICKED)
    resource.refresh_from_db()


def test_a_lesson_is_cited_adapted_kept_or_set_aside_beside_the_form_and_the_word_taken_back(as_, project, theme):
    lesson = make.resource(title="Stalls by lot", themes=[theme], author=make.officer("NE"), office="NE")
    officer, form = as_(project.manager), reverse("projects:project-section", args=[project.ref, "safety"])
    use = reverse("knowledge:resource-use", args=[lesson.uid])
    assert "Stalls by lot" in officer.get(form).content.decode()

    answer = officer.post(use, _use(lesson, project, stance="applies"))

    assert answer.headers["Location"] == f"{form}#evidence"
    said = Citation.objects.get()
    assert (said.stance, said.revision, said.place_id) == ("applies", lesson.published_revision, "safety")
    assert officer.post(use, _use(lesson, project, stance="not-relevant", why=" ")).status_code == 422
    assert officer.post(use, _use(lesson, project, stance="not-relevant", why="Another law.")).status_code == 302
    said.refresh_from_db()
    assert (said.stance, said.why) == ("not-relevant", "Another law.")
    assert "Another law." in officer.get(form).content.decode()
    officer.post(reverse("knowledge:citation-undo", args=[said.pk]), {"place_kind": "section", "place_id": "safety"})
    assert not Citation.objects.exists()
    verbs = [event.verb for event in trail.of(project)]
    assert verbs == ["knowledge.weighed", "knowledge.weighed", "knowledge.unweighed"]


def test_the_panel_answers_htmx_with_itself_and_tells_what_was_kept(as_, project, theme):
    lesson = make.resource(title="Stalls by lot", themes=[theme])

    answer = as_(project.manager).post(
        reverse("knowledge:resource-use", args=[lesson.uid]),
        _use(lesson, project, stance="marked"),
        headers={"HX-Request": "true"},
    )

    page = answer.content.decode()
    assert answer.status_code == 200 and page.lstrip().startswith("<section") and "Kept for later" in page


def test_only_who_works_on_the_project_says_so_and_only_of_what_they_may_read(as_, project):
    lesson, hidden = make.resource(), make.resource(tier=2, office="NE", author=make.officer("NE"))
    stranger = make.outsider()

    assert (
        as_(stranger)
        .post(reverse("knowledge:resource-use", args=[lesson.uid]), _use(lesson, project, stance="applies"))
        .status_code
        == 422
    )
    place = actions.Place("project", "")
    with pytest.raises(access.Refused):
        actions.weigh(project, lesson, by=stranger, stance="applies", place=place)
    with pytest.raises(access.Unmet, match="no such resource"):
        actions.weigh(project, hidden, by=project.manager, stance="applies", place=place)
    with pytest.raises(access.Unmet, match="why"):
        actions.weigh(project, lesson, by=project.manager, stance="contradicts", place=place)
    with pytest.raises(access.Unmet, match="what it is"):
        actions.weigh(project, lesson, by=project.manager, stance="liked", place=place)


def test_an_item_that_not_the_whole_team_may_open_is_marked(project, theme):
    near = make.resource(title="Near", themes=[theme], tier=1)
    make.resource(title="For all", themes=[theme])
    assert offering.panel(project.manager, project)["closed"] == set()

    make.member(project, make.outsider())

    assert offering.panel(project.manager, Project.objects.get(pk=project.pk))["closed"] == {near.pk}


@pytest.mark.scenario("knowledge-15")
def test_used_in_n_is_for_two_people_each_the_number_that_person_can_open(as_):
    lesson = make.resource(title="Stalls by lot")
    opened = make.project(status="active", title="Open canaryopen")
    closed = make.project(status="active", tier=2, title="Closed canaryshut")
    for each in (opened, closed):
        make.citation(each, lesson)
    near, far = (
        _page(as_, closed.manager, lesson.get_absolute_url()),
        _page(as_, make.outsider(), lesson.get_absolute_url()),
    )

    assert "In 2 projects you can see" in near and closed.ref in near
    assert "In 1 project you can see" in far and opened.ref in far
    assert closed.ref not in far and "canaryshut" not in far


def test_one_who_can_open_no_project_that_used_it_gets_the_page_of_a_text_nobody_used(as_):
    lesson, reader = make.resource(), as_(make.outsider())
    before = [line for line in reader.get(lesson.get_absolute_url()).content.decode().splitlines() if "csp" not in line]
    make.citation(make.project(status="active", tier=2), lesson, why="As canary7f3q.")
    page = reader.get(lesson.get_absolute_url()).content.decode()

    assert "used-in" not in page and "canary7f3q" not in page and len(page.splitlines()) >= len(before)


def test_of_a_masked_origin_no_project_is_named_and_a_number_only_of_several(as_):
    author = make.officer("NE")
    masked = make.resource(author=author, office="NE", is_masked=True, credit="nobody")
    projects = [make.project(status="active") for _ in range(2)]
    for each in projects:
        make.citation(each, masked)
    url, reader = masked.get_absolute_url(), make.outsider()

    assert "projects you can see" not in _page(as_, reader, url)
    assert "In 2 projects you can see" in _page(as_, author, url)
    make.citation(make.project(status="active"), masked)
    page = _page(as_, reader, url)
    assert "In 3 projects you can see" in page and projects[0].ref not in page


def test_whether_it_helped_is_counted_for_readers_and_its_word_read_by_who_reads_the_whole_project(as_):
    lesson, project = make.resource(), make.project(status="active")
    made = make.citation(project, lesson)
    url = reverse("knowledge:citation-outcome", args=[made.pk])
    officer = as_(project.manager)

    assert officer.post(url, {"outcome": "harmed", "word": " "}).status_code == 422
    assert officer.post(url, {"outcome": "harmed", "word": "The canary7f3q lottery was rigged."}).status_code == 302
    assert "canary7f3q" in officer.get(lesson.get_absolute_url()).content.decode()
    far = _page(as_, make.outsider(), lesson.get_absolute_url())
    assert "it did harm in 1" in far and "canary7f3q" not in far
    with pytest.raises(access.Refused, match="only of what was used"):
        aside = make.citation(project, make.resource(), stance="not-relevant", why="No.")
        actions.say_outcome(aside, by=project.manager, outcome="helped")


def test_a_report_asks_whether_what_was_used_helped_until_it_is_said(as_):
    project = make.project(status="active")
    made = make.citation(project, make.resource(title="Stalls by lot"))

    assert list(Citation.objects.visible_to(project.manager).of(project).without_outcome()) == [made]
    actions.say_outcome(made, by=project.manager, outcome="helped")
    assert not Citation.objects.of(project).without_outcome().exists()
    with pytest.raises(access.Unmet, match="whether it helped"):
        actions.say_outcome(made, by=project.manager, outcome="perhaps")


def test_a_version_keeps_what_was_cited_by_numbers_and_each_reads_of_it_what_they_may(project, theme):
    hidden = make.resource(title="canary7f3q", tier=2, themes=[theme])
    seen = make.resource(title="Stalls by lot", themes=[theme])
    make.citation(project, hidden, why="As it says.")
    make.citation(project, seen, stance="not-relevant", why="Another law.")
    make.citation(project, make.resource(), stance="marked")

    kept = freezing.read(project, None)["evidence"]

    assert "canary7f3q" not in json.dumps(kept) and len(kept) == 2
    assert kept[0]["sha256"] == seen.published_revision.sha256
    assert [row["resource"] for row in offering.considered(project.manager, kept)] == [seen, hidden]
    assert [row["resource"] for row in offering.considered(make.outsider(), kept)] == [seen]
    Citation.objects.of_team().delete()
    assert len(offering.considered(project.manager, kept)) == 2


def test_reviewers_read_what_was_cited_set_aside_and_which_of_the_nearest_nobody_on_the_team_opened(as_, theme):
    case = make.case(status="review", themes=[theme])
    read, unread = (make.resource(title=title, themes=[theme]) for title in ("Read one", "Unread one"))
    trail.read(read, by=case.project.manager)

    assert offering.unopened(case.lead, case.project, []) == [unread]
    assert offering.unopened(case.lead, case.project, [{"resource": str(unread.uid)}]) == []
    page = _page(as_, case.lead, reverse("endorsement:case-resources", args=[case.ref]))
    assert "Evidence considered by the team" in page and "Unread one" in page


def test_a_new_text_a_doubt_and_the_end_of_a_text_tell_who_cites_it_once_each_and_lead_to_what_changed(as_, outbox):
    lesson = make.resource(author=make.officer("UG"))
    project = make.project(manager=make.officer("UG"))
    made = make.citation(project, lesson, why="As it says.")
    aside = make.citation(make.project(), lesson, stance="not-relevant", why="No.")
    ended = make.citation(make.project(), lesson)
    type(ended.project).objects.filter(pk=ended.project.pk).update(status="cancelled")

    def told():
        tasks.tell_citing(lesson.pk)
        tasks.tell_citing(lesson.pk)
        return [person for kind, person in outbox if kind == "knowledge.cited_changed"]

    assert told() == []
    _publish_another(lesson, happened="The committees fell apart.")
    assert told() == [project.manager]
    page = _page(as_, project.manager, made.get_absolute_url())
    assert "apart" in page and "<ins>" in page and "<del>" in page
    make.contest(lesson)
    assert told() == [project.manager] * 2
    assert "no longer holds" in _page(as_, project.manager, made.get_absolute_url())
    lesson.refresh_from_db()
    actions.withdraw(lesson, by=make.curator(), reason="Wrong.")
    assert told() == [project.manager] * 3
    assert "not to be relied on" in _page(as_, project.manager, made.get_absolute_url())
    assert aside.pk


def test_the_team_says_that_it_still_holds_of_the_text_it_has_read_and_of_no_later_one(as_, project):
    lesson = make.resource(author=make.officer("UG"))
    made = make.citation(project, lesson)
    _publish_another(lesson, happened="Otherwise.")
    url, officer = reverse("knowledge:citation-confirm", args=[made.pk]), as_(project.manager)

    assert officer.post(url, {"seen": made.revision.number}).status_code == 409
    assert officer.post(url, {"seen": lesson.published_revision.number}).status_code == 302
    made.refresh_from_db()
    assert made.revision == lesson.published_revision and not Citation.objects.behind().exists()


def test_who_lost_sight_of_the_text_hears_nothing_of_it(outbox):
    lesson = make.resource(author=make.officer("UG"))
    project = make.project(office="NE", manager=make.officer("NE"))
    made = make.citation(project, lesson)
    _publish_another(lesson, happened="Otherwise.")
    Resource.objects.filter(pk=lesson.pk).update(tier=2)

    assert tasks.tell_citing(lesson.pk) == 0
    assert not Citation.objects.visible_to(project.manager).exists() and made.pk


def test_the_page_costs_the_same_with_1_3_and_30_rows(as_, project, theme):
    url, officer, costs = reverse("knowledge:evidence-list", args=[project.ref]), as_(project.manager), []
    officer.get(url)
    for more in (1, 2, 27):
        for _ in range(more):
            make.citation(project, make.resource(state="published", themes=[theme]))
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert officer.get(url).status_code == 200
        costs.append(len(asked))

    assert len(set(costs)) == 1 and costs[0] <= 12


def test_a_clause_is_cited_by_its_number_and_its_change_is_told_clause_by_clause(as_, project):
    note = make.guidance()
    number = note.clauses.order_by("position").first().number
    use, officer = reverse("knowledge:resource-use", args=[note.uid]), as_(project.manager)

    assert officer.post(use, _use(note, project, stance="applies", clause="99")).status_code == 422
    assert officer.post(use, _use(note, project, stance="applies", clause=number)).status_code == 302
    assert Citation.objects.get().clause == number
    assert f"§{number}" in officer.get(reverse("knowledge:evidence-list", args=[project.ref])).content.decode()
    with pytest.raises(access.Unmet, match="no clause"):
        place = actions.Place("project", "")
        actions.weigh(project, note, by=project.manager, stance="applies", place=place, clause="99")


def test_a_comment_that_names_a_clause_leads_to_it_for_who_may_read_it_and_is_words_for_others():
    note = make.guidance()
    case, number = make.case(status="review"), note.clauses.order_by("position").first().number
    cited = f"{note.guidance.code} §{number}"
    thread = make.question(case, text=f"See {cited}.")

    shown = {row.pk: row.clauses for row in showing.threads(case, case.lead)}
    assert [clause.title for clause in shown[thread.pk]] == [cited]
    Resource.objects.filter(pk=note.pk).update(tier=3)
    assert {row.pk: row.clauses for row in showing.threads(case, case.lead)}[thread.pk] == []


def test_the_dossier_tells_of_the_evidence_what_its_reader_may_read(project):
    hidden, seen = make.resource(title="canary7f3q", tier=2), make.resource(title="Stalls by lot")
    for each in (hidden, seen):
        make.citation(project, each, why="As it says.")
    version = SimpleNamespace(content={"evidence": offering.frozen(project)})

    assert len(dossier._evidence(version, project.manager)) == 2
    told = json.dumps(dossier._evidence(version, make.outsider()), default=str)
    assert "Stalls by lot" in told and "canary7f3q" not in told


def test_undo_on_the_page_of_everything_is_an_ordinary_form_and_beside_a_form_it_changes_the_panel(as_, project):
    made, officer = make.citation(project, make.resource()), as_(project.manager)
    undo = f'hx-post="{reverse("knowledge:citation-undo", args=[made.pk])}"'

    assert undo not in officer.get(reverse("knowledge:evidence-list", args=[project.ref])).content.decode()
    beside = officer.get(reverse("projects:project-section", args=[project.ref, "safety"])).content.decode()
    assert undo not in beside and f'name="undo" value="{made.pk}"' in beside
    assert f'hx-post="{reverse("knowledge:evidence-beside", args=[project.ref, "safety"])}"' in beside

"""Writing projects: references, fields, rows, tier, team, and what a case tells."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from projects import actions, content
from projects.actions import Given
from projects.models import Answer, FieldDraft, Organization, Project
from projects.sections import BY_SLUG
from projects.tokens import Seen
from pvehub import access
from pvehub.access import grants
from pvehub.audit import trail
from tests import make

pytestmark = pytest.mark.django_db


def verbs_of(project):
    return [event.verb for event in trail.of(project).order_by("seq")]


def shown(project):
    """What a form of this project shows now, by field."""
    record = content.read(Project.objects.get(pk=project.pk))
    return {name: Seen.of(value, record.revisions[name]) for name, value in record.data.items()}


def given(forms, **texts):
    return {
        name: Given(text, text if isinstance(text, str) else "\n".join(text), forms[name])
        for name, text in texts.items()
    }


def test_begin_makes_a_draft_of_the_own_office_with_its_author_as_manager():
    officer = make.officer("UG")

    project = actions.begin(make.office("UG"), by=officer, title="Slum youth")

    assert (project.status, project.tier, project.manager, project.open_sections) == ("draft", 1, officer, None)
    assert [country.pk for country in project.countries.all()] == ["UG"]
    assert verbs_of(project) == ["projects.created"]


def test_begin_is_refused_for_another_office_and_for_staff():
    with pytest.raises(access.Refused, match="own office"):
        actions.begin(make.office("KE"), by=make.officer("UG"), title="Elsewhere")
    with pytest.raises(access.Refused):
        actions.begin(make.office("UG"), by=make.user("staff", "UG"), title="Not an officer")


@pytest.mark.django_db(transaction=True)
def test_references_neither_repeat_nor_skip_when_many_begin_at_once():
    officer, office = make.officer("UG"), make.office("UG")
    barrier = threading.Barrier(6)

    def one(number):
        try:
            barrier.wait()
            return actions.begin(office, by=officer, title=f"At once {number}").ref
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        refs = sorted(pool.map(one, range(6)))

    year = refs[0].split("-")[1]
    assert refs == [f"PVE-{year}-{number:04d}" for number in range(1, 7)]


def test_save_fields_writes_what_was_touched_and_records_before_and_after():
    project = make.project(title="Old title")
    forms = shown(project)

    saved = actions.save_fields(project, "overview", given(forms, title="New title", summary=""), by=project.manager)

    assert saved.changed == ["title"]
    event = trail.of(project).get(verb="projects.edited")
    assert event.changes == {"title": ["Old title", "New title"]}
    assert Answer.objects.get(project=project, field="title").revision == 1


def test_two_people_in_different_fields_are_merged():
    project = make.project()
    first, second = make.officer("UG"), make.officer("UG")
    forms = shown(project)

    actions.save_fields(project, "safety", given(forms, staff_safety="One", assets=""), by=first)
    saved = actions.save_fields(project, "safety", given(forms, staff_safety="", assets="Two"), by=second)

    assert saved.conflicts == []
    record = content.read(project)
    assert (record.data["staff_safety"], record.data["assets"]) == ("One", "Two")


def test_two_people_in_the_same_field_get_both_texts_and_none_is_lost():
    project = make.project()
    first, second = make.officer("UG"), make.officer("UG")
    forms = shown(project)
    actions.save_fields(project, "safety", given(forms, assets="First text"), by=first)

    saved = actions.save_fields(project, "safety", given(forms, assets="Second text", reputation="Kept"), by=second)

    [conflict] = saved.conflicts
    assert (conflict.mine, conflict.theirs, conflict.who) == ("Second text", "First text", str(first))
    assert saved.changed == ["reputation"]
    assert content.read(project).data["assets"] == "First text"
    assert FieldDraft.objects.get(project=project, user=second, field="assets").text == "Second text"

    chosen = {"assets": Given("Second text", "Second text", shown(project)["assets"])}
    actions.settle(project, "safety", chosen, {"assets": "First text"}, by=second)

    assert content.read(project).data["assets"] == "Second text"
    assert trail.of(project).get(verb="projects.conflict_settled").changes == {"assets": ["First text", "Second text"]}
    assert not FieldDraft.objects.filter(project=project, user=second).exists()


@pytest.mark.django_db(transaction=True)
def test_the_same_field_at_the_same_moment_is_one_save_and_one_conflict():
    project = make.project()
    people = [make.officer("UG"), make.officer("UG")]

    for turn in range(10):
        forms, barrier = shown(project), threading.Barrier(2)

        def save(number, forms=forms, barrier=barrier, turn=turn):
            try:
                barrier.wait()
                text = f"Text {turn} of {number}"
                return text, actions.save_fields(project, "safety", given(forms, assets=text), by=people[number])
            finally:
                connection.close()

        with ThreadPoolExecutor(2) as pool:
            results = list(pool.map(save, range(2)))

        assert sorted(len(saved.conflicts) for _text, saved in results) == [0, 1]
        texts = {content.read(project).data["assets"], FieldDraft.objects.get(project=project, field="assets").text}
        assert texts == {text for text, _saved in results}
        FieldDraft.objects.all().delete()


def test_a_draft_of_another_page_is_not_overwritten_by_an_older_form():
    project = make.project()
    officer = project.manager
    forms = shown(project)
    actions.keep_draft(project, "assets", "Typed on the phone", by=officer, revision=0, base=forms["assets"].base)

    with pytest.raises(access.Moved) as moved:
        actions.keep_draft(project, "assets", "Typed at the desk", by=officer, revision=0, base=forms["assets"].base)
    saved = actions.save_fields(project, "safety", given(forms, assets="Typed at the desk"), by=officer)

    assert "Typed on the phone" in moved.value.kept.values()
    assert [(each.mine, each.theirs, each.is_own_draft) for each in saved.conflicts] == [
        ("Typed at the desk", "Typed on the phone", True)
    ]


def test_an_end_before_the_start_is_unmet_also_when_two_people_wrote_the_two_dates():
    project = make.project()
    forms = shown(project)
    actions.save_fields(project, "overview", given(forms, start_on="2027-01-01"), by=project.manager)

    with pytest.raises(access.Unmet, match="before the start"):
        actions.save_fields(project, "overview", given(forms, end_on="2026-01-01"), by=project.manager)


def test_locked_and_reopened_sections_are_held_by_the_action():
    project = make.project(status="in_endorsement", open_sections=["results"])
    forms, officer = shown(project), project.manager

    with pytest.raises(access.Refused, match="Safety and security"):
        actions.save_fields(project, "safety", given(forms, assets="Crafted"), by=officer)
    with pytest.raises(access.Refused):
        actions.keep_draft(project, "assets", "Crafted", by=officer, revision=0, base="")
    actions.save_fields(project, "results", given(forms, theory_of_change="If, then, because."), by=officer)

    record = content.read(project)
    assert (record.data["assets"], record.data["theory_of_change"]) == ("", "If, then, because.")


def test_a_restricted_target_group_raises_the_tier_and_keeps_it_there():
    make.reference()
    project = make.project(tier=0)
    forms = shown(project)

    saved = actions.save_fields(project, "people", given(forms, target_groups=["DET"]), by=project.manager)

    assert (saved.tier_raised, Project.objects.get(pk=project.pk).tier) == (True, 2)
    with pytest.raises(access.Unmet, match="restricted"):
        actions.lower_tier(project, 1, by=make.chief("UG"), reason="Everybody knows")


def test_raise_and_lower_tier():
    project = make.project(tier=0)
    actions.raise_tier(project, 3, by=project.manager)
    chief = make.chief("UG")

    with pytest.raises(access.Refused, match="head of the lead office"):
        actions.lower_tier(project, 1, by=project.manager, reason="Please")
    with pytest.raises(access.Unmet, match="Say why"):
        actions.lower_tier(project, 1, by=chief, reason=" ")
    actions.lower_tier(project, 1, by=chief, reason="The site is public.")

    assert Project.objects.get(pk=project.pk).tier == 1
    assert [(event.verb, event.before, event.after, event.note) for event in trail.of(project).order_by("seq")] == [
        ("projects.tier_raised", "0", "3", ""),
        ("projects.tier_lowered", "3", "1", "The site is public."),
    ]


def test_rows_are_added_changed_and_removed_with_their_history():
    project = make.project()
    officer, term = project.manager, make.term("drivers", "SM1")
    fields = {"term": term, "level": "low", "confidence": "low", "assessed_on": None, "evidence": ""}

    row = actions.add_row(project, "drivers", by=officer, fields=fields)
    with pytest.raises(access.Unmet, match="already"):
        actions.add_row(project, "drivers", by=officer, fields=fields)
    actions.change_row(project, "drivers", row.pk, by=officer, fields=fields | {"level": "high"}, seen=1)
    with pytest.raises(access.Moved) as moved:
        actions.change_row(project, "drivers", row.pk, by=officer, fields=fields | {"evidence": "Mine"}, seen=1)
    actions.remove_row(project, "drivers", row.pk, by=officer)

    assert "Mine" in moved.value.kept.values()
    assert content.read(project).data["drivers"] == []
    assert [list(event.changes) for event in trail.of(project).filter(verb="projects.edited")] == [["drivers"]] * 3


def test_one_organization_is_one_record_whatever_the_case_of_its_name():
    first, second = make.project(), make.project()
    said = {"name": "District Council", "kind": "local", "country": None}

    actions.add_row(first, "partners", by=first.manager, fields={"organization": said, "added_value": "Trust"})
    again = said | {"name": "district  council"}
    actions.add_row(second, "partners", by=second.manager, fields={"organization": again, "added_value": ""})

    assert Organization.objects.count() == 1


def test_team_members_read_and_edit_until_they_are_taken_off(outbox):
    project, colleague = make.project(tier=3), make.user("staff", "UG")

    actions.add_member(project, colleague, by=project.manager)
    assert Project.objects.whole_for(colleague).get() == project
    assert outbox == [("projects.member_added", colleague)]
    actions.end_member(project, colleague, by=project.manager)

    assert not Project.objects.visible_to(colleague).exists()
    assert verbs_of(project) == ["projects.member_added", "projects.member_ended"]


def test_change_manager_tells_both_and_asks_for_an_officer_of_the_lead_office(outbox):
    project = make.project()
    before, after, chief = project.manager, make.officer("UG"), make.chief("UG")

    with pytest.raises(access.Unmet, match="project officer of the lead office"):
        actions.change_manager(project, make.officer("KE"), by=chief)
    actions.change_manager(project, after, by=chief)

    assert Project.objects.get(pk=project.pk).manager == after
    assert sorted(outbox, key=str) == sorted(
        [("projects.manager_changed", before), ("projects.manager_changed", after)], key=str
    )


def test_follow_writes_status_sections_content_readers_and_event():
    project, reader = make.project(tier=3), make.reviewer()

    actions.follow(project, by=project.manager, status="in_endorsement", open_sections=[], readers=[reader])
    followed = Project.objects.get(pk=project.pk)
    assert (followed.status, followed.open_sections) == ("in_endorsement", [])
    assert followed.submitted_once_at is not None
    assert grants.holds(reader, "see_project", project) and Project.objects.whole_for(reader).exists()

    actions.follow(project, by=None, open_sections=["results"])
    frozen = content.frozen(followed)
    actions.follow(project, by=None, status="endorsed", open_sections=[], endorsed_content=frozen)
    followed.refresh_from_db()
    assert (followed.status, followed.endorsed_content == frozen) == ("endorsed", True)
    assert verbs_of(project) == ["projects.followed"] * 3


def test_follow_refuses_a_step_the_table_lacks():
    from projects.actions.following import IllegalStep

    project = make.project()
    with pytest.raises(IllegalStep):
        actions.follow(project, by=None, status="active")
    assert Project.objects.get(pk=project.pk).status == "draft"


def test_every_section_can_be_saved_with_every_kind_of_value():
    make.reference()
    project = make.project()
    values = {
        "overview": {"countries": ["KE", "UG"], "budget": "12.50", "currency": "EUR", "end_on": "2027-01-01", "themes": ["CSTAB"],
                     "partner_offices": ["NBO"], "manager": str(make.officer("UG").uid)},
        "classification": {"classification": "relevant", "forms_of_ve": ["separatist"], "addresses_drivers": "yes"},
        "monitoring": {"harm_question": "Asked each quarter.", "research_share": "5"},
    }  # fmt: skip

    for slug, texts in values.items():
        assert slug in BY_SLUG
        actions.save_fields(project, slug, given(shown(project), **texts), by=make.officer("UG"))

    record = content.read(Project.objects.get(pk=project.pk))
    for texts in values.values():
        assert {name: record.data[name] for name in texts} == texts

"""Guidance as it is cited: numbers, clauses as rows, what is found, what changed, which lessons it rests on."""

import pytest
from django.urls import reverse

from knowledge import actions
from knowledge.actions import Tags, Text
from knowledge.kinds import clauses
from knowledge.models import Clause, Guidance
from pvehub import index
from tests import make

OLD = "# Before\nMUST ask the elders.\nSHOULD write it down.\n# After\nRED LINE: no lists of names."
NEW = "# Before\nSHOULD greet.\nMUST ask the elders and the young people.\n# After\nSHOULD write it down."


def test_clauses_are_numbered_by_section_and_say_how_far_they_bind():
    assert [(line.number, line.section, line.force, line.text) for line in clauses.parse(OLD)] == [
        ("1.1", "Before", "must", "ask the elders."),
        ("1.2", "Before", "should", "write it down."),
        ("2.1", "After", "red-line", "no lists of names."),
    ]
    assert [(line.number, line.force) for line in clauses.parse("DOIT demander\n\nLÍNEA ROJA: nada")] == [
        ("1", "must"),
        ("2", "red-line"),
    ]


def test_a_clause_keeps_its_identity_by_its_words_and_not_by_its_number():
    told = clauses.changes(clauses.parse(OLD), clauses.parse(NEW))

    assert [(one.how, one.old and one.old.number, one.new and one.new.number) for one in told] == [
        ("new", None, "1.1"),
        ("changed", "1.1", "1.2"),
        ("moved", "1.2", "2.1"),
        ("gone", "2.1", None),
    ]
    assert {one.how for one in clauses.changes(clauses.parse(OLD), clauses.parse(OLD))} == {"same"}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("See G-0007 §3.2, and G-0007 § 3.2 again.", [(7, "3.2")]),
        ("G-12 as a whole; G-0001§4", [(12, ""), (1, "4")]),
        ("PVE-G-0007 and G-0007-2 are something else", []),
    ],
)
def test_what_a_text_cites_is_found_once_each(text, found):
    assert clauses.cited(text) == found


@pytest.mark.django_db
def test_a_note_gets_the_next_number_once_and_its_clauses_are_frozen_with_each_text(as_):
    author, curator = make.officer("UG"), make.curator()
    first = make.guidance(author=author, curator=curator, fields={"clauses": OLD})
    second = make.guidance()

    assert [Guidance.objects.get(resource=one).number for one in (first, second)] == [1, 2]
    text = first.published_revision
    fields = text.fields | {"clauses": NEW}
    actions.edit(first, by=author, text=Text(text.title, text.summary, text.language, fields), tags=Tags())
    actions.submit(first, by=author)
    actions.claim(first, by=curator)
    make.publish_guidance(first, by=curator)

    assert Guidance.objects.get(resource=first).code == "G-0001"
    assert Clause.objects.filter(revision=text).count() == 3
    assert list(Clause.objects.live().filter(resource=first).order_by("position").values_list("number", "force")) == [
        ("1.1", "should"),
        ("1.2", "must"),
        ("2.1", "should"),
    ]
    page = as_(make.outsider()).get(reverse("knowledge:resource-history", args=[first.uid])).content.decode()
    assert "before §1.2" in page
    assert "<ins>" in page
    assert "Moved" in page


def _found(words, user):
    rows = Clause.objects.visible_to(user)
    hits = index.ask(words, allowed={"clause": rows.values("pk")}, limit=5, correct=False).rows
    return [rows.select_related("resource__guidance").get(pk=hit.id).cited for hit in hits]


@pytest.mark.django_db
def test_a_clause_is_found_by_its_words_while_readers_have_it_and_never_above_their_tier():
    reader = make.outsider()
    open_note = make.guidance(fields={"clauses": "MUST ask the quixotic elders."})
    make.guidance(fields={"clauses": "MUST hide the canaryclause."}, tier=2)

    assert _found("quixotic", reader) == ["G-0001 §1"]
    assert _found("canaryclause", reader) == _found("zzneverexisted", reader) == []
    actions.archive(open_note, by=open_note.created_by, reason="Old.")
    assert _found("quixotic", reader) == []
    actions.restore(open_note, by=open_note.created_by)
    assert _found("quixotic", reader) == ["G-0001 §1"]


@pytest.mark.django_db
def test_an_address_leads_to_the_clause_that_readers_have_and_tells_an_outsider_nothing(as_):
    note, closed = make.guidance(), make.guidance(tier=2)
    client = as_(make.outsider())

    def get(number, clause):
        return client.get(reverse("knowledge:clause-detail", args=[number, clause]))

    assert get(note.guidance.number, "1.2").url == f"{note.get_absolute_url()}#clause-1.2"
    assert client.get(reverse("knowledge:guidance-detail", args=[note.guidance.number])).url == note.get_absolute_url()
    hidden, never = get(closed.guidance.number, "1.1"), get(9999, "1.1")
    assert (hidden.status_code, hidden.content) == (404, never.content)


@pytest.mark.django_db
def test_a_lesson_says_in_which_guidance_it_is_used_as_far_as_the_reader_may_read_that(as_):
    lesson = make.resource()
    address = f"/knowledge/{lesson.uid}/"
    make.guidance(title="Ask the elders first", fields={"rests_on": address})
    make.guidance(title="The closed canary note", fields={"rests_on": address}, tier=2)
    page = as_(make.outsider()).get(lesson.get_absolute_url()).content.decode()

    assert "Used in guidance" in page
    assert "Ask the elders first" in page
    assert "canary" not in page


@pytest.mark.django_db
def test_the_page_of_a_note_shows_its_number_its_sections_and_an_anchor_for_each_clause(as_):
    note = make.guidance(fields={"effective_on": "2026-03-01"})
    page = as_(make.outsider()).get(note.get_absolute_url()).content.decode()

    assert note.guidance.code in page
    assert 'id="clause-1.2"' in page
    assert page.index("Before") < page.index("ask the elders.") < page.index("With partners")
    assert "RED LINE" in page


@pytest.mark.django_db
def test_guidance_on_donors_stands_on_the_page_about_them(as_):
    make.guidance(title="Before you sign", fields={"topic": "donors"})
    make.guidance(title="Something else", fields={"topic": "risks"})
    page = as_(make.outsider()).get(reverse("knowledge:donor-topic")).content.decode()

    assert "Before you sign" in page
    assert "Something else" not in page


@pytest.mark.django_db
def test_a_cited_clause_is_a_link_for_who_may_read_it_and_words_for_everybody_else(as_):
    note, closed = make.guidance(), make.guidance(tier=2)
    codes = [one.guidance.code for one in (note, closed)]
    said = f"As {codes[0]} §1.2 asks, and {codes[1]} §1.1; {codes[0]} in general; {codes[0]} §9.9 is none."
    lesson = make.resource(fields={"why": said})
    page = as_(make.outsider()).get(lesson.get_absolute_url()).content.decode()

    assert f'<a href="{note.get_absolute_url()}#clause-1.2" lang="en"><bdi>{codes[0]} §1.2</bdi></a>' in page
    assert f'<a href="{note.get_absolute_url()}" lang="en"><bdi>{codes[0]}</bdi></a> in general' in page
    assert f", and {codes[1]} §1.1; " in page
    assert f"{codes[0]} §9.9 is none" in page
    assert str(closed.uid) not in page


@pytest.mark.django_db
def test_a_donor_profile_shows_the_projects_it_funds_as_far_as_the_reader_reads_them_whole(as_):
    ours = make.project(title="Wells and words")
    theirs = make.project(office="KE", title="The canary project")
    for project in (ours, theirs):
        make.participation(project, "The Fund", role="donor")
    curator = make.curator()
    profile = make.resource(
        state="in_curation", kind="donor-profile", fields={"donor": "The fund", "priorities": "Youth."}, curator=curator
    )
    make.publish_guidance(profile, by=curator)

    page = as_(ours.manager).get(profile.get_absolute_url()).content.decode()
    assert "Wells and words" in page
    assert "canary" not in page
    assert "canary" not in as_(make.outsider()).get(profile.get_absolute_url()).content.decode()

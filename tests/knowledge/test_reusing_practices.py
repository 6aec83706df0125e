"""A project begun from a practice: how it works travels with the word where it comes from, and nothing that is not for it."""

import pytest

from knowledge import actions, permissions, workflow
from knowledge.models import Citation, Resource
from projects import actions as of_projects
from projects import content
from projects.sections import FIELDS
from pvehub import access
from pvehub.audit.models import Event
from tests import make

pytestmark = pytest.mark.django_db
STEPS = {
    "problem": "Stalls were contested.",
    "approach": "Ysolde Marchetti met the elders of Kestrelbourg each week.",
    "conditions": "A market that meets.",
    "resources": "EUR 40,000 and three people.",
    "do_no_harm": "Nobody is named in public.",
    "replicated": "Ouadiville",
}


def practice(**facts):
    """A published practice of a mission, from a project with a place, its author named in its words."""
    author = make.officer("UG", name="Ysolde Marchetti")
    origin = make.complete_project(manager=author, tier=0)
    origin.locations.create(admin1="Kestrelbourg")
    tags = {"themes": [make.term()], "target_groups": [make.term("target-groups", "ELDERS", "Elders")]}
    said = {"kind": "practice", "fields": STEPS, "author": author, "project": origin, "title": "Weekly stalls"}
    return make.resource(**said | tags | {"countries": [make.country("UG")]} | facts)


def test_a_draft_takes_over_how_it_works_and_cites_it_and_no_person_place_sum_or_country_travels(as_):
    made, officer = practice(), make.officer("NG")
    client = as_(officer)
    address = f"/knowledge/{made.uid}/reuse/"

    assert address in client.get(made.get_absolute_url()).text
    assert client.post(address, {"title": " ", "office": make.office("NG").pk}).status_code == 422
    answer = client.post(address, {"title": "Stalls here", "office": make.office("NG").pk}, follow=True)
    [citation] = Citation.objects.select_related("project")
    draft = citation.project
    record = content.read(draft).data

    assert f"{draft.ref} was begun." in answer.text
    assert record["theory_of_change"] == "[…] met the elders of […] each week."
    assert STEPS["conditions"] in str(record["assumptions"]) and len(record["assumptions"]) == 1
    assert record["do_no_harm"] == STEPS["do_no_harm"]
    assert (record["themes"], record["target_groups"]) == (["SOCOH"], ["ELDERS"])
    assert record["countries"] == ["NG"]
    kept = {"title", "manager", "countries", "theory_of_change", "assumptions", "do_no_harm", "themes", "target_groups"}
    assert [name for name in FIELDS if name not in kept and record[name]] == []
    assert not [word for word in ("Marchetti", "Kestrelbourg", "Ouadiville", "40,000") if word in str(record)]
    assert (draft.manager, draft.lead_office.code, draft.status, draft.tier) == (officer, "NG", "draft", 1)
    assert (citation.stance, citation.resource, citation.by) == (workflow.Stance.ADAPTED, made, officer)
    page = client.get(draft.get_absolute_url()).text
    assert "Your team says" in page and made.get_absolute_url() in page and "Adapted to this place" in page


def test_where_it_comes_from_is_told_to_whoever_may_open_it_and_the_history_names_a_number():
    made = practice()
    draft = actions.begin_from(made, by=make.officer("NG"), office=make.office("NG"), title="Stalls here")
    Resource.objects.filter(pk=made.pk).update(tier=2)

    assert not Citation.objects.readable_by(make.officer("NG")).filter(project=draft).exists()
    assert Citation.objects.readable_by(made.created_by).filter(project=draft).exists()
    event = Event.objects.get(verb="projects.reused")
    assert event.changes == {"from": ["", str(made.uid)]} and made.title not in str(event.changes)


def test_of_a_masked_origin_and_of_a_lesson_travels_what_every_reader_gets():
    masked = practice(is_masked=True, fields=STEPS | {"approach": "Meet the elders each week.", "resources": "Few."})
    author = masked.created_by
    draft = actions.begin_from(masked, by=author, office=make.office("UG"), title="Again")
    assert content.read(draft).data["theory_of_change"] == "Meet the elders each week."
    lesson = make.resource(fields={"applies": "Where elders are asked."}, language="pt")
    draft = actions.begin_from(lesson, by=author, office=make.office("UG"), title="Also")
    assert content.read(draft).data["theory_of_change"].startswith("Agree on the selection criteria")
    assert draft.language == author.language


def test_what_is_not_reused_says_why():
    made, officer = practice(), make.officer("UG")
    regional = practice(tier=1, office="UG", title="For the region")
    assert permissions.why_not_reuse(officer, regional, make.office("UG")) is None
    assert "in that region" in permissions.why_not_reuse(make.officer("NG"), regional, make.office("NG"))
    regional.tier = 2
    assert "not reused" in permissions.why_not_reuse(officer, regional)
    assert "Only project officers" in permissions.why_not_reuse(make.curator(), made)
    assert "own office" in permissions.why_not_reuse(officer, made, make.office("NG"))
    assert "published" in permissions.why_not_reuse(officer, make.resource(state="draft", author=officer))
    assert "good practice or a lesson" in permissions.why_not_reuse(officer, Resource(kind="guidance"))
    with pytest.raises(access.Refused, match="own office"):
        actions.begin_from(made, by=officer, office=make.office("NG"), title="x")


def test_into_another_office_no_name_the_record_knows_travels_in_the_words_of_a_project():
    source = make.secret_project(status="endorsed", canary="7f3q")
    secrets = make.secret_words()

    away = of_projects.reuse(source, by=make.officer("NG"), office=make.office("NG"), title="Elsewhere")
    home = of_projects.reuse(source, by=source.manager, office=make.office("UG"), title="The second phase")

    told = str(content.read(away).data)
    assert "open7f3q" in told and not [word for word in secrets if word.lower() in told.lower()]
    assert "Zanabari Council" in str(content.read(home).data["theory_of_change"])

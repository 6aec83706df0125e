"""What the organization will not do: two curators agree, the register says since when and why, the history keeps wordings."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from knowledge import actions, inspecting
from knowledge.actions import RedLineSaid
from knowledge.loading import load_reference
from knowledge.models import RedLine
from pvehub import access
from pvehub.audit import trail
from tests import make

pytestmark = pytest.mark.django_db

LIST = "knowledge:red-line-list"


def page_of(client):
    return client.get(reverse(LIST)).content.decode()


def test_one_curator_proposes_and_another_agrees_before_anybody_reads_it(as_):
    first, second = make.curator(), make.curator()
    line = make.red_line(by=first, state="proposed", statement="We do not zanzibar.")
    assert "zanzibar" not in page_of(as_(make.officer()))
    with pytest.raises(access.Refused, match="a second curator has to agree"):
        actions.agree_red_line(line, by=first, seen=line.proposed_at.isoformat())

    as_(second).post(reverse("knowledge:red-line-agree", args=[line.number]), {"seen": line.proposed_at.isoformat()})
    assert "We do not zanzibar." in page_of(as_(make.officer()))


def test_another_wording_waits_while_the_agreed_one_stands_and_the_history_keeps_both():
    line = make.red_line()
    said = RedLineSaid(**(make.LINE_SAID | {"statement": "Another wording."}))
    changed = actions.propose_red_line(line, said, by=make.curator())
    assert RedLine.objects.in_force().get().statement == make.LINE_SAID["statement"]
    with pytest.raises(access.Moved, match="colleague has proposed"):
        actions.propose_red_line(line, said, by=make.curator())
    with pytest.raises(access.Moved, match="changed while you read"):
        actions.agree_red_line(line, by=make.curator(), seen="earlier")

    line = actions.agree_red_line(line, by=make.curator(), seen=changed.proposed_at.isoformat())
    assert (line.statement, line.version) == ("Another wording.", 2)
    told = trail.of(line).order_by("-seq").first()
    assert told.changes == {"statement": [make.LINE_SAID["statement"], "Another wording."]}


def test_a_line_ends_by_two_and_what_is_taken_back_leaves_no_trace_in_the_register():
    line, curator = make.red_line(), make.curator()
    ended = actions.propose_red_line(line, RedLineSaid(**make.LINE_SAID, is_ended=True), by=curator)
    assert actions.agree_red_line(line, by=make.curator(), seen=ended.proposed_at.isoformat()).state == "ended"
    again = actions.propose_red_line(line, RedLineSaid(**make.LINE_SAID), by=curator)
    assert actions.take_back_red_line(again, by=curator).state == "ended"
    assert actions.take_back_red_line(make.red_line(state="proposed"), by=curator) is None
    assert RedLine.objects.count() == 1


def test_a_curator_proposes_by_the_form_and_others_cannot(as_):
    client, url = as_(make.curator()), reverse("knowledge:red-line-propose")
    assert client.post(url, make.LINE_SAID | {"rationale": ""}).status_code == 422
    assert client.post(url, make.LINE_SAID).status_code == 302
    line = RedLine.objects.get()
    assert line.state == "proposed" and line.proposed["statement"] == make.LINE_SAID["statement"]
    assert as_(make.curator()).get(reverse("knowledge:red-line-edit", args=[line.number])).status_code == 200
    assert as_(make.officer()).post(url, make.LINE_SAID).status_code == 403


def test_the_lines_of_the_field_are_there_from_the_start_and_once(as_):
    make.watched()
    load_reference()
    load_reference()
    page = page_of(as_(make.officer()))
    assert RedLine.objects.in_force().count() == 5 and "Memo of the Director General of 18 August 2015" in page
    assert "counter-narrative" in page


def test_who_decides_has_the_red_lines_beside_the_form(as_):
    line = make.red_line()
    case = make.case("decision")
    page = as_(make.someone("trd-head")).get(reverse("endorsement:case-decide", args=[case.ref])).content.decode()
    assert line.get_absolute_url() in page


def test_the_register_costs_the_same_with_1_3_and_300_lines(as_):
    clients = [as_(make.officer()), as_(make.curator())]
    costs = [set(), set()]
    make.red_line()
    for client in clients:
        page_of(client)
    for more, shown in ((0, 1), (2, 3), (297, 20)):
        make.line_copies(more)
        for client, counted in zip(clients, costs, strict=True):
            with CaptureQueriesContext(connection) as seen:
                page = page_of(client)
            counted.add(len(seen))
            assert page.count('id="red-line-') == shown
    assert all(len(each) == 1 for each in costs) and max(max(each) for each in costs) <= 12, costs


def test_the_page_of_a_line_names_the_guidance_that_names_it_as_far_as_one_may_read_it(as_):
    line, other = make.red_line(), make.red_line()
    text = f"RED LINE: We keep out of it ({line.code}).\nMUST ask about {line.code}0 and X-{line.code}."
    note = make.guidance(fields={"clauses": text}, title="Messages")
    make.guidance(fields={"clauses": f"RED LINE: canaryclause {line.code}."}, tier=2)

    page = as_(make.outsider()).get(line.get_absolute_url()).content.decode()
    assert f"{note.guidance.code} §1" in page and f"{note.guidance.code} §2" not in page
    assert "canaryclause" not in page
    assert "Guidance that names it" not in as_(make.outsider()).get(other.get_absolute_url()).content.decode()
    assert "canaryclause" in as_(make.curator()).get(line.get_absolute_url()).content.decode()


def test_red_lines_stand_beside_donor_profiles_tips_and_the_negotiation(as_):
    line, project = make.red_line(), make.project()
    fields = {"donor": "The Fund", "priorities": "Youth."}
    profile = make.resource(
        state="in_curation", kind="donor-profile", fields=fields, curator=(curator := make.curator())
    )
    make.publish_guidance(profile, by=curator)
    client = as_(project.manager)
    negotiation = reverse("knowledge:negotiation-detail", args=[project.ref])
    for url in (profile.get_absolute_url(), reverse("knowledge:donor-topic"), negotiation):
        page = client.get(url).content.decode()
        assert line.get_absolute_url() in page and line.statement in page, url


def test_a_text_that_names_a_red_line_nobody_holds_is_told_so_before_it_is_sent():
    line, author = make.red_line(), make.officer("UG")
    text = f"RED LINE: Not so ({line.code}).\nRED LINE: Nor so (RL-77)."
    note = make.guidance(state="draft", author=author, fields={"clauses": text})
    found = inspecting.findings(note, note.revisions.get(), by=author, files=[])
    told = [(one.place, one.sentence, one.holds_back) for one in found if one.check == "register"]
    assert told == [("clauses", "RL-77 is not a red line that holds today: look it up in the register.", False)]

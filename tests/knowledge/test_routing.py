"""Questions nobody answers, who knows what, and missions that are alike."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.urls import reverse

from knowledge import actions, matching, tasks
from knowledge.models import Discussion, Expertise
from tests import make

pytestmark = pytest.mark.django_db
KAMPALA = ZoneInfo("Africa/Kampala")
MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=KAMPALA)


def asked(**facts):
    with time_machine.travel(MONDAY, tick=False):
        return make.discussion(**facts)


def told_by(moment, outbox):
    before = len(outbox)
    with time_machine.travel(moment, tick=False):
        for _hour in range(2):
            tasks.route_questions()
    return list(outbox)[before:]


def test_a_question_without_an_answer_goes_to_who_knows_after_five_working_days_and_to_curators_after_ten(outbox):
    theme, other = make.term("themes", "SOCOH"), make.term("themes", "CSTAB")
    knows, does_not, unlisted = (make.user("staff", "KE") for _ in range(3))
    with time_machine.travel(MONDAY, tick=False):
        curator = make.curator()
        for person, terms, is_listed in ((knows, [theme], True), (does_not, [other], True), (unlisted, [theme], False)):
            make.posting(person, role="staff", office="KE")
            make.expertise(person, themes=terms, is_listed=is_listed)
        make.discussion(by=make.officer("UG"), themes=[theme])

    friday = MONDAY.replace(day=6, hour=23, minute=50)
    assert told_by(friday, outbox) == []
    assert told_by(MONDAY.replace(day=9, hour=0, minute=5), outbox) == [("knowledge.talk_routed", knows)]
    assert told_by(MONDAY.replace(day=13), outbox) == []
    assert told_by(MONDAY.replace(day=16), outbox) == [("knowledge.talk_unanswered", curator)]
    assert told_by(MONDAY.replace(day=30), outbox) == []


def test_after_an_outage_everybody_is_told_in_one_run_and_an_answer_ends_it(outbox):
    theme = make.term("themes")
    with time_machine.travel(MONDAY, tick=False):
        curator, knows, asker = make.curator(), make.user("staff", "KE"), make.officer("UG")
        make.expertise(knows, themes=[theme])
        missed, answered, own = (make.discussion(by=asker, themes=[theme]) for _ in range(3))
        make.reply(answered)
        make.reply(own, by=asker)
        make.discussion(by=asker, kind="field_note", themes=[theme])

    told = told_by(MONDAY + timedelta(days=20), outbox)

    assert sorted(told, key=str) == sorted(
        [(kind, who) for kind, who in (("knowledge.talk_routed", knows), ("knowledge.talk_unanswered", curator))] * 2,
        key=str,
    )
    assert set(Discussion.objects.filter(escalated_at__isnull=False)) == {missed, own}


def test_a_closed_question_is_put_to_nobody_who_may_not_read_it(outbox):
    theme = make.term("themes")
    with time_machine.travel(MONDAY, tick=False):
        author, outside = make.officer("UG"), make.outsider()
        inside = make.chief("UG")
        for person in (outside, inside):
            make.expertise(person, themes=[theme])
        make.discussion(by=author, project=make.project(manager=author, tier=2), themes=[theme])

    assert told_by(MONDAY + timedelta(days=8), outbox) == [("knowledge.talk_routed", inside)]


def test_the_desk_shows_what_one_could_answer(as_):
    theme = make.term("themes")
    person = make.user("staff", "NG")
    make.expertise(person, themes=[theme])
    make.discussion(themes=[theme], title="For who knows the theme")
    make.discussion(title="On nothing known")
    make.discussion(kind="peer_request", asked_office=make.office("NG"), title="For the office")
    make.reply(make.discussion(themes=[theme], title="Answered by me"), by=person)

    page = as_(person).get("/").content.decode()

    assert "For who knows the theme" in page and "For the office" in page
    assert "On nothing known" not in page and "Answered by me" not in page


def test_nobody_is_found_who_did_not_ask_to_be_and_nobody_who_serves_nowhere(as_):
    reader, listed, unlisted = (
        make.outsider(),
        make.user("staff", "KE", name="Lista"),
        make.user("staff", name="Quieta"),
    )
    left = make.user("staff", "KE", name="Partita")
    for person in (listed, left):
        make.expertise(person)
    make.expertise(unlisted, is_listed=False)
    posting = left.postings.get()
    type(posting).objects.filter(pk=posting.pk).update(ends_at=posting.starts_at)

    page = as_(reader).get(reverse("knowledge:expert-list")).content.decode()
    assert "Lista" in page and "Quieta" not in page and "Partita" not in page
    found = {
        who: as_(reader).get(reverse("knowledge:expert-detail", args=[who.uid])) for who in (listed, unlisted, left)
    }
    assert [found[who].status_code for who in (listed, unlisted, left)] == [200, 404, 404]
    assert found[unlisted].content == found[left].content
    assert listed.email not in found[listed].content.decode()


def test_one_says_what_one_knows_and_is_found_by_it(as_):
    person, theme = make.user("staff", "KE"), make.term("themes")
    client, reader = as_(person), as_(make.outsider())
    url = reverse("knowledge:expertise-edit")
    assert client.post(url, {"is_listed": "on", "languages": ["fr"], "themes": [theme.pk]}).status_code == 302

    found = reverse("knowledge:expert-list")
    assert [row.user for row in reader.get(found + f"?theme={theme.code}&language=fr").context["page"].rows] == [person]
    assert not reader.get(found + "?language=es").context["page"].rows
    client.post(url, {"languages": ["fr"]})
    assert not Expertise.objects.listed()


def test_missions_are_alike_by_what_all_staff_may_read_and_by_nothing_else(as_):
    driver, group = make.term("drivers", "D1", "Exclusion"), make.term("target-groups", "T1", "Traders")
    secret = make.term("drivers", "D2", "Secret driver")
    for office in ("UG", "NG"):
        make.resource(office=office, drivers=[driver], target_groups=[group])
    for office, facts in (("UG", {}), ("KE", {"tier": 2}), ("NE", {"is_masked": True, "credit": "nobody"})):
        make.resource(office=office, drivers=[secret], **facts)

    peers = matching.peers_of(make.office("UG"))

    assert [(peer.office.code, peer.shared) for peer in peers] == [
        ("NG", {"drivers": [driver], "target_groups": [group]})
    ]
    page = as_(make.officer("UG")).get(reverse("knowledge:peer-list")).content.decode()
    assert "Exclusion" in page and "Traders" in page and "office=NG" in page


def test_an_expert_is_asked_where_a_theme_was_merged():
    old, new = make.term("themes", "OLD"), make.term("themes", "NEW")
    person = make.user("staff", "KE")
    row = make.expertise(person, themes=[old])
    made = make.discussion(themes=[new])
    assert row not in Expertise.objects.listed().knowing(made)

    type(old).objects.filter(pk=old.pk).update(merged_into=new)

    assert list(Expertise.objects.listed().knowing(made)) == [row]
    assert list(Discussion.objects.for_expert(person)) == [made]
    assert actions.readers(made, [person]) == [person]

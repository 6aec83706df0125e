"""The texts of a resource over time: what changed, what stays verified, what takes its place, what is withdrawn."""

import re

import pytest
from django.urls import reverse

from knowledge import actions, search, workflow
from knowledge.models import Resource
from pvehub import access
from pvehub.notifications.models import Notice
from tests import make

pytestmark = pytest.mark.django_db


def _history(resource):
    return reverse("knowledge:resource-history", args=[resource.uid])


def _text(resource, number):
    return reverse("knowledge:revision-detail", args=[resource.uid, number])


@pytest.fixture
def author():
    return make.officer("UG")


@pytest.fixture
def curator():
    return make.curator()


def test_the_difference_between_any_two_texts_is_shown_word_by_word(author, curator, as_):
    made = make.resource(author=author, fields={"context": "Three markets near the river."})
    make.next_text(made, curator=curator, fields={"context": "Four markets near the river."})
    make.next_text(made, curator=curator, fields={"context": "Four markets near the lake."})
    client = as_(make.outsider())

    first = client.get(f"{_history(made)}?old=1&new=2").content.decode()
    whole = client.get(f"{_history(made)}?old=1&new=3").content.decode()
    newest = client.get(_history(made)).content.decode()

    assert "Three</del>" in first
    assert "river.</del>" not in first
    assert "Three</del>" in whole
    assert "river.</del>" in whole
    assert "Three</del>" not in newest
    assert "river.</del>" in newest
    for odd in ("?old=99", "?new=abc", "?old=3&new=1", "?old=9999999999"):
        assert client.get(_history(made) + odd).status_code == 200


def test_an_old_text_keeps_its_address_and_says_that_it_is_not_the_one_in_force(author, curator, as_):
    made = make.resource(author=author, title="The first words")
    make.next_text(made, curator=curator, title="The second words")
    client = as_(make.outsider())

    assert "The first words" in (page := client.get(_text(made, 1)).content.decode())
    assert "not the one that readers have today" in page
    assert "readers have today" in client.get(_text(made, 2)).content.decode()
    assert client.get(_text(made, 3)).status_code == 404


def test_texts_that_were_never_published_are_for_those_who_write_or_judge(author, curator, as_):
    made = make.resource(author=author)
    same = made.published_revision
    text = actions.Text("Not yet for others", same.summary, same.language, same.fields)
    actions.edit(made, by=author, text=text, tags=actions.Tags())

    assert as_(author).get(_text(made, 2)).status_code == 200
    for other in (make.outsider(), curator):  # a draft is its authors' only
        assert as_(other).get(_text(made, 2)).status_code == 404
        assert "text 2" not in as_(other).get(_history(made)).content.decode()
    actions.submit(made, by=author)
    assert as_(curator).get(_text(made, 2)).status_code == 200
    assert as_(make.outsider()).get(_text(made, 2)).status_code == 404


def test_old_texts_follow_the_rights_of_the_day(author, curator, as_):
    made = make.resource(author=author, title="The first words")
    make.next_text(made, curator=curator, title="The second words")
    outsider, same = make.outsider(), made.published_revision
    actions.edit(
        made,
        by=author,
        text=actions.Text(same.title, same.summary, same.language, same.fields),
        tags=actions.Tags(tier=2),
    )

    assert as_(outsider).get(_text(made, 1)).status_code == 404
    assert as_(outsider).get(_history(made)).status_code == 404


def test_the_history_of_a_masked_origin_is_for_those_who_know_it(author, curator, as_):
    made = make.resource(author=author, title="Of markets", is_masked=True)
    make.next_text(made, curator=curator, title="Of open markets")
    outsider = as_(make.outsider())

    assert outsider.get(_history(made)).status_code == 403
    assert outsider.get(_text(made, 1)).status_code == 404
    assert "How it changed" not in outsider.get(made.get_absolute_url()).content.decode()
    assert as_(author).get(_history(made)).status_code == 200
    assert as_(curator).get(_text(made, 1)).status_code == 200


def test_a_typo_keeps_what_was_verified_and_tells_no_follower(author, curator):
    made = make.resource(author=author)
    was = (made.verified_at, made.verified_by, made.verify_by_on)
    actions.follow(made, by=(reader := make.outsider()))

    make.next_text(made, is_typo=True, curator=curator, summary="What worked between traders & young people.")

    assert (made.verified_at, made.verified_by, made.verify_by_on) == was
    assert made.verified_revision == made.published_revision
    assert made.published_revision.decision.is_typo
    assert not Notice.objects.filter(recipient=reader, kind="knowledge.followed_changed").exists()


@pytest.mark.parametrize(("said", "confirmed"), [(False, False), (True, False)])
def test_any_other_change_voids_it_until_somebody_who_answers_for_it_looks_again(said, confirmed, author, curator):
    made = make.resource(author=author)
    today = make.today("UG")
    assert made.trust_on(today) == workflow.Trust.VERIFIED

    make.next_text(made, is_typo=said, confirmed=confirmed, curator=curator, summary="It did not work at all.")

    assert made.trust_on(today) == workflow.Trust.UNVERIFIED
    assert (made.verify_by_on - today).days == workflow.DUE_DAYS
    actions.verify(made, by=author)
    made.refresh_from_db()
    assert made.trust_on(today) == workflow.Trust.VERIFIED


def test_a_tag_touches_no_verification(author):
    made = make.resource(author=author)
    text = made.published_revision
    actions.edit(
        made,
        by=author,
        text=actions.Text(text.title, text.summary, text.language, text.fields),
        tags=actions.Tags(themes=[make.term()]),
    )
    made.refresh_from_db()

    assert made.trust_on(make.today("UG")) == workflow.Trust.VERIFIED


def test_a_typo_is_claimed_of_a_published_text_only_and_never_with_another_file(author):
    made = make.resource(state="draft", author=author)
    actions.edit(made, by=author, text=actions.Text("Other", "s", "en", make.LESSON), tags=actions.Tags(), is_typo=True)
    assert not made.revisions.get().is_typo

    made = make.resource(author=author)
    text = made.published_revision
    actions.edit(made, by=author, text=actions.Text("Other", "s", "en", text.fields), tags=actions.Tags(), is_typo=True)
    assert made.revisions.newest().first().is_typo
    actions.attach(made, make.upload(), by=author)
    assert not made.revisions.newest().first().is_typo


def test_what_takes_its_place_is_where_the_old_address_leads(author, as_):
    old, newer = make.resource(author=author, title="Old words"), make.resource(author=author, title="New words")
    reader = make.outsider()
    actions.follow(old, by=reader)
    client = as_(author)

    url = reverse("knowledge:resource-supersede", args=[old.uid])
    given = {"newer": f"https://hub.example{newer.get_absolute_url()}", "reason": "Two lessons became one."}
    assert client.post(url, given).status_code == 302

    gone = as_(reader).get(old.get_absolute_url())
    assert gone.status_code == 410
    assert newer.get_absolute_url() in gone.content.decode()
    assert "Two lessons became one." in gone.content.decode()
    assert newer.follows.filter(user=reader).exists()
    assert Notice.objects.filter(recipient=reader, kind="knowledge.followed_changed").exists()
    assert "Old words" in as_(reader).get(newer.get_absolute_url()).content.decode()
    assert old not in Resource.objects.visible_to(reader)
    published = Resource.objects.visible_to(reader).published()
    assert [found.resource for found in search.ask("words", by=reader, among=published).rows] == [newer]


def test_nobody_is_led_to_what_they_cannot_open_and_a_chain_leads_to_its_end(author, as_):
    first, second, third = (make.resource(author=author, title=title) for title in ("One", "Two", "Three"))
    actions.supersede(first, second, by=author, reason="r")
    actions.supersede(second, third, by=author, reason="r")
    reader = make.outsider()
    assert third.get_absolute_url() in as_(reader).get(first.get_absolute_url()).content.decode()

    text = third.published_revision
    actions.edit(
        third,
        by=author,
        text=actions.Text(text.title, text.summary, text.language, text.fields),
        tags=actions.Tags(tier=2),
    )

    page = as_(reader).get(first.get_absolute_url()).content.decode()
    assert "Three" not in page
    assert str(third.uid) not in page


def test_what_takes_its_place_is_another_published_one_for_no_fewer_people(author, as_):
    old, closed = make.resource(author=author), make.resource(author=author, tier=2)
    draft, masked = make.resource(author=author, state="draft"), make.resource(author=author, is_masked=True)

    for newer in (old, closed, draft):
        with pytest.raises(access.Refused):
            actions.supersede(old, newer, by=author, reason="r")
    with pytest.raises(access.Refused):
        actions.supersede(masked, old, by=author, reason="r")
    url = reverse("knowledge:resource-supersede", args=[old.uid])
    hidden = make.resource(office="NE", tier=2)  # another's: as if it were not there
    never = "0" * 8 + "-0000-4000-8000-" + "0" * 12
    answers = []
    for uid in (str(hidden.uid), never):
        page = as_(author).post(url, {"newer": uid, "reason": "kept words"}).content.decode()
        assert "kept words" in page
        page = re.sub(r'(csrfmiddlewaretoken" value=)"[^"]*"', "", page)
        answers.append(page.split("<main", 1)[1].replace(uid, ""))
    assert answers[0] == answers[1]
    assert (
        "not the address of a resource" in as_(author).post(url, {"newer": "nothing", "reason": "r"}).content.decode()
    )


def test_withdrawn_is_for_good_and_leaves_a_tombstone_to_who_could_read_it(author, curator, as_):
    made = make.resource(author=author, title="Of markets")
    reader = make.outsider()
    url = reverse("knowledge:resource-withdraw", args=[made.uid])

    assert as_(curator).post(url, {"reason": "A person could be found by it."}).status_code == 302

    gone = as_(reader).get(made.get_absolute_url())
    assert gone.status_code == 410
    assert "A person could be found by it." in gone.content.decode()
    assert as_(reader).get(_text(made, 1)).status_code == 404
    assert as_(author).get(made.get_absolute_url()).status_code == 200
    made.refresh_from_db()
    with pytest.raises(access.Refused):
        actions.restore(made, by=curator)
    with pytest.raises(access.Refused):
        actions.edit(made, by=author, text=actions.Text("t", "s", "en", {}), tags=actions.Tags())


def test_a_draft_is_withdrawn_by_its_author_alone_and_never_while_a_curator_has_it(author, curator, as_):
    draft = make.resource(state="draft", author=author)
    waiting = make.resource(state="in_curation", author=author, curator=curator)

    with pytest.raises(access.Refused):
        actions.withdraw(draft, by=curator, reason="r")
    with pytest.raises(access.Refused):
        actions.withdraw(waiting, by=author, reason="r")
    actions.withdraw(draft, by=author, reason="Begun twice.")

    assert as_(make.outsider()).get(draft.get_absolute_url()).status_code == 404

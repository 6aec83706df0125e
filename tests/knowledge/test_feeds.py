"""Feeds hold what is open to all staff, end with the posting, and say nothing of anything else."""

import xml.etree.ElementTree as ET
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from knowledge import actions
from knowledge.models import Resource
from pvehub.people.models import Posting
from pvehub.tokens import actions as tokens
from tests import make

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


def get(text, headers=None, **query):
    return Client().get(reverse("knowledge:feed"), {"token": text} | query, headers=headers)


def titles(answer):
    assert answer.status_code == 200
    return [entry.findtext(f"{ATOM}title") for entry in ET.fromstring(answer.content).iter(f"{ATOM}entry")]


def test_a_feed_holds_the_newest_of_tier_0_by_title_kind_day_and_link_and_no_more_of_them():
    officer = make.officer()
    one = make.resource(author=officer, title="Open <one>", summary="Summarycanary", themes=[make.term("themes", "A")])
    make.resource(author=officer, title="Restricted", tier=1)
    make.resource(author=officer, title="Waits", state="submitted")
    text = make.feed(officer)[1]

    answer = get(text)

    assert titles(answer) == ["Open <one>"]
    assert one.get_absolute_url() in answer.content.decode() and f"urn:uuid:{one.uid}" in answer.content.decode()
    assert "Summarycanary" not in answer.content.decode()
    assert answer["Cache-Control"] == "private, no-store" and answer["Referrer-Policy"] == "no-referrer"


def test_what_is_not_tier_0_changes_no_byte_of_any_feed_even_for_who_may_read_it():
    officer = make.officer()
    text, theme = make.feed(officer)[1], make.term("themes", "A")
    make.resource(author=officer, themes=[theme])
    before = [get(text, **query).content for query in ({}, {"theme": "A"}, {"country": "UG"}, {"kind": "lesson"})]

    make.resource(author=officer, title="canary7f3q", tier=2, themes=[theme], countries=[make.country("UG")])

    after = [get(text, **query).content for query in ({}, {"theme": "A"}, {"country": "UG"}, {"kind": "lesson"})]
    assert after == before


def test_a_feed_follows_its_filters_and_a_code_that_was_merged():
    officer = make.officer()
    make.resource(author=officer, title="Mine", themes=[make.term("themes", "OLD")])
    make.resource(author=officer, title="Other")
    make.merged("OLD", "NEW")
    text = make.feed(officer)[1]

    assert titles(get(text, theme="OLD")) == titles(get(text, theme="NEW")) == ["Mine"]
    assert titles(get(text, theme="NEVER")) == []


def test_a_kept_search_is_a_feed_for_its_owner_alone():
    from knowledge.narrowing import Filters

    officer, other = make.officer(), make.officer()
    make.resource(author=officer, title="Markets and traders")
    make.resource(author=officer, title="Schools", summary="Pupils.", fields={"context": "x", "happened": "y"})
    saved = actions.save_search("markets", Filters(), by=officer, name="Markets")

    assert titles(get(make.feed(officer)[1], saved=str(saved.uid))) == ["Markets and traders"]
    assert get(make.feed(other)[1], saved=str(saved.uid)).status_code == 404
    assert get(make.feed(officer)[1], saved="nonsense").status_code == 404


def test_a_masked_origin_is_not_told_by_a_feed():
    officer = make.officer(name="Author Canary")
    made = make.resource(author=officer, title="Quiet")
    Resource.objects.filter(pk=made.pk).update(is_masked=True, credit="nobody")

    body = get(make.feed(officer)[1]).content.decode()

    assert "Quiet" in body and "Canary" not in body and "Office UG" not in body


def test_a_feed_that_has_not_changed_is_not_sent_again_and_the_permission_is_asked_first():
    officer = make.officer()
    token, text = make.feed(officer)
    tag = get(text)["ETag"]

    assert get(text, headers={"If-None-Match": tag}).status_code == 304
    make.resource(author=officer)
    assert get(text, headers={"If-None-Match": tag}).status_code == 200
    tokens.revoke_token(token, by=officer)
    assert get(text, headers={"If-None-Match": tag}).status_code == 404


def test_a_feed_ends_with_the_posting_and_does_not_wake_with_the_next():
    officer = make.officer()
    text, unknown = make.feed(officer)[1], get("pvehub_AAAAAAAA_" + "a" * 43)

    Posting.objects.filter(user=officer).update(ends_at=timezone.now())
    ended = get(text)
    make.posting(officer, role="project-officer", office="UG")

    assert ended.status_code == unknown.status_code == get(text).status_code == 404
    assert ended.content == unknown.content


def test_a_token_for_feeds_opens_no_program_and_one_for_programs_no_feed():
    officer = make.officer()
    feed, program = make.feed(officer)[1], tokens.make_token(by=officer, name="A table")[1]

    api = reverse("api:project-list")
    assert Client().get(api, headers={"Authorization": f"Bearer {feed}"}).status_code == 401
    assert Client().get(api, headers={"Authorization": f"Bearer {program}"}).status_code == 200
    assert get(program).status_code == 404 and get(feed).status_code == 200


def test_the_page_makes_an_address_that_works_once_it_is_read_by_anybody_and_shows_it_only_then(as_):
    officer, url = make.officer(), reverse("knowledge:feed-list")
    make.resource(author=officer, title="Mine", themes=[make.term("themes", "A")])
    make.resource(author=officer, title="Other")
    client = as_(officer)

    made = client.post(url, {"theme": "A"})

    assert made.status_code == 201
    address = made.context["address"]
    assert address in made.content.decode().replace("&amp;", "&")
    parts = urlsplit(address)
    assert titles(Client().get(f"{parts.path}?{parts.query}")) == ["Mine"]
    assert parts.query.partition("&")[0] not in client.get(url).content.decode()


def test_a_feed_that_is_asked_too_often_has_to_wait(settings):
    settings.API_REQUESTS_PER_MINUTE = 1
    text = make.feed(make.officer())[1]
    answers = [get(text).status_code for _ in range(3)]

    assert answers.count(429) >= 1 and answers[0] == 200


def test_a_feed_lives_a_year():
    token = make.feed(make.officer())[0]

    assert timedelta(days=364) < token.expires_at - token.created_at <= timedelta(days=365)

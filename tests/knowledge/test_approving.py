"""Words that go outside: who may say so, what it is bound to, when it ends, who is told."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from knowledge import actions
from knowledge.actions import Tags, Text
from knowledge.actions.approving import unapproved
from knowledge.models.messages import words_hash
from pvehub import access
from tests import make

pytestmark = pytest.mark.django_db
WARNED = "Nobody has approved this version yet"


def _republish(resource, **fields):
    text, curator = resource.published_revision, make.curator()
    changed = Text(text.title, text.summary, text.language, text.fields | fields)
    actions.edit(resource, by=resource.created_by, text=changed, tags=Tags())
    actions.submit(resource, by=resource.created_by)
    actions.claim(resource, by=curator)
    actions.publish(resource, by=curator, seen=make.waiting_hash(resource), checklist=make.TICKED)
    resource.refresh_from_db()


def test_each_version_is_approved_by_itself_and_readers_are_warned_of_the_other(as_):
    resource, reader = make.message(), make.outsider()
    before = as_(reader).get(resource.get_absolute_url()).content.decode()
    make.approval(resource, by=make.head(name="Head Amina"))
    page = as_(reader).get(resource.get_absolute_url()).content.decode()

    assert (before.count(WARNED), page.count(WARNED)) == (2, 1)
    assert page.index("Head Amina") < page.index("You decide whether") < page.index(WARNED)
    assert page.count("data-copy") == 1
    assert 'id="words-public"' in page


def test_an_approval_holds_for_the_words_and_ends_with_their_edit_but_not_with_the_edit_of_the_others():
    resource = make.message()
    make.approval(resource)
    today = make.today("UG")

    assert unapproved(resource, today) == ["community"]
    _republish(resource, community="Nobody is obliged.")
    assert unapproved(resource, today) == ["community"]
    _republish(resource, public="We support the communities that ask us.")
    assert unapproved(resource, today) == ["public", "community"]


def test_the_seats_approve_what_readers_have_never_their_own_words_and_never_words_they_did_not_read():
    head, resource = make.head(), make.message()
    until = make.today("UG") + timedelta(days=30)
    words = words_hash("en", "We support communities.")

    for person in (make.outsider(), make.curator(), make.reviewer(), make.chief("UG")):
        with pytest.raises(access.Refused, match="Only the head of TRD"):
            actions.approve(resource, "public", by=person, seen=words, valid_until_on=until)
    with pytest.raises(access.Moved):
        actions.approve(resource, "public", by=head, seen="0" * 64, valid_until_on=until)
    with pytest.raises(access.Unmet, match="after today"):
        actions.approve(resource, "public", by=head, seen=words, valid_until_on=make.today("UG"))
    make.posting(head, role="staff", office="UG")
    own = make.message(author=head)
    with pytest.raises(access.Refused, match="You wrote it"):
        actions.approve(own, "public", by=head, seen=words, valid_until_on=until)
    assert actions.approve(resource, "public", by=make.doe_director(), seen=words, valid_until_on=until).pk


def test_a_withdrawn_approval_says_why_to_every_reader_at_once(as_, outbox):
    resource, head = make.message(), make.head()
    made = make.approval(resource, by=head)
    url = reverse("knowledge:approval-withdraw", args=[resource.uid, made.pk])
    answer = as_(head).post(url, {"reason": "The ministry objects."})

    assert answer.status_code == 302
    page = as_(make.outsider()).get(resource.get_absolute_url()).content.decode()
    assert "The ministry objects." in page
    assert "data-copy" not in page
    assert ("knowledge.approval_withdrawn", resource.created_by) in outbox
    with pytest.raises(access.Refused, match="withdrawn already"):
        actions.withdraw_approval(made, by=head, reason="Again.")


def test_words_that_wait_stand_on_the_desk_of_the_seats_alone(as_):
    resource, head, desk = make.message(title="Words on returns"), make.head(), reverse("home")

    assert "Words to approve" in as_(head).get(desk).content.decode()
    assert "Words to approve" not in as_(make.curator()).get(desk).content.decode()
    make.approval(resource, by=head)
    make.approval(resource, by=head, version="community")
    assert "Words to approve" not in as_(head).get(desk).content.decode()


def test_the_seats_are_asked_when_words_are_published_and_reminded_once_before_the_end(outbox):
    head = make.head()
    resource = make.message()
    assert ("knowledge.approval_asked", head) in outbox
    made = make.approval(resource, by=head)
    told = len(outbox)
    for days in (31, 29, 28, 0):
        type(made).objects.filter(pk=made.pk).update(valid_until_on=make.today("UG") + timedelta(days=days))
        actions.remind_approvals(resource, now=timezone.now())
        actions.remind_approvals(resource, now=timezone.now())
    kinds = [kind for kind, person in list(outbox)[told:] if person == head]
    assert kinds == ["knowledge.approval_due"] * 3  # a date is a new date; the same date reminds once


def test_the_page_keeps_what_was_typed_when_the_day_is_wrong(as_):
    resource, head = make.message(), make.head()
    url = reverse("knowledge:message-approve", args=[resource.uid, "public"])
    page = (
        as_(head)
        .post(url, {"seen": words_hash("en", "We support communities."), "valid_until_on": "2019-01-01"})
        .content.decode()
    )

    assert "The last day lies after today" in page
    assert 'value="2019-01-01"' in page

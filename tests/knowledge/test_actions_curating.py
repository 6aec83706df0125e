"""Claim, publish, ask for changes, decline: by somebody else, of exactly what was read, once."""

import pytest

from knowledge import actions, workflow
from knowledge.actions import Tags, Text
from knowledge.models import Curation
from pvehub import access
from pvehub.audit import trail
from tests import make

pytestmark = pytest.mark.django_db
TICKED = {name: True for name, _label in workflow.CHECKLIST}


def _verbs(resource):
    return [event.verb.removeprefix("knowledge.") for event in trail.of(resource)]


def _text(resource, **fields):
    text = resource.revisions.newest().first()
    return Text(fields.pop("title", text.title), text.summary, text.language, text.fields | fields)


def _statuses(resource):
    return list(resource.revisions.order_by("number").values_list("status", flat=True))


@pytest.mark.scenario("knowledge-8")
def test_an_author_who_is_also_curator_neither_claims_nor_publishes_and_the_attempt_is_on_record():
    author = make.curator()
    resource = make.resource(state="submitted", office="HQ", author=author)
    seen = resource.revisions.get().sha256

    with pytest.raises(access.Refused, match="You wrote it"):
        actions.claim(resource, by=author)
    actions.claim(resource, by=make.curator())
    with pytest.raises(access.Refused, match="You wrote it"):
        actions.publish(resource, by=author, seen=seen, checklist=TICKED)

    refused = [event for event in trail.of(resource) if event.verb == "knowledge.refused"]
    assert [event.actor_uid for event in refused] == [author.uid] * 2
    assert all("You wrote it" in event.note for event in refused)
    assert _statuses(resource) == ["in_curation"]


def test_a_co_author_does_not_curate_either():
    helper = make.curator()
    resource = make.resource(state="submitted", co_authors=[helper])

    with pytest.raises(access.Refused, match="You wrote it"):
        actions.claim(resource, by=helper)


def test_claim_is_for_one_curator_in_scope():
    resource = make.resource(state="submitted")
    first = make.specialist("NBO", name="First")
    actions.claim(resource, by=first)

    with pytest.raises(access.Refused, match="First has it already"):
        actions.claim(resource, by=make.curator())
    with pytest.raises(access.Refused, match="You have it already"):
        actions.claim(resource, by=first)
    with pytest.raises(access.Refused, match="curators of this region"):
        actions.claim(resource, by=make.specialist("DKR"))
    with pytest.raises(access.Refused, match="No text of it is waiting"):
        actions.claim(make.resource(), by=first)


def test_publish_makes_exactly_the_read_text_live_and_verified(outbox):
    author, curator = make.officer("UG"), make.curator()
    resource = make.resource(state="submitted", author=author, curator=curator)
    actions.claim(resource, by=curator)
    seen = make.waiting_hash(resource)

    decision = actions.publish(resource, by=curator, seen=seen, checklist=TICKED, reason="Sound.")
    resource.refresh_from_db()

    assert (decision.outcome, decision.sha256, decision.decided_by_uid, decision.checklist) == (
        "published",
        seen,
        curator.uid,
        TICKED,
    )
    assert (resource.state, resource.published_revision.sha256, resource.verified_by) == ("published", seen, curator)
    assert resource.verify_by_on == workflow.months_after(make.today("UG"), 24)
    assert resource.verifier == author
    assert not Curation.objects.open().exists()
    assert _verbs(resource) == ["contributed", "submitted", "claimed", "published"]
    assert list(outbox)[-1] == ("knowledge.published", author)


def test_publish_asks_for_every_point_of_the_list():
    curator = make.curator()
    resource = make.resource(state="in_curation", curator=curator)

    with pytest.raises(access.Unmet) as unmet:
        actions.publish(resource, by=curator, seen=make.waiting_hash(resource), checklist=TICKED | {"harm": False})

    assert len(unmet.value.blockers) == 1
    assert _statuses(resource) == ["in_curation"]


def test_an_edit_after_the_claim_makes_the_publish_refuse(outbox):
    author, curator = make.officer("UG"), make.curator()
    resource = make.resource(state="in_curation", author=author, curator=curator)
    read = make.waiting_hash(resource)

    actions.edit(resource, by=author, text=_text(resource, happened="It went otherwise."), tags=Tags())
    with pytest.raises(access.Moved) as moved:
        actions.publish(resource, by=curator, seen=read, checklist=TICKED, reason="Sound.")

    assert moved.value.kept == {"Reason": "Sound."}
    assert moved.value.url.endswith("/review/?since=1")
    assert _statuses(resource) == ["replaced", "in_curation"]
    assert list(outbox)[-1] == ("knowledge.text_changed", curator)
    assert (
        actions.publish(resource, by=curator, seen=make.waiting_hash(resource), checklist=TICKED).revision.number == 2
    )


def test_a_file_attached_after_the_claim_is_a_new_text_too():
    author, curator = make.officer("UG"), make.curator()
    resource = make.resource(state="in_curation", author=author, curator=curator)
    read = make.waiting_hash(resource)

    actions.attach(resource, make.upload(), by=author)

    with pytest.raises(access.Moved):
        actions.publish(resource, by=curator, seen=read, checklist=TICKED)


def test_an_edit_under_review_that_the_machine_holds_back_changes_nothing():
    author = make.officer("UG")
    resource = make.resource(state="submitted", author=author)

    with pytest.raises(access.Unmet):
        actions.edit(resource, by=author, text=_text(resource, recommendation=""), tags=Tags())

    assert _statuses(resource) == ["submitted"]


def test_request_changes_sends_it_back_and_the_next_text_goes_to_the_same_curator(outbox):
    author, curator = make.officer("UG"), make.curator()
    resource = make.resource(state="changes_requested", author=author, curator=curator)
    assert list(outbox)[-1] == ("knowledge.changes_requested", author)

    actions.edit(resource, by=author, text=_text(resource, evidence="Monitoring data."), tags=Tags())
    actions.submit(resource, by=author)

    assert _statuses(resource) == ["changes_requested", "in_curation"]
    assert list(outbox)[-1] == ("knowledge.submitted", curator)
    assert Curation.objects.count() == 1


def test_decline_ends_the_review_and_leaves_what_is_published(outbox):
    author, curator = make.officer("UG"), make.curator()
    resource = make.resource(author=author)
    actions.edit(resource, by=author, text=_text(resource, title="Worse"), tags=Tags())
    actions.submit(resource, by=author)
    actions.claim(resource, by=curator)

    actions.decline(
        resource, by=curator, seen=make.waiting_hash(resource), checklist={}, reason="The old one is better."
    )
    resource.refresh_from_db()

    assert (resource.state, resource.published_revision.number) == ("published", 1)
    assert _statuses(resource) == ["published", "declined"]
    assert list(outbox)[-1] == ("knowledge.declined", author)


def test_a_kind_that_binds_others_needs_a_second_curator_for_the_same_text():
    author, first, second = make.officer("UG"), make.curator(), make.curator()
    fields = {"scope": "All projects.", "clauses": "MUST ask the community first."}
    resource = make.resource(state="in_curation", kind="guidance", author=author, curator=first, fields=fields)
    seen = make.waiting_hash(resource)

    with pytest.raises(access.Unmet, match="second curator"):
        actions.publish(resource, by=first, seen=seen, checklist=TICKED)
    with pytest.raises(access.Refused, match="second curator has to agree"):
        actions.second(resource, by=first, seen=seen)
    with pytest.raises(access.Refused, match="You wrote it"):
        actions.second(resource, by=author, seen=seen)
    actions.second(resource, by=second, seen=seen)

    assert actions.publish(resource, by=first, seen=seen, checklist=TICKED).outcome == "published"

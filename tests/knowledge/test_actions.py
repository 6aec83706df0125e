"""Each act: what it changes, what it writes down, whom it tells, when it refuses."""

from datetime import timedelta

import pytest
from django.utils import timezone

from knowledge import actions, workflow
from knowledge.actions import Tags, Text
from knowledge.models import Curation, Follow, Resource
from pvehub import access, index
from pvehub.audit import trail
from pvehub.jobs.models import Job
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


def test_contribute_begins_a_draft_of_the_authors_office():
    author = make.officer("UG")
    resource = actions.contribute(
        "lesson", by=author, office=make.office("UG"), text=Text("A", "B", "en", {}), tags=Tags()
    )

    assert (resource.state, resource.owner_office.code, list(resource.authors.all())) == ("draft", "UG", [author])
    assert (resource.verifier_role, resource.verifier_office.code) == ("project-officer", "UG")
    assert _statuses(resource) == ["draft"]
    assert _verbs(resource) == ["contributed"]


def test_contribute_is_for_ones_own_office_and_for_people_who_serve():
    text = Text("A", "B", "en", {})
    with pytest.raises(access.Refused, match="an office you serve at"):
        actions.contribute("lesson", by=make.officer("UG"), office=make.office("KE"), text=text, tags=Tags())
    with pytest.raises(access.Refused, match="serve at an office"):
        actions.contribute("lesson", by=make.user(role=None), office=make.office("UG"), text=text, tags=Tags())


def test_contribute_from_a_project_one_cannot_read_is_refused():
    with pytest.raises(access.Refused, match="project you can read"):
        make.resource(state="draft", author=make.officer("UG"), project=make.project(office="NE", tier=2))


def test_a_tier_below_that_of_project_or_target_group_needs_the_head():
    project, group = make.project(tier=2), make.term("target-groups", "RTF")
    group.attributes = {"default_sensitivity": "restricted"}
    group.save()
    for facts in ({"project": project}, {"target_groups": [group]}):
        with pytest.raises(access.Refused, match="Only the head of the owner office"):
            make.resource(state="draft", author=project.manager, tier=1, **facts)
    assert make.resource(state="draft", author=project.manager, project=project, tier=2).tier == 2
    assert make.resource(state="draft", author=make.chief("UG"), target_groups=[group], tier=0).tier == 0


def test_raising_the_tier_takes_the_files_along_and_lowering_it_again_is_refused():
    author = make.officer("UG")
    resource = make.resource(author=author, files=(("a.pdf", "plain", 0),))

    actions.edit(resource, by=author, text=_text(resource), tags=Tags(tier=2))

    assert resource.attachments.get().tier == 2
    assert trail.of(resource).last().changes == {"tier": [0, 2]}
    with pytest.raises(access.Refused):
        actions.edit(resource, by=author, text=_text(resource), tags=Tags(tier=0))


def test_edit_changes_a_draft_in_place_and_a_published_text_by_a_new_draft():
    author = make.officer("UG")
    draft, published = make.resource(state="draft", author=author), make.resource(author=author)

    for resource in (draft, published):
        actions.edit(resource, by=author, text=_text(resource, title="Another title"), tags=Tags())
        resource.refresh_from_db()

    assert (_statuses(draft), draft.title) == (["draft"], "Another title")
    assert _statuses(published) == ["published", "draft"]
    assert published.title != "Another title"


def test_edit_of_tags_alone_makes_no_new_text_and_keeps_the_verification():
    author = make.officer("UG")
    resource = make.resource(author=author)

    actions.edit(resource, by=author, text=_text(resource), tags=Tags(themes=[make.term("themes", "DIALG")]))
    resource.refresh_from_db()

    assert _statuses(resource) == ["published"]
    assert resource.trust_on(make.today("UG")) == workflow.Trust.VERIFIED


def test_edit_over_somebody_elses_newer_words_is_stopped_and_keeps_what_was_typed():
    author = make.officer("UG")
    resource = make.resource(state="draft", author=author)
    seen = resource.revisions.get().digest(resource.kind, [])
    actions.edit(resource, by=author, text=_text(resource, title="Mine"), tags=Tags(), seen=seen)

    with pytest.raises(access.Moved) as moved:
        actions.edit(resource, by=author, text=_text(resource, title="Theirs"), tags=Tags(), seen=seen)

    assert moved.value.kept["Title"] == "Theirs"
    assert resource.revisions.get().title == "Mine"


def test_submit_freezes_the_text_and_tells_the_curators_in_scope(outbox):
    author, here, elsewhere, everywhere = (
        make.officer("UG"),
        make.specialist("NBO"),
        make.specialist("DKR"),
        make.curator(),
    )
    resource = make.resource(state="draft", author=author, files=(("a.pdf", "plain", 0),))

    revision = actions.submit(resource, by=author)

    assert (revision.status, len(revision.sha256), revision.submitted_by) == ("submitted", 64, author)
    assert [file["name"] for file in revision.attached] == ["a.pdf"]
    assert set(outbox) == {("knowledge.submitted", here), ("knowledge.submitted", everywhere)}
    assert elsewhere not in {person for _kind, person in outbox}


@pytest.mark.scenario("knowledge-11")
def test_submit_names_a_missing_recommendation_and_a_phone_number_before_the_queue():
    author = make.officer("UG")
    resource = make.resource(
        state="draft", author=author, fields={"recommendation": "", "happened": "Call +256 772 123 456"}
    )

    with pytest.raises(access.Unmet) as unmet:
        actions.submit(resource, by=author)

    assert [blocker.url.rpartition("#")[2] for blocker in unmet.value.blockers] == ["id_recommendation", "id_happened"]
    assert _statuses(resource) == ["draft"]
    assert not Curation.objects.exists()


def test_submit_once_is_once():
    author = make.officer("UG")
    resource = make.resource(state="submitted", author=author)

    with pytest.raises(access.Refused, match="sent already"):
        actions.submit(resource, by=author)


def test_followers_who_may_still_read_it_hear_of_the_next_text(outbox):
    author, curator = make.officer("UG"), make.curator()
    reader, gone = make.user("staff", "NE"), make.user("staff", "NE")
    resource = make.resource(author=author)
    for person in (reader, gone):
        actions.follow(resource, by=person)
    gone.postings.update(starts_at="2019-01-01T00:00:00Z", ends_at="2020-01-01T00:00:00Z")

    actions.edit(resource, by=author, text=_text(resource, title="Better"), tags=Tags())
    actions.submit(resource, by=author)
    actions.claim(resource, by=curator)
    actions.publish(resource, by=curator, seen=make.waiting_hash(resource), checklist=TICKED)

    assert [person for kind, person in outbox if kind == "knowledge.followed_changed"] == [reader]


def test_follow_twice_is_once_and_unfollow_ends_it():
    reader, resource = make.outsider(), make.resource()

    actions.follow(resource, by=reader)
    actions.follow(resource, by=reader)
    assert Follow.objects.count() == 1

    actions.unfollow(resource, by=reader)
    assert not Follow.objects.exists()


def test_what_one_cannot_read_one_cannot_follow():
    with pytest.raises(access.Refused, match="cannot read"):
        actions.follow(make.resource(tier=2), by=make.outsider())


def test_verify_moves_the_date_by_the_interval_of_the_kind():
    resource = make.resource()
    today = make.today("UG")
    Resource.objects.update(verify_by_on=today - timedelta(days=40))
    resource.refresh_from_db()
    assert resource.trust_on(today) == workflow.Trust.OVERDUE

    actions.verify(resource, by=make.officer("UG"))
    resource.refresh_from_db()

    assert (resource.verify_by_on, resource.trust_on(today)) == (
        workflow.months_after(today, 24),
        workflow.Trust.VERIFIED,
    )
    with pytest.raises(access.Refused, match="Only the person or office"):
        actions.verify(resource, by=make.officer("NE"))
    with pytest.raises(access.Refused, match="Only what is published"):
        actions.verify(make.resource(state="draft"), by=make.officer("UG"))


def test_archive_takes_it_out_of_search_and_can_be_taken_back_for_a_moment():
    author = make.officer("UG")
    resource = make.resource(author=author, title="Zanzibarquartz")

    def found():
        return index.ask("Zanzibarquartz", allowed={"resource": Resource.objects.visible_to(author).values("pk")}).total

    assert found() == 1
    archived = actions.archive(resource, by=author, reason="Out of date.")
    assert (archived.state, found()) == ("archived", 0)
    assert actions.restore(archived, by=author).state == "published"
    assert found() == 1

    Resource.objects.filter(pk=actions.archive(resource, by=author, reason="Again.").pk).update(
        ended_at=timezone.now() - timedelta(minutes=5)
    )
    with pytest.raises(access.Refused, match="You wrote it"):
        actions.restore(resource, by=author)
    assert actions.restore(resource, by=make.curator()).state == "published"


def test_attach_reads_the_file_in_the_background_once():
    resource = make.resource(state="draft", author=(author := make.officer("UG")))

    attachment = actions.attach(resource, make.upload("a.pdf", "wonderful"), by=author)

    jobs = Job.objects.filter(name="knowledge.tasks.extract_text")
    assert [job.args for job in jobs] == [[attachment.pk]]
    actions.read_text(attachment)
    attachment.refresh_from_db()
    assert "wonderful" in " ".join(attachment.text)


def test_detach_leaves_the_sent_text_with_its_file():
    author = make.officer("UG")
    resource = make.resource(author=author, files=(("a.pdf", "plain", 0),))

    actions.detach(resource.attachments.get(), by=author)

    first, second = resource.revisions.order_by("number")
    assert (first.attachments.count(), second.attachments.count(), second.status) == (1, 0, "draft")

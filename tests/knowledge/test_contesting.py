"""A reader's word that a text no longer holds: who is told, who reads it, who answers, what becomes of the text."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from knowledge import actions, tasks, workflow
from knowledge.actions import Tags, Text
from knowledge.models import Contest, Resource
from pvehub import access
from tests import make

pytestmark = pytest.mark.django_db


def _trust(resource):
    resource.refresh_from_db()
    return resource.trust_on(make.today("UG"))


def _publish_another(resource, author, curator, **fields):
    text = resource.revisions.newest().first()
    actions.edit(
        resource,
        by=author,
        text=Text(text.title, text.summary, text.language, text.fields | fields),
        tags=Tags(),
    )
    actions.submit(resource, by=author)
    actions.claim(resource, by=curator)
    actions.publish(resource, by=curator, seen=make.waiting_hash(resource), checklist=make.TICKED)


def test_a_contest_marks_the_text_at_once_and_tells_who_answers_for_it(outbox):
    author, reader = make.officer("UG"), make.outsider()
    resource = make.resource(author=author)
    before = len(outbox)

    made = actions.contest(resource, by=reader, why="The committees are gone.", where="Gulu")

    assert list(outbox)[before:] == [("knowledge.contested", author)]
    assert _trust(resource) == workflow.Trust.CONTESTED
    assert made.revision == resource.published_revision
    with pytest.raises(access.Refused, match="You have said so already"):
        actions.contest(resource, by=reader, why="Again.")
    with pytest.raises(access.Refused, match="You answer for it"):
        actions.contest(resource, by=author, why="I know better.")


def test_a_contested_text_is_found_but_recommended_to_nobody():
    project = make.project(countries=[make.country("UG")])
    sound, doubtful, late = (make.resource(countries=[make.country("UG")]) for _ in range(3))
    make.contest(doubtful)
    Resource.objects.filter(pk=late.pk).update(verify_by_on=make.today("UG") - timedelta(days=1))
    rows = Resource.objects.visible_to(make.outsider()).published()

    assert set(rows) == {sound, doubtful, late}
    assert list(rows.reliable(make.today("UG")).useful_for(project)) == [sound]


def test_what_stands_for_its_year_is_recommended_until_somebody_contests_it():
    fields = {"sort": "final", "year": "2024", "method": "Interviews.", "findings": "Three."}
    evaluation = make.resource(kind="evaluation", fields=fields)
    assert list(Resource.objects.reliable(make.today("UG"))) == [evaluation]

    make.contest(evaluation)

    assert not Resource.objects.reliable(make.today("UG"))
    assert _trust(evaluation) == workflow.Trust.CONTESTED


def test_that_it_holds_verifies_it_anew_and_tells_the_reader(outbox):
    author, reader = make.officer("UG"), make.outsider()
    resource = make.resource(author=author)
    Resource.objects.filter(pk=resource.pk).update(verify_by_on=make.today("UG") - timedelta(days=3))
    made = make.contest(resource, by=reader)
    before = len(outbox)

    actions.answer(made, by=author, outcome="holds", answer="We asked all five: they meet.")

    assert list(outbox)[before:] == [("knowledge.contest_answered", reader)]
    assert _trust(resource) == workflow.Trust.VERIFIED
    assert resource.verify_by_on == workflow.months_after(make.today("UG"), 24)
    with pytest.raises(access.Refused, match="answered already"):
        actions.answer(made, by=author, outcome="holds", answer="Twice.")


def test_corrected_is_only_what_was_corrected():
    author, curator = make.officer("UG"), make.curator()
    resource = make.resource(author=author, curator=curator)
    made = make.contest(resource)
    with pytest.raises(access.Unmet, match="publish the corrected one first"):
        actions.answer(made, by=author, outcome="corrected", answer="Done.")

    _publish_another(resource, author, curator, happened="The committees met until March.")
    assert _trust(resource) == workflow.Trust.CONTESTED
    actions.answer(made, by=author, outcome="corrected", answer="The text says until when they met.")

    assert _trust(resource) == workflow.Trust.VERIFIED


def test_taking_it_out_archives_it_and_answers_every_reader(outbox):
    author, first, second = make.officer("UG"), make.outsider(), make.user("staff", "KE")
    resource = make.resource(author=author)
    made, other = make.contest(resource, by=first), make.contest(resource, by=second)
    before = len(outbox)

    actions.answer(made, by=author, outcome="ended", answer="It misleads.")
    resource.refresh_from_db()
    other.refresh_from_db()

    assert (resource.state, resource.ended_reason, resource.contested_at) == ("archived", "It misleads.", None)
    assert (other.outcome, other.answer) == ("ended", "It misleads.")
    assert {person for _kind, person in list(outbox)[before:]} == {first, second}


def test_two_contests_and_one_answer_leave_it_contested():
    author = make.officer("UG")
    resource = make.resource(author=author)
    first, _second = make.contest(resource), make.contest(resource)

    actions.answer(first, by=author, outcome="holds", answer="Here they meet.")

    assert _trust(resource) == workflow.Trust.CONTESTED
    with pytest.raises(access.Refused, match="answer that first"):
        actions.verify(resource, by=author)


def test_nobody_answers_themselves_and_no_stranger_answers():
    resource, curator = make.resource(), make.curator()
    made = make.contest(resource, by=curator)

    with pytest.raises(access.Refused, match="You raised it"):
        actions.answer(made, by=curator, outcome="holds", answer="Yes.")
    with pytest.raises(access.Refused, match="Only the person or office"):
        actions.answer(made, by=make.officer("NG"), outcome="holds", answer="Yes.")


def test_readers_see_that_it_is_contested_and_the_answer_but_not_the_words(as_):
    author, raiser, reader = make.officer("UG"), make.user("staff", "KE"), make.outsider()
    resource = make.resource(author=author)
    made = make.contest(resource, by=raiser, why="Quixotrel left.", where="Bundibugyo")
    url = resource.get_absolute_url()

    page = as_(reader).get(url).content.decode()
    assert "Contested" in page and "Quixotrel" not in page and "Bundibugyo" not in page
    assert "Quixotrel" in as_(raiser).get(url).content.decode()
    answer = reverse("knowledge:contest-answer", args=[resource.uid, made.pk])
    assert answer in as_(author).get(url).content.decode()
    assert as_(reader).get(answer).status_code == 404

    as_(author).post(answer, {"outcome": "holds", "answer": "Somebody came in their place."})
    assert "Somebody came in their place." in as_(reader).get(url).content.decode()


def test_a_masked_text_names_nobody_who_stands_behind_it(as_, outbox):
    author, reader = make.officer("UG", name="Ondiek Verifier"), make.outsider()
    resource = make.resource(author=author)
    Resource.objects.filter(pk=resource.pk).update(is_masked=True, credit="nobody")
    made = make.contest(resource, by=reader)
    actions.answer(made, by=author, outcome="holds", answer="It holds.")

    panel = as_(reader).get(resource.get_absolute_url()).content.decode().split('id="trust"')[1].split("</section>")[0]
    assert "It holds." in panel and "Ondiek" not in panel and "Verified by" not in panel
    assert outbox.notices.filter(kind="knowledge.contest_answered").last().by_uid is None


def test_the_form_keeps_what_was_typed_and_refuses_a_phone_number(as_):
    resource, reader = make.resource(), make.outsider()
    client, url = as_(reader), reverse("knowledge:resource-contest", args=[resource.uid])

    back = client.post(url, {"why": "Call +256 772 123456.", "where": "Gulu"})
    assert list(back.context["form"].errors) == ["why"]
    assert "Gulu" in back.content.decode()
    assert client.post(url, {"why": "They left.", "where": ""}).status_code == 302
    assert Contest.objects.get().by == reader


def test_a_contest_without_an_answer_is_reminded_of_once_a_rung_and_climbs_to_the_curators(outbox):
    author, curator = make.officer("UG"), make.curator()
    made = make.contest(make.resource(author=author, curator=curator))
    told = {}
    for days in (6, 7, 21):
        Contest.objects.filter(pk=made.pk).update(at=timezone.now() - timedelta(days=days))
        before = len(outbox)
        for _hour in range(2):
            tasks.keep_trust()
        told[days] = [person for _kind, person in list(outbox)[before:]]

    assert told == {6: [], 7: [author], 21: [curator]}

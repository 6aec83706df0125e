"""A text that waits: how old it is in working days, what comes first, who is reminded, and a claim that is handed back."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from knowledge import actions, tasks, waiting
from knowledge.models import Curation
from pvehub import access
from pvehub.audit import trail
from pvehub.people.models import Holiday, Posting
from tests import make

pytestmark = pytest.mark.django_db
FRIDAY = datetime(2026, 6, 5, 9, tzinfo=UTC)
QUEUE = reverse("knowledge:curation-queue")


def test_age_counts_the_working_days_of_the_region_and_leaves_out_its_holidays():
    office = make.office("UG")
    Holiday.objects.create(office=make.office("NBO"), on=date(2026, 6, 9))

    age = waiting.age(FRIDAY, office, FRIDAY + timedelta(days=7))

    assert (age.days, age.due_on) == (4, date(2026, 6, 22))
    assert not age.is_near and not age.is_late
    assert waiting.age(FRIDAY, office, FRIDAY).days == 0
    late = waiting.age(FRIDAY, office, FRIDAY + timedelta(days=30))
    assert late.is_late and late.due_on == date(2026, 6, 22)


def test_the_day_is_that_of_the_office_at_whatever_hour():
    late_friday = datetime(2026, 6, 5, 22, 30, tzinfo=UTC)  # Saturday in Nairobi
    assert waiting.age(late_friday, make.office("UG"), late_friday + timedelta(days=2)).days == 1


def _in(days):
    """So many days from now."""
    return time_machine.travel(timezone.now() + timedelta(days=days))


def test_the_time_with_the_author_is_not_the_curators():
    author, curator = make.officer("UG"), make.curator()
    made = make.resource(state="changes_requested", author=author, curator=curator)
    assert Curation.objects.with_waiting().get().waits_since is None
    text = made.revisions.newest().first()

    actions.edit(
        made, by=author, text=actions.Text("Better", text.summary, text.language, text.fields), tags=actions.Tags()
    )
    again = actions.submit(made, by=author)

    assert Curation.objects.with_waiting().get().waits_since == again.submitted_at


def test_what_has_waited_longest_comes_first_unless_more_people_want_the_other():
    theme = make.term("themes", "SOCOH")
    curator = make.curator()
    old = make.resource(state="submitted")
    with _in(2):
        wanted = make.resource(state="submitted", themes=[theme])
    with _in(5):
        new = make.resource(state="submitted")

    def order():
        rows = Curation.objects.for_curator(curator).oldest_most_wanted(timezone.now() + timedelta(days=6))
        return [row.resource for row in rows]

    assert order() == [old, wanted, new]
    for _ in range(3):
        make.follow(make.user("staff", "KE"), theme=theme)
    assert order() == [wanted, old, new]


def test_the_queue_says_how_old_each_is_and_filters_by_hands_kind_and_region(as_):
    curator, other = make.curator(), make.curator()
    mine = make.resource(state="in_curation", curator=curator)
    free = make.resource(state="submitted", office="NE")
    guidance = {"scope": "All.", "clauses": "MUST ask first."}
    binding = make.resource(state="in_curation", kind="guidance", fields=guidance, curator=other)
    client = as_(curator)

    def rows(**query):
        return {row.resource for row in client.get(QUEUE, query).context["page"].rows}

    assert rows() == {mine, free, binding}
    assert rows(whose="mine") == {mine}
    assert rows(whose="free") == {free}
    assert rows(whose="second") == {binding}
    assert rows(region="DKR") == {free}
    assert rows(kind="guidance") == {binding}
    assert rows(kind="no such") == {mine, free, binding}
    assert "0 of 10 working days" in client.get(QUEUE).content.decode()
    with _in(30):
        assert ">Late<" in as_(curator).get(QUEUE).content.decode()

    actions.second(binding, by=curator, seen=make.waiting_hash(binding))
    assert rows(whose="second") == set()


def test_a_claim_that_is_handed_back_waits_again_and_the_others_are_told(outbox, as_):
    first, second = make.curator(), make.specialist("NBO")
    made = make.resource(state="in_curation", curator=first)
    before = len(outbox)
    with pytest.raises(access.Refused, match="Only the curator who has claimed it"):
        actions.hand_back(made, by=second)

    answer = as_(first).post(reverse("knowledge:curation-hand-back", args=[made.uid]), {"reason": "On leave."})

    assert answer.status_code == 302
    told = {person for kind, person in list(outbox)[before:] if kind == "knowledge.submitted"}
    assert second in told and first not in told
    event = next(event for event in trail.of(made) if event.verb == "knowledge.handed_back")
    assert (event.note, event.actor_uid) == ("On leave.", first.uid)
    actions.claim(made, by=second)
    actions.publish(made, by=second, seen=make.waiting_hash(made), checklist=make.TICKED)


def test_who_agreed_as_second_and_then_takes_it_over_needs_another_to_agree():
    first, second = make.curator(), make.curator()
    guidance = {"scope": "All.", "clauses": "MUST ask first."}
    made = make.resource(state="in_curation", kind="guidance", fields=guidance, curator=first)
    seen = make.waiting_hash(made)
    actions.second(made, by=second, seen=seen)
    actions.hand_back(made, by=first)
    actions.claim(made, by=second)

    with pytest.raises(access.Unmet, match="second curator"):
        actions.publish(made, by=second, seen=seen, checklist=make.TICKED)
    actions.second(made, by=first, seen=seen)
    actions.publish(made, by=second, seen=seen, checklist=make.TICKED)


def test_the_claim_of_somebody_who_left_holds_nothing_up(outbox):
    gone, there = make.curator(), make.curator()
    made = make.resource(state="in_curation", curator=gone)
    Posting.objects.filter(user=gone).update(ends_at=F("starts_at"))

    tasks.remind_reviews()

    assert Curation.objects.open().get().claimed_by is None
    assert made.revisions.get().status == "submitted"
    assert ("knowledge.submitted", there) in list(outbox)
    before = len(outbox)
    tasks.remind_reviews()
    assert len(outbox) == before


def test_reminders_of_a_text_that_waits_climb_once_each_from_who_has_it_to_headquarters(outbox):
    has_it, backup, above = make.specialist("NBO"), make.specialist("NBO"), make.curator()
    author = make.specialist("NBO")
    make.resource(state="in_curation", author=author, office="NBO", curator=has_it)
    told = {}
    for days in (6, 11, 15, 30):
        before = len(outbox)
        with _in(days):
            for _hour in range(2):
                tasks.remind_reviews()
        told[days] = {person for _kind, person in list(outbox)[before:]}

    assert told[6] == set()
    assert told[11] == {has_it}
    assert told[15] == {has_it, backup, above}
    assert told[30] == {above}


def test_nobody_is_reminded_of_what_is_with_its_author(outbox):
    make.resource(state="changes_requested")
    before = len(outbox)

    with _in(60):
        tasks.remind_reviews()

    assert len(outbox) == before


def test_a_text_nobody_has_is_for_the_nearest_curators_first(outbox):
    near, _far = make.specialist("NBO"), make.curator()
    make.resource(state="submitted")
    before = len(outbox)

    with _in(11):
        tasks.remind_reviews()

    assert list(outbox)[before:] == [("knowledge.review_due", near)]

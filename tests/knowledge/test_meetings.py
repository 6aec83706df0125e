"""Meetings: read by tier, guests named to organizers alone, feedback that cannot be traced, the next opens on the last."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from knowledge import actions, ledger, tasks
from knowledge.models import FeedbackComment, FeedbackGiven, FeedbackRating, FollowUpAction, Meeting
from pvehub import access
from pvehub.audit.models import Event
from pvehub.index.models import SearchDoc
from pvehub.notifications.models import Notice
from tests import make

pytestmark = pytest.mark.django_db
WORD = "canarymeet"


def said(client, url, **query):
    """The page without what differs each time."""
    text = client.get(url, query).content.decode()
    return re.sub(r'(csrfmiddlewaretoken|once)" value="[\w-]+"', "", text)


def closed(by, tier, **facts):
    """A meeting of Nairobi's regional office that holds a word of its own everywhere."""
    about = dict.fromkeys(("title", "place", "objectives", "key_points", "agenda"), WORD)
    return make.meeting(by, office="NBO", tier=tier, **about | facts)


def test_a_closed_meeting_is_nowhere_for_the_outsider_and_leaves_no_trace_in_lists_counts_and_index(as_):
    by = make.organizer()
    make.meeting(by, office="NBO", days=-90)
    outsider = as_(make.officer("NG"))
    urls = [reverse(f"knowledge:{name}") for name in ("meeting-list", "promise-list")] + ["/"]
    before = [said(outsider, url) for url in urls]

    meeting = closed(by, 1)
    promise = make.promise(make.recommendation(meeting, WORD), text=WORD, role="project-officer", office="NG")

    assert [said(outsider, url) for url in urls] == before
    for url in (meeting.get_absolute_url(), promise.get_absolute_url()):
        assert outsider.get(url).content == outsider.get("/knowledge/meetings/no-such/").content
    assert WORD in said(as_(make.officer("UG")), urls[0])
    doc = SearchDoc.objects.get(kind="meeting", thing_id=meeting.pk)
    assert (doc.tier, doc.facets & 1) == (1, 1)


def test_an_invited_office_reads_what_is_for_those_who_take_part_and_others_of_the_region_do_not(as_):
    meeting = closed(make.organizer(), 2, offices=(make.office("NE"),))

    seen = {code: as_(make.officer(code)).get(meeting.get_absolute_url()).status_code for code in ("NE", "UG", "NG")}

    assert seen == {"NE": 200, "UG": 404, "NG": 404}


def test_names_of_guests_are_shown_to_organizers_alone_and_hold_nothing_but_names(as_):
    by = make.organizer()
    meeting = make.meeting(by, guests="Amina Example\nJohn Sample")

    assert "Amina Example" in said(as_(by), meeting.get_absolute_url())
    assert "Amina Example" not in said(as_(make.officer()), meeting.get_absolute_url())
    assert not SearchDoc.objects.filter(kind="meeting", body__contains="Amina").exists()
    for more in ("Amina, amina@example.org", "Amina +256 77 212", "Amina, passport 4711 0815"):
        with pytest.raises(access.Unmet):
            make.meeting(by, guests=more)


def test_what_is_changed_is_found_by_its_new_words_alone(as_):
    by = make.organizer()
    meeting = make.meeting(by, title="Harvest round", agenda="2026-11-15 | 0900-0930 | Opening\nCoffee | and talk")
    about = actions.About("Sowing round", meeting.starts_on, meeting.ends_on, agenda="Opening", tier=2)

    actions.change_meeting(meeting, about, by=by)

    doc = SearchDoc.objects.get(kind="meeting", thing_id=meeting.pk)
    assert (doc.title, doc.facets & 1) == ("Sowing round", 1)
    assert [str(item) for item in meeting.agenda.all()] == ["Opening"]
    with pytest.raises(access.Refused):
        actions.change_meeting(meeting, about, by=make.officer())


def test_an_agenda_is_typed_in_lines_and_shown_as_it_was_typed():
    text = "2026-11-15 | 0900-0930 | Opening\n10:00 | Coffee | and talk\nClosing\n2026-99-01 | Odd day"

    meeting = make.meeting(agenda=text)

    rows = [(item.on, item.hours, item.title) for item in meeting.agenda.order_by("position")]
    assert rows == [
        (date(2026, 11, 15), "0900-0930", "Opening"),
        (None, "10:00", "Coffee | and talk"),
        (None, "", "Closing"),
        (None, "", "2026-99-01 | Odd day"),
    ]
    assert actions.agenda_text(meeting) == text


def test_feedback_is_given_once_bound_to_nobody_and_shown_from_three_answers_on(as_):
    meeting = make.meeting(agenda="Opening\nRisks")
    people = [make.officer() for _one in range(3)]
    url = reverse("knowledge:feedback-results", args=[meeting.uid])
    reader = as_(make.officer("NG"))

    for number, person in enumerate(people[:2]):
        make.feedback(meeting, person, constructive=5, text=f"Words {number}")
    assert "Words" not in said(reader, url)
    assert "Mean" not in said(reader, url)
    with pytest.raises(access.Refused):
        make.feedback(meeting, people[0])
    make.feedback(meeting, people[2], constructive=2, text="Words 2")

    page = said(reader, url)
    assert all(f"Words {number}" in page for number in range(3))
    assert "Mean 4.00 of 5" in page
    assert FeedbackGiven.objects.filter(meeting=meeting).count() == 3
    bound = {field.name for model in (FeedbackRating, FeedbackComment) for field in model._meta.get_fields()}
    assert not bound & {"person", "by", "user", "at", "given"}
    assert not Event.objects.filter(kind="knowledge.meeting", actor_uid__in=[person.uid for person in people]).exists()


def test_an_agenda_that_people_have_commented_on_stays_as_they_saw_it(as_):
    by = make.organizer()
    meeting = make.meeting(by, agenda="Opening\nRisks")
    make.feedback(meeting)
    edit = reverse("knowledge:meeting-edit", args=[meeting.uid])
    typed = {
        "title": "Renamed",
        "starts_on": meeting.starts_on.isoformat(),
        "ends_on": meeting.ends_on.isoformat(),
        "tier": "0",
        "language": "en",
        "agenda": "Another session",
    }

    refused = as_(by).post(edit, typed)
    kept = as_(by).post(edit, typed | {"agenda": "Opening\nRisks"})

    assert refused.status_code == 422
    assert "stays as they saw it" in refused.content.decode()
    assert "Another session" in refused.content.decode()
    assert kept.status_code == 302
    meeting.refresh_from_db()
    assert meeting.title == "Renamed"


def test_feedback_waits_for_the_first_day_and_both_scores(as_):
    ahead = make.meeting(days=10)
    with pytest.raises(access.Refused):
        make.feedback(ahead)
    held = make.meeting(agenda="Opening")
    client, url = as_(make.officer()), reverse("knowledge:feedback-give", args=[held.uid])
    session = held.agenda.get().pk

    missing = client.post(url, {"constructive": "4", f"session_{session}": "Short."})
    given = client.post(url, {"constructive": "4", "pertinent": "5", f"session_{session}": "Short.", "support": "M&E"})

    assert missing.status_code == 422
    assert "Short." in missing.content.decode()
    assert given.status_code == 302
    assert sorted(FeedbackComment.objects.values_list("text", flat=True)) == ["M&E", "Short."]


def test_the_next_meeting_is_planned_from_the_last_and_opens_on_what_is_still_open(as_):
    by = make.organizer()
    first = make.meeting(by, series="Round", days=-400, title="First round", offices=(make.office("UG"),))
    oldest = make.promise(make.recommendation(first), text="Oldest promise")
    second = make.meeting(by, series="Round", days=-200)
    make.promise(make.recommendation(second), text="Newer promise")
    make.promise(make.recommendation(make.meeting(by, series="Other", days=-100)), text="Elsewhere")
    client = as_(by)

    form = said(client, reverse("knowledge:meeting-new"), after=second.uid)
    typed = {"title": "Third round", "series": "Round", "starts_on": "2031-03-01", "ends_on": "2031-03-02"}
    typed |= {"office": make.office("HQ").pk, "tier": "0", "language": "en"}
    made = client.post(reverse("knowledge:meeting-new"), typed)

    assert 'value="Round"' in form
    page = said(client, made.headers["Location"])
    assert page.index("Oldest promise") < page.index("Newer promise") < page.index("Recommended and promised")
    assert "Elsewhere" not in page
    actions.drop_promise(oldest, by=by, why="Too old.")
    assert "Oldest promise" not in said(client, made.headers["Location"])
    assert "done or dropped." in said(client, second.get_absolute_url())
    make.meeting(by, series="Empty", days=-9)
    empty = make.meeting(by, series="Empty", days=9)
    assert "Of earlier meetings no promise is on record." in said(client, empty.get_absolute_url())


def test_a_meeting_that_ends_before_it_begins_comes_back_with_its_words(as_):
    typed = {"title": "Kept title", "starts_on": "2031-03-02", "ends_on": "2031-03-01", "tier": "0", "language": "en"}

    answer = as_(make.organizer()).post(reverse("knowledge:meeting-new"), typed | {"office": make.office("HQ").pk})

    assert answer.status_code == 422
    assert "The last day is before the first." in answer.content.decode()
    assert "Kept title" in answer.content.decode()


def test_a_meeting_called_off_says_why_and_is_no_step_of_its_series(as_):
    by = make.organizer()
    first = make.meeting(by, series="Round", days=-50, title="Held one")
    off = make.meeting(by, series="Round", days=-20)
    third = make.meeting(by, series="Round", days=20)
    edit = reverse("knowledge:meeting-edit", args=[off.uid])

    assert as_(by).post(edit, {"act": "off", "why": ""}).status_code == 422
    assert as_(by).post(edit, {"act": "off", "why": "No quorum."}).status_code == 302

    assert "No quorum." in said(as_(make.officer()), off.get_absolute_url())
    assert list(Meeting.objects.before(third)) == [first]
    off.refresh_from_db()
    assert off.state_on(make.today("HQ")) == ledger.MeetingState.CALLED_OFF


def test_a_month_before_a_meeting_its_organizers_hear_once_how_much_is_open():
    by, curator = make.organizer(), make.curator()
    first = make.meeting(by, series="Round", days=-50)
    make.promise(make.recommendation(first))
    make.meeting(by, series="Round", days=31)
    tasks.remind_meetings()
    assert not Notice.objects.filter(kind="knowledge.meeting_near").exists()

    near = make.meeting(by, series="Round", days=29)
    tasks.remind_meetings()
    tasks.remind_meetings()

    told = Notice.objects.filter(kind="knowledge.meeting_near")
    assert {notice.recipient for notice in told} == {by, curator}
    assert {(notice.about_id, notice.facts["n"]) for notice in told} == {(str(near.pk), 1)}


def test_what_is_open_from_a_meeting_one_may_not_read_is_not_counted_for_one():
    by, regional = make.organizer(), make.specialist("NBO")
    shut = make.meeting(by, series="Round", days=-50, tier=2)
    make.promise(make.recommendation(shut))
    near = make.meeting(by, office="NBO", series="Round", days=29)
    assert not Meeting.objects.visible_to(regional).filter(pk=shut.pk).exists()

    tasks.remind_meetings()

    told = Notice.objects.filter(kind="knowledge.meeting_near", about_id=str(near.pk))
    assert {notice.recipient: notice.facts["n"] for notice in told}[regional] == 0


def test_topics_are_wished_for_once_each_the_most_wanted_first(as_):
    meeting = make.meeting(days=30)
    first, second = make.officer(), make.officer("NE")
    less = actions.suggest_topic(meeting, by=first, text="Less wanted")
    more = actions.suggest_topic(meeting, by=first, text="More wanted")
    client = as_(second)
    url = reverse("knowledge:topic-vote", args=[meeting.uid, more.pk])

    for _twice in range(2):
        client.post(url, {"wanted": "1"})
    page = said(client, meeting.get_absolute_url())
    assert page.index("More wanted") < page.index("Less wanted")
    assert (more.voters.count(), less.voters.count()) == (2, 1)
    client.post(url, {})
    assert more.voters.count() == 1


def test_the_entry_for_a_calendar_says_nothing_of_what_is_restricted_and_no_word_ends_a_line(as_):
    by = make.organizer()
    odd = "Round; with, signs\nSUMMARY:Forged" + "é" * 60
    open_one = make.meeting(by, title=odd, starts_on=date(2031, 3, 1))
    hidden = closed(by, 2)

    text, closed_text = (
        as_(by).get(reverse("knowledge:meeting-calendar", args=[row.uid])).content.decode()
        for row in (open_one, hidden)
    )

    lines = text.split("\r\n")
    assert "DTSTART;VALUE=DATE:20310301" in lines
    assert "DTEND;VALUE=DATE:20310303" in lines
    assert "\n" not in text.replace("\r\n", "")
    assert not [line for line in lines if line.startswith("SUMMARY:Forged")]
    assert "Round\\; with\\, signs" in text
    assert max(len(line.encode()) for line in lines) <= 75
    assert WORD not in closed_text
    assert str(hidden.uid) in closed_text


def test_the_review_counts_every_promise_once_and_its_sheet_computes_nothing(as_):
    by = make.organizer()
    meeting = make.meeting(by)
    row = make.recommendation(meeting, "=1+1")
    open_one = make.promise(row, text="=HYPERLINK(1)", due_on=make.today("HQ") - timedelta(days=2))
    done, dropped, going = (make.promise(row) for _three in range(3))
    make.recommendation(meeting, "Nothing was promised for this")
    actions.finish(done, by=by, evidence=actions.Evidence(upload=make.upload("proof.pdf")))
    actions.drop_promise(dropped, by=by, why="Overtaken.")
    actions.note_progress(going, by=by, note="Half.")
    client = as_(make.officer())

    page = said(client, reverse("knowledge:meeting-review", args=[meeting.uid]))
    sheet = client.get(reverse("knowledge:meeting-review-csv", args=[meeting.uid])).content.decode("utf-8-sig")

    counts = re.findall(r'<th scope="row">([^<]+)</th><td class="n">(\d+)', page)
    assert [int(number) for _label, number in counts] == [1, 1, 1, 1, 4, 1]
    assert "Nothing was promised for this" in page
    assert "proof.pdf" in page
    assert len(sheet.strip().splitlines()) == 5
    assert "'=HYPERLINK(1)" in sheet
    assert open_one.is_overdue(timezone.localdate())
    got = client.get(reverse("knowledge:promise-evidence", args=[done.uid]))
    assert got.status_code == 200


def test_the_pages_cost_the_same_however_much_was_promised(as_, django_assert_max_num_queries):
    by = make.organizer()
    meeting = make.meeting(by, series="Round", days=-10)
    following = make.meeting(by, series="Round", days=10)
    client = as_(by)
    pages = [meeting.get_absolute_url(), following.get_absolute_url()]
    pages.append(reverse("knowledge:meeting-review", args=[meeting.uid]))
    for _five in range(5):
        make.promise(make.recommendation(meeting))

    for page in pages:
        with django_assert_max_num_queries(30):
            assert client.get(page).status_code == 200
    assert FollowUpAction.objects.count() == 5


def test_of_a_meeting_called_off_nobody_says_what_they_think_or_would_like(as_):
    by = make.organizer()
    meeting = make.meeting(by)
    topic = actions.suggest_topic(meeting, by=by, text="Risks")
    actions.call_off(meeting, by=by, why="No quorum.")
    person = make.officer()
    meeting.refresh_from_db()

    with pytest.raises(access.Refused):
        make.feedback(meeting, person)
    with pytest.raises(access.Refused):
        actions.suggest_topic(meeting, by=person, text="Money")
    topic.refresh_from_db()
    with pytest.raises(access.Refused):
        actions.vote(topic, by=person, is_wanted=True)


def test_figures_that_were_collected_on_paper_take_no_more_answers():
    meeting = make.meeting()
    FeedbackRating.objects.create(meeting=meeting, question="constructive", score=4)

    with pytest.raises(access.Refused, match="on paper"):
        make.feedback(meeting)


def test_who_serves_nowhere_reads_no_meeting_and_suggests_nothing():
    meeting = make.meeting()
    nobody = make.user(None)

    assert not Meeting.objects.visible_to(nobody).exists()
    with pytest.raises(access.Refused):
        actions.suggest_topic(meeting, by=nobody, text="Money")

"""One's due dates in one's own calendar: what a person may read and has to do, by day; to everybody else not a byte of it."""

import re
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from endorsement.models import Condition, Report, SupportRequest
from endorsement.workflow import Status
from knowledge.models import Resource
from projects.models import ContextAnalysis, Project
from pvehub.dates import kinds
from pvehub.people.models import Posting
from pvehub.tokens import actions as tokens
from risks.models import Treatment
from tests import make

from .test_icalendar import read

pytestmark = pytest.mark.django_db
MINE, FEED = reverse("dates:mine"), reverse("dates:feed")
CANARY = "Canaryville"
LATER = timedelta(days=9)


def get(text, **headers):
    return Client().get(FEED, {"token": text}, headers=headers)


def lines(text):
    answer = get(text)
    assert answer.status_code == 200 and answer["Content-Type"] == "text/calendar; charset=utf-8"
    return read(answer.content.decode())


def summaries(text):
    return sorted(value for name, value in lines(text) if name == "SUMMARY")


def measured(text):
    """The identity and the day of the one measure in the calendar."""
    told = lines(text)
    (at,) = [n for n, (name, value) in enumerate(told) if (name, value) == ("SUMMARY", "A measure is to be done.")]
    return told[at - 4][1], told[at - 2][1]


def slugs(person):
    return {entry.due.slug for entry in kinds.entries(person)}


def a_busy_officer():
    """An officer of Kampala to whom one of each kind of every day falls due, each with the canary in its words."""
    officer, day = make.officer("UG"), make.today("UG") + LATER
    project = make.project(manager=officer, title=f"Project {CANARY}", status="active")
    make.participation(project, f"Council of {CANARY}", diligence_until_on=day)
    risk = make.risk(project=project, owner=officer, event=f"{CANARY} burns", next_review_on=day)
    make.treatment(risk, owner=officer, due_on=day, text=f"Guard {CANARY}")
    make.acceptance(risk, is_granted=True)
    lesson = make.resource(author=officer, title=f"Lesson of {CANARY}")
    Resource.objects.filter(pk=lesson.pk).update(verify_by_on=day, verifier=officer)
    make.reading(make.collection(make.officer("UG"), lesson, title=f"Read {CANARY}"), officer, due_on=day)
    make.promise(text=f"Visit {CANARY}", role="project-officer", office="UG", due_on=day)
    make.consultation(until_on=day)
    return officer


def test_what_falls_due_to_a_person_stands_in_their_calendar_with_neutral_words_and_nothing_to_anybody_else(as_):
    outsider = make.officer("NE")
    theirs = make.calendar(outsider)[1]
    before = get(theirs).content
    officer = a_busy_officer()
    text = make.calendar(officer)[1]
    body = get(text).content.decode()

    assert slugs(officer) == {
        "projects.diligence",
        "risks.review",
        "risks.measure",
        "risks.acceptance",
        "knowledge.verification",
        "knowledge.reading",
        "knowledge.promise",
        "knowledge.consultation",
    }
    assert "A measure is to be done." in summaries(text) and "Something is to be read." in summaries(text)
    whole = "".join(f"{name}:{value}\n" for name, value in read(body))
    told = (CANARY, "Uganda", "Kampala", officer.name, officer.email, Project.objects.get().ref)
    assert not [word for word in told if word in whole]
    assert get(theirs).content == before and slugs(outsider) == set()

    # Each line leads its owner to the thing, and nobody else anywhere.
    ways = [urlsplit(value).path for name, value in lines(text) if name == "URL"]
    asker, stranger = as_(officer), as_(outsider)
    assert {asker.get(way).status_code for way in ways} == {302}
    assert {asker.get(asker.get(way).url).status_code for way in ways} == {200}
    assert {stranger.get(way).status_code for way in ways} == {404} and len(set(ways)) == len(ways)


def test_what_was_done_moved_or_taken_away_is_so_at_the_next_fetch():
    officer = make.officer("UG")
    project = make.project(manager=officer)
    risk = make.risk(project=project, owner=officer)
    measure = make.treatment(risk, owner=officer, due_on=make.today("UG") + LATER)
    text = make.calendar(officer)[1]
    uid, day = measured(text)

    Treatment.objects.filter(pk=measure.pk).update(due_on=measure.due_on + LATER)
    same, moved = measured(text)
    assert same == uid and day == f"{measure.due_on:%Y%m%d}" and moved == f"{measure.due_on + LATER:%Y%m%d}"
    assert re.fullmatch(r"[0-9a-f]{32}@.+", uid)

    Project.objects.filter(pk=project.pk).update(manager=make.officer("KE"), tier=3)
    risk.register.__class__.objects.filter(pk=risk.register_id).update(opened_by=make.officer("KE"))
    risk.__class__.objects.filter(pk=risk.pk).update(owner=make.officer("KE"))
    assert slugs(officer) == set() and "SUMMARY" not in dict(lines(text))
    Project.objects.filter(pk=project.pk).update(manager=officer)
    assert "risks.measure" in slugs(officer)
    Treatment.objects.filter(pk=measure.pk).update(progress="done")
    assert "risks.measure" not in slugs(officer)


def test_cases_reports_conditions_and_questions_fall_due_to_those_whose_step_they_are():
    case = make.case(Status.ENDORSED_WITH_CONDITIONS)
    day, manager = make.today("UG") + LATER, case.project.manager
    Condition.objects.update(when="by_date", due_on=day)
    ContextAnalysis.objects.create(project=case.project, written_on=make.today("UG"), review_on=day)
    assert {"endorsement.condition", "projects.context"} <= slugs(manager)

    report = make.interim(make.running_project())
    assert "endorsement.report" in slugs(report.project.manager)
    assert slugs(make.chief("KE")) == set()
    sent = make.sent(report)
    judge = make.reviewer()
    Report.objects.filter(pk=sent.pk).update(review_due_on=day)
    SupportRequest.objects.filter(pk=make.support().pk).update(due_on=day)
    assert slugs(judge) == {"endorsement.report_review", "endorsement.support"}

    waiting = make.case(Status.CLEARANCE)
    waiting.__class__.objects.filter(pk=waiting.pk).update(due_on=day)
    assert "endorsement.case" in slugs(make.chief("UG")) and "endorsement.case" not in slugs(make.chief("KE"))


def test_a_calendar_ends_with_the_posting_the_account_or_a_click_and_opens_nothing_else(as_):
    officer, other, third = make.officer(), make.officer(), make.officer()
    unknown = get("pvehub_AAAAAAAA_" + "a" * 43)
    ended, disabled, revoked = (make.calendar(one)[1] for one in (officer, other, third))
    for text in (ended, disabled, revoked):
        assert get(text).status_code == 200
        assert Client().get(reverse("knowledge:feed"), {"token": text}).status_code == 404
        assert Client().get(reverse("api:project-list"), headers={"Authorization": f"Bearer {text}"}).status_code == 401
    assert get(make.feed(officer)[1]).status_code == 404

    Posting.objects.filter(user=officer).update(ends_at=timezone.now())
    type(other).objects.filter(pk=other.pk).update(is_active=False)
    page = as_(third).get(reverse("tokens:token-list")).content.decode()
    (way,) = re.findall(r"/tokens/\d+/revoke/", page)
    as_(third).post(way)
    make.posting(officer, role="project-officer", office="UG")
    for text in (ended, disabled, revoked):
        assert (get(text).status_code, get(text).content) == (404, unknown.content)


def test_the_page_makes_an_address_that_is_shown_once_and_answers_briefly_while_nothing_changes(as_):
    officer = make.officer()
    client = as_(officer)
    assert "Nothing falls due to you" in client.get(MINE).content.decode()
    made = client.post(MINE)
    parts = urlsplit(made.context["address"])
    (text,) = parse_qs(parts.query)["token"]

    assert made.status_code == 201 and text in made.content.decode() and parts.path == FEED
    assert text not in client.get(MINE).content.decode()
    first = get(text)
    assert first.status_code == 200 and first["Cache-Control"] == "private, no-store"
    assert get(text, **{"If-None-Match": first["ETag"]}).status_code == 304
    tokens.revoke_token(tokens.find_token(text, "dates"), by=officer)
    assert get(text, **{"If-None-Match": first["ETag"]}).status_code == 404


def test_the_calendar_costs_the_same_with_1_and_40_rows(as_):
    officer = make.officer("UG")
    risk = make.risk(project=make.project(manager=officer), owner=officer)
    client, text, day = as_(officer), make.calendar(officer)[1], make.today("UG") + LATER

    def queries(url, **query):
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url, query).status_code == 200
        return len(captured)

    make.treatment(risk, owner=officer, due_on=day)
    client.get(MINE)
    one = queries(MINE), queries(FEED, token=text)
    for _each in range(39):
        make.treatment(risk, owner=officer, due_on=day)
    assert (queries(MINE), queries(FEED, token=text)) == one and max(one) <= 30

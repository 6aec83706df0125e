"""The oversight board: every figure is its list, everything is counted through what the reader may read."""

import csv
import io
import zipfile
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from endorsement import actions, figures
from endorsement.models import Assignment, Case, ClockInterval, Decision, Report
from endorsement.workflow import Status
from projects.models import Indicator, NotifiedChange
from pvehub.audit.models import Reading
from pvehub.people.models import User
from risks.models import Risk
from tests import make

pytestmark = pytest.mark.django_db
GENEVA = ZoneInfo("Europe/Zurich")
TODAY = timezone.localdate()


def asked(user, **query):
    now = timezone.now()
    return figures.Asked(user, now, timezone.localdate(now), None, query)


def counted(user):
    return {slug: source.rows(asked(user)).count() for slug, source in figures.SOURCES.items() if source.is_counted}


def far(days=30):
    return time_machine.travel(timezone.now() + timedelta(days=days))


def test_the_board_is_for_trd_and_doe(as_):
    for person in (make.reviewer(), make.head(), make.doe_director()):
        assert as_(person).get("/oversight/").status_code == 200
    for person in (make.officer("UG"), make.specialist("NBO"), make.user("adviser", "HQ"), make.administrator()):
        for place in ("/oversight/", "/oversight/waiting/", "/oversight/workload/", "/oversight/batch/"):
            assert as_(person).get(place).status_code == 403


def test_every_figure_is_the_length_of_the_list_it_opens(as_):
    make.case(Status.REVIEW)
    make.case(Status.DECISION)
    make.case(Status.ENDORSED)
    make.case(Status.RETURNED)
    make.support()
    client = as_(make.head())
    with far():
        client = as_(make.head())
        page = client.get("/oversight/")
        told = [(figure["value"], figure["url"]) for figure in page.context["figures"]]
        for row in page.context["load"]:
            told += [(row.leads, row.urls["leads"]), (row.reading, row.urls["reading"])]
            told += [(row.late, row.urls["late"]), (row.given, row.urls["given"])]
        told += [(len(stage.days), stage.url) for stage, _width in page.context["stages"]]
        for month in page.context["months"]:
            told += [(len(getattr(month, what)), month.urls[what]) for what in ("submitted", "decided", "in_hand")]

        assert [(value, url) for value, url in told if client.get(url).context["page"].total != value] == []
    assert sum(value for value, _url in told) > 20


def test_what_is_late_or_missing_is_counted_each_in_its_list(as_):
    head, case = make.head(), make.case(Status.DECISION)
    conditions = [make.condition(case, when="by_date", due_on=TODAY + timedelta(days=2))]
    actions.endorse(
        case, by=make.someone("trd-head"), seen=case.current_submission.sha256, conditions=conditions, **make.SAID
    )
    project = make.case(Status.REVIEW).project
    before = counted(head)
    Risk.objects.filter(register__project=project).update(next_review_on=TODAY - timedelta(days=1))
    Indicator.objects.filter(project=project).delete()
    NotifiedChange.objects.create(
        project=project, section="shape", field="budget", made_by=project.manager, made_at=timezone.now(),
        objection_until_on=TODAY + timedelta(days=3),
    )  # fmt: skip
    span = {"from_on": TODAY - timedelta(days=99), "to_on": TODAY - timedelta(days=9), "moved_at": timezone.now()}
    past = TODAY - timedelta(days=1)
    for n, more in enumerate(({"due_on": past}, {"due_on": past, "state": "submitted", "review_due_on": past})):
        Report.objects.create(project=project, kind=("interim", "donor")[n], number=n + 1, **span, **more)
    type(make.support()).objects.update(due_on=past)
    Case.objects.filter(project=project).update(red_line="raised", due_on=past)

    now = counted(head)
    assert {slug: now[slug] - before[slug] for slug in now if now[slug] != before[slug]} == {
        "late": 1,
        "red-lines": 1,
        "registers": 1,
        "reports": 1,
        "unread-reports": 1,
        "without-plan": 1,
        "changes": 1,
        "questions": 1,
    }
    client = as_(head)
    for slug, number in now.items():
        page = client.get(reverse("endorsement:oversight-list", args=[slug]))
        assert (page.status_code, page.context["page"].total) == (200, number), slug
    assert now["conditions"] == 0
    with far(3):
        assert counted(head)["conditions"] == 1


def test_an_endorsement_that_ends_soon_stands_on_the_board_until_another_decision_follows():
    head, case = make.head(), make.case(Status.ENDORSED)
    first = case.decisions.get()
    again = {"case": case, "submission": first.submission, "sha256": first.sha256, "outcome": "endorsed"}
    again |= {"rationale": "x", "seat": "trd-head", "decided_by": head}
    assert counted(head)["ending"] == 0

    Decision.objects.create(**again, decided_at=timezone.now(), valid_until_on=TODAY + timedelta(days=59))
    assert counted(head)["ending"] == 1
    Decision.objects.create(**again, decided_at=timezone.now(), valid_until_on=TODAY + timedelta(days=400))
    assert counted(head)["ending"] == 0


def everywhere(client):
    """All that the board, its lists, its files and its batch page say."""
    places = ["/oversight/", *(reverse("endorsement:oversight-list", args=[slug]) for slug in figures.SOURCES)]
    places += [f"/oversight/workload/?as=csv&part={part}" for part in ("cases", "reviewers", "stages", "months")]
    said = ""
    for place in places:
        answer = client.get(place)
        assert answer.status_code == 200, place
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        said += body.decode()
    return said


def test_the_board_tells_nothing_of_a_case_of_ones_own_office_or_that_one_stands_aside_from(as_):
    project = make.ready_project(title="Canary4713 markets")
    case = make.case(Status.DECISION, project=project)
    own, aside, other = make.reviewer(), make.reviewer(), make.reviewer()
    make.posting(own, role="staff", office="UG")
    actions.recuse(case, aside, by=aside, reason="A friend leads it.")

    assert case.ref in everywhere(as_(other))
    for person in (own, aside):
        said = everywhere(as_(person))
        assert case.ref not in said and "Canary4713" not in said
        assert not figures.load(asked(person))
        batch = as_(person).get(f"/oversight/batch/?case={case.ref}").content.decode()
        assert case.ref not in batch


def test_who_still_owes_a_review_does_not_learn_who_has_given_one():
    case = make.case(Status.REVIEW)
    owing = make.reviewer()
    actions.assign(case, owing, by=case.lead, part=Assignment.Part.REVIEWER)

    def seen():
        rows = figures.load(asked(owing))
        return [(row.person, row.leads, row.reading, row.late, row.given) for row in rows]

    before = seen()
    make.reviewed(case)

    assert seen() == before
    assert figures.load(asked(case.lead)) != before
    assert [row.given for row in figures.load(asked(case.lead)) if row.person == make.someone("trd-reviewer")] == [1]


def monday(weeks=0):
    """A Monday at ten in Geneva, some weeks ago."""
    day = TODAY - timedelta(days=TODAY.weekday() + 7 * weeks)
    return datetime.combine(day, time(10), GENEVA)


def test_the_time_of_a_stage_is_the_median_of_working_days_of_the_cases_that_left_it():
    head = make.head()
    for days in (2, 4, 11):  # Wednesday, Friday, and over two weekends: 2, 4 and 9 working days
        case = make.case(Status.DECISION)
        ClockInterval.objects.filter(case=case, stage=Status.REVIEW).update(
            from_at=monday(4), to_at=monday(4) + timedelta(days=days)
        )
    still = make.case(Status.REVIEW)
    ClockInterval.objects.filter(case=still, stage=Status.REVIEW).update(from_at=monday(8))

    review = next(stage for stage in figures.stages(asked(head)) if stage.status == Status.REVIEW)

    assert (sorted(review.days.values()), review.value, review.longest) == ([2, 4, 9], 4, 9)
    assert still.pk not in review.days


def test_a_month_tells_what_was_submitted_decided_and_in_hand_at_its_end():
    head = make.head()
    first = make.case(Status.REVIEW)
    second = make.case(Status.DECISION)
    later = (timezone.now() + timedelta(days=32)).replace(day=15)
    with time_machine.travel(later):
        actions.refuse(
            Case.objects.get(pk=second.pk),
            by=make.someone("trd-head"),
            seen=second.current_submission.sha256,
            rationale="Weak.",
            reason="evidence",
            what_would_change="A survey.",
        )
    with time_machine.travel(later + timedelta(days=5)):
        now, before = figures.months(asked(head))[-1], figures.months(asked(head))[-2]

    months = {row.begins_on: row for row in (before, now)}
    here = months[TODAY.replace(day=1)]
    assert here.submitted == here.in_hand == {first.pk, second.pk}
    assert (now.decided, now.in_hand) == ({second.pk}, {first.pk})


def csv_of(client, part, query=""):
    answer = client.get(f"/oversight/workload/?as=csv&part={part}{query}")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


def test_the_workload_goes_out_with_its_mark_safe_from_formulas_and_is_logged(as_):
    head, case = make.head(), make.case(Status.DECISION)
    User.objects.filter(pk=case.lead_id).update(name='=HYPERLINK("http://x.example","a")')
    client = as_(head)

    rows = csv_of(client, "cases")
    assert rows[0][0].startswith("Classification 1: Region and headquarters") and str(head) in rows[0][0]
    row = dict(zip(rows[1], rows[2], strict=True))
    assert row["Case"] == case.ref and row["Status"] == "Decision"
    assert row["Lead"].startswith("'=HYPERLINK")
    assert [len(csv_of(client, part)) for part in ("stages", "months")] == [8, 14]
    assert Reading.objects.filter(thing_id=case.pk, what="export", actor_uid=head.uid).count() == 3

    answer = client.get("/oversight/workload/")
    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as book:
        sheets = [name for name in book.namelist() if name.startswith("xl/worksheets/sheet")]
        told = "".join(book.read(name).decode() for name in sheets)
    assert len(sheets) == 4
    assert "<f>" not in told and "'=HYPERLINK" in told.replace("&#39;", "'") and case.ref in told


def test_a_region_narrows_the_board_its_lists_and_the_file(as_):
    case = make.case(Status.REVIEW)
    far_away = make.case(Status.REVIEW, project=make.ready_project(office="NE"))
    near, client = make.office("NBO"), as_(make.head())

    board = client.get(f"/oversight/?region={near.pk}")
    waiting = next(figure for figure in board.context["figures"] if "waiting" in figure["url"])
    assert waiting["value"] == 1
    listed = client.get(waiting["url"]).content.decode()
    assert case.ref in listed and far_away.ref not in listed
    assert [row[0] for row in csv_of(client, "cases", f"&region={near.pk}")[2:]] == [case.ref]


def test_a_word_that_is_no_filter_is_no_error(as_):
    client = as_(make.head())

    assert client.get("/oversight/reading/?person=x&region=y&stage=z&month=1").status_code == 200
    assert client.get("/oversight/nothing/").status_code == 404


def test_the_lists_cost_the_same_with_1_3_and_300_cases_and_the_board_thirty_queries(as_):
    head, now = make.head(), timezone.now()
    client, officer = as_(head), make.officer("UG")
    lists = [reverse("endorsement:oversight-list", args=[slug]) for slug in figures.SOURCES]
    places = ["/oversight/", *lists]
    costs = {place: [] for place in places}
    for place in places:
        client.get(place)
    for more in (1, 2, 297):
        for _n in range(more):
            project = make.project(manager=officer)
            case = Case.objects.create(
                ref=f"{project.ref}-1", project=project, author=officer, opened_at=now, moved_at=now, submitted_at=now,
                lead=head, due_on=TODAY - timedelta(days=1),
            )  # fmt: skip
            make.put(case, Status.REVIEW)
            case.assignments.create(reviewer=head, part="reviewer", assigned_at=now, assigned_by=head)
            case.clock.create(holder="trd", stage="review", from_at=now)
        for place in places:
            with CaptureQueriesContext(connection) as seen:
                assert client.get(place).status_code == 200
            costs[place].append(len(seen))

    assert all(len(set(counts)) == 1 for counts in costs.values()), costs
    assert max(max(costs[place]) for place in lists) <= 12, costs
    assert costs["/oversight/"][0] <= 30, costs

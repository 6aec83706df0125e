"""Who hears of reports, and when: each step its own people, each rung once."""

from datetime import datetime, time, timedelta

import pytest
import time_machine
from django.utils import timezone

from endorsement import tasks
from endorsement.models import Case
from pvehub.notifications.models import Notice
from tests import make

pytestmark = pytest.mark.django_db


def now():
    return timezone.now()


# Who hears


def told(kind):
    return set(Notice.objects.filter(kind=f"endorsement.{kind}").values_list("recipient", flat=True))


def test_each_step_tells_the_right_people_and_nobody_else():
    project = make.running_project()
    people = make.people_around(project)
    report = make.sent(make.interim(project), by=people["officer"])
    assert told("report_sent") == {people["lead"].pk}

    report = make.sent_back(report)
    assert told("report_returned") == {project.manager.pk, people["officer"].pk, people["on_the_team"].pk}
    make.accepted(make.sent(report, by=people["officer"]))
    assert told("report_accepted") == told("report_returned")


def test_without_a_fit_lead_everybody_of_trd_without_a_tie_is_told():
    project = make.running_project()
    people = make.people_around(project)
    Case.objects.filter(project=project).update(lead=people["recused"])

    make.sent(make.interim(project))

    fit = {people[name].pk for name in ("lead", "reviewer", "head")} | {
        make.someone("trd-reviewer").pk,
        make.someone("trd-head").pk,
    }
    assert told("report_sent") == fit


def rungs(kind):
    rows = Notice.objects.filter(kind=f"endorsement.{kind}").order_by("pk")
    return [(row.dedupe_key is not None, row.recipient_id) for row in rows]


def test_the_field_is_reminded_at_each_rung_once_and_once_after_an_outage():
    report = make.interim()
    chief = make.someone("chief-of-mission", "UG")
    manager = report.project.manager
    Notice.objects.all().delete()

    def on(days):
        with time_machine.travel(timezone.make_aware(_noon(report.due_on + timedelta(days=days)))):
            tasks.remind_reports()
            tasks.remind_reports()

    on(-15)
    assert rungs("report_due") == []
    for days, number in ((-14, 1), (-1, 1), (0, 2), (7, 3)):
        on(days)
        assert rungs("report_due") == [(True, manager.pk)] * number
    on(14)
    assert rungs("report_due") == [(True, manager.pk)] * 3 + [(True, chief.pk)]

    other = make.interim()
    with time_machine.travel(timezone.make_aware(_noon(other.due_on + timedelta(days=10)))):
        tasks.remind_reports()
    assert sum(1 for _key, who in rungs("report_due") if who == other.project.manager_id) == 1


def _noon(day):
    return datetime.combine(day, time(12))


def test_trd_is_reminded_at_half_and_at_the_end_of_its_days():
    report = make.sent()
    lead, head = make.someone("lead"), make.someone("trd-head")
    sent_on = timezone.localdate(report.moved_at)

    with time_machine.travel(timezone.make_aware(_noon(sent_on + timedelta(days=3)))):
        tasks.remind_reports()
        assert rungs("report_waits") == []
    with time_machine.travel(timezone.make_aware(_noon(report.review_due_on - timedelta(days=1)))):
        tasks.remind_reports()
        tasks.remind_reports()
        assert rungs("report_waits") == [(True, lead.pk)]
    with time_machine.travel(timezone.make_aware(_noon(report.review_due_on))):
        tasks.remind_reports()
    assert {who for _key, who in rungs("report_waits")} == {lead.pk, head.pk}


def test_a_report_that_was_sent_meanwhile_is_not_mailed_about():
    from endorsement.notices import KINDS

    due = next(kind for kind in KINDS if kind.slug == "endorsement.report_due")
    report = make.interim()
    facts = {"due_on": report.due_on.isoformat()}

    assert due.relevant(report, facts)
    assert not due.relevant(make.sent(report), facts)

"""Reports: asked for by rule, written without losing a word, sent frozen, returned, accepted; closing asks for the last."""

from datetime import timedelta

import pgtrigger
import pytest
import time_machine
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from endorsement import actions, canonical, guards, reporting, tasks, telling
from endorsement.actions import Typed
from endorsement.models import Case, Condition, Report, ReportVersion
from endorsement.workflow import Status
from projects.models import IndicatorValue, Project
from pvehub import access
from pvehub.people.calendar import add_working_days
from risks import actions as risks
from risks.models import Assessment, Risk
from tests import make

pytestmark = pytest.mark.django_db


def now():
    return timezone.now()


def today():
    return timezone.localdate()


def kinds(project):
    return [row.kind for row in Report.objects.asked_for().filter(project=project).order_by("to_on", "pk")]


def fresh(report):
    return Report.objects.select_related("project__lead_office").get(pk=report.pk)


# The schedule


def test_endorsing_asks_for_the_reports_of_the_rule():
    case = make.case(Status.DECISION, start_on=today(), end_on=today() + timedelta(days=364))
    assert kinds(case.project) == []

    make.decided(case, Status.ENDORSED)

    interim, final = Report.objects.filter(project=case.project).order_by("to_on")
    assert (interim.kind, interim.due_on) == ("interim", interim.to_on + timedelta(days=30))
    assert (final.kind, final.to_on, final.due_on) == ("final", case.project.end_on, final.to_on + timedelta(days=60))
    assert {interim.decision, final.decision} == {case.decisions.get()}


def test_a_recalled_decision_takes_its_reports_with_it():
    case = make.case(Status.ENDORSED)
    assert kinds(case.project)

    actions.recall(case, by=make.someone("trd-head"), reason="Too early.")

    assert kinds(case.project) == []


def test_new_endorsed_dates_move_the_schedule_once_and_keep_what_was_typed():
    project = make.running_project()
    report = make.written(make.interim(project))
    end = project.end_on + timedelta(days=200)
    content = project.endorsed_content
    for section in content["sections"]:
        for item in section["fields"]:
            if item["name"] == "end_on":
                item["data"] = end.isoformat()
    Project.objects.filter(pk=project.pk).update(endorsed_content=content)

    assert tasks.schedule_reports() == 1
    assert tasks.schedule_reports() == 0

    final = Report.objects.get(project=project, kind="final")
    assert (final.to_on, final.due_on) == (end, end + timedelta(days=60))
    assert telling.written(fresh(report), "results").text == "Said about results."


def test_a_working_copy_that_nobody_endorsed_moves_nothing():
    project = make.running_project()
    Project.objects.filter(pk=project.pk).update(end_on=project.end_on + timedelta(days=900))

    assert tasks.schedule_reports() == 0


def test_cancelling_drops_what_was_not_sent_and_keeps_what_was():
    report = make.sent()
    project = report.project

    actions.cancel(project, by=make.someone("chief-of-mission", "UG"), reason="No access.")

    assert [(row.kind, row.state) for row in Report.objects.asked_for().filter(project=project)] == [
        ("interim", "submitted")
    ]


def test_a_revoked_endorsement_drops_them_by_the_timer():
    project = make.running_project()
    make.put(project.cases.get(), Status.REVOKED)

    tasks.schedule_reports()

    assert kinds(project) == []


# Writing


def test_texts_are_saved_one_by_one_and_the_same_text_twice_is_no_conflict():
    report = make.interim()
    by = report.project.manager

    report, met = actions.write_report(report, {"results": Typed("Two committees meet.", 0)}, by=by)
    assert (met, telling.written(report, "results").revision) == ([], 1)
    report, met = actions.write_report(report, {"results": Typed("Two committees meet.", 0)}, by=by)

    assert met == []
    assert telling.written(report, "results").revision == 1


def test_two_who_write_the_same_text_at_once_keep_both():
    report = make.interim()
    manager, officer = report.project.manager, make.officer("UG")
    actions.write_report(report, {"results": Typed("The manager's words.", 0)}, by=manager)

    report, met = actions.write_report(
        report, {"results": Typed("The officer's words.", 0), "context": Typed("Quiet.", 0)}, by=officer
    )

    found = telling.written(report, "results")
    assert met == ["results"]
    assert (found.text, found.others[0][:2]) == ("The manager's words.", (str(officer.uid), "The officer's words."))
    assert telling.written(report, "context").text == "Quiet."

    report = actions.settle_report_text(report, "results", by=officer, is_mine=True)
    found = telling.written(report, "results")
    assert (found.text, found.others[0][:2]) == ("The officer's words.", (str(manager.uid), "The manager's words."))


def test_a_text_that_is_too_long_is_refused_and_not_cut():
    report = make.interim()

    with pytest.raises(access.Unmet):
        actions.write_report(report, {"results": Typed("x" * 20_001, 0)}, by=report.project.manager)

    assert fresh(report).content == {}


# Sending


def test_a_report_is_frozen_under_its_hash_with_all_that_belongs_to_it():
    project = make.running_project()
    indicator = project.indicators.get()
    report = make.interim(project)
    day = report.to_on - timedelta(days=5)
    values = {"start_on": report.from_on, "end_on": day, "value": 12, "recorded_by": project.manager}
    IndicatorValue.objects.create(indicator=indicator, **values)
    IndicatorValue.objects.create(indicator=indicator, **values | {"end_on": report.to_on + timedelta(days=9)})

    sent = make.sent(report)

    version = ReportVersion.objects.get()
    assert version.sha256 == canonical.sha256(version.content)
    assert [row["value"] for row in version.content["values"]] == ["12"]
    assert version.content["fields"][0] == {
        "part": "work",
        "name": "results",
        "label": "What was done in this time, and what came of it",
        "value": "Said about results.",
    }
    snapshot = project.register.snapshots.get(reason="report")
    assert version.content["register"]["sha256"] == snapshot.sha256
    assert (sent.state, sent.reviewer) == ("submitted", make.someone("lead"))
    assert sent.review_due_on > today() + timedelta(days=9)


def test_what_was_sent_and_said_of_it_is_never_rewritten():
    make.sent_back(make.sent())
    for statement in (
        "UPDATE endorsement_reportversion SET sha256 = ''",
        "DELETE FROM endorsement_reportversion",
        "UPDATE endorsement_reportreview SET text = ''",
        "DELETE FROM endorsement_reportreview",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def sentences(report):
    return " ".join(blocker.sentence for blocker in guards.to_send_report(fresh(report), today()))


def test_every_question_has_to_be_answered():
    report = make.interim()
    assert "What was done in this time" in sentences(report)

    with pytest.raises(access.Unmet):
        actions.send_report(report, by=report.project.manager, seen=report.revision)

    make.written(report)
    assert sentences(report) == ""


def test_a_condition_of_every_report_is_a_question_and_one_that_was_waived_is_none():
    case = make.case(Status.DECISION, start_on=today() - timedelta(days=200), end_on=today() + timedelta(days=400))
    wanted = make.condition(case, when="every_report", text="Say how stigma is avoided.")
    head = make.someone("trd-head")
    actions.endorse(case, by=head, seen=case.current_submission.sha256, conditions=[wanted], **make.SAID)
    report = make.interim(make.running_project(case=Case.objects.get(pk=case.pk)))
    condition = Condition.objects.get()

    assert "Say how stigma is avoided." in sentences(report)
    version = make.sent(report).versions.get()
    assert version.content["conditions"] == [
        {"condition": condition.pk, "text": condition.text, "answer": f"Said about condition-{condition.pk}."}
    ]

    actions.waive_condition(condition, by=head, verdict="Settled.")
    assert telling.conditions(report) == []


def test_a_risk_that_nobody_looked_at_since_the_span_began_holds_the_report():
    report = make.written(make.interim())
    risk = Risk.objects.get(register__project=report.project)
    long_ago = now() - timedelta(days=300)
    with pgtrigger.ignore():
        Assessment.objects.filter(risk=risk).update(assessed_at=long_ago)
    Risk.objects.filter(pk=risk.pk).update(added_at=long_ago)
    assert "1 risk of the register was not looked at" in sentences(report)

    risks.review_unchanged(risk, by=report.project.manager)
    assert sentences(report) == ""


def test_a_missing_value_has_to_be_explained():
    report = make.written(make.interim())
    actions.write_report(report, {"values_note": Typed("", 1)}, by=report.project.manager)
    assert "1 indicator has no value" in sentences(report)


def test_a_report_is_not_sent_before_its_time_is_over_but_the_final_one_once_the_project_closes():
    project = make.running_project()
    final = make.written(Report.objects.select_related("project").get(project=project, kind="final"))
    assert "it is sent after that day" in sentences(final)

    actions.begin_closing(project, by=project.manager)
    assert sentences(final) == ""


def test_who_sends_another_text_than_was_read_reads_it_first():
    report = make.written(make.interim())
    seen = report.revision
    actions.write_report(report, {"results": Typed("Otherwise.", 1)}, by=make.officer("UG"))

    with pytest.raises(access.Moved):
        actions.send_report(report, by=report.project.manager, seen=seen)

    assert not ReportVersion.objects.exists()


def test_the_register_is_held_against_the_report_before():
    project = make.running_project()
    make.accepted(make.sent(make.interim(project)))
    risks.review_unchanged(project.register.risks.get(), by=project.manager)
    risk = make.risk(project.register, event="A trainer is questioned.")
    actions.begin_closing(project, by=project.manager)

    content = make.final_sent(project).versions.get().content

    assert content["register"]["changes"] == [{"ref": risk.ref, "what": "new", "before": "", "after": "low"}]


# TRD's word


def test_a_report_is_returned_once_answered_and_accepted():
    report = make.sent_back(make.sent())
    assert (report.state, report.review_due_on) == ("returned", None)

    make.sent(report, word="Now with numbers about")
    report = make.accepted(fresh(report))

    first, second = report.versions.order_by("number")
    assert report.state == "accepted"
    assert (first.review.outcome, first.review.text) == ("returned", "How many women?")
    assert second.review.outcome == "accepted"
    assert second.content["fields"][0]["value"].startswith("Now with numbers")
    with pytest.raises(access.Refused):
        make.written(report)


def test_a_word_on_an_older_version_is_refused_and_kept():
    report = make.sent()
    old = report.versions.get().sha256
    make.sent(make.sent_back(report), word="Again")

    with pytest.raises(access.Moved) as moved:
        actions.accept_report(fresh(report), by=make.someone("lead"), seen=old, text="Fine words.")

    assert moved.value.kept == {"Your words": "Fine words."}
    assert fresh(report).state == "submitted"


def test_a_return_needs_words_and_a_day_ahead():
    report = make.sent()
    seen = report.versions.get().sha256

    with pytest.raises(access.Unmet) as unmet:
        actions.return_report(report, by=make.someone("lead"), seen=seen, text=" ", due_on=today())

    assert len(unmet.value.blockers) == 2


# Closing


def test_closing_asks_for_the_final_report():
    project = make.running_project()
    actions.begin_closing(project, by=project.manager)
    assert "The final report was not sent yet." in str(guards.to_close(project))

    report = make.final_sent(project)
    assert "report" not in str(guards.to_close(project))
    make.sent_back(report)
    assert "TRD returned the final report" in str(guards.to_close(project))


def test_a_project_without_dates_is_asked_for_its_final_report_when_it_closes():
    project = make.running_project()
    content = project.endorsed_content
    for section in content["sections"]:
        section["fields"] = [item for item in section["fields"] if item["name"] not in ("start_on", "end_on")]
    Project.objects.filter(pk=project.pk).update(endorsed_content=content)
    Report.objects.filter(project=project).update(state="dropped")

    actions.begin_closing(Project.objects.get(pk=project.pk), by=project.manager)

    assert kinds(project) == ["final"]
    assert tasks.schedule_reports() == 0


def test_the_days_of_a_review_are_counted_from_the_day_it_is_at_headquarters():
    report, headquarters = make.interim(), make.office("HQ")
    late = timezone.now().replace(hour=23, minute=30) + timedelta(days=1)  # in Geneva it is the day after
    with time_machine.travel(late, tick=False):
        sent = make.sent(report)
    begins = late.date() + timedelta(days=1)

    assert sent.review_due_on == add_working_days(headquarters, begins, reporting.REVIEW_DAYS)

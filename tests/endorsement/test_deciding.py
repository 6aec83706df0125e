"""Decisions: bound to the version that was read, by the right seat, all or nothing."""

from datetime import timedelta

import pgtrigger
import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from endorsement import actions
from endorsement.models import Case, Decision, Letter, Submission
from endorsement.workflow import Status
from projects.models import Project
from pvehub import access
from pvehub.audit import trail
from pvehub.staffing import actions as staffing
from tests import make

pytestmark = pytest.mark.django_db


def test_endorse_binds_the_decision_to_the_version_that_was_read(outbox):
    case = make.case(Status.DECISION)
    head, seen = make.someone("trd-head"), case.current_submission.sha256
    start = len(outbox)

    decision = actions.endorse(case, by=head, seen=seen, conditions=[make.condition(case)], **make.SAID)

    case.refresh_from_db()
    project = Project.objects.get(pk=case.project_id)
    assert (case.status, decision.outcome) == (Status.ENDORSED_WITH_CONDITIONS, Decision.Outcome.CONDITIONS)
    assert (decision.sha256, decision.submission, decision.seat) == (seen, case.current_submission, "trd-head")
    assert (project.status, project.endorsed_content) == ("endorsed", case.current_submission.content)
    assert [row.text for row in decision.conditions.all()] == ["Hire a gender adviser."]
    assert not case.assignments.filter(closed_at=None).exists()
    told = {person for kind, person in outbox.rows()[start:] if kind == "endorsement.endorsed_with_conditions"}
    assert told == {project.manager, make.someone("chief-of-mission", "UG"), case.lead, make.someone("trd-reviewer")}
    assert len(outbox) - start == 4


def test_letters_count_on_without_gaps():
    first = make.case(Status.ENDORSED)
    second = make.case(Status.NOT_ENDORSED)

    numbers = [Letter.objects.get(decision__case=case).number for case in (first, second)]
    assert [int(number.rsplit("/")[-1]) for number in numbers] == [1, 2]


def test_a_decider_with_an_older_version_open_is_refused():
    case = make.case(Status.DECISION)
    seen = case.current_submission.sha256
    thread = make.question(case)
    case = actions.send_to_mission(case, by=case.lead, sections=["overview"], due_on=make.soon())
    actions.reply(thread, by=case.project.manager, text="As said.", is_unchanged_explained=True)
    case = actions.resubmit(case, by=case.project.manager)

    with pytest.raises(actions.VersionMoved) as refusal:
        actions.endorse(case, by=make.someone("trd-head"), seen=seen, **make.SAID)

    assert refusal.value.kept["Rationale"] == make.SAID["rationale"]
    assert not Decision.objects.exists()


def _delegate(head, to, ceiling):
    posting = head.postings.get()
    staffing.delegate(posting, by=head, to=to, ends_at=timezone.now() + timedelta(days=9), ceiling=ceiling)


def test_a_delegate_within_the_ceiling_decides_beside_the_principal():
    case = make.case(Status.DECISION)
    head = make.someone("trd-head")
    delegate = make.user(role="staff", office="HQ")
    _delegate(head, delegate, ceiling="medium")

    decision = actions.endorse(case, by=delegate, seen=case.current_submission.sha256, **make.SAID)

    assert (decision.decided_by, decision.on_behalf_of) == (delegate, head)
    assert trail.of(case).last().on_behalf_of_uid == head.uid


def test_a_delegate_above_the_ceiling_is_refused():
    case = make.case(Status.DECISION)
    head = make.someone("trd-head")
    delegate = make.user(role="staff", office="HQ")
    _delegate(head, delegate, ceiling="medium")
    with pgtrigger.ignore("endorsement.Submission:append_only"):
        Submission.objects.filter(pk=case.current_submission_id).update(worst_residual="high")

    with pytest.raises(access.Refused, match="delegation ends below"):
        actions.endorse(case, by=delegate, seen=case.current_submission.sha256, **make.SAID)


def test_the_only_reviewer_does_not_decide():
    case = make.case(Status.SCREENING)
    head, lead = make.someone("trd-head"), make.someone("lead")
    actions.start_review(
        case, by=lead, lead=lead, reviewers=[head], is_scope_confirmed=True, has_asked_about_conflicts=True
    )
    actions.declare(case, by=head, is_free=True)
    make.reviewed(case, by=head)
    case = actions.conclude(case, by=lead)

    with pytest.raises(access.Refused, match="only reviewer"):
        actions.endorse(case, by=head, seen=case.current_submission.sha256, **make.SAID)


def test_confirmed_counter_messaging_is_never_endorsed():
    case = make.case(Status.DECISION)
    Case.objects.filter(pk=case.pk).update(red_line="confirmed")

    with pytest.raises(access.Unmet, match="never endorsed"):
        actions.endorse(case, by=make.someone("trd-head"), seen=case.current_submission.sha256, **make.SAID)
    with pytest.raises(IntegrityError, match="case_red_line_never_endorsed"), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(status=Status.ENDORSED)


@pytest.mark.scenario("endorsement-5")
def test_a_late_guard_leaves_no_row_changed(monkeypatch):
    case, head = make.case(Status.DECISION), make.someone("trd-head")
    before = _everything()

    with pytest.raises(access.Unmet):
        actions.endorse(case, by=head, seen=case.current_submission.sha256, rationale="Sound.", risk_statement=" ")
    monkeypatch.setattr("endorsement.actions.deciding.issue", _fails)
    with pytest.raises(RuntimeError):
        actions.endorse(case, by=head, seen=case.current_submission.sha256, **make.SAID)

    assert _everything() == before


def _fails(decision):
    raise RuntimeError("no room")


def _everything():
    """The digest of every row of every table."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(
                f"SELECT count(*), md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) FROM \"{table}\" t"
            )
            found[table] = cursor.fetchone()
    return found

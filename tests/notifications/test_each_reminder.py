"""Every rule of the registry, tried on a thing that falls due: told by itself, once a rung, and once after an outage.

Whoever adds a rule builds here something that it is about; what each rule says to whom is tested beside its own app.
"""

from collections import Counter
from datetime import timedelta

import pytest
from django.utils import timezone

from endorsement import actions as endorsing
from endorsement.models import Case
from endorsement.workflow import Status
from knowledge.models import Approval
from projects.models import ContextAnalysis, Indicator, Project
from pvehub.notifications import reminders
from pvehub.notifications.models import Notice
from pvehub.staffing import actions as staffing
from risks.models import RegisterAssumption, RegisterSnapshot
from risks.scoring import Rating
from tests import make
from tests.machinery.amount import FULL, of_the_day

pytestmark = pytest.mark.django_db
MEDIUM, HIGH = Rating(3, {"programme": 3}), Rating(3, {"programme": 4})
BUILD = {}


def due(slug, *days):
    """The builder of something that this rule reaches on one of these days from today."""

    def listed(build):
        BUILD[slug] = (build, days)
        return build

    return listed


def _in(days, office="UG"):
    return make.today(office) + timedelta(days=days)


def _register():
    make.risk_method(), make.chief(), make.regional_director(), make.head(), make.risk_officer()
    return make.submitted_register()


def _at_risk(current=MEDIUM, **facts):
    return make.risk(_register(), current=current, owner=make.officer(), **facts)


@due("projects.diligence", 6, 20, 27, 34)
def _diligence():
    make.participation(make.project(status="active"), diligence_until_on=_in(20)), make.chief()


@due("projects.context", 6, 20, 27, 34)
def _context():
    written = {"text": "Calm.", "written_on": _in(-280), "review_on": _in(20)}
    ContextAnalysis.objects.create(project=make.project(status="active"), **written)


@due("projects.values", 6, 20, 27, 34)
def _values():
    project = make.project(status="active", start_on=_in(-345), end_on=_in(99))
    Indicator.objects.create(
        project=project, code="OWN-1", name="Trust", level="outcome", value_type="percent", frequency="yearly"
    )


@due("risks.review", 1, 31, 45)
def _review():
    risk = _at_risk()
    risk.next_review_on = _in(1)
    risk.save()


@due("risks.acceptance", 0, 30, 60, 85, 120, 150, 173, 300, 335, 358)
def _acceptance():
    make.acceptance(_at_risk(), is_granted=True)


@due("risks.request", 7, 14, 30)
def _request():
    make.acceptance(_at_risk())


@due("risks.escalation", 3, 4)
@due("risks.escalation_late", 3, 4, 9)
def _escalation():
    make.passed_up(_at_risk(HIGH), answer_by_on=_in(3))


@due("risks.measure", 3, 10)
@due("risks.measure_late", 24, 38)
def _measure():
    make.treatment(_at_risk(), owner=make.officer(), due_on=_in(10))


@due("risks.measure_postponed", 0, 90)
def _postponed():
    make.treatment(_at_risk(), due_on=_in(90), postponed=2)


@due("risks.owner_gone", 0, 15)
def _orphan():
    staffing.end_posting(_at_risk().owner.postings.get(), by=None)


@due("risks.seat_vacant", 0, 7, 30)
@due("risks.seat_unfilled", 0, 7)
def _empty_seat():
    make.risk_method(), make.administrator()
    make.acceptance(make.risk(make.submitted_register(), current=MEDIUM))


@due("risks.delegation", 3, 9)
@due("risks.delegation_given", 3, 9)
def _delegation():
    register = _register()
    chief = make.chief()
    staffing.delegate(chief.postings.get(), by=chief, to=make.officer(), ends_at=timezone.now() + timedelta(days=10))
    make.acceptance(make.risk(register, current=MEDIUM))


@due("risks.position", 1, 2, 8, 9)
def _position():
    risk = _at_risk(HIGH)
    make.published(risk.register.project, "active")
    make.broken_position(risk, grace_until_on=_in(0))


@due("risks.assumption", 10, 40, 60)
def _assumption():
    dg, method = make.user("dg-office", "HQ"), make.risk_method()
    make.risk_officer()
    stream = make.register(office="NBO")
    type(stream).objects.filter(pk=stream.pk).update(kind="stream", office=None, code="PVE")
    content = {"content": {}, "public_content": {}, "sha256": "0" * 64, "worst_residual": "low"}
    now = {"taken_at": timezone.now(), "taken_by": dg}
    frozen = RegisterSnapshot.objects.create(register=stream, reason="report", matrix=method, **content, **now)
    said = {"statement": "Assumed.", "by": dg, "at": timezone.now(), "valid_until_on": _in(70, "HQ")}
    RegisterAssumption.objects.create(register=stream, snapshot=frozen, **said)


@due("knowledge.verification", 0, 23, 30, 44, 60)
def _verification():
    made = make.resource(author=make.officer(), curator=make.curator())
    type(made).objects.filter(pk=made.pk).update(verify_by_on=_in(30))


@due("knowledge.contests", 7, 21)
def _contest():
    make.contest(make.resource(author=make.officer(), curator=make.curator()))


@due("knowledge.curation", 12, 16, 24)
def _curation():
    make.resource(state="in_curation", curator=make.curator())


@due("knowledge.approvals", 335, 358, 365)
def _approval():
    make.approval()
    assert Approval.objects.exists()


@due("knowledge.consultations", 18, 22, 35)
def _consultation():
    asked, commenting = make.officer(), make.officer()
    make.comment(make.consultation(), by=commenting)
    assert asked != commenting


@due("knowledge.readings", 7, 10, 17)
def _reading():
    make.reading(make.collection(make.officer(), make.resource()), make.officer("KE"), due_on=_in(10, "KE"))


@due("knowledge.lessons", 14, 20)
def _lesson():
    make.lesson_prompt()


@due("knowledge.questions", 9, 16)
def _question():
    make.expertise(themes=[make.term("themes")]), make.curator()
    make.discussion(themes=[make.term("themes")])


@due("knowledge.promises", 16, 30, 44)
@due("knowledge.overdue_promises", 31, 38)
def _promise():
    make.head()
    make.promise(due_on=_in(30, "HQ"))


@due("knowledge.meetings", 10, 20)
def _meeting():
    make.promise(make.recommendation(make.meeting(series="Round", days=-50)))
    make.meeting(series="Round", days=40)


@due("knowledge.series", 60, 182)
def _series():
    make.meeting(series="Round", every_months=6, days=-20)


@due("endorsement.clock", 8, 12, 16, 24)
def _case():
    make.case(Status.REVIEW)
    make.someone("trd-head"), make.someone("doe-director")


@due("endorsement.quiet", 40, 100)
def _hold():
    case = make.case(Status.ON_HOLD)
    Case.objects.filter(pk=case.pk).update(review_on=_in(30))


@due("endorsement.conditions", 7, 21, 28)
def _condition():
    case = make.case(Status.DECISION)
    wanted = make.condition(case, when="by_date", due_on=_in(21))
    seen = case.current_submission.sha256
    endorsing.endorse(case, by=make.someone("trd-head"), seen=seen, conditions=[wanted], **make.SAID)
    project = Project.objects.get(pk=case.project_id)
    endorsing.activate(project, by=project.manager)


@due("endorsement.support", 7, 8, 14)
def _support():
    make.head()
    endorsing.take_over(make.support(make.project(manager=make.officer())), by=make.reviewer())


@due("endorsement.ending", 0, 30, 53)
def _ending():
    make.at_work(until=_in(60))


@due("endorsement.reports", 0, 20, 40)
def _report():
    make.running_project()


def test_every_rule_has_something_here():
    assert set(BUILD) == set(reminders.registry())


def _swept(slug):
    """Who was told now, of what, by which kind."""
    before = Notice.objects.order_by("pk").values_list("pk", flat=True).last() or 0
    reminders.sweep(slug)
    rows = Notice.objects.filter(pk__gt=before)
    return Counter((row.kind, row.about_kind, row.about_id, row.recipient_id) for row in rows)


@pytest.mark.parametrize("slug", sorted(BUILD) if FULL else of_the_day(sorted(BUILD), 8))
def test_a_rule_tells_of_its_own_thing_once_a_rung_and_after_an_outage_once(slug, time_machine):
    rule, (build, days) = reminders.registry()[slug], BUILD[slug]
    noon = timezone.now().replace(hour=9, minute=30)
    time_machine.move_to(noon, tick=False)
    build()
    told = Counter()
    for day in days:
        time_machine.move_to(noon + timedelta(days=day), tick=False)
        now = _swept(slug)
        assert set(now.values()) <= {1}, f"day {day}: {now}"
        assert not _swept(slug), f"day {day}: told again"
        told += now
    assert told, "nobody was told"
    assert {kind for kind, *_rest in told} <= set(rule.kinds)
    assert {about for _kind, about, *_rest in told} == {rule.thing}


@pytest.mark.parametrize("slug", sorted(BUILD) if FULL else of_the_day(sorted(BUILD), 8))
def test_a_timer_that_was_away_over_all_rungs_tells_each_person_once(slug, time_machine):
    build, days = BUILD[slug]
    noon = timezone.now().replace(hour=9, minute=30)
    time_machine.move_to(noon, tick=False)
    build()
    time_machine.move_to(noon + timedelta(days=days[-1]), tick=False)
    assert set(_swept(slug).values()) <= {1}
    if slug != "knowledge.overdue_promises":  # each week anew
        time_machine.move_to(noon + timedelta(days=days[-1] + 1), tick=False)
    assert not _swept(slug)

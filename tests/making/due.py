"""One builder for each kind of thing that falls due: who it falls due to, and a word of the name they read it by.

Cases are dear: one endorsed and one in hand serve all of theirs, in the order in which they stand here.
"""

from collections.abc import Callable
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from django.utils import timezone

from endorsement import actions
from endorsement.models import Assignment, Case, Clearance, Condition, Report, SupportRequest
from endorsement.workflow import Status
from knowledge.models import Approval, Resource
from projects.models import ContextAnalysis, NotifiedChange, Project
from risks.actions.registers import freeze
from risks.models import Acceptance, RegisterAssumption

from . import (
    board,
    change,
    endorsement,
    ground,
    k_guide,
    k_promise,
    k_voc,
    knowledge,
    monitoring,
    projects,
    reports,
    risks,
    risks_accept,
    risks_gate,
)


class World:
    """The day on which everything here falls due, and the two cases."""

    def __init__(self, day: date) -> None:
        self.day = day

    @cached_property
    def endorsed(self) -> Case:
        """Endorsed until that day, with one condition, and running: its first report is due."""
        dates = {"start_on": self.day - timedelta(days=300), "end_on": self.day}
        case = endorsement.case(Status.ENDORSED, title="Endorsed", **dates)
        reports.running_project(case=case)
        said = {"text": "Hire a gender adviser.", "when": "before_start", "evidence": "Contract"}
        Condition.objects.create(decision=case.decisions.get(), number=1, owner=case.project.manager, **said)
        return Case.objects.get(pk=case.pk)

    @cached_property
    def in_hand(self) -> Case:
        """In review, with a lead and a reviewer."""
        return endorsement.case(Status.REVIEW, title="In hand")

    @cached_property
    def project(self) -> Project:
        """A project of every day, with its manager."""
        return projects.project(manager=ground.officer(), title="Running", status="active")

    @cached_property
    def risk(self) -> Any:
        """A risk of it, owned by its manager."""
        return risks.risk(project=self.project, owner=self.project.manager, event="The market burns")

    @cached_property
    def report(self) -> Report:
        """The first report of the one that runs."""
        return reports.interim(self.endorsed.project)


Builder = Callable[[World], tuple[Any, str]]
BUILDERS: dict[str, Builder] = {}


def _falls_due(slug: str) -> Callable[[Builder], Builder]:
    def kept(builder: Builder) -> Builder:
        BUILDERS[slug] = builder
        return builder

    return kept


def _set(model: Any, thing: Any, **fields: Any) -> None:
    assert model.objects.filter(pk=thing.pk).update(**fields)


@_falls_due("projects.diligence")
def _diligence(world: World) -> tuple[Any, str]:
    projects.participation(world.project, "Council of elders", diligence_until_on=world.day)
    return world.project.manager, "Council of elders"


@_falls_due("projects.context")
def _context(world: World) -> tuple[Any, str]:
    ContextAnalysis.objects.create(project=world.project, text="Talk.", written_on=world.day, review_on=world.day)
    return world.project.manager, "Running"


@_falls_due("projects.values")
def _values(world: World) -> tuple[Any, str]:
    _set(Project, world.project, end_on=world.day)
    monitoring.indicator(world.project, name="Young people trained", frequency="start_end")
    return world.project.manager, "Young people trained"


@_falls_due("risks.review")
def _review_of_risk(world: World) -> tuple[Any, str]:
    _set(type(world.risk), world.risk, next_review_on=world.day)
    return world.risk.owner, "The market burns"


@_falls_due("risks.measure")
def _measure(world: World) -> tuple[Any, str]:
    risks.treatment(world.risk, owner=world.risk.owner, due_on=world.day, text="Guard the market")
    return world.risk.owner, "Guard the market"


@_falls_due("risks.acceptance")
def _acceptance(world: World) -> tuple[Any, str]:
    asked, by = risks.acceptance(world.risk), ground.chief()
    _set(Acceptance, asked, state="granted", decided_by=by, decided_at=asked.requested_at, valid_until_on=world.day)
    return world.risk.owner, "The market burns"


@_falls_due("risks.escalation")
def _escalation(world: World) -> tuple[Any, str]:
    risk = risks.risk(risks_accept.submitted_register(), event="The bridge falls")
    risks_accept.passed_up(risk, seat="chief_of_mission", answer_by_on=world.day)
    return ground.chief("UG"), "The bridge falls"


@_falls_due("risks.position")
def _position(world: World) -> tuple[Any, str]:
    risks_gate.broken_position(world.risk, grace_until_on=world.day)
    return world.project.manager, world.risk.ref


@_falls_due("risks.assumption")
def _assumption(world: World) -> tuple[Any, str]:
    register = risks_gate.stream_register()
    by = risks_gate.dg_office()
    snapshot = freeze(register, reason="assumption", by=by)
    RegisterAssumption.objects.create(
        register=register, snapshot=snapshot, statement="Ours.", by=by, at=timezone.now(), valid_until_on=world.day
    )
    return by, register.title


@_falls_due("knowledge.verification")
def _verification(world: World) -> tuple[Any, str]:
    officer = ground.officer()
    lesson = knowledge.resource(author=officer, title="Ask the elders")
    _set(Resource, lesson, verify_by_on=world.day, verifier=officer)
    return officer, "Ask the elders"


@_falls_due("knowledge.reading")
def _reading(world: World) -> tuple[Any, str]:
    owner, reader = ground.officer(), ground.officer()
    k_voc.reading(
        k_voc.collection(owner, knowledge.resource(author=owner), title="To begin with"), reader, due_on=world.day
    )
    return reader, "To begin with"


@_falls_due("knowledge.promise")
def _promise(world: World) -> tuple[Any, str]:
    k_promise.promise(text="Visit the border", role="chief-of-mission", office="KE", due_on=world.day)
    return ground.chief("KE"), "Visit the border"


@_falls_due("knowledge.consultation")
def _consultation(world: World) -> tuple[Any, str]:
    asked = k_guide.consultation(until_on=world.day)
    return ground.officer("UG"), asked.title


@_falls_due("knowledge.approval")
def _approval(world: World) -> tuple[Any, str]:
    line = k_guide.message(title="Say it plainly")
    _set(Approval, k_guide.approval(line), valid_until_on=world.day)
    return ground.head(), "Say it plainly"


@_falls_due("knowledge.meeting")
def _meeting(world: World) -> tuple[Any, str]:
    organizer = k_promise.organizer()
    k_promise.meeting(organizer, starts_on=world.day, title="Next symposium")
    return organizer, "Next symposium"


@_falls_due("knowledge.series")
def _series(world: World) -> tuple[Any, str]:
    organizer, before = k_promise.organizer(), world.day.replace(year=world.day.year - 1)
    k_promise.meeting(organizer, starts_on=before, title="Last symposium", series="Symposium", every_months=12)
    return organizer, "Last symposium"


@_falls_due("endorsement.condition")
def _condition(world: World) -> tuple[Any, str]:
    condition = Condition.objects.get(decision__case=world.endorsed)
    _set(Condition, condition, when="by_date", due_on=world.day)
    return condition.owner, condition.text


@_falls_due("endorsement.end")
def _end(world: World) -> tuple[Any, str]:
    return world.endorsed.project.manager, "Endorsed"


@_falls_due("endorsement.objection")
def _objection(world: World) -> tuple[Any, str]:
    _set(NotifiedChange, change.told_change(world.endorsed, title="Endorsed, renamed"), objection_until_on=world.day)
    return endorsement.someone("lead"), "Endorsed"


@_falls_due("endorsement.report")
def _report(world: World) -> tuple[Any, str]:
    _set(Report, world.report, due_on=world.day)
    return world.report.project.manager, world.report.notice_title()


@_falls_due("endorsement.report_review")
def _report_review(world: World) -> tuple[Any, str]:
    _set(Report, world.report, state="submitted", review_due_on=world.day)
    return ground.reviewer(), world.report.notice_title()


@_falls_due("endorsement.support")
def _support(world: World) -> tuple[Any, str]:
    asked = board.support()
    _set(SupportRequest, asked, due_on=world.day)
    return ground.reviewer(), asked.subject


@_falls_due("endorsement.case")
def _case(world: World) -> tuple[Any, str]:
    _set(Case, world.in_hand, due_on=world.day)
    return endorsement.someone("lead"), "In hand"


@_falls_due("endorsement.review")
def _review(world: World) -> tuple[Any, str]:
    reviewer = endorsement.someone("trd-reviewer")
    _set(Assignment, Assignment.objects.get(case=world.in_hand, reviewer=reviewer), due_on=world.day)
    return reviewer, "In hand"


@_falls_due("endorsement.advice")
def _advice(world: World) -> tuple[Any, str]:
    adviser, lead = endorsement.someone("adviser"), endorsement.someone("lead")
    asked = actions.ask_clearance(world.in_hand, adviser, by=lead, kind="legal", question="May they?")
    _set(Clearance, asked, due_on=world.day)
    return adviser, "In hand"


@_falls_due("endorsement.hold")
def _hold(world: World) -> tuple[Any, str]:
    lead = endorsement.someone("lead")
    actions.hold(Case.objects.get(pk=world.in_hand.pk), by=lead, reason="Elections.", review_on=world.day)
    return lead, "In hand"

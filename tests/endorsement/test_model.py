"""Long walks of a case through its real actions, any act at any moment, beside a reference of sixty lines."""

from pathlib import Path

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from endorsement import actions, canonical
from endorsement.models import Case, ClockInterval, Condition, Letter, Review, Thread
from projects.models import Project
from pvehub import access
from pvehub.audit import trail
from pvehub.people.models import Office
from tests import make
from tests.endorsement import reference
from tests.endorsement.standings import WHY, not_required
from tests.machinery import amount

RUNS, STEPS = (300, 40) if amount.FULL else (12, 25)
ROAD = "submit clear advise start_review ask give_back answer resubmit read conclude endorse_with_conditions suspend".split()
ENDING = ("withdraw", "leave_scope", "revoke")  # come by themselves often enough


class Walk(RuleBasedStateMachine):
    """One case of a project that was made before; every walk is rolled back at its end."""

    project: Project

    def __init__(self):
        super().__init__()
        self.walk = transaction.atomic()
        self.walk.__enter__()
        self.model = reference.Passage()

    @initialize(has_region=st.booleans(), along=st.integers(0, len(ROAD)))
    def begin(self, has_region, along):
        """The regional office advises, or does not; the walk begins so far along the straight road."""
        self.model.has_region = has_region
        Office.objects.filter(pk=self.project.region.pk).update(has_regional_stage=has_region)
        self.manager, self.chief = self.project.manager, make.someone("chief-of-mission", "UG")
        self.lead, self.reader = make.someone("lead"), make.someone("trd-reviewer")
        self.head, self.director = make.someone("trd-head"), make.someone("doe-director")
        self.decider = self.head
        self.case = actions.open_case(Project.objects.get(pk=self.project.pk), by=self.manager)
        for act in ROAD[:along]:
            if act != "advise" or has_region:
                self.attempt(act)

    def teardown(self):
        transaction.set_rollback(True)
        self.walk.__exit__(None, None, None)

    @precondition(lambda self: self.able())
    @rule(data=st.data())
    def an_act_that_is_open(self, data):
        able = [act for act in self.able() if act not in ENDING] or self.able()
        self.attempt(data.draw(st.sampled_from(able)))

    and_another_one = an_act_that_is_open

    @precondition(lambda self: set(ROAD) & set(self.able()))
    @rule(data=st.data())
    def a_step_along_the_road(self, data):
        self.attempt(data.draw(st.sampled_from([act for act in ROAD if act in self.able()])))

    @rule(act=st.sampled_from(sorted(reference.FROM)))
    def any_act_at_any_moment(self, act):
        self.attempt(act)

    def able(self):
        return [act for act in sorted(reference.FROM) if self.model.answer_to(act) == "done"]

    def attempt(self, act):
        expected = self.model.answer_to(act)
        found = self.outcome(act)
        assert found == expected, f"{act} at {self.model.status}: {found}, not {expected}"
        if found == "done":
            self.model.do(act)

    def outcome(self, act):
        try:
            with transaction.atomic():
                done = getattr(self, act)(Case.objects.get(pk=self.case.pk))
        except (access.Refused, access.Moved):
            return "no"
        except access.Unmet:
            return "unmet"
        return "no" if done is False else "done"

    @property
    def seat(self):
        return self.director if self.model.is_raised else self.head

    def submit(self, case):
        actions.submit(case, by=self.manager)

    def clear(self, case):
        actions.clear(case, by=self.chief)

    def send_back(self, case):
        actions.send_back(case, by=self.chief, reason="Add partners.")

    def advise(self, case):
        actions.advise(case, by=make.someone("regional-specialist", "NBO"), text="Know the lake.")

    def start_review(self, case):
        make.in_review(case)

    def leave_scope(self, case):
        not_required(case)

    def ask(self, case):
        make.question(case)

    def answer(self, case):
        waiting = list(case.threads.exclude(state=Thread.State.ANSWERED))
        for thread in waiting:
            actions.reply(thread, by=self.manager, text="As it says.", is_unchanged_explained=True)
        return bool(waiting)

    def give_back(self, case):
        actions.send_to_mission(case, by=self.lead, sections=["overview"], due_on=make.soon())

    def resubmit(self, case):
        actions.resubmit(case, by=self.manager)

    def read(self, case):
        actions.give_review(case, by=self.reader, seen=self.seen(case), **make.REVIEW)

    def conclude(self, case):
        actions.conclude(case, by=self.lead)

    def endorse(self, case, **more):
        seat = self.seat
        actions.endorse(case, by=seat, seen=self.seen(case), **make.SAID, **more)
        self.decider = seat

    def endorse_with_conditions(self, case):
        self.endorse(case, conditions=[make.condition(case)])

    def refuse(self, case):
        seat = self.seat
        actions.refuse(case, by=seat, seen=self.seen(case), **WHY)
        self.decider = seat

    def withdraw(self, case):
        actions.withdraw(case, by=self.manager, reason="Funding ended.")

    def hold(self, case):
        actions.hold(case, by=self.lead, reason="Elections.", review_on=make.soon())

    def resume(self, case):
        actions.resume(case, by=self.lead)

    def recall(self, case):
        actions.recall(case, by=self.decider, reason="The wrong annex.")

    def reopen(self, case):
        actions.reopen(case, by=self.director, reason="The survey exists.")

    def suspend(self, case):
        actions.suspend(case, by=self.head, reason="An incident.")

    def revoke(self, case):
        actions.revoke(case, by=self.head, reason="The partner left.")

    def lift(self, case):
        actions.lift(case, by=self.head, reason="It was mended.")

    def waive(self, case):
        waiting = list(Condition.objects.of_case(case).exclude(state=Condition.State.WAIVED))
        for condition in waiting:
            actions.waive_condition(condition, by=self.head, verdict="Shown in person.")
        return bool(waiting)

    def release(self, case):
        actions.release(case, by=self.lead)

    @staticmethod
    def seen(case):
        return case.current_submission.sha256 if case.current_submission else ""

    @invariant()
    def the_case_is_where_the_reference_is(self):
        if not hasattr(self, "case"):
            return
        case, model = Case.objects.get(pk=self.case.pk), self.model
        found = case.status, case.resume_to, case.held_from
        assert found == (model.status, model.resume_to, model.held_from)
        holders = list(ClockInterval.objects.filter(case=case, to_at=None).values_list("holder", flat=True))
        assert holders == [holder for holder in [reference.HOLDER.get(model.status)] if holder]
        letters = Letter.objects.filter(decision__case=case).order_by("pk").values_list("number", flat=True)
        assert (len(letters), case.submissions.count()) == (model.letters, model.versions)
        assert [int(number.rsplit("/")[-1]) for number in letters] == list(range(1, model.letters + 1))

    @invariant()
    def its_history_has_no_gap_and_says_the_same(self):
        if not hasattr(self, "case"):
            return
        seqs = list(trail.of(self.case).order_by("seq").values_list("seq", flat=True))
        assert seqs == list(range(1, len(seqs) + 1))
        assert list(actions.differing()) == []
        last = Case.objects.get(pk=self.case.pk).current_submission
        assert last is None or canonical.sha256(last.content) == last.sha256

    @invariant()
    def the_project_follows(self):
        project = Project.objects.get(pk=self.project.pk)
        expected = {"draft": "draft", "withdrawn": "draft", "not_required": "endorsed", "not_endorsed": "not_endorsed"}
        expected |= {"suspended": "suspended", "revoked": "suspended", **dict.fromkeys(reference.GOOD, "endorsed")}
        assert project.status == expected.get(self.model.status, "in_endorsement")
        assert (project.endorsed_content is not None) == (project.status in ("endorsed", "suspended"))


def test_the_reference_is_short_enough_to_be_read():
    lines = Path(reference.__file__).read_text(encoding="utf-8").splitlines()

    assert len(lines) <= 60


@pytest.mark.slow
@pytest.mark.timeout(3600)
@pytest.mark.django_db
def test_a_case_on_any_walk_is_where_the_reference_says_it_is():
    Walk.project = make.ready_project()
    for role, office in (("lead", "HQ"), ("trd-reviewer", "HQ"), ("trd-head", "HQ"), ("doe-director", "HQ")):
        make.someone(role, office)
    make.someone("chief-of-mission", "UG")
    make.someone("regional-specialist", "NBO")

    run_state_machine_as_test(
        Walk,
        settings=settings(
            max_examples=RUNS,
            stateful_step_count=STEPS,
            deadline=None,
            phases=[Phase.generate],  # making a walk shorter would take longer than reading it
            suppress_health_check=list(HealthCheck),
            database=None,
            print_blob=True,
        ),
    )
    assert not Review.objects.exists(), "a walk leaves nothing behind"

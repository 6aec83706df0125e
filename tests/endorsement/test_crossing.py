"""Two different acts on one case at the same moment; and the very same acts with their lock taken away.

Every race is one function that says what is wrong after a round. With the lock nothing is wrong in any round; without
it, and with both acts having read before either writes, something is: a race that no round could lose proves nothing.
"""

import threading
from functools import partial

import pytest
from django.utils import timezone

from endorsement import actions, canonical
from endorsement.models import Assignment, Case, Decision, Letter
from endorsement.workflow import Status
from projects import actions as projects
from projects import content
from projects.models import Project
from projects.tokens import Seen
from pvehub import access
from pvehub.audit import trail
from pvehub.notifications.models import Notice
from tests import make
from tests.machinery.amount import ROUNDS, of_the_day
from tests.machinery.together import at_once

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True), pytest.mark.timeout(900)]
SAYS_NO = (access.Moved, access.Refused, access.Unmet)


def again(case, status, **fields):
    """The case once more where the race begins, its project with it; what earlier rounds wrote stays."""
    life = "draft" if status == Status.DRAFT else "in_endorsement"
    fields = {"status": life, "open_sections": None if life == "draft" else [], "endorsed_content": None} | fields
    Project.objects.filter(pk=case.project_id).update(**fields)
    return make.put(case, status)


def one_winner(case, results):
    """One act is done, the other hears a sentence; the case stands where the winner left it."""
    done = [result for result in results if not isinstance(result, Exception)]
    told = [result for result in results if isinstance(result, access.Moved)]
    case.refresh_from_db()
    wrong = [] if (len(done), len(told)) == (1, 1) else [f"not one winner: {results}"]
    wrong += [
        f"no sentence: {problem!r}" for problem in results if isinstance(problem, Exception) and problem not in told
    ]
    last = trail.of(case).last()
    return wrong + ([] if last and last.after == case.status else ["the last event is not where the case stands"])


def seqs_without_gaps(case):
    seqs = list(trail.of(case).order_by("seq").values_list("seq", flat=True))
    return [] if seqs == list(range(seqs[0], seqs[0] + len(seqs))) else [f"gaps: {seqs}"]


class Race:
    """A case, and `round(n)`, which runs two acts at once and says what is wrong afterwards."""

    modules: tuple[str, ...] = ()

    def __init__(self):
        self.case = self.begin()
        self.manager, self.head = self.case.project.manager, make.someone("trd-head")

    def weaken(self, monkeypatch):
        """The naive code: it reads without a lock, and both have read before either writes."""
        gate = threading.Barrier(2, timeout=2)

        def unlocked(thing):
            row = Case.objects.select_related("project__lead_office", "current_submission", "lead")
            fresh = (row if isinstance(thing, Case) else Project.objects.select_related("lead_office")).get(pk=thing.pk)
            try:
                gate.wait()
            except threading.BrokenBarrierError:  # the other does not come this way in this round
                gate.reset()
            return fresh

        for module in self.modules:
            monkeypatch.setattr(f"{module}.locked", unlocked)


class WithdrawAndEndorse(Race):
    modules = ("endorsement.actions.deciding", "endorsement.actions.pausing")

    def begin(self):
        return make.case(Status.DECISION)

    def other(self, case):
        return partial(actions.withdraw, case, by=self.manager, reason="Funding ended.")

    def round(self, n):
        case, decisions = again(self.case, Status.DECISION), Decision.objects.count()
        endorse = partial(actions.endorse, case, by=self.head, seen=case.current_submission.sha256, **make.SAID)
        results = at_once(endorse, self.other(case))
        wrong = one_winner(case, results)
        is_endorsed = case.status == Status.ENDORSED
        if (Decision.objects.count() - decisions, Letter.objects.count() - decisions) != (is_endorsed, is_endorsed):
            wrong.append(f"{case.status} with {Decision.objects.count() - decisions} new decisions")
        if (Project.objects.get(pk=case.project_id).endorsed_content is not None) != is_endorsed:
            wrong.append("the project does not follow")
        return wrong


class ReturnAndEndorse(WithdrawAndEndorse):
    modules = ("endorsement.actions.deciding", "endorsement.actions.returning")

    def begin(self):
        case = super().begin()
        make.question(case)
        return case

    def other(self, case):
        lead = make.someone("lead")
        return partial(actions.send_to_mission, case, by=lead, sections=["overview"], due_on=make.soon())


class ClearAndSendBack(Race):
    modules = ("endorsement.actions.clearing",)

    def begin(self):
        return make.case(Status.CLEARANCE)

    def round(self, n):
        case, chief = again(self.case, Status.CLEARANCE), make.someone("chief-of-mission", "UG")
        results = at_once(
            partial(actions.clear, case, by=chief), partial(actions.send_back, case, by=chief, reason="Add partners.")
        )
        life = Project.objects.get(pk=case.project_id).status
        wrong = one_winner(case, results)
        together = {(Status.SCREENING, "in_endorsement"), (Status.DRAFT, "draft")}
        return wrong + ([] if (case.status, life) in together else [f"{case.status} and {life}"])


class DoubleSubmit(Race):
    modules = ("endorsement.actions.opening",)

    def begin(self):
        self.second = make.officer("UG")
        make.someone("chief-of-mission", "UG")
        return make.case(Status.DRAFT)

    def round(self, n):
        case, versions = again(self.case, Status.DRAFT), self.case.submissions.count()
        told = Notice.objects.filter(kind="endorsement.submitted").count()
        results = at_once(partial(actions.submit, case, by=self.manager), partial(actions.submit, case, by=self.second))
        wrong = one_winner(case, results)
        new = case.submissions.count() - versions, Notice.objects.filter(kind="endorsement.submitted").count() - told
        return wrong + ([] if new == (1, 1) else [f"{new[0]} versions and {new[1]} notices"])


class TwoLeads(Race):
    """Both are named, one after the other: the second one has the chair, and there is one chair."""

    modules = ("endorsement.actions.screening",)

    def begin(self):
        self.people = [make.reviewer(), make.reviewer()]
        return make.case(Status.REVIEW)

    def round(self, n):
        Assignment.objects.filter(case=self.case, part="lead", closed_at=None).update(closed_at=timezone.now())
        give = partial(actions.assign, self.case, by=self.head, part="lead")
        results = at_once(*(partial(give, person) for person in self.people))
        self.case.refresh_from_db()
        leads = [row.reviewer for row in self.case.assignments.filter(part="lead", closed_at=None)]
        wrong = [f"{result!r}" for result in results if isinstance(result, Exception)]
        return wrong + ([] if leads == [self.case.lead] else [f"lead {self.case.lead}, in the chair {leads}"])


class OnePersonTwice(TwoLeads):
    """Two people ask the same person: one part, one word to them, one sentence to the second who asks."""

    def round(self, n):
        Assignment.objects.filter(case=self.case, reviewer=self.people[0]).update(closed_at=timezone.now())
        told, others = Notice.objects.count(), (self.head, make.someone("lead"))
        results = at_once(
            *(partial(actions.assign, self.case, self.people[0], by=by, part="reviewer") for by in others)
        )
        said = [result for result in results if isinstance(result, access.Unmet)]
        parts = self.case.assignments.filter(reviewer=self.people[0], closed_at=None).count()
        found = (len(said), parts, Notice.objects.count() - told)
        return [] if found == (1, 1, 1) else [f"{results}: {found}"]


def typed(project, name, text):
    """The field as a form would send it that was opened just now."""
    record = content.read(project, [name])
    return {name: projects.Given(text, text, Seen.of(record.data[name], record.revisions[name]))}


def words(frozen, section, name):
    (field,) = [
        item
        for part in frozen["sections"]
        if part["slug"] == section
        for item in part["fields"]
        if item["name"] == name
    ]
    return field["value"]


class EditAndFreeze(Race):
    """What is typed is in the version, or is refused: never in a working copy that is locked and differs from it."""

    modules = ("projects.actions.editing", "endorsement.actions.returning")

    def begin(self):
        case = make.case(Status.RETURNED)
        actions.reply(case.threads.get(), by=case.project.manager, text="As it says.", is_unchanged_explained=True)
        return case

    def round(self, n):
        case = again(self.case, Status.RETURNED, open_sections=["overview"])
        project = Project.objects.get(pk=case.project_id)
        given = typed(project, "summary", f"Traders meet {n} times.")
        results = at_once(
            partial(actions.resubmit, case, by=self.manager),
            partial(projects.save_fields, project, "overview", given, by=self.manager),
        )
        case.refresh_from_db()
        frozen, now = words(case.current_submission.content, "overview", "summary"), Project.objects.get(pk=project.pk)
        wrong = [
            f"{result!r}" for result in results if isinstance(result, Exception) and not isinstance(result, SAYS_NO)
        ]
        wrong += [] if frozen == now.summary else [f"frozen “{frozen}”, locked “{now.summary}”"]
        saved = not isinstance(results[1], Exception)
        return wrong + ([] if saved == (now.summary == f"Traders meet {n} times.") else ["saved and gone"])


class EditAndEndorse(Race):
    """What is endorsed is what was frozen and read, whatever is typed in the same moment."""

    def begin(self):
        return make.case(Status.DECISION)

    def weaken(self, monkeypatch):
        """The naive code: a page that was open stays open, and the seat endorses “the latest”."""
        follow = projects.follow

        def latest(project, **told):
            if "endorsed_content" in told:
                told["endorsed_content"] = content.frozen(Project.objects.get(pk=project.pk))
            return follow(project, **told)

        monkeypatch.setattr("projects.permissions.why_not_edit", lambda *_anybody: None)
        monkeypatch.setattr("projects.actions.follow", latest)

    def round(self, n):
        case = again(self.case, Status.DECISION)
        project, read = Project.objects.get(pk=case.project_id), case.current_submission
        given = typed(project, "theory_of_change", f"If {n} stalls open, young people stay.")
        endorse = partial(actions.endorse, case, by=self.head, seen=read.sha256, **make.SAID)
        results = at_once(endorse, partial(projects.save_fields, project, "results", given, by=self.manager))
        decision, project = results[0], Project.objects.get(pk=project.pk)
        if not isinstance(decision, Decision):
            return [f"{decision!r}"]
        was = words(read.content, "results", "theory_of_change")
        wrong = [] if canonical.sha256(decision.submission.content) == decision.sha256 == read.sha256 else ["the hash"]
        if words(project.endorsed_content, "results", "theory_of_change") != was:
            wrong.append("endorsed is what nobody has read")
        late = results[1]
        if (
            not isinstance(late, Exception)
            and trail.of(project).filter(verb="projects.edited").last().at < decision.decided_at
        ):
            wrong.append("written into a version that lay before the seat")
        return wrong + ([f"{late!r}"] if isinstance(late, Exception) and not isinstance(late, SAYS_NO) else [])


RACES = [
    WithdrawAndEndorse,
    ReturnAndEndorse,
    ClearAndSendBack,
    DoubleSubmit,
    TwoLeads,
    OnePersonTwice,
    EditAndFreeze,
    EditAndEndorse,
]


@pytest.mark.parametrize("race", of_the_day(RACES, 4))
def test_whoever_comes_first_one_thing_is_true_afterwards(race):
    made = race()
    for n in range(1, ROUNDS + 1):
        assert made.round(n) == [], f"round {n}"
    assert seqs_without_gaps(made.case) == []


@pytest.mark.parametrize("race", of_the_day(RACES, 4))
def test_the_same_acts_without_their_lock_lose(race, monkeypatch):
    made = race()
    made.weaken(monkeypatch)
    assert any(made.round(n) for n in range(1, ROUNDS + 1)), "the race would not notice that the lock is gone"

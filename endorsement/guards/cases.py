"""What still stands between a case and its next step: named blockers, shown live and asked again inside the step."""

from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from endorsement import canonical, clearances, permissions, workflow
from endorsement.models import Case, Condition, Decision, LessonWaiver, Review, Submission, Thread
from knowledge.models import Resource
from projects import content
from projects.models import Project
from projects.sections import Class
from projects.workflow import may_follow
from pvehub.access import Blocker
from pvehub.audit import trail
from pvehub.people.models import User
from risks import content as registers
from risks import guards as risk_guards

from . import kinds
from .findings import to_settle_red_lines
from .reports import final_report_blockers


def to_submit(project: Project) -> list[Blocker]:
    """Every required section complete, the class stated with a reason, the register complete."""
    found = content.missing(project)
    if not project.classification or not project.classification_reason.strip():
        page = reverse("projects:project-section", args=[project.ref, "classification"])
        if not any(blocker.url.startswith(page) for blocker in found):
            found.append(Blocker(_("Classification: state the class and the reason for it."), page))
    return [*found, *risk_guards.submission_blockers(project)]


def same_words(frozen: dict[str, Any], before: Submission, register: dict[str, Any] | None) -> bool:
    """Whether a fresh freeze says the same as a version did: sections, class and register (`register` is its content now)."""
    parts = ("sections", "classification")
    then = {part: before.content.get(part) for part in parts}
    now = {part: frozen.get(part) for part in parts}
    if canonical.text(then) != canonical.text(now):
        return False
    if before.register_snapshot is None or register is None:
        return before.register_snapshot is None and register is None
    return not registers.differs(before.register_snapshot.content, register)


def to_resubmit(case: Case, *, is_unchanged: bool) -> list[Blocker]:
    """Every thread that needs a response has one; where no word changed, each answer says why not."""
    threads = case.threads.filter(is_response_required=True).exclude(state=Thread.State.RESOLVED).order_by("pk")
    found = []
    for thread in threads.prefetch_related("comments"):
        answers = [comment for comment in thread.comments.all() if comment.is_answer]
        place = {"place": named(thread, case.current_submission)}
        url = f"{case.get_absolute_url()}#{thread.anchor}"
        if thread.state == Thread.State.OPEN or not answers:
            found.append(Blocker(_("“%(place)s” still needs your answer.") % place, url))
        elif is_unchanged and not any(answer.is_unchanged_explained for answer in answers):
            sentence = _("Nothing in the text has changed: your answer on “%(place)s” has to say why not.")
            found.append(Blocker(sentence % place, url))
    return found


def to_return(case: Case) -> list[Blocker]:
    """At least one thread that everyone may read and that waits for an answer."""
    if case.threads.owing_an_answer().exists():
        return []
    return [
        Blocker(
            _("Write at least one comment that needs a response before you return the case."), case.get_absolute_url()
        )
    ]


def to_conclude(case: Case) -> list[Blocker]:
    """All required reviews are in on the current version, nothing blocks, no red line waits for a word."""
    found = []
    asked = case.assignments.filter(part="reviewer", closed_at=None).select_related("reviewer")
    if not asked:
        found.append(Blocker(_("Nobody has been asked to review this case."), case.get_absolute_url()))
    given = Review.objects.filter(submission=case.current_submission, submitted_at__isnull=False)
    done = set(given.values_list("assignment", flat=True))
    for assignment in asked:
        if assignment.pk not in done:
            sentence = _("%(name)s has not reviewed the current version yet.")
            found.append(Blocker(sentence % {"name": assignment.reviewer}, case.get_absolute_url()))
    found += [
        Blocker(sentence, f"{reverse('endorsement:clearance-ask', args=[case.ref])}?kind={kind}")
        for kind, sentence in _uncleared(case)
    ]
    open_ones = case.threads.filter(is_blocking=True).exclude(state=Thread.State.RESOLVED).count()
    if open_ones:
        text = ngettext("%(n)d blocking thread is not resolved.", "%(n)d blocking threads are not resolved.", open_ones)
        found.append(Blocker(text % {"n": open_ones}, f"{case.get_absolute_url()}#threads"))
    red_lines = to_settle_red_lines(case)
    if case.red_line == Case.RedLine.RAISED and not red_lines:
        sentence = _("The red-line flag waits for your word: cleared or confirmed.")
        red_lines = [Blocker(sentence, f"{case.get_absolute_url()}#red-line")]
    return [*found, *red_lines]


def _uncleared(case: Case) -> list[tuple[str, str]]:
    """The clearances that the current version asks for, and those asked besides, that nobody has answered."""
    submission = case.current_submission
    if submission is None:
        return []
    rows = list(case.clearances.filter(submission=submission).select_related("asked_of"))
    answered = {row.kind for row in rows if row.outcome}
    found = [
        (
            row.kind,
            _("%(kind)s: %(name)s has not answered yet.") % {"kind": row.get_kind_display(), "name": row.asked_of},
        )
        for row in rows
        if not row.outcome
    ]
    asked = {row.kind for row in rows}
    for kind in clearances.wanted(submission.content, submission.worst_residual):
        if kind not in asked | answered:
            found.append((kind.value, _("%(kind)s: nobody has been asked about this version.") % {"kind": kind.label}))
    return found


def to_endorse(case: Case, decider: User) -> list[Blocker]:
    """No confirmed red line; every residual risk within appetite or covered by who may assume it."""
    found = kinds.to_replace(case)
    if case.red_line == Case.RedLine.CONFIRMED:
        found.append(
            Blocker(
                _(
                    "Direct counter-messaging is confirmed for this project. It can be returned or refused, never endorsed."
                ),
                case.get_absolute_url(),
            )
        )
    if case.red_line == Case.RedLine.RAISED:
        found.append(Blocker(_("The red-line flag waits for the lead's word."), case.get_absolute_url()))
    snapshot = case.current_submission.register_snapshot if case.current_submission else None
    if snapshot is None:
        return [*found, Blocker(_("This version carries no risk register."), case.get_absolute_url())]
    starts_on = case.project.start_on
    return [
        *found,
        *risk_guards.endorsement_blockers(case.project, snapshot=snapshot, decider=decider, starts_on=starts_on),
    ]


def to_leave_scope(case: Case) -> list[Blocker]:
    """Nothing that is classed as work on violent extremism goes without its endorsement."""
    if case.project.classification in (Class.SPECIFIC, Class.RELEVANT):
        sentence = _("The project is classed “%(name)s”: it is not out of scope. Overrule the class first.")
        return [Blocker(sentence % {"name": case.project.get_classification_display()}, "#id_reason")]
    return []


def to_recall(case: Case) -> list[Blocker]:
    """Within a day, before the field has the letter in hand, and before the project has begun on it."""
    found, here, decision, now = [], case.get_absolute_url(), permissions.last_decision(case), timezone.now()
    if now - decision.decided_at > timedelta(hours=workflow.RECALL_HOURS):
        found.append(Blocker(_("A decision is recalled within 24 hours; this one is older."), here))
    if _has_the_field_its_letter(case, decision):
        found.append(Blocker(_("The mission has downloaded the letter already."), here))
    if not case.has_baseline and not may_follow(case.project.status, "in_endorsement"):
        sentence = _("The project is “%(status)s” already.") % {"status": case.project.get_status_display()}
        found.append(Blocker(sentence, here))
    return found


def _has_the_field_its_letter(case: Case, decision: Decision) -> bool:
    """Whether anybody of the project's team or offices has downloaded the letter."""
    uids = trail.read_by(decision.letter, what="download")
    people = User.objects.filter(uid__in=uids)
    return any(permissions.serves_there(p, case.project) or permissions.on_the_team(p, case) for p in people)


def to_reopen(case: Case) -> list[Blocker]:
    """Once for each case, within thirty days, and only while there is a seat above; no other case stands in between."""
    found, here, decision, now = [], case.get_absolute_url(), permissions.last_decision(case), timezone.now()
    if case.raised_to:
        found.append(Blocker(_("The case was reopened once; a second time there is none."), here))
    if now - decision.decided_at > timedelta(days=workflow.REOPEN_DAYS):
        found.append(Blocker(_("A refusal is reopened within 30 days; this one is older."), here))
    if decision.seat not in workflow.SEAT_ABOVE:
        found.append(Blocker(_("There is no seat above the one that decided."), here))
    if case.project.cases.in_hand().exclude(pk=case.pk).exists():
        found.append(Blocker(_("Another case of the project is in hand."), here))
    return found


def to_activate(project: Project) -> list[Blocker]:
    """A valid endorsement, and every condition before the start met or waived."""
    case = Case.objects.may_start().filter(project=project).order_by("-pk").first()
    if case is None or project.endorsed_content is None:
        return [Blocker(_("The project has no valid endorsement."), project.get_absolute_url())]
    found = []
    for condition in Condition.objects.of_case(case).holding_the_start():
        page = reverse("endorsement:condition-answer", args=[case.ref, condition.pk])
        sentence = _("Before the start: “%(condition)s” is neither met nor waived.")
        found.append(Blocker(sentence % {"condition": condition.text}, page))
    return found


def to_override(case: Case, now: datetime) -> list[Blocker]:
    """The case in hand, no red line, not refused before; given once for each case."""
    found = []
    here = case.get_absolute_url()
    if case.status not in workflow.IN_HAND:
        found.append(Blocker(_("An override is for a case that is in hand."), here))
    if case.red_line not in (Case.RedLine.NONE, Case.RedLine.CLEARED):
        found.append(Blocker(_("A red line is raised: there is no override for it."), here))
    last = Decision.objects.filter(case__project=case.project).order_by("-decided_at", "-pk").first()
    if last is not None and last.outcome == Decision.Outcome.REFUSED:
        found.append(Blocker(_("The project was refused: there is no override for it."), here))
    if case.project.status != "in_endorsement":
        found.append(Blocker(_("Only a project that waits for its endorsement can have an override."), here))
    return found


def to_close(project: Project) -> list[Blocker]:
    """The final report sent, a submitted lesson or TRD's waiver, no risk left open in the register, no case to be decided."""
    found = final_report_blockers(project)
    if waiting := project.cases.in_hand().first():
        sentence = _("The case %(ref)s of this project is in hand. Withdraw it, or wait for the decision.")
        found.append(Blocker(sentence % {"ref": waiting.ref}, waiting.get_absolute_url()))
    lessons = Resource.objects.of_project(project).filter(kind="lesson", submitted_at__isnull=False)
    if not lessons.exists() and not LessonWaiver.objects.filter(project=project).exists():
        sentence = _("No lesson of this project was submitted, and TRD has not waived it.")
        found.append(Blocker(sentence, reverse("knowledge:resource-contribute")))
    return [*found, *risk_guards.closing_blockers(project)]


def to_release(case: Case) -> list[Blocker]:
    """Every condition before the start and by a date is met or waived."""
    waiting = Condition.objects.of_case(case).exclude(when="every_report").exclude(state__in=["met", "waived"])
    sentence = _("“%(condition)s” is neither met nor waived.")
    return [Blocker(sentence % {"condition": row.text}, f"{case.get_absolute_url()}#conditions") for row in waiting]


def named(thread: Thread, submission: Submission | None) -> str:
    """The place a thread hangs on, in the labels of the version: "Results: Theory of change"."""
    for section in (submission or thread.submission).content.get("sections", []):
        if section["slug"] == thread.section:
            for item in section["fields"]:
                if item["name"] == thread.field:
                    return f"{section['title']}: {item['label']}"
            return str(section["title"])
    return _("The whole case")

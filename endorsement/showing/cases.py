"""What the pages of a case show, put together from querysets: content with its threads, steps with their sentences."""

from dataclasses import dataclass
from typing import Any

from django.db.models import prefetch_related_objects
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from endorsement import diffing, permissions, verbs, workflow
from endorsement.clearances import wanted
from endorsement.models import Case, Clearance, Condition, Letter, Review, Submission
from endorsement.workflow import Status
from projects import content
from projects.lateness import today_of
from projects.models import Project
from projects.sections import BY_SLUG as SECTION
from projects.workflow import ENDED
from projects.workflow import Status as Life
from pvehub import access
from pvehub.audit import trail, words
from pvehub.people.models import User
from pvehub.vocabulary.models import Term

from .threads import ShownThread


@dataclass(frozen=True)
class Button:
    """A next step: its words, its page, and why this person cannot take it."""

    label: str
    url: str
    why_not: str | None = None
    kind: str = "sec"


# Where each step is taken; steps without a page are not offered.
PAGE = {
    "submit": "case-submit",
    "clear": "case-clear",
    "start-review": "case-screen",
    "return": "case-return",
    "resubmit": "case-answer",
    "conclude": "case-conclude",
    "endorse": "case-decide",
    "withdraw": "case-withdraw",
    "hold": "case-hold",
    "resume": "case-resume",
    "release": "case-release",
    "suspend": "case-suspend",
    "revoke": "case-revoke",
    "lift": "case-lift",
    "find-out-of-scope": "case-out-of-scope",
    "reopen": "case-reopen",
    "recall": "case-recall",
    "advise": "case-advise",
}
# The same for what is done with the project itself.
ACT_PAGE = {
    "activate": "project-activate",
    "begin-closing": "project-begin-closing",
    "close": "project-close",
    "continue": "project-continue",
    "cancel": "project-cancel",
}
# Beside what the page is for.
SECOND = {"withdraw", "hold", "return", "suspend", "revoke", "find-out-of-scope", "recall"}
LABEL = {"clear": _("Clear or send back"), "endorse": _("Decide"), "resubmit": _("Answer and resubmit")}


def buttons(case: Case, user: User) -> list[Button]:
    """The steps that lead on from here: those the person may take, and those of their role with the reason they may not.

    The main thing the person may do stands first, what they may not do last.
    """
    roles = access.standing(user).roles
    found = []
    for slug, page in PAGE.items():
        step = workflow.BY_SLUG[slug]
        if Status(case.status) not in step.sources or (slug in workflow.AFTER and case.project.status in ENDED):
            continue
        why_not = permissions.why_not_step(slug, user, case)
        if why_not is None or roles & set(step.owners):
            kind = "sec" if slug in SECOND else "primary"
            url = reverse(f"endorsement:{page}", args=[case.ref])
            found.append(Button(str(LABEL.get(slug, step.label)), url, why_not, kind))
    if case.status == Status.NOT_ENDORSED and permissions.why_not_ask_to_reopen(user, case) is None:
        url = reverse("endorsement:case-ask-to-reopen", args=[case.ref])
        found.append(Button(str(_("Ask for it to be reopened")), url))
    if case.status == Status.REVIEW:
        why_not = permissions.why_not_review(user, case)
        if why_not is None:
            found.insert(
                0,
                Button(
                    str(_("Write your review")), reverse("endorsement:case-review", args=[case.ref]), None, "primary"
                ),
            )
    if case.status == Status.SUSPENDED and permissions.may_revoke_once_lifted(user, case):
        url = reverse("endorsement:case-revoke", args=[case.ref])
        found.append(Button(str(workflow.BY_SLUG["revoke"].label), url, permissions.not_now(case, "revoke")))
    return in_order(found)


def in_order(found: list[Button]) -> list[Button]:
    """What may be done and is the main thing, what else may be done, and what may not."""
    return sorted(found, key=lambda button: (button.why_not is not None, button.kind != "primary"))


def acts(project: Project, case: Case | None, user: User) -> list[Button]:
    """What can be done with the project from here: what the person may, and what their role does with the reason they may not."""
    roles = access.standing(user).roles
    found = []
    for slug, page in ACT_PAGE.items():
        act = workflow.ACTS[slug]
        if project.status not in act.sources:
            continue
        why_not = permissions.why_not_act(slug, user, project, case)
        if why_not is None or (case is not None and slug != "cancel" and roles & set(act.owners)):
            kind = "sec" if slug in ("cancel", "continue", "begin-closing") else "primary"
            url = reverse(f"endorsement:{page}", args=[project.ref])
            found.append(Button(str(act.label), url, why_not, kind))
    if project.status == Life.CLOSING and permissions.why_not_waive_lesson(user, project, case) is None:
        url = reverse("endorsement:lesson-waive", args=[project.ref])
        found.append(Button(str(_("Waive the lesson")), url))
    if (
        project.status == Life.IN_ENDORSEMENT
        and case
        and permissions.why_not_act("override", user, project, case) is None
    ):
        url = reverse("endorsement:override-order", args=[case.ref])
        found.append(Button(str(workflow.ACTS["override"].label), url))
    return in_order(found)


def conditions(case: Case, user: User) -> list[dict[str, Any]]:
    """The conditions of the case, each with what this person may do about it; tried once, not per row."""
    rows = Condition.objects.of_case(case).select_related("owner", "decision", "file")
    shown, today = [], today_of(case.project)
    for row in rows:
        row.decision.case = case
        judging = permissions.why_not_judge_condition(user, row)
        shown.append(
            {
                "row": row,
                "may_answer": permissions.why_not_answer_condition(user, row) is None,
                "may_judge": judging is None or permissions.why_not_waive_condition(user, row) is None,
                "pill": CONDITION_PILL.get(row.state, "neutral"),
                "is_late": row.state in ("open", "rejected") and row.due_on is not None and row.due_on < today,
            }
        )
    return shown


CONDITION_PILL = {"met": "ok", "waived": "ok", "rejected": "danger", "evidence_given": "info", "open": "warn"}


def sections(submission: Submission | None, shown: list[ShownThread]) -> list[dict[str, Any]]:
    """The frozen sections with names for people and the threads in their places; orphans are left to the caller."""
    if submission is None:
        return []
    at: dict[tuple[str, str], list[ShownThread]] = {}
    for row in shown:
        at.setdefault((row.thread.section, row.thread.field), []).append(row)
    found = []
    for section in content.with_names(submission.content.get("sections", [])):
        fields = [
            {**item, "text": diffing.shown(item["value"]), "threads": at.get((section["slug"], item["name"]), [])}
            for item in section["fields"]
        ]
        told = sum(len(item["threads"]) for item in fields)
        found.append({**section, "fields": fields, "threads": at.get((section["slug"], ""), []), "told": told})
    return found


def loose(submission: Submission | None, shown: list[ShownThread]) -> list[ShownThread]:
    """Threads on the whole case, and those whose place is gone from this version."""
    slugs = {
        (section["slug"], name)
        for section in (submission.content.get("sections", []) if submission else [])
        for name in ["", *(item["name"] for item in section["fields"])]
    }
    return [row for row in shown if (row.thread.section, row.thread.field) not in slugs]


def timeline(case: Case, *, is_internal: bool) -> list[dict[str, Any]]:
    """What happened, newest first; events of headquarters' own reading only for who reads internal threads."""
    events = trail.of(case).order_by("-seq")
    if not is_internal:
        events = events.exclude(verb__in=verbs.INTERNAL)
    rows = words.told(events)
    return [
        {
            "label": row["label"],
            "actor": row["actor"],
            "on_behalf_of": row["principal"],
            "at": row["event"].at,
            "note": row["event"].note,
        }
        for row in rows
    ]


def open_sections(case: Case) -> list[dict[str, str]]:
    """The sections the return has opened, with the page where each is edited."""
    found = []
    for slug in case.project.open_sections or []:
        if slug in SECTION:
            url = reverse("projects:project-section", args=[case.project.ref, slug])
            found.append({"title": str(SECTION[slug].title), "url": url})
        else:
            found.append({"title": str(_("Risk register")), "url": case.project.get_absolute_url()})
    return found


def status_label(case: Case, standing: access.Standing) -> str:
    """The status in the words of headquarters for headquarters, of the field for everybody else."""
    central = standing.may("see_submitted", case.project.lead_office_id)
    return str(Status(case.status).label) if central else case.field_label


def reviews(case: Case, user: User) -> list[dict[str, Any]]:
    """The reviews this person may read, newest version first, each with whether it speaks of an older one.

    `telling` are the answers a decider has to read: with a remark, or a score that finds something lacking.
    """
    rows = Review.objects.visible_to(user).filter(assignment__case=case, submitted_at__isnull=False)
    rows = rows.select_related("assignment__reviewer", "submission", "carried_from__submission")
    rows = rows.order_by("-submission__number", "pk")
    found: list[dict[str, Any]] = [
        {
            "review": review,
            "reviewer": review.assignment.reviewer,
            "number": review.submission.number,
            "is_stale": review.submission_id != case.current_submission_id,
            "carried": review.carried_from.submission.number if _as_before(review) else 0,
            "answers": [
                {**item, **review.answers[item["code"]]} for item in review.questions if item["code"] in review.answers
            ],
        }
        for review in rows
    ]
    for row in found:
        row["telling"] = [answer for answer in row["answers"] if _is_telling(answer)]
    return found


def _is_telling(answer: dict[str, Any]) -> bool:
    score = answer.get("score")
    return bool(answer.get("text")) or (score is not None and score < SOUND)


def _as_before(review: Review) -> bool:
    """Whether it says exactly what its author had said of the version before."""
    last = review.carried_from
    return last is not None and all(
        getattr(review, name) == getattr(last, name) for name in ("text", "recommendation", "answers")
    )


# From this score on, of 3, an answer without a remark asks for no second look.
SOUND = 2
CLEARANCE_PILL = {"cleared": "ok", "remarks": "warn", "withheld": "danger"}


def clearances(case: Case, user: User) -> list[dict[str, Any]]:
    """Each kind the current version asks for or somebody asked about: why, who was asked, what was said."""
    submission = case.current_submission
    if submission is None:
        return []
    because = wanted(submission.content, submission.worst_residual)
    codes = {code for found in because.values() for code in found}
    terms = Term.objects.filter(list__in=["target-groups", "themes"], code__in=codes)
    names = {term.code: str(term.name) for term in terms}
    names["high-residual"] = str(_("a residual risk at High or above"))
    rows: dict[str, list[Any]] = {}
    for row in (
        Clearance.objects.visible_to(user).filter(submission=submission).select_related("asked_of").order_by("pk")
    ):
        row.case = case
        row.may_give = permissions.why_not_give_clearance(user, row) is None if row.asked_of_id == user.pk else False
        rows.setdefault(row.kind, []).append(row)
    may_ask = permissions.why_not_ask_clearance(user, case) is None
    found = []
    for kind in workflow.ClearanceKind:
        if kind in because or kind in rows:
            last = next((row for row in reversed(rows.get(kind, [])) if row.outcome), None)
            waits = pgettext_lazy("clearance", "Asked") if rows.get(kind) else _("Not asked yet")
            found.append(
                {
                    "kind": kind,
                    "because": [str(names.get(code, code)) for code in dict.fromkeys(because.get(kind, []))],
                    "rows": rows.get(kind, []),
                    "word": last.get_outcome_display() if last else waits,
                    "pill": CLEARANCE_PILL[last.outcome] if last else "neutral",
                    "may_ask": may_ask,
                }
            )
    return found


def letter_of(case: Case) -> Letter | None:
    """The letter of the last decision."""
    letters = Letter.objects.filter(decision__case=case).select_related(
        "decision", "decision__decided_by", "decision__reversal"
    )
    letter = letters.order_by("-pk").first()
    if letter and letter.decision.reason:
        prefetch_related_objects([letter.decision], "red_lines__red_line")
    return letter


MY_TURN, ALL_CASES = _("My turn"), _("All cases")

"""What endorsement tells people: one kind for every step of the table, and those for what happens between steps."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from endorsement import guards, verbs, workflow
from projects.models import NotifiedChange
from pvehub.audit import trail
from pvehub.notifications import Kind, on

# At once whatever a person prefers: asked to read, returned to you, decided.
ALWAYS = frozenset(
    {"start-review", "return", "endorse", "endorse-with-conditions", "refuse", "recall", "suspend", "revoke"}
)
URGENT = frozenset({"endorse", "endorse-with-conditions", "refuse"})


def _waits(about: Any, facts: dict[str, Any]) -> bool:
    """An override that was carried out meanwhile, or whose passage is over, waits for nobody."""
    return bool(about.carried_out_at is None and about.case.status in workflow.IN_HAND)


def _is_as_quiet(about: Any, facts: dict[str, Any]) -> bool:
    """A reminder speaks of a silence; where anything has happened since, it is not mailed."""
    last = trail.of(about).last()
    return last is None or last.at.isoformat() == facts.get("since")


def _stands_there(about: Any, facts: dict[str, Any]) -> bool:
    """A reminder of the clock speaks of one stay in one stage; a case that moved on is not mailed about."""
    return bool(about.moved_at.isoformat() == facts.get("moved"))


def _is_unmet(about: Any, facts: dict[str, Any]) -> bool:
    """A condition for which evidence was given meanwhile, or that was settled, is not mailed about."""
    waiting = {"conditions__pk": facts.get("condition"), "conditions__state__in": ["open", "rejected"]}
    return bool(about.decisions.filter(**waiting).exists())


def _waits_for_the_mission(about: Any, facts: dict[str, Any]) -> bool:
    """A question whose mission has written on, or that is closed, waits for it no longer."""
    return bool(about.state == "asked_back")


def _still_asked(about: Any, facts: dict[str, Any]) -> bool:
    """A question that was answered, taken back or given another day meanwhile is due for nobody."""
    return bool(about.state == "open" and about.due_on.isoformat() == str(facts.get("due_on"))[:10])


def _is_still_due(about: Any, facts: dict[str, Any]) -> bool:
    """A report that was sent, dropped, or given another day meanwhile is not mailed about."""
    return about.state in ("due", "returned") and str(about.due_on) == str(facts.get("due_on"))[:10]


def _still_waits(about: Any, facts: dict[str, Any]) -> bool:
    """A report that somebody has judged, or that was sent anew, no longer waits as it did."""
    return about.state == "submitted" and str(about.review_due_on) == str(facts.get("due_on"))[:10]


def _ends_then(about: Any, facts: dict[str, Any]) -> bool:
    """Endorsed still, and until that very day: what was extended or replaced meanwhile is not mailed about."""
    until = guards.ends_on(about) if about.status in workflow.IN_GOOD_STANDING else None
    return until is not None and until.isoformat() == facts.get("until_on")


def _can_be_objected_to(about: Any, facts: dict[str, Any]) -> bool:
    """A change that was taken back, endorsed or objected to meanwhile is not mailed."""
    return NotifiedChange.objects.standing().filter(pk=facts.get("change"), objected_at=None).exists()


# Who is told, as each of them is told it.
TEAM = _("You manage the project, are on its team, or submitted the case.")
HEAD = _("You head the lead office of the project, or act for whoever does.")
TEAM_HEAD = _("You are on the team of the project, or head its lead office.")
NEXT = _("You are on the team of the project, or the next step of the case is yours.")
TEAM_TRD = _("You are on the team of the project, or read or screen the case for TRD.")
LED = _("You are on the team of the project, head its lead office, or lead the review.")
READ = _("You are on the team of the project, head its lead office, or read the case for TRD.")
SEATED = _(
    "You are on the team of the project, head its lead office, read the case for TRD, or sit in the seat that decides."
)
READER = _("You lead the review of the case, or read it for TRD.")
LEAD = _("You lead the review of the case; while nobody does, you screen cases for TRD.")
OWED = _("You or somebody of your office owes the next step of this case, or you head those who do.")
OWNER = _("You own the condition, or head the lead office of the project.")
ASKED = _("You asked the question.")
ANSWERS = _("You answer this question, or such questions while it is nobody’s.")
WRITES = _("You manage the project, are on its team, or sent one of its reports.")
JUDGES = _("You review this report for TRD, or reports while it is nobody’s.")
OVERRIDE = _(
    "You administer the portal, are on the team of the project, head its lead office, or ordered the override."
)

WHY = {
    "submit": HEAD,
    "clear": NEXT,
    "send-back": TEAM,
    "advise": NEXT,
    "start-review": _("You were named to lead the review of the case, or to read it for TRD."),
    "find-out-of-scope": _(
        "You are on the team of the project, head its lead office, or first found the case out of scope."
    ),
    "return": TEAM,
    "resubmit": _("You read the case for TRD, or screen cases while nobody reads it."),
    "conclude": _("You sit in the seat that decides the case."),
    "endorse": READ,
    "endorse-with-conditions": READ,
    "refuse": READ,
    "withdraw": TEAM_TRD,
    "hold": TEAM_TRD,
    "resume": TEAM_TRD,
    "reopen": SEATED,
    "suspend": _("You are on the team of the project, head its lead office, lead the review, or head TRD."),
    "revoke": LED,
    "expire": LED,
    "supersede": LED,
    "release": LED,
    "lift": LED,
    "recall": SEATED,
    "reinstate": LED,
}

KINDS = [
    *on(
        _("Steps of a case"),
        *(
            Kind(
                step.notice,
                label=verbs.VERBS[step.verb],
                urgent=step.slug in URGENT,
                always=step.slug in ALWAYS,
                why=WHY[step.slug],
            )
            for step in workflow.STEPS
        ),
    ),
    *on(
        _("Reading a case"),
        Kind("endorsement.assigned", label=_("You are asked to read a case"), always=True, why=READER),
        Kind("endorsement.recused", label=_("A reader stands aside"), why=READER),
        Kind(
            "endorsement.clearance_asked",
            label=_("You are asked for a clearance"),
            always=True,
            why=_("The clearance was asked of you by name."),
        ),
        Kind(
            "endorsement.clearance_given",
            label=_("A clearance was answered"),
            why=_("You lead the review of the case, or asked for the clearance."),
        ),
        Kind(
            "endorsement.scope_doubted",
            label=_("A case found out of scope waits for a second word"),
            always=True,
            why=_("You screen cases for TRD, and a second person has to agree."),
        ),
        Kind(
            "endorsement.scope_kept",
            label=_("A case you found out of scope stays in scope"),
            why=_("You found the case out of scope."),
        ),
        Kind(
            "endorsement.reopening_asked",
            label=_("A mission asks for a refusal to be reopened"),
            always=True,
            why=_("You read the case for TRD, or sit in the seat that decides it."),
        ),
        Kind("endorsement.paused", label=_("Stop reading: the case went back"), why=READER),
        Kind("endorsement.commented", label=_("Comment on a case you are on"), cadence="daily", why=TEAM_TRD),
        Kind(
            "endorsement.mentioned",
            label=_("You are named in a comment"),
            always=True,
            why=_("Somebody named you in a comment."),
        ),
        Kind("endorsement.answered", label=_("Answer on a case you read"), why=READER),
        Kind("endorsement.reviewed", label=_("A review was given"), why=_("You lead the review of the case.")),
        Kind(
            "endorsement.red_line_judged",
            label=_("The lead’s word on a red line"),
            urgent=True,
            always=True,
            why=READ,
        ),
    ),
    *on(
        _("Life of a project"),
        Kind("endorsement.activated", label=verbs.VERBS["endorsement.activated"], always=True, why=LED),
        Kind("endorsement.closing_begun", label=verbs.VERBS["endorsement.closing_begun"], why=LED),
        Kind("endorsement.continued", label=verbs.VERBS["endorsement.continued"], why=LED),
        Kind("endorsement.closed", label=verbs.VERBS["endorsement.closed"], always=True, why=LED),
        Kind("endorsement.cancelled", label=verbs.VERBS["endorsement.cancelled"], always=True, why=LED),
        Kind("endorsement.lesson_waived", label=verbs.VERBS["endorsement.lesson_waived"], why=LED),
        Kind(
            "endorsement.change_made",
            label=verbs.VERBS["endorsement.change_made"],
            relevant=_can_be_objected_to,
            why=LEAD,
        ),
        Kind(
            "endorsement.change_objected", label=verbs.VERBS["endorsement.change_objected"], always=True, why=TEAM_HEAD
        ),
        Kind(
            "endorsement.override_ordered",
            label=verbs.VERBS["endorsement.override_ordered"],
            always=True,
            relevant=_waits,
            why=OVERRIDE,
        ),
        Kind(
            "endorsement.override_carried_out",
            label=_("A project is active by an override"),
            always=True,
            why=OVERRIDE,
        ),
        Kind(
            "endorsement.override_ended",
            label=_("The override of a project is over"),
            always=True,
            why=OVERRIDE,
        ),
        Kind("endorsement.ending", label=_("An endorsement ends soon"), relevant=_ends_then, why=TEAM_HEAD),
    ),
    *on(
        _("Days of a case"),
        Kind(
            "endorsement.quiet",
            label=_("A hold is to be looked at again"),
            relevant=_is_as_quiet,
            why=LEAD,
        ),
        Kind("endorsement.nudged", label=_("Half of the days for a case have gone"), relevant=_stands_there, why=OWED),
        Kind("endorsement.pressed", label=_("The days for a case are nearly over"), relevant=_stands_there, why=OWED),
        Kind("endorsement.overdue", label=_("A case is past its days"), relevant=_stands_there, why=OWED),
        Kind("endorsement.stalled", label=_("A case is far past its days"), relevant=_stands_there, why=OWED),
        Kind(
            "endorsement.reminded",
            label=_("Headquarters reminds you of a case"),
            always=True,
            relevant=_stands_there,
            why=OWED,
        ),
    ),
    *on(
        _("Conditions of an endorsement"),
        Kind("endorsement.condition_answered", label=verbs.VERBS["endorsement.condition_answered"], why=LEAD),
        Kind(
            "endorsement.condition_judged",
            label=verbs.VERBS["endorsement.condition_judged"],
            always=True,
            why=_("You own the condition, or are on the team of the project."),
        ),
        Kind("endorsement.condition_due", label=_("A condition falls due"), relevant=_is_unmet, why=OWNER),
        Kind(
            "endorsement.condition_overdue",
            label=_("A condition is overdue"),
            always=True,
            relevant=_is_unmet,
            why=OWNER,
        ),
    ),
    *on(
        _("Questions to headquarters"),
        Kind("endorsement.support_asked", label=_("A mission asks headquarters for support"), why=ANSWERS),
        Kind(
            "endorsement.support_handed",
            label=_("A question of a mission was handed to you"),
            always=True,
            why=_("A colleague handed you the question to answer."),
        ),
        Kind(
            "endorsement.support_taken",
            label=_("Somebody answers a question of yours"),
            why=_("You asked the question, or answered for it until now."),
        ),
        Kind(
            "endorsement.support_asked_back",
            label=_("Headquarters asks back about your question"),
            always=True,
            why=ASKED,
        ),
        Kind("endorsement.support_written", label=_("A mission wrote on in a question you answer"), why=ANSWERS),
        Kind("endorsement.support_answered", label=_("Your question is answered"), always=True, why=ASKED),
        Kind("endorsement.support_withdrawn", label=_("A question you answer was taken back"), why=ANSWERS),
        Kind(
            "endorsement.support_waits",
            label=_("Headquarters waits for your word"),
            relevant=_waits_for_the_mission,
            why=ASKED,
        ),
        Kind(
            "endorsement.support_due",
            label=_("The answer to a question is due"),
            relevant=_still_asked,
            why=_("You answer this question or such questions, or head those who do."),
        ),
    ),
    *on(
        _("Reports of a project"),
        Kind("endorsement.report_sent", label=_("A report waits for TRD"), why=JUDGES),
        Kind("endorsement.report_returned", label=verbs.VERBS["endorsement.report_returned"], always=True, why=WRITES),
        Kind("endorsement.report_accepted", label=verbs.VERBS["endorsement.report_accepted"], why=WRITES),
        Kind(
            "endorsement.report_due",
            label=_("A report is due"),
            relevant=_is_still_due,
            why=_("You write the reports of the project, or head its lead office."),
        ),
        Kind("endorsement.report_waits", label=_("A report waits for your word"), relevant=_still_waits, why=JUDGES),
    ),
]

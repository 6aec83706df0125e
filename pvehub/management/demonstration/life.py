"""How the demonstration's endorsed projects live: conditions met, two active with their codes, one closed, with what was said
of them meanwhile and what some colleagues follow."""

from datetime import date, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from endorsement import actions as endorsement
from endorsement.models import Case, Condition
from projects import actions as projects
from projects.models import Project
from risks import actions as risks
from risks.models import Risk

from . import reported
from .people import person

# project -> days ago, kind, whether open readers read it, what was said
UPDATES: dict[str, list[tuple[int, str, bool, str]]] = {
    "nigeria": [
        (
            40,
            "programmatic",
            True,
            "The first thirty places in the mixed workshops are drawn; half of them went to neighbours.",
        ),
        (
            21,
            "donor",
            False,
            "The donor asked for a list of families for a visit. We offered a workshop visit without names; agreed.",
        ),
        (
            6,
            "government",
            False,
            "The ministry proposed a ceremony of return. The elders declined; the ministry took it well.",
        ),
    ],
    "niger": [
        (
            33,
            "programmatic",
            True,
            "Les comités de marché de deux communes se réunissent chaque semaine ; trois litiges réglés.",
        ),
        (9, "donor", False, "Le bailleur accepte que l’enquête de base soit faite avant le premier versement."),
    ],
    "somalia": [
        (
            60,
            "programmatic",
            True,
            "All eighteen wells are in repair and in the books of their users; the association has the spare parts.",
        ),
        (
            25,
            "government",
            True,
            "The district will send an observer to the committees after the project has ended, and no members.",
        ),
    ],
}
VISITS: dict[str, tuple[int, str, str, str]] = {
    "nigeria": (
        18,
        "Workshops of two towns",
        "To see whether the draw is understood as fair.",
        "It is: the lists hang outside. Women with small children come late; the hours move to the afternoon.",
    ),
    "somalia": (
        55,
        "Four wells, both districts",
        "Last visit before closing.",
        "Committees meet without us. At one well the pump keeper was not paid for two months; the users settled it that day.",
    ),
}
SHOWN = {"en": "Baseline report, kept at the mission.", "fr": "Rapport de référence, gardé à la mission."}
PAPER = """Baseline, both indicators

Asked in every place of the project by the mission's own people; nobody was named or photographed.
The figures stand with the indicators of the project. The forms are kept at the mission until the final report.
"""
AGREED = "Minutes signed by both districts, kept at the mission."
TAKEN_OVER = (
    "Passed to the Association of Water Users in writing; the mission's regular programme looks at it each quarter."
)


def fill(made: dict[str, Project]) -> None:
    """Bring the endorsed projects to life; after the lessons, for a project does not close without one."""
    for name in ("nigeria", "niger", "somalia"):
        project = made[name]
        _meet(project)
        project.refresh_from_db()
        endorsement.activate(project, by=_officer(project))
        for days, kind, is_open, text in UPDATES[name]:
            said: dict[str, Any] = {"kind": kind, "text": text, "is_open": is_open, "happened_on": _ago(days)}
            projects.write_update(project, by=_officer(project), **said)
        if name in VISITS:
            days, place, purpose, findings = VISITS[name]
            at = {"happened_on": _ago(days), "place": place, "purpose": purpose, "findings": findings}
            projects.record_visit(project, by=_officer(project), **at)
    _close(made["somalia"])
    reported.fill(made["nigeria"])
    for local, country, theme in (
        ("curator", "", "SOCOH"),
        ("regional-specialist-dkr", "NE", ""),
        ("staff-ke", "SO", ""),
    ):
        what, code = ("country", country) if country else ("theme", theme)
        projects.begin_following(what, code, by=person(local))


def _ago(days: int) -> date:
    return timezone.localdate() - timedelta(days=days)


def _officer(project: Project) -> Any:
    return person(f"project-officer-{project.lead_office.code.lower()}")


def _meet(project: Project) -> None:
    """The condition before the start is shown to be met by its paper, and found so by the lead of the review; the one by a
    date is still ahead, save for the project that closes."""
    case = Case.objects.get(project=project)
    rows = Condition.objects.of_case(case)
    for condition in rows if project.lead_office.code == "SO" else rows.holding_the_start():
        said: dict[str, Any] = {"answer": AGREED}
        if condition.when == Condition.When.BEFORE_START:
            paper = SimpleUploadedFile("baseline.txt", PAPER.encode())
            said = {"answer": SHOWN.get(project.language, SHOWN["en"]), "upload": paper}
        endorsement.answer_condition(condition, by=_officer(project), **said)
        endorsement.judge_condition(condition, by=case.lead, is_met=True, verdict="")


def _close(project: Project) -> None:
    """Its lesson is in the repository; its risks are closed, with who takes them over; the chief of mission closes."""
    chief = person(f"chief-of-mission-{project.lead_office.code.lower()}")
    endorsement.begin_closing(project, by=_officer(project), note="The last payment is made; the report is with TRD.")
    for risk in Risk.objects.filter(register__project=project).live():
        risks.close(risk, reason=TAKEN_OVER, by=_officer(project), drops_measures=False)
    reported.final(project)
    endorsement.close(project, by=chief, note="Handed over to the users and their association.")

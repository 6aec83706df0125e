"""Reports of the demonstration: the final one of the project that closes, accepted; one to a donor, returned with a question."""

from datetime import date, timedelta

from django.utils import timezone

from endorsement import actions as endorsement
from endorsement import telling
from endorsement.models import Case, Report
from projects.models import Project

from .people import person

FINAL = {
    "results": "All eighteen wells are in repair. Fourteen committees settled their quarrels within a week in the last year; "
    "the district books hold half as many disputes at wells as before.",
    "deviations": "Two wells dried up. Their users went to the neighbours, and the committees there took them in; the money "
    "for these wells went into spare parts.",
    "money": "98 % of the budget was spent. Repair cost 4 % more than planned, travel less.",
    "people": "About 3,100 users, 1,450 of them women. Herders who pass in the dry season were reached late, at six wells.",
    "effects": "At one well the pump keeper asked for gifts; the users replaced him. Nobody was marked by taking part.",
    "context": "Armed men still pass, and are asked less often to judge. One district has a new commissioner.",
    "values_note": "The last survey is being entered; its values follow in the portal when they are checked.",
    "register_note": "All risks are closed; who takes each of them over stands with it.",
    "lessons_note": "Committees last where the users pay the keeper themselves. The next project starts with that.",
    "lasting": "The association of water users has the spare parts, the books and a line in the district's plan. The users were "
    "told in the dry season that we would go.",
}
TO_A_DONOR = {
    "results": "Two workshops are open, with half of the places for neighbours. Thirty-one trainees stayed to the end.",
    "deviations": "The third town was not reached in the rains; its workshop opens two months later.",
    "money": "A fifth of the budget is spent, in line with the plan.",
    "people": "Thirty-one trainees. Women with small children come late or not at all.",
    "effects": "A rumour said that places are sold. The draw is now held in the open.",
    "context": "Roads to two towns are safe by day. The ministry asks again for a ceremony of return.",
    "values_note": "The first survey of neighbours is planned for the next quarter.",
    "register_note": "Travel is rated anew after a car was stopped; cars go in pairs.",
    "lessons_note": "A list that hangs outside the hall ends most questions.",
}
ASKED = "How many of the thirty-one are women, and what would it take for those with small children to stay?"


def _told(report: Report, words: dict[str, str]) -> Report:
    """Written and sent by the officer of the mission."""
    officer = person(f"project-officer-{report.project.lead_office.code.lower()}")
    names = telling.questions(report, telling.conditions(report))
    texts = {name: endorsement.Typed(words.get(name, "As in the report before."), 0) for name in names}
    report, _met = endorsement.write_report(report, texts, by=officer)
    endorsement.send_report(report, by=officer, seen=report.revision)
    return report


def final(project: Project) -> None:
    """The final report, accepted by the lead of the review."""
    report = _told(Report.objects.select_related("project").get(project=project, kind="final"), FINAL)
    said = "Clear and open about what did not work. Please put the lesson on the keepers' pay into the repository."
    lead = Case.objects.filter(project=project).latest("pk").lead
    endorsement.accept_report(report, by=lead, seen=report.versions.get().sha256, text=said)


def fill(project: Project) -> None:
    """A report to the donor, sent back with one question."""
    officer, today = person("project-officer-ng"), timezone.localdate()
    report = endorsement.ask_donor_report(
        project,
        by=officer,
        donor="Partnership for Safe Returns",
        from_on=_ago(95, today),
        to_on=_ago(5, today),
        due_on=today + timedelta(days=20),
    )
    report = _told(report, TO_A_DONOR)
    lead, due_on = Case.objects.filter(project=project).latest("pk").lead, today + timedelta(days=14)
    endorsement.return_report(report, by=lead, seen=report.versions.get().sha256, text=ASKED, due_on=due_on)


def _ago(days: int, today: date) -> date:
    return today - timedelta(days=days)

"""What happens to the risks of the demonstration's active projects: measures seen and late, an incident closed with its
lesson, and a restricted one that is still open."""

from datetime import date, timedelta

from django.utils import timezone

from knowledge import actions as knowledge
from projects.models import Project
from pvehub.people.models import User
from risks import actions as risks
from risks.models import Register, Risk

from .people import person

HAPPENED = (
    "On the road to the third town a trainer was stopped by armed men and questioned for an hour about who had chosen "
    "the families. The driver called the mission. Both came home unharmed; the afternoon course was cancelled."
)
LESSON = {
    "context": "A workshop project in three towns of return, with trainers who travel between them by car.",
    "happened": HAPPENED,
    "why": "The list of chosen families was known, how they were chosen was not. Rumour filled the gap.",
    "recommendation": "Show in public how places are given before the first course, and never let a car travel alone.",
    "outcome": "adaptation",
}
CHANGES = (
    "Cars travel in pairs and turn back at the first word of a roadblock. The way places are drawn is explained at each "
    "market, so that nobody needs to ask a trainer."
)


def fill(made: dict[str, Project]) -> None:
    """After the projects have come to life: an acceptance that a plan or an incident broke is asked for and given anew."""
    _nigeria(made["nigeria"])
    _niger(made["niger"])


def _ago(days: int) -> date:
    return timezone.localdate() - timedelta(days=days)


def _nigeria(project: Project) -> None:
    officer, chief = person("project-officer-ng"), person("chief-of-mission-ng")
    register = Register.objects.of_project(project).get()
    stigma, safety, exit_ = register.risks.order_by("number")
    _measures(stigma, safety, exit_, officer, chief)
    incident = risks.report(
        register,
        title="A trainer was stopped and questioned at a roadblock",
        text=HAPPENED,
        done="The mission called both families, informed the other organizations on that road, and rested the route a week.",
        happened_on=_ago(16),
        impact_detail={"people": 2, "programme": 2},
        risks=[safety],
        by=officer,
    )
    risks.close_incident(incident, words=CHANGES, by=chief)
    risks.resume(safety, reason="The road is used again, in pairs of cars.", by=officer)
    safety.refresh_from_db()
    last = safety.rated
    risks.assess(
        safety,
        ratings={position: last.rating(position) for position in ("inherent", "current", "target")},
        confidence="low",
        speed="hours",
        bearers=["staff", "partner"],
        rationale="Once in six months, without harm; whether it was meant for the project nobody can say yet.",
        by=officer,
    )
    text = knowledge.Text(
        "Say how people are chosen before strangers ask the driver",
        "A trainer was questioned at a roadblock because only the list was known, not how it came about.",
        "en",
        LESSON,
    )
    tags = knowledge.Tags(tier=1, countries=list(project.countries.all()), themes=list(project.themes.all()))
    knowledge.contribute("lesson", by=officer, office=project.lead_office, text=text, tags=tags, project=project)
    _assume_again(register, officer, chief)


def _measures(stigma: Risk, safety: Risk, exit_: Risk, officer: User, chief: User) -> None:
    """One that serves two risks and was seen by a second person; one that is late."""
    shared = risks.treat(
        stigma,
        also=[exit_],
        text="Places are drawn in the open, half for neighbours; the lists hang outside each hall.",
        lowers="likelihood",
        owner=officer,
        due_on=_ago(20),
        by=officer,
    )
    risks.change_treatment(
        shared, {"progress": "done", "evidence": "Photographs of the lists, without names."}, by=officer
    )
    risks.verify_treatment(shared, words="I stood in the hall of the second town when the places were drawn.", by=chief)
    risks.treat(
        safety,
        text="A second car and a radio on the road to the third town.",
        lowers="both",
        owner=officer,
        due_on=_ago(9),
        by=officer,
    )


def _assume_again(register: Register, officer: User, chief: User) -> None:
    """What lapsed with its plan or with the incident is assumed on how it stands now."""
    for risk in Risk.objects.filter(register=register).with_rating().order_by("number"):
        if not risk.acceptances_alive:
            asked = risks.request_acceptance(
                risk, reason="It stands as before on the new plan, and the road is watched.", by=officer
            )
            risks.grant(asked, by=chief)


def _niger(project: Project) -> None:
    """Open, and read by few: what it is about is for who reported it, the head of the office and the risk officer."""
    risks.report(
        Register.objects.of_project(project).get(),
        title="Menaces contre un membre d’un comité de marché",
        text=(
            "Un membre d’un comité a reçu deux appels lui disant de quitter le comité. Il a suspendu sa participation. "
            "Les autres membres ne sont pas informés à sa demande."
        ),
        done="Le comité se réunit sans lui ; la mission a proposé un accompagnement et un autre lieu de réunion.",
        happened_on=_ago(4),
        impact_detail={"people": 4, "trust": 2},
        visibility="restricted",
        by=person("project-officer-ne"),
    )

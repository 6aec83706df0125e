"""The registers beside those of the projects: of a mission, of the whole stream, and one answer that the record overtook."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from projects import actions as projects
from projects.models import Project
from pvehub.people.models import Office, User
from pvehub.vocabulary.models import Term
from risks import actions as risks
from risks import content
from risks.models import Category, Register, Risk
from risks.scoring import Rating

from .people import person

WHY = "Looked at for the whole of it: nothing of this kind stands out beyond what the single projects say."
# category, cause, event, consequence; likelihood and impact before and after; the measure and what it lowers.
MISSION = (
    (
        "SAF",
        "Elections are a few months away and rallies move through the districts in which three projects meet",
        "gatherings of projects are mistaken for rallies, or dispersed with them",
        "participants are hurt, and partners no longer lend their rooms",
        (4, {"people": 3, "programme": 3}),
        (2, {"people": 2, "programme": 2}),
        "One calendar for all projects; nothing is held on days of rallies or within a kilometre of one.",
    ),
    (
        "CAP",
        "Two of four project posts are filled for six months at a time",
        "who knows the partners leaves in the middle of an agreement",
        "promises are forgotten and partners begin again with strangers",
        (4, {"programme": 3, "trust": 2}),
        (3, {"programme": 2, "trust": 2}),
        "Each agreement has two names at the mission; handing over takes two weeks side by side.",
    ),
)
STREAM = (
    (
        "REP",
        "Work on prevention is counted and shown as a stream of its own",
        "other work with migrants is taken for surveillance of them",
        "people stay away from services that have nothing to do with it",
        (3, {"trust": 4}),
        (2, {"trust": 3}),
        "No list of people leaves a project; what is published speaks of places and changes, never of groups as suspects.",
    ),
    (
        "DON",
        "Four fifths of the money comes from two donors with the same priorities",
        "regions and forms of extremism that they do not look at are left out",
        "the portfolio is seen as somebody else's",
        (4, {"trust": 3, "programme": 3}),
        (3, {"trust": 2, "programme": 3}),
        "A yearly table of money by donor and region goes to the donors' group, with what is missing.",
    ),
)
LATER = "حلقات إذاعية أسبوعية عن فرص العمل في البلدة القديمة"  # weekly radio on chances of work in the old town


def fill(made: dict[str, Project]) -> None:
    """A mission's register, the stream's with its assumption, and a draft whose "does not apply" no longer holds."""
    chief = person("chief-of-mission-ug")
    _hold(risks.open_office_register(Office.objects.get(code="UG"), by=chief), MISSION, chief)
    keeper, assumes = person("risk-officer"), person("dg-office")
    stream = risks.open_stream_register(by=keeper)
    _hold(stream, STREAM, keeper)
    statement = "What remains is carried for the benefit of those who could otherwise not be reached; looked at again in a year."
    risks.assume_register(stream, statement=statement, seen=content.fingerprint(stream), by=assumes)
    _overtaken(made["iraq"])


def _hold(register: Register, rows: tuple[Any, ...], by: User) -> None:
    for code, cause, event, consequence, before, after, measure in rows:
        risk = risks.add_risk(
            register,
            by=by,
            category=Category.objects.get(code=code),
            cause=cause,
            event=event,
            consequence=consequence,
            owner=by,
            strategy="reduce",
        )
        _judge(risk, Rating(*before), Rating(*after), measure, by)
    held = set(register.risks.values_list("category__code", flat=True))
    rest = {category.code: ("not", WHY) for category in Category.objects.exclude(code__in=held)}
    risks.screen(register, rest, by=by)


def _judge(risk: Risk, before: Rating, after: Rating, measure: str, by: User) -> None:
    due = timezone.localdate() + timedelta(days=150)
    risks.treat(risk, text=measure, lowers="both", owner=by, due_on=due, by=by)
    ratings = {"inherent": before, "current": after, "target": after}
    why = "From the registers of the projects and a talk with those who answer for them."
    risks.assess(risk, ratings=ratings, confidence="medium", speed="months", rationale=why, by=by)


def _overtaken(project: Project) -> None:
    """A draft: counter-messaging was said not to apply, and then a radio programme came into the plan."""
    officer = project.manager
    assert officer is not None
    register = risks.open_register(project, by=officer)
    why = "No message of the project speaks of a group or of its ideas."
    risks.screen(register, {"MSG": ("not", why), "CTX": ("applies", "")}, by=officer)
    media = list(Term.objects.filter(list="intervention-tags", code="media"))
    fields = {"text": LATER, "outcome": project.outcomes.first(), "interventions": media}
    projects.add_row(project, "activities", by=officer, fields=fields)

"""The register of a mission in which each seat has something to say: a concurrence, a decision, a risk passed upwards, an
acceptance that ends soon."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import override

from pvehub.people.models import Office, User
from risks import actions as risks
from risks.covering import today_of
from risks.models import Category, Register, Risk
from risks.scoring import Rating

from .people import person

# what: category, cause, event, consequence, likelihood and impact now, the measure
TEXTS = {
    "concurrence": (
        "EXP",
        "Five projects promise youth centres in the same three counties within one year",
        "two of the centres open late and without staff",
        "the young people who were invited say that nothing was meant seriously, and county officials say it with them",
        (4, {"programme": 3, "trust": 3}),
        "One calendar of openings for all projects, agreed with the counties; no invitation before the staff are there.",
    ),
    "decision": (
        "PAR",
        "The only association that works in all three counties has lost its accountant and its chair within a month",
        "its accounts cannot be closed before the next payment is due",
        "payments stop, and with them the work of forty mediators",
        (4, {"programme": 4, "money": 3}),
        "Payments in small parts against receipts; a second association takes over one county from the next quarter.",
    ),
    "escalation": (
        "CAP",
        "The mission has one adviser for programmes of this kind, and her post ends in the summer",
        "six projects go on without anybody who knows why they were designed as they are",
        "sessions are repeated from a handbook where mistrust is what has to be worked on",
        (3, {"programme": 4}),
        "Notes of every decision on design are kept with the project; a colleague of the region joins twice a month.",
    ),
    "ending": (
        "EXP",
        "County officials name the projects in their own campaign for the budget",
        "people take what the county promises for what the projects do",
        "complaints about the county reach the mediators first",
        (3, {"trust": 3}),
        "Each session begins with who pays for it, who does not, and where complaints go.",
    ),
}


def fill() -> None:
    """All of it at one mission, whose working language is English."""
    office = Office.objects.get(code="KE")
    officer, chief = person("project-officer-ke"), person("chief-of-mission-ke")
    director = person("regional-director-nbo")
    with override("en"):
        register = risks.open_office_register(office, by=officer)
        held = {name: _add(register, name, officer) for name in TEXTS}
        risks.request_acceptance(
            held["concurrence"],
            reason="The counties have agreed to the calendar; what remains is that one of them does not keep to it.",
            by=officer,
        )
        asked = risks.request_acceptance(
            held["decision"],
            reason="Ending the agreement now would end the mediation in all three counties at once.",
            by=officer,
        )
        asked = risks.concur(asked, by=chief, note="The receipts of the first part were complete. I agree.")
        risks.concur(asked, by=director, note="Agreed, if the second association begins as planned.")
        risks.escalate(
            held["escalation"],
            seat="regional_director",
            reason="The mission cannot fund a second post. Can the region share an adviser among three missions?",
            by=officer,
        )
        ending = risks.request_acceptance(
            held["ending"], reason="It is said at each session, and complaints are few.", by=officer
        )
        risks.grant(ending, by=chief, until=today_of(register) + timedelta(days=25), note="Until the budget is passed.")


def _add(register: Register, name: str, officer: User) -> Risk:
    """A complete risk: statement, measure, rating."""
    code, cause, event, consequence, (likelihood, detail), measure = TEXTS[name]
    risk = risks.add_risk(
        register,
        by=officer,
        category=Category.objects.get(code=code),
        cause=cause,
        event=event,
        consequence=consequence,
        strategy="reduce",
        owner=officer,
    )
    due = timezone.localdate() + timedelta(days=90)
    risks.treat(risk, text=measure, lowers="both", owner=officer, due_on=due, by=officer)
    now = Rating(likelihood, detail)
    worse = Rating(min(likelihood + 1, 5), detail)
    risks.assess(
        risk,
        ratings={"inherent": worse, "current": now, "target": now},
        confidence="medium",
        speed="weeks",
        rationale="Talked through with the counties and with the teams of all projects there.",
        by=officer,
    )
    return risk

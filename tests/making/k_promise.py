"""Builders of meetings and of what was promised there."""

from datetime import date, timedelta
from itertools import count
from typing import Any

from django.utils import timezone

from knowledge import actions
from knowledge.models import FollowUpAction, Meeting, Recommendation, Resource
from pvehub.people.models import User

from . import ground, knowledge

_numbers = count(1)


def organizer(**fields: Any) -> User:
    """Somebody of TRD, who organizes meetings everywhere."""
    return ground.reviewer(**fields)


def meeting(by: User | None = None, *, office: str = "HQ", days: int = -30, **about: Any) -> Meeting:
    """A meeting so many days from today, two days long, planned by who organizes it."""
    first = about.pop("starts_on", ground.today("HQ") + timedelta(days=days))
    facts = {"title": f"Symposium {next(_numbers)}", "starts_on": first, "ends_on": first + timedelta(days=1)} | about
    by = by or organizer()
    return actions.plan_meeting(actions.About(**facts), by=by, office=ground.office(office))


def recommendation(source: Meeting | Resource | None = None, text: str = "Say what the approach is.") -> Recommendation:
    """What a meeting or an evaluation recommends."""
    source = source or meeting()
    by = source.made_by if isinstance(source, Meeting) else source.created_by
    row = actions.recommend(source, by=by, text=text)
    return row if isinstance(source, Meeting) else actions.respond(row, by=by, answer="accepted")


def promise(
    row: Recommendation | None = None,
    *,
    text: str = "",
    role: str = "trd-head",
    office: str = "HQ",
    due_on: date | None = None,
) -> FollowUpAction:
    """Something promised for it; `due_on` may lie behind us."""
    row = row or recommendation()
    by = row.meeting.made_by if row.meeting else row.resource.created_by
    text = text or f"Finish the guidance {next(_numbers)}"
    return actions.promise(row, by=by, text=text, role=role, office=ground.office(office), due_on=due_on)


def evaluation(office: str = "UG", **facts: Any) -> Resource:
    """A published evaluation."""
    fields = {
        "sort": "final",
        "year": "2025",
        "method": "Interviews.",
        "findings": "They last.",
        "recommendations": "Go on.",
    }
    return knowledge.resource(kind="evaluation", office=office, fields=fields | facts.pop("fields", {}), **facts)


def feedback(
    held: Meeting, person: User | None = None, constructive: int = 4, pertinent: int = 5, text: str = ""
) -> None:
    """One person's answers."""
    scores = {"constructive": constructive, "pertinent": pertinent}
    sessions = {item.pk: text for item in held.agenda.all()[:1]}
    actions.give_feedback(held, by=person or ground.officer(), scores=scores, sessions=sessions, answers={})


def more_promises(number: int, officer: User) -> None:
    """So many, each of a meeting of its own, late, and owned by the officers of Kampala."""
    by, now, here, today = organizer(), timezone.now(), ground.office("UG"), ground.today("UG")
    about = {"office": here, "made_at": now, "made_by": by, "series": "Round", "starts_on": today, "ends_on": today}
    meetings = Meeting.objects.bulk_create(Meeting(title=f"Meeting {n}", **about) for n in range(number))
    rows = Recommendation.objects.bulk_create(
        Recommendation(meeting=one, number=1, text="Go on.", made_at=now) for one in meetings
    )
    owner = {"owner_role": "project-officer", "owner_office": here, "made_at": now, "due_on": today - timedelta(days=2)}
    FollowUpAction.objects.bulk_create(FollowUpAction(recommendation=row, text="Begin.", **owner) for row in rows)


def _meeting(state: str, cast: Any) -> Meeting:
    """`t0`, `t1`, `t2`: a meeting of the mission's region at that tier, with the canary in every word."""
    tier, canary = int(state[-1]), cast.canary
    words = {
        name: f"{name} {canary}" for name in ("title", "series", "place", "objectives", "key_points", "agenda", "note")
    }
    return meeting(cast.head, office="NBO", tier=tier, **words)


def _promise(state: str, cast: Any) -> FollowUpAction:
    row = actions.recommend(_meeting(state, cast), by=cast.head, text=f"Recommended {cast.canary}")
    text, office = f"Promised {cast.canary}", ground.office("UG")
    return actions.promise(row, by=cast.head, text=text, role="project-officer", office=office)


def _kept(state: str, cast: Any) -> FollowUpAction:
    action = _promise(state, cast)
    upload = knowledge.upload(f"{cast.canary}.pdf", cast.canary)
    return actions.finish(action, by=cast.head, evidence=actions.Evidence(upload=upload), note=cast.canary)


def _document(state: str, cast: Any) -> Any:
    return actions.add_document(_meeting(state, cast), by=cast.head, upload=knowledge.upload(f"{cast.canary}.pdf"))


def _topic(state: str, cast: Any) -> Any:
    return actions.suggest_topic(_meeting(state, cast), by=cast.head, text=cast.canary)


def _evaluated(state: str, cast: Any) -> Resource:
    return evaluation(author=cast.author, title=f"Title {cast.canary}", tier=int(state[-1]))


def _answered(state: str, cast: Any) -> Recommendation:
    return recommendation(_evaluated(state, cast), f"Recommended {cast.canary}")


THINGS = {
    "meeting": _meeting,
    "promise": _promise,
    "kept-promise": _kept,
    "meeting-document": _document,
    "topic": _topic,
    "evaluation": _evaluated,
    "recommendation": _answered,
}

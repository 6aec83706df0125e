"""What became of Geneva's promises, a regional meeting that was held, the next symposium, the response to an evaluation."""

from datetime import timedelta

from django.utils import timezone

from knowledge import actions
from knowledge.actions import About, Evidence
from knowledge.models import FollowUpAction, Meeting, Resource
from pvehub.people.models import Office

from .people import person


def fill() -> None:
    """By real actions of those who would."""
    _geneva()
    _regional()
    _next_symposium()
    _evaluated()


def _geneva() -> None:
    """The platform is this portal; guidance is under way; the rest waits, and is on the digest of headquarters."""
    head = person("trd-head")
    rows = {row.text.split()[0]: row for row in FollowUpAction.objects.of_meetings(_symposiums())}
    note = "Opened to missions and regional offices; lessons, tools and evaluations are curated here."
    actions.finish(rows["A"], by=head, evidence=Evidence(link="/knowledge/"), note=note)
    actions.note_progress(rows["TRD"], by=head, note="The second draft is with the legal adviser and three missions.")
    note = "The next symposium is planned; topics are collected on its page."
    actions.note_progress(rows["Planning"], by=head, note=note)


def _symposiums() -> list[Meeting]:
    return list(Meeting.objects.filter(series="PVE Symposium"))


def _regional() -> None:
    """Cascaded to the region: a day in Nairobi six weeks ago, with feedback and a promise that is late."""
    specialist, region = person("regional-specialist-nbo"), Office.objects.get(code="NBO")
    held_on = timezone.localdate() - timedelta(days=45)
    offices = tuple(Office.objects.filter(code__in=("UG", "KE", "SO")))
    agenda = (
        "0900-1030 | What Geneva asked of us",
        "1100-1300 | Field perspectives: Kampala, Nairobi, Mogadishu",
        "1400-1530 | Risks we share across borders",
    )
    points = (
        "Community radio reaches further than leaflets, if the hours are agreed with listeners",
        "Due diligence of small partners takes longer than the grants allow",
    )
    about = About(
        title="PVE in East Africa: a day for practitioners",
        series="PVE in East Africa",
        every_months=6,
        place="Nairobi, Kenya",
        starts_on=held_on,
        ends_on=held_on,
        tier=1,
        objectives="Bring the symposium’s points to the missions of the region\nAgree on two things to do together",
        agenda="\n".join(agenda),
        key_points="\n".join(points),
        offices=offices,
    )
    meeting = actions.plan_meeting(about, by=specialist, office=region)
    row = actions.recommend(meeting, by=specialist, text="Share the due diligence of partners who work in two missions")
    text = "A list of partners vetted by more than one mission is kept by the regional office"
    due_on = timezone.localdate() - timedelta(days=5)
    role = "regional-specialist"
    actions.promise(row, by=specialist, text=text, role=role, office=region, due_on=due_on)
    said = ("More of this, twice a year.", "", "Time for questions was short.", "Useful for the next register review.")
    people = ("project-officer-ug", "project-officer-ke", "project-officer-so", "chief-of-mission-ug")
    session = meeting.agenda.order_by("position")[1].pk
    for local, constructive, pertinent, words in zip(people, (5, 4, 4, 3), (5, 5, 4, 4), said, strict=True):
        scores = {"constructive": constructive, "pertinent": pertinent}
        actions.give_feedback(meeting, by=person(local), scores=scores, sessions={session: words}, answers={})
    wish = actions.suggest_topic(meeting, by=person(people[1]), text="Radio hours: one plan for both sides of the lake")
    actions.vote(wish, by=person(people[0]), is_wanted=True)


def _next_symposium() -> None:
    """In four months; two missions say what they would like on its agenda."""
    head, first = person("trd-head"), timezone.localdate() + timedelta(days=120)
    about = About(
        title="Third symposium on PVE",
        series="PVE Symposium",
        every_months=6,
        place="Geneva, Switzerland",
        starts_on=first,
        ends_on=first + timedelta(days=1),
        objectives="Say what became of what was promised in 2018\nAgree on the guidance note",
        offices=tuple(Office.objects.filter(code__in=("NBO", "DKR", "UG", "NE", "NG", "KE"))),
    )
    meeting = actions.plan_meeting(about, by=head, office=Office.objects.get(code="HQ"))
    officer, other = person("project-officer-ug"), person("project-officer-ne")
    topic = actions.suggest_topic(
        meeting, by=officer, text="Challenges within the mission: time to convince, time to hire"
    )
    actions.vote(topic, by=other, is_wanted=True)
    actions.suggest_topic(meeting, by=other, text="Mesurer ce qui ne s’est pas produit")


def _evaluated() -> None:
    """The chief whose mission was evaluated answers."""
    resource = Resource.objects.published().filter(kind="evaluation", is_masked=False).order_by("pk").first()
    if resource is None:
        return
    code = resource.owner_office.code
    chief = person(f"chief-of-mission-{code.lower()}")
    row = actions.recommend(
        resource, by=chief, text="Keep the centres open in the evening, when young traders are free"
    )
    why = "In two districts out of three; in the third the curfew does not allow it."
    actions.respond(row, by=chief, answer="partly", why=why)
    due_on = timezone.localdate() + timedelta(days=60)
    text, role = "Evening hours agreed with two district administrations", "project-officer"
    actions.promise(row, by=chief, text=text, role=role, office=resource.owner_office, due_on=due_on)
    actions.recommend(resource, by=chief, text="Follow participants for a year after the activities end")

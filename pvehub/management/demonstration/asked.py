"""What missions of the demonstration ask headquarters: one question open, one asked back, one answered."""

from django.utils.translation import override

from endorsement import actions as endorsement
from projects.models import Project
from pvehub.people.models import Country, Office

from .people import person


def fill(projects: dict[str, Project]) -> None:
    """By the officers of the missions and by those who answer at headquarters and in the region."""
    reviewer, adviser = person("trd-reviewer"), person("me-adviser")
    with override("en"):
        officer, office = person("project-officer-ke"), Office.objects.get(code="KE")
        endorsement.ask_headquarters(
            by=officer,
            kind="trd",
            office=office,
            country=Country.objects.get(pk="KE"),
            subject="A county asks us to join its own action plan",
            question=(
                "A county on the coast has written an action plan on violent extremism and asks us to be named in it as a"
                " partner. The plan speaks of early warning by elders, which comes close to reporting on neighbours. May we"
                " be named if our part is the youth centres alone, or is that read as backing the whole plan?"
            ),
        )
        asked = endorsement.ask_headquarters(
            by=officer,
            kind="monitoring",
            office=projects["kenya"].lead_office,
            project=projects["kenya"],
            subject="How often can we ask about trust without tiring people?",
            question=(
                "We measure trust between young people and the county by five short questions. The team wants to ask every"
                " month, the mediators say that people are tired of being asked. What is the least that still shows change?"
            ),
        )
        asked = endorsement.take_over(asked, by=adviser)
        endorsement.ask_back(
            asked, by=adviser, text="How many people are asked each time, and are they the same people or new ones?"
        )
        officer = person("project-officer-ug")
        asked = endorsement.ask_headquarters(
            by=officer,
            kind="trd",
            office=Office.objects.get(code="UG"),
            country=Country.objects.get(pk="UG"),
            subject="Is a skills course for young people already prevention?",
            question=(
                "A donor offers to fund vocational training in two districts from which some young people have left to join"
                " armed groups. Would this have to be endorsed as prevention of violent extremism?"
            ),
        )
        asked = endorsement.take_over(asked, by=reviewer)
        endorsement.answer_question(
            asked,
            by=reviewer,
            text=(
                "Not by itself. It becomes prevention where you can say which driver the course answers to, why these people"
                " and not their neighbours, and how you would see a difference. If lack of work is one grievance among"
                " several, say what else you do about the others; if you cannot, present it as livelihoods and screen it for"
                " the risks of working there."
            ),
        )

"""What is said of the demonstration’s lessons: one put before a region and a theme, one contested, one answered."""

from datetime import timedelta

from django.utils import timezone

from knowledge import actions
from knowledge.models import Resource
from pvehub.people.models import Office
from pvehub.vocabulary.models import Term

from .people import person


def fill() -> None:
    """By real actions of those who would: a curator, readers of other missions, an officer who answers."""
    lesson, tool, answered = (
        Resource.objects.published().get(kind=kind, owner_office__code=code)
        for kind, code in (("lesson", "UG"), ("tool", "KE"), ("lesson", "NE"))
    )
    curator, until_on = person("curator"), timezone.localdate() + timedelta(days=45)
    why = "Three missions of the region open centres this quarter: read it before the hours are set."
    actions.feature(lesson, by=curator, why=why, until_on=until_on, region=Office.objects.get(code="NBO"))
    theme = Term.objects.of("themes").get(code="YOUTH")
    actions.feature(lesson, by=curator, why="What the hours decide.", until_on=until_on, theme=theme)
    why = "Question four assumes that a parent can sign. Where we work, most who come have no parent with them."
    actions.contest(tool, by=person("staff-ng"), why=why, where="Camps for displaced people")
    why = "Prices doubled after the harvest failed; ten days were too late for the third round."
    doubt = actions.contest(answered, by=person("project-officer-ug"), why=why)
    said = (
        "Le délai vaut toujours: dans la troisième vague, c’est le montant qui ne suffisait plus. Nous l’avons vérifié."
    )
    actions.answer(doubt, by=person("project-officer-ne"), outcome="holds", answer=said)

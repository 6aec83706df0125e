"""What colleagues of the demonstration ask and tell one another, who says what they know, and what a project is asked."""

from django.utils import timezone
from django.utils.translation import override

from knowledge import actions
from knowledge.actions import Anchor, Said, Subject
from knowledge.milestones import Milestone
from knowledge.models import GlossaryEntry, Resource
from projects.models import Project
from pvehub.people.models import Country, Office
from pvehub.vocabulary.models import Term

from .people import person

KNOWN = {
    "project-officer-ke": (["en"], ["YOUTH", "ALTNA"], ["II3"], ["KE"]),
    "regional-specialist-nbo": (["en"], ["SOCOH", "BORDR"], ["SM5"], ["KE", "UG", "SO"]),
    "project-officer-ne": (["fr"], ["SOCOH", "GOVRL"], ["SM3"], ["NE"]),
    "me-adviser": (["en", "fr"], ["RESCH"], [], []),
}


def fill(projects: dict[str, Project]) -> None:
    """By real actions of those who would."""
    for local, (languages, themes, drivers, lands) in KNOWN.items():
        actions.tell_expertise(
            by=person(local),
            is_listed=True,
            languages=languages,
            themes=_terms("themes", themes),
            drivers=_terms("drivers", drivers),
            countries=list(Country.objects.filter(pk__in=lands).order_by("pk")),
        )
    with override("en"):
        _answered()
        _open()
        _asked_back(projects)
        _on_words()
    _glossary()


def _terms(name: str, codes: list[str]) -> list[Term]:
    return list(Term.objects.of(name).filter(code__in=codes))


def _answered() -> None:
    """A question with two answers, one of which a lesson was begun from."""
    officer, kenya = person("project-officer-ug"), person("project-officer-ke")
    asked = actions.begin(
        "question",
        by=officer,
        said=Said(
            "How do motorcycle riders come to a dialogue without their chairman choosing who speaks?",
            "In three towns the riders’ stages are run by chairmen who send the same four people to every meeting. Those"
            " who are new, and those who quarrel with the chairman, are the ones we do not hear.",
            "en",
        ),
        subject=Subject(themes=_terms("themes", ["YOUTH", "SOCOH"]), countries=list(Country.objects.filter(pk="UG"))),
    )
    best = actions.reply(
        asked,
        by=kenya,
        text="We gave the chairman a seat of his own and drew the others by lot at the stage, before everybody, at six in the"
        " morning when all are there. Nobody lost face, and two thirds had never been to a meeting.",
    )
    actions.reply(
        asked,
        by=person("regional-specialist-nbo"),
        text="Ask the insurers: they know who rides where, and a course on insurance brings people whom no chairman sends.",
    )
    actions.begin_lesson(actions.accept(best, by=officer), by=officer)


def _open() -> None:
    """Nobody has answered it yet; colleagues who know find it on their desk."""
    niger, officer = person("project-officer-ne"), person("project-officer-iq")
    actions.begin(
        "question",
        by=niger,
        said=Said(
            "Qui a mesuré la confiance envers la mairie sans poser la question ?",
            "Quand nous demandons, tout le monde fait confiance. Nous pensons compter plutôt les plaintes déposées et les"
            " réunions où quelqu’un contredit le maire. Quelqu’un l’a-t-il déjà fait ?",
            "fr",
        ),
        subject=Subject(themes=_terms("themes", ["GOVRL", "RESCH"]), countries=list(Country.objects.filter(pk="NE"))),
    )
    actions.begin(
        "field_note",
        by=officer,
        said=Said(
            "The shopkeepers came in the evening",
            "We moved the town meeting from ten in the morning to after the last prayer. Half of those who came had a shop,"
            " and the questions were about rents and permits, not about us.",
            "en",
        ),
        subject=Subject(themes=_terms("themes", ["SOCOH"]), countries=list(Country.objects.filter(pk="IQ"))),
    )


def _asked_back(projects: dict[str, Project]) -> None:
    """One mission asks another, and both say what came of it; a team talks about its own draft."""
    mali, niger = person("project-officer-ml"), person("project-officer-ne")
    asked = actions.begin(
        "peer_request",
        by=mali,
        said=Said(
            "Deux journées avec vos médiateurs de marché",
            "Nous commençons à Mopti ce que vous faites à Tillabéri depuis un an. Pouvons-nous accompagner deux de vos"
            " médiateurs pendant deux jours, sans badge ni véhicule ?",
            "fr",
        ),
        subject=Subject(themes=_terms("themes", ["SOCOH"]), asked_office=Office.objects.get(code="NE")),
    )
    actions.reply(asked, by=niger, text="Volontiers, la première semaine du mois : ce sont les jours de grand marché.")
    outcome = "Deux collègues ont passé trois jours à Tillabéri. Le registre des différends a été repris tel quel."
    actions.note_outcome(asked, by=niger, outcome=outcome)
    project = projects["uganda"]
    assert project.manager is not None, "every project of the demonstration has one"
    text = "The district asks for both next year, the people we spoke with for one now. What do we promise in the text?"
    said = Said("Do we name the second place already?", text, "en")
    actions.begin("discussion", by=project.manager, said=said, place=Anchor(project=project))


def _on_words() -> None:
    """On a term, and on a text that everybody reads."""
    term = GlossaryEntry.objects.select_related("term").get(term__name_en="red line").term
    said = Said(
        "What do you call this when you speak with elders?",
        "Here a line on the ground is what a landlord draws. We say “what we do not do, whoever asks”.",
        "en",
    )
    actions.begin("question", by=person("project-officer-so"), said=said, place=Anchor(term=term))
    officer = person("project-officer-ug")
    texts = Resource.objects.visible_to(officer).published().filter(tier=0, kind="lesson", is_masked=False)
    for lesson in texts.order_by("pk")[:1]:
        said = Said("Does it hold where people are paid by the day?", "Ours lose a day’s wage by coming.", "en")
        actions.begin("question", by=officer, said=said, place=Anchor(resource=lesson))


def _glossary() -> None:
    """A new term that waits for a second person, said in two languages; one that somebody finds wrong."""
    keeper, headquarters = person("curator"), Office.objects.get(code="HQ")
    names = {"name_en": "listening club", "name_fr": "club d’écoute", "name_es": "club de escucha"}
    entry = actions.add_glossary_term(names, by=keeper, office=headquarters)
    for words in (
        actions.Words(
            "en",
            "A group that follows a radio programme together on fixed days and discusses it with a trained host.",
            "Neighbours who hear the programme together and talk about it afterwards.",
        ),
        actions.Words(
            "fr",
            "Groupe qui suit ensemble une émission de radio à jour fixe et en débat avec un animateur formé.",
            "Des voisins qui écoutent l’émission ensemble et en parlent après.",
        ),
    ):
        actions.publish_definition(actions.define(entry, words, by=keeper, seen=0), by=keeper)
    actions.propose_agreed(entry, by=keeper)
    other = GlossaryEntry.objects.select_related("term").get(term__name_en="pull factors")
    text = "“Pull” is heard as “attraction” in our languages. Could the plain words say “what they are offered”?"
    actions.comment_on_term(other, by=person("project-officer-ng"), text=text)


def put_off(projects: dict[str, Project]) -> None:
    """A project that has run for a month was asked what it learnt, before anybody wrote something; it says not now."""
    project = projects["niger"]
    prompt = actions.ask_lesson(project, Milestone.EARLY, now=timezone.now())
    if prompt is not None and project.manager is not None:
        why = "Le premier mois est passé en recrutements et en visites aux villages. Demandez-nous à mi-parcours."
        with override("fr"):
            actions.put_off(prompt, by=project.manager, why=why)

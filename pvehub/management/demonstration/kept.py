"""How the demonstration's repository is kept: a text that was changed and waits for its author's word, terms, a feed."""

from dataclasses import replace

from knowledge import actions
from knowledge.actions.contributing import Tags, Text
from knowledge.actions.terms import Said
from knowledge.lexicon import WordSaid
from knowledge.models import Resource
from knowledge.workflow import CHECKLIST
from pvehub.tokens import actions as tokens
from pvehub.tokens.models import Token
from pvehub.vocabulary.models import Term

from .people import person


def fill() -> None:
    """By real actions of those who would."""
    _rewrite()
    _name_terms()
    _write_words()
    tokens.make_token(
        by=person("project-officer-ug"), name="Theme: Youth engagement and life skills", scope=Token.Scope.FEEDS
    )


def _rewrite() -> None:
    """An officer adds what a year has shown, and points to a colleague's card; a curator who is not hers publishes it. Now
    she is asked whether the whole still holds, with what changed."""
    lesson = Resource.objects.published().get(kind="lesson", owner_office__code="NG")
    card, author, curator = Resource.objects.published().get(kind="tool"), lesson.created_by, person("curator")
    was = lesson.published_revision
    assert was is not None
    fields = was.fields | {
        "happened": f"{was.fields['happened']}\n\nA year later a partner took a picture of the queue, and it went round like"
        f" the list. Since then the questions before a photograph hang beside the door: {card.get_absolute_url()}",
        "recommendation": "Leave out every question, and every picture, that you would not want copied and pinned to a wall.",
    }
    tags = {name: list(getattr(lesson, name).all()) for name in ("themes", "drivers", "countries", "stages")}
    tags |= {name: getattr(lesson, name) for name in ("tier", "evidence_strength", "is_masked", "credit")}
    actions.edit(lesson, by=author, text=Text(was.title, was.summary, was.language, fields), tags=Tags(**tags))
    sent = actions.submit(lesson, by=author)
    actions.claim(lesson, by=curator)
    ticked = {name: True for name, _label in CHECKLIST}
    actions.publish(lesson, by=curator, seen=sent.sha256, checklist=ticked)


def _write_words() -> None:
    """A word that a curator added to the list, and one on a red line that waits for a second."""
    said = WordSaid(
        name="no-go area",
        ways={"en": ("no-go area", "no-go zone"), "fr": ("zone de non-droit",), "es": ("zona prohibida",)},
        spared=(),
        category="stigmatizing",
        severity="strong",
        why=(
            "Marks a whole place; people who live there read it too",
            "Marque un lieu entier ; ses habitants le lisent aussi",
            "Señala a todo un lugar; quienes viven allí también lo leen",
        ),
        preferred=(
            "area that few services reach",
            "zone que peu de services atteignent",
            "zona a la que llegan pocos servicios",
        ),
        since="2026",
    )
    actions.write_word(None, said, by=person("curator"))
    ways = {"en": ("sleeper cell",), "fr": ("cellule dormante",), "es": ("célula durmiente",)}
    why = ("Turns neighbours into suspects", "Fait de voisins des suspects", "Convierte a los vecinos en sospechosos")
    better = (
        "(drop; describe what was seen)",
        "(supprimer ; décrire ce qui a été vu)",
        "(suprimir; describir lo que se vio)",
    )
    worse = replace(said, name="sleeper cell", ways=ways, severity="red-line", why=why, preferred=better, since="")
    actions.write_word(None, worse, by=person("curator"))


def _name_terms() -> None:
    """A theme that is emerging, beneath one there is; and a double of a kind of intervention that was merged into it."""
    curator = person("curator")
    themes = {term.code: term for term in Term.objects.of("themes")}
    names = {
        "name_en": "Young people in online games",
        "name_fr": "Jeunes dans les jeux en ligne",
        "name_es": "Jóvenes en los juegos en línea",
    }
    said = Said(**names, parent=themes["YOUTH"], after=themes["YOUTH"], is_emerging=True)
    actions.add_term("themes", said, by=curator)
    double = actions.add_term("intervention-tags", Said("Small works", "Petits travaux", "Pequeñas obras"), by=curator)
    actions.merge_term(double, into=Term.objects.of("intervention-tags").get(code="infrastructure"), by=curator)

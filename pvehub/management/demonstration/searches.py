"""What people of the demonstration look for: searches they keep, and questions that several asked in vain."""

from knowledge import actions
from knowledge.narrowing import Filters

from .people import person

IN_VAIN = ("ransom and kidnapping of staff", "retours du Sahel central")


def fill() -> None:
    """Two kept searches, one of them with word of what is new; two questions of three colleagues each."""
    officer = person("project-officer-ug")
    actions.save_search("young people", Filters(kind="lesson"), by=officer, name="Lessons on youth", alert="weekly")
    actions.save_search("", Filters(theme="REINT"), by=person("project-officer-ne"), name="Réintégration")
    for words in IN_VAIN:
        for local in ("project-officer-ug", "project-officer-ne", "project-officer-ke"):
            actions.note_asked(words, by=person(local), total=0)

"""Registers of missions in several regions, so that the portfolio of risks has something to compare."""

from typing import NamedTuple

from pvehub.people.models import Office
from risks import actions as risks
from risks.models import Risk
from risks.querysets import library_code
from risks.scoring import Rating

from .people import person

NOT_HERE = {
    "en": "The mission plans nothing of this kind in the coming year; looked at again with each new project.",
    "fr": "La mission ne prévoit rien de ce genre dans l’année ; réexaminé à chaque nouveau projet.",
    "es": "La misión no prevé nada de este tipo en el próximo año; se revisa con cada proyecto nuevo.",
}
WHY = {
    "en": "Agreed in the mission's meeting on security and programme; two of the last four quarters had a case.",
    "fr": "Convenu à la réunion de la mission sur la sécurité et les programmes ; un cas à deux des quatre derniers trimestres.",
    "es": "Acordado en la reunión de la misión; hubo un caso en dos de los últimos cuatro trimestres.",
}
OVER = {
    "en": "The survey that brought it about is finished and its data are destroyed.",
    "fr": "L’enquête qui en était la cause est achevée et ses données sont détruites.",
    "es": "La encuesta que lo causaba terminó y sus datos se destruyeron.",
}


class Held(NamedTuple):
    """A risk of the library, as a mission rates it now and as it will stand once the plan is done."""

    code: str
    now: Rating
    then: Rating


# mission -> its risks; one that is closed again; what does not apply there
SPREAD = {
    "SO": (
        [
            Held("SAF-1", Rating(4, {"people": 4, "programme": 3}), Rating(3, {"people": 4, "programme": 2})),
            Held("PAR-1", Rating(3, {"trust": 4, "legal": 3}), Rating(2, {"trust": 4, "legal": 3})),
            Held("CTX-1", Rating(3, {"programme": 3}), Rating(2, {"programme": 3})),
        ],
        "DAT-1",
        ("MSG", "XEN"),
    ),
    "ML": (
        [
            Held("SAF-1", Rating(4, {"people": 4}), Rating(3, {"people": 4})),
            Held("POL-2", Rating(3, {"programme": 3, "trust": 3}), Rating(2, {"programme": 3, "trust": 3})),
        ],
        "DON-1",
        ("MSG",),
    ),
    "IQ": (
        [
            Held("RET-1", Rating(3, {"people": 4}), Rating(2, {"people": 4})),
            Held("SAF-1", Rating(3, {"people": 4}), Rating(2, {"people": 4})),
        ],
        "XEN-1",
        ("MSG", "CHG"),
    ),
    "XK": (
        [
            Held("STG-1", Rating(3, {"trust": 3}), Rating(2, {"trust": 2})),
            Held("MEL-1", Rating(3, {"programme": 2}), Rating(2, {"programme": 2})),
        ],
        "POL-1",
        ("SAF", "LEG"),
    ),
}


def fill() -> None:
    """By the officer of each mission; what a category asks that nobody has looked at stays unanswered."""
    for code, (held, closed, absent) in SPREAD.items():
        office = Office.objects.get(code=code)
        officer, language = person(f"project-officer-{code.lower()}"), office.working_language
        register = risks.open_office_register(office, by=officer)
        taken = [library_code(each, language) for each in (*(one.code for one in held), closed)]
        *rated, over = risks.add_from_library(register, taken, by=officer)
        for risk, one in zip(rated, held, strict=True):
            _rate(risk, one, language)
        risks.close(over, reason=OVER[language], by=officer)
        risks.screen(register, dict.fromkeys(absent, ("not", NOT_HERE[language])), by=officer)


def _rate(risk: Risk, held: Held, language: str) -> None:
    officer = person(f"project-officer-{risk.register.code.lower()}")
    risks.edit(risk, {"strategy": "accept", "owner": officer}, by=officer)
    ratings = {"inherent": held.now, "current": held.now, "target": held.then}
    risks.assess(risk, ratings=ratings, confidence="medium", speed="weeks", rationale=WHY[language], by=officer)

"""The nine identities, the people around the object, and the object in each state."""

from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from pvehub.people.models import User
from tests import make

CANARY = "canary7f3q"


@dataclass(frozen=True)
class Cast:
    """People of the matrix; `author`, `chief` and `head` make the object and are no identity themselves."""

    disabled: User
    own_mission: User
    other_mission: User
    region: User
    reviewer_assigned: User
    reviewer_not_assigned: User
    curator: User
    administrator: User
    author: User
    chief: User
    head: User
    canary: str = CANARY

    def person(self, identity: str) -> User | None:
        return None if identity == "nobody" else getattr(self, identity)


def assemble() -> Cast:
    for code in ("HQ", "NBO", "DKR", "UG", "NG"):
        make.office(code)
    return Cast(
        disabled=make.officer("UG", is_active=False),
        own_mission=make.officer("UG"),
        other_mission=make.officer("NG"),
        region=make.specialist("NBO"),
        reviewer_assigned=make.reviewer(),
        reviewer_not_assigned=make.reviewer(),
        curator=make.curator(),
        administrator=make.administrator(),
        author=make.officer("UG"),
        chief=make.chief("UG"),
        head=make.head(),
    )


def builders() -> dict[str, Any]:
    """thing -> build(state, cast), gathered from the apps' own builders."""
    found: dict[str, Any] = {}
    for part in (
        "ground",
        "post",
        "projects",
        "importing",
        "portfolio",
        "life",
        "monitoring",
        "risks",
        "risks_rounds",
        "risks_method",
        "risks_gate",
        "risks_accept",
        "risks_portfolio",
        "risks_sheets",
        "knowledge",
        "k_origin",
        "k_find",
        "k_trust",
        "k_use",
        "endorsement",
        "clock",
        "amend",
        "decide",
        "board",
        "lang",
        "reports",
        "compendium",
        "exporting",
        "change",
        "k_voc",
        "k_imp",
        "k_talk",
        "k_promise",
        "k_gloss",
        "k_guide",
        "k_loop",
        "k_words",
        "k_lexicon",
        "k_practice",
    ):
        name = f"tests.making.{part}"
        if find_spec(name) is not None:
            found |= getattr(import_module(name), "THINGS", {})
    return found


def value(thing: Any, path: str) -> Any:
    """thing.a.b for "a.b"; a callable on the way is called."""
    for name in path.split("."):
        thing = getattr(thing, name)
        thing = thing() if callable(thing) else thing
    return thing
